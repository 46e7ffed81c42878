import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { MARKER_BYTES, findMarker, isMarker, markedText, markerRoomSeq, markerSentUs } from './client/marker.js';
import { portOf } from './client/plan.js';
import { fill } from './client/wire.js';
import { replaceBlocks } from './docs.js';
import { canMeasureCpu, parseStat, usageOf } from './processes.js';
import { median } from './report.js';
import { SCENARIOS, fitToFileLimit } from './scenarios.js';
import type { Scenario } from './scenarios.js';
import { markdownTable, textTable } from './table.js';

describe('marker', () => {
  it('time and number - survive inside a frame', () => {
    const text = markedText(123_456_789_012, 42, 60);
    assert.equal(text.length, 60);
    const frame = Buffer.from(`{"type":"message","text":"${text}"}`);
    const at = findMarker(frame, 0);
    assert.ok(isMarker(frame, at, frame.length));
    assert.deepEqual([markerSentUs(frame, at), markerRoomSeq(frame, at)], [123_456_789_012, 42]);
    assert.equal(findMarker(frame, at + MARKER_BYTES), -1);
  });

  it('cut off - is none', () => {
    const frame = Buffer.from(markedText(1, 1, 32));
    assert.equal(isMarker(frame, 0, 31), false);
  });
});

describe('fill', () => {
  it('template - each key by its value, other text as it is', () => {
    assert.equal(fill('/%r?c=%c&n=%n %m %x', { room: 'a', connection: 7, message: 3, text: '%r' }), '/a?c=7&n=3 %r %x');
  });
});

describe('portOf', () => {
  const plan = { connections: 8, rooms: 2, ports: [1, 2] } as unknown as Parameters<typeof portOf>[0];
  const portsOfRoom = (spread: boolean) => [0, 2, 4, 6].map((connection) => portOf({ ...plan, spread }, connection));

  it('spread - a room is on all ports', () => assert.deepEqual(portsOfRoom(true), [1, 2, 1, 2]));
  it('not spread - an even number of rooms keeps a room on one of two ports', () =>
    assert.deepEqual(portsOfRoom(false), [1, 1, 1, 1]));
});

describe('parseStat', () => {
  it('line - CPU in ms and memory in bytes, whatever the name holds', () => {
    const fields = ['S', ...Array<string>(10).fill('0'), '150', '50', ...Array<string>(8).fill('0'), '1000', '0'];
    assert.deepEqual(parseStat(`12 (a) b (c) ${fields.join(' ')}`), { cpuMs: 2_000, rssBytes: 4_096_000 });
  });
});

describe('usageOf', { skip: canMeasureCpu() ? false : 'CPU time can only be read on Linux' }, () => {
  it('a process that computes - is counted, with its children', async () => {
    // The shell waits, its child computes: what is found must be the child's.
    const busy = "while (process.cpuUsage().user < 200000); console.log('done'); setInterval(() => {}, 1e6)";
    const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" -e "${busy}"; true`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    try {
      await once(shell.stdout, 'data');
      const { cpuMs, rssBytes } = usageOf(shell.pid ?? 0);
      assert.ok(cpuMs >= 150, `${cpuMs} ms`);
      assert.ok(rssBytes > 10_000_000, `${rssBytes} bytes`);
    } finally {
      process.kill(-(shell.pid ?? 0), 'SIGKILL');
    }
  });

  it('a process that is gone - counts as nothing', () => {
    assert.deepEqual(usageOf(2 ** 22 + 1), { cpuMs: 0, rssBytes: 0 });
  });
});

describe('fitToFileLimit', () => {
  const idle = SCENARIOS.find(({ name }) => name === 'idle') as Scenario;

  it('room enough - changes nothing', () => {
    assert.deepEqual(fitToFileLimit(idle, 20_000), { scenario: idle, note: undefined });
  });

  it('too few files - fewer rooms of the same size, and says so', () => {
    const { scenario, note } = fitToFileLimit(idle, 1_024);
    assert.deepEqual([scenario.connections, scenario.rooms], [520, 52]);
    assert.match(note ?? '', /520 instead of 18000 .*1024.*ulimit/);
  });
});

describe('median', () => {
  it('odd and even counts', () =>
    assert.deepEqual([median([3, 1, 2]), median([4, 1, 2, 3]), median([5])], [2, 2.5, 5]));
});

describe('tables', () => {
  it('text - columns are aligned', () => {
    assert.equal(textTable(['a', 'bb'], [['long', '1']]), 'a     bb\n----  --\nlong   1');
  });

  it('markdown - figures to the right', () => {
    assert.equal(markdownTable(['a', 'b'], [['x', '1']]), '| a   |   b |\n| --- | --: |\n| x   |   1 |');
  });
});

describe('replaceBlocks', () => {
  const page = 'before\n<!-- bench:a -->\nold\n<!-- /bench:a -->\nafter';

  it('block - is replaced, the rest stays, and again gives the same', () => {
    const once = replaceBlocks(page, { a: 'new', unknown: 'x' });
    assert.equal(once, 'before\n<!-- bench:a -->\n\nnew\n\n<!-- /bench:a -->\nafter');
    assert.equal(replaceBlocks(once, { a: 'new' }), once);
  });

  it('block that is not closed - is an error', () => {
    assert.throws(() => replaceBlocks('<!-- bench:a -->', { a: 'x' }), /does not close/);
  });
});
