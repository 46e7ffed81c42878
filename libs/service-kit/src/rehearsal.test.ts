import assert from 'node:assert/strict';
import { it } from 'node:test';
import { madeUpText, rehearse } from './rehearsal.js';

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

it('made-up texts - no two in a row are alike, and one in sixteen is foul', () => {
  const texts = Array.from({ length: 1_000 }, (_, n) => madeUpText(n));
  assert.equal(new Set(texts).size, texts.length);
  assert.equal(texts.filter((text) => text.includes('씨발')).length, 63);
});
