import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { charactersLeft, encodeSend, textProblem } from './text.js';

const ID = 'x'.repeat(24);
const LIMITS = { textMax: 2_000, frameBytesMax: 4_096 };
const frameBytes = (text: string) => Buffer.byteLength(encodeSend(ID, text));

describe('charactersLeft', () => {
  it('Latin letters - the count is met first', () => {
    assert.equal(charactersLeft('', ID, LIMITS), 2_000);
    assert.equal(charactersLeft('a'.repeat(1_990), ID, LIMITS), 10);
    assert.equal(charactersLeft('a'.repeat(2_003), ID, LIMITS), -3);
  });

  it("Hangul - the frame's bytes are met first, and what is said to be left fits exactly", () => {
    const left = charactersLeft('가'.repeat(1_000), ID, LIMITS);
    assert.ok(left > 0 && left < 1_000, `${left}`);
    assert.ok(frameBytes('가'.repeat(1_000 + left)) <= LIMITS.frameBytesMax);
    assert.ok(frameBytes('가'.repeat(1_001 + left)) > LIMITS.frameBytesMax);
    assert.equal(charactersLeft('가'.repeat(1_000 + left), ID, LIMITS), 0);
    assert.equal(charactersLeft('가'.repeat(1_005 + left), ID, LIMITS), -5);
  });

  it('emoji and quotes - count as one each, and as the bytes they have in the frame', () => {
    assert.equal(charactersLeft('👋👋', ID, { textMax: 10, frameBytesMax: 0 }), 8);
    const quotes = '"'.repeat(100);
    assert.equal(charactersLeft(quotes, ID, { textMax: 0, frameBytesMax: frameBytes(quotes) + 5 }), 2);
  });

  it('no limits - no end', () => {
    assert.equal(charactersLeft('가', ID, { textMax: 0, frameBytesMax: 0 }), Infinity);
  });
});

describe('textProblem', () => {
  it('says what is wrong, if anything', () => {
    assert.deepEqual(
      ['', '안녕', 'a'.repeat(2_001), '가'.repeat(1_400)].map((text) => textProblem(text, ID, LIMITS)),
      ['empty', undefined, 'too_long', 'too_long'],
    );
  });
});
