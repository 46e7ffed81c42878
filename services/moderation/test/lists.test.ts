import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ListSet } from '@maru/contracts';
import { loadExamples } from '@maru/contracts/examples';
import { busTargets } from '@maru/bus/test-support';
import { compileInWorker } from '../src/lists/compile.js';
import { Harness } from './harness.js';
import type { Logged } from './harness.js';

const GAME = '[en insult 3 word]\nscrublord\n';
let at = Date.now();
const lists = (set: ListSet['set'], shadow?: boolean): ListSet => ({
  type: 'lists',
  v: 1,
  at: ++at,
  ...(shadow ? { shadow } : {}),
  ...(set ? { set } : {}),
});

for (const target of busTargets()) {
  describe(`live word lists, ${target.name}`, { skip: target.skip }, () => {
    const harness = new Harness(target);
    const inUse = (version: string) =>
      harness.logged.find((line) => line.message === 'word lists in use' && line['version'] === version);
    /** Both replicas have changed: either may own the room. */
    const both = (passes: (line: Logged) => boolean) =>
      harness.logged.until(
        (lines) => lines.filter((line) => line.message === 'word lists in use' && passes(line)).length >= 2,
        'a change of both',
      );
    before(() => harness.start());
    after(() => harness.stop());

    it('set over the bus - decides from then on, and its version is in the receipt', async () => {
      await harness.send(harness.message('live', 'l1', 'you scrublord'));
      await harness.approvedMessage('l1');
      harness.neighbour.broadcast(
        lists({ version: 'game-1', base: 'none', text: GAME, foul: ['scrublord'], clean: ['good game'] }),
      );
      await inUse('game-1');
      await harness.send(harness.message('live', 'l2', 'you scrublord'), harness.message('live', 'l3', 'good game'));
      assert.match((await harness.receipt('l2')).lists ?? '', /^game-1@/);
      await harness.approvedMessage('l3');
      assert.ok((await harness.metric('maru_moderation_list_swaps_total{slot="live"')) ?? 0 >= 1);
    });

    it('a set that cannot be used - leaves the one before it standing, and says why', async () => {
      const bad = [
        lists({ version: 'bad-canary', base: 'none', text: GAME, clean: ['you scrublord'] }),
        lists({ version: 'bad-term', base: 'none', text: '[en insult 3 anywhere]\ne\n' }),
        lists({ version: 'bad-text', base: 'none', text: 'no header' }),
        lists({ version: 'bad-empty', base: 'none', text: '' }),
      ];
      for (const [i, message] of bad.entries()) {
        harness.neighbour.broadcast(message);
        await harness.logged.until(
          (lines) => lines.filter((line) => line['problem'] !== undefined).length > i,
          message.set?.version,
        );
      }
      const problems = harness.logged.items.flatMap((line) =>
        typeof line['problem'] === 'string' ? [line['problem']] : [],
      );
      assert.match(problems[0] ?? '', /Clean canary texts have hits: "you scrublord"/);
      assert.match(problems[1] ?? '', /Clean canary texts have hits|symbols|short/);
      assert.match(problems[2] ?? '', /header/);
      assert.match(problems[3] ?? '', /no terms/);
      await harness.send(harness.message('live', 'l4', 'you scrublord'));
      assert.match((await harness.receipt('l4')).lists ?? '', /^game-1@/);
      assert.equal(await harness.metric('maru_moderation_list_failures_total{slot="live"'), bad.length);
    });

    it('replicas - a newcomer gets the set from those who heard it, and all say that they agree', async () => {
      await harness.replica();
      const states = await harness.control.until(
        (messages) =>
          new Set(
            messages.flatMap((one) => (one.type === 'lists-state' && one.version === 'game-1' ? [one.replica] : [])),
          ).size === 2,
        'two replicas on game-1',
      );
      assert.ok(states.length > 0);
      await harness.logged.find(({ message }) => message === 'all replicas run the same word lists');
    });

    it('an older set that comes late - changes nothing', async () => {
      harness.neighbour.broadcast({ ...lists({ version: 'late', base: 'none', text: GAME }), at: 1 });
      harness.neighbour.broadcast(lists(undefined));
      await both((line) => line['before'] === 'game-1');
      assert.ok(!harness.logged.items.some((line) => line['version'] === 'late'));
      await harness.send(harness.message('live', 'l5', 'you scrublord'));
      await harness.approvedMessage('l5');
    });

    it('shadow set - decides nothing and reports where it would decide otherwise', async () => {
      harness.neighbour.broadcast(lists({ version: 'try-1', base: 'none', text: GAME }, true));
      await both((line) => line['slot'] === 'shadow' && line['version'] === 'try-1');
      await harness.send(harness.message('live', 's1', 'you scrublord'), harness.message('live', 's2', 'good evening'));
      await harness.approvedMessage('s1');
      const sample = await harness.logged.find(({ message }) => message === 'the shadow lists would decide otherwise');
      assert.equal(sample['outcome'], 'stricter');
      assert.equal(sample['text'], 'you scrublord');
      harness.neighbour.broadcast(lists(undefined, true));
    });

    it('example messages of the contract - are taken without harm', async () => {
      for (const { value } of [...loadExamples('lists').valid, ...loadExamples('lists-state').valid])
        harness.neighbour.broadcast(value);
      await harness.send(harness.message('live', 'l6', '그래도 간다'));
      await harness.approvedMessage('l6');
    });
  });
}

describe('word lists from files', () => {
  const [memory] = busTargets();
  if (!memory) throw new Error('no memory bus');

  it('folder - is loaded before the first message, watched, and a broken change is left out', async () => {
    const harness = new Harness(memory);
    const dir = harness.folder({ 'game.txt': GAME, VERSION: 'files-1\n', 'clean.canary': 'good game\n' });
    await harness.start({ LISTS_DIR: dir, LISTS_BASE: 'none', LISTS_POLL_MS: '50' });
    try {
      await harness.send(harness.message('files', 'f1', 'you scrublord'));
      assert.match((await harness.receipt('f1')).lists ?? '', /^files-1@/);
      writeFileSync(join(dir, 'game.txt'), '[en insult 9 word]\nscrublord\n');
      await harness.logged.find((line) => /severity/.test(String(line['problem'])));
      writeFileSync(join(dir, 'game.txt'), '[en insult 3 word]\nnoobface\n');
      writeFileSync(join(dir, 'VERSION'), 'files-2');
      await harness.logged.find((line) => line['version'] === 'files-2');
      await harness.send(harness.message('files', 'f2', 'you scrublord'), harness.message('files', 'f3', 'noobface'));
      assert.match((await harness.receipt('f3')).lists ?? '', /^files-2@/);
      await harness.approvedMessage('f2');
      mkdirSync(join(dir, 'shadow'));
      writeFileSync(join(dir, 'shadow', 'try.txt'), GAME);
      await harness.logged.find((line) => line.message === 'word lists in use' && line['slot'] === 'shadow');
    } finally {
      await harness.stop();
    }
  });

  it('folder that cannot be used at the start - the built-in lists decide, and the log says why', async () => {
    const harness = new Harness(memory);
    const dir = harness.folder({ 'game.txt': 'no header' });
    await harness.start({ LISTS_DIR: dir });
    try {
      await harness.logged.find((line) => /header/.test(String(line['problem'])));
      await harness.send(harness.message('files', 'f9', '씨발'));
      assert.match((await harness.receipt('f9')).lists ?? '', /^default-/);
    } finally {
      await harness.stop();
    }
  });
});

describe('compiling in a worker', () => {
  it('swap - stops the event loop for at most 2 ms', async () => {
    const pauses: number[] = [];
    // Other processes on the machine stop this one too, so the best of some tries counts.
    while (pauses.length < 15 && Math.min(...pauses) > 2)
      pauses.push(
        (await compileInWorker({ version: 'x', base: 'builtin', texts: [GAME], foul: [], clean: [] })).pauseMs,
      );
    assert.ok(Math.min(...pauses) <= 2, `pauses ${pauses.map((ms) => ms.toFixed(2)).join(', ')} ms`);
  });
});
