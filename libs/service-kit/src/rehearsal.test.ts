import assert from 'node:assert/strict';
import { it } from 'node:test';
import { madeUpText, rehearse, turn } from './rehearsal.js';

it('a rehearsal that fails says so', async () => {
  await assert.rejects(
    rehearse(1, async () => {
      throw new Error('forgot the words');
    }),
    /forgot the words/,
  );
});

it('a rehearsal of 0 ms is none', async () => {
  await rehearse(0, () => assert.fail('it was played'));
});

it('a rehearsal is played by one service after the other, each on a bus of its own', async () => {
  const brokers: unknown[] = [];
  let playing = 0;
  await rehearse(2, async (stage) => {
    assert.equal(++playing, 1);
    brokers.push(stage.broker);
    while (!stage.over()) await turn();
    playing--;
  });
  assert.equal(brokers.length, 2);
  assert.notEqual(brokers[0], brokers[1]);
});

it('made-up texts - no two in a row are alike', () => {
  const texts = Array.from({ length: 1_000 }, (_, n) => madeUpText(n));
  assert.equal(new Set(texts).size, texts.length);
});
