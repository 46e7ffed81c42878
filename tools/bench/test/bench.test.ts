import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderDocs, reportText, runBench } from '@maru/bench';
import type { Result, Scenario } from '@maru/bench';
import { maruOnMemory, rawUws } from '@maru/bench';

const scenario: Scenario = {
  name: 'small',
  label: '4 rooms × 5 members',
  rooms: 4,
  connections: 20,
  ratePerSec: 200,
  durationMs: 500,
  connectPerSec: 2_000,
  edges: 1,
  focus: 'message',
};

describe('runBench', () => {
  it('memory bus and raw uWebSockets - every message reaches everyone once, in one order', async () => {
    const report = await runBench({
      scenarios: [scenario],
      systems: [maruOnMemory, rawUws],
      repeat: 1,
      edges: 1,
      threads: 2,
      warmupMs: 100,
      spread: false,
      url: undefined,
      cpuProfDir: undefined,
      environment: {},
      progress: () => undefined,
      running: () => undefined,
    });
    assert.deepEqual(
      report.results.map(({ system }) => system),
      ['memory', 'uws'],
    );
    for (const result of report.results) {
      assert.deepEqual(
        {
          joined: result.joined,
          missing: result.missing,
          duplicates: result.duplicates,
          split: result.roomsSeenDifferently,
          problem: result.problem,
        },
        { joined: 20, missing: 0, duplicates: 0, split: 0, problem: null },
        result.system,
      );
      assert.ok(
        result.sent > 0 && result.received === result.sent * 5,
        `${result.system}: ${result.received} of ${result.sent}`,
      );
      assert.ok(result.p50Ms > 0 && result.p50Ms <= result.p99Ms && result.p99Ms <= result.maxMs);
      assertCpu(result);
    }
    assert.match(reportText(report), /small: 4 rooms × 5 members\nsystem/);
    assert.match(renderDocs({ bench: report, scale: undefined }).blocks['results'] ?? '', /\| raw uWebSockets +\|/);
  });
});

function assertCpu(result: Result): void {
  if (process.platform === 'linux') assert.ok((result.cpuUsPerMessage ?? -1) >= 0);
  else assert.equal(result.cpuUsPerMessage, null);
}
