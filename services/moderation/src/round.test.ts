import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Round } from './round.js';

describe('round', () => {
  it('one edge - is complete with every batch', () => {
    const round = new Round();
    assert.deepEqual([round.complete('a', 0), round.complete('a', 56)], [true, true]);
  });

  it('several edges - complete with the last of those that send at present', () => {
    const round = new Round();
    for (const edge of ['a', 'b', 'c']) round.complete(edge, 0);
    round.end();
    assert.deepEqual(
      ['c', 'a', 'a', 'b'].map((edge) => round.complete(edge, 56)),
      [false, false, false, true],
    );
  });

  it('what has gone on - counts for the next round no more', () => {
    const round = new Round();
    round.complete('a', 0);
    round.complete('b', 0);
    round.end();
    assert.equal(round.complete('a', 56), false);
    round.end();
    assert.equal(round.complete('b', 58), false);
  });

  it('an edge that is silent - is not waited for', () => {
    const round = new Round();
    round.complete('gone', 0);
    round.complete('a', 200);
    round.end();
    assert.equal(round.complete('a', 250), false);
    round.end();
    assert.equal(round.complete('a', 300), true);
  });
});
