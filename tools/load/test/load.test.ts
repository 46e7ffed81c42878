import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readDemoConfig, startDemo } from '@maru/demo';
import type { Demo } from '@maru/demo';
import type { LoadReport } from '@maru/load';

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));

describe('npm run load', () => {
  let demo: Demo;
  let folder: string;
  before(async () => {
    demo = await startDemo(
      readDemoConfig({
        PORT: '0',
        OPS_PORT: '0',
        LOG_LEVEL: 'error',
        CONNECTIONS_PER_IP: '0',
        CONNECTS_PER_SEC: '0',
        SENDS_PER_SEC: '0',
        DRAIN_MS: '0',
      }),
    );
    folder = mkdtempSync(join(tmpdir(), 'maru-load-'));
  });
  after(async () => {
    await demo.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const load = async (...args: string[]): Promise<{ code: unknown; output: string; report: LoadReport }> => {
    const files = { json: join(folder, 'load.json'), html: join(folder, 'load.html') };
    const child = spawn(
      process.execPath,
      [main, '--url', `http://127.0.0.1:${demo.port}`, '--json', files.json, '--html', files.html, ...args],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [unknown];
    return { code, output, report: JSON.parse(readFileSync(files.json, 'utf8')) as LoadReport };
  };

  it('members that lose their connection - resume, and nothing is lost, doubled or out of order', async () => {
    const { code, report } = await load(
      '--rooms',
      '3',
      '--members',
      '5',
      '--rate',
      '100',
      '--ramp',
      '0.2',
      '--warmup',
      '0.1',
      '--duration',
      '2',
      '--reconnects',
      '3000',
      '--bad-words',
      '20',
      '--threads',
      '2',
    );
    const { counts, lost, latency } = report.summary;
    assert.deepEqual([code, report.problems], [0, []]);
    assert.ok(counts.cuts > 0 && counts.resumed === counts.cuts, `${counts.resumed} of ${counts.cuts} resumed`);
    assert.ok(counts.badSent > 0 && counts.badShown === 0 && counts.goodRejected === 0);
    assert.ok(latency.p50Ms > 0 && latency.p50Ms <= latency.p99Ms);
    assert.equal(lost, 0);
    assert.equal(counts.joins, 15 + counts.cuts);
    assert.match(readFileSync(join(folder, 'load.html'), 'utf8'), /<svg /);
  });

  it('p99 above the limit - fails', async () => {
    const { code, output } = await load(
      '--rooms',
      '1',
      '--members',
      '2',
      '--rate',
      '50',
      '--ramp',
      '0',
      '--warmup',
      '0',
      '--duration',
      '0.3',
      '--max-p99',
      '0',
    );
    assert.equal(code, 1);
    assert.match(output, /FAILED:\n {2}p99 is/);
  });
});
