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
    const came = (...edges: string[]) => edges.map((edge) => round.complete(edge, 56));
    assert.deepEqual(came('c', 'a', 'a', 'b'), [false, false, false, true]);
    assert.deepEqual(came('a', 'b', 'c'), [false, false, true], 'the next round');
    assert.equal(came('a')[0], false);
    round.end();
    assert.deepEqual(came('b', 'c'), [false, false], 'what has gone on counts no more');
  });

  it('an edge that is silent - is not waited for', () => {
    const round = new Round();
    round.complete('gone', 0);
    round.complete('a', 200);
    assert.equal(round.complete('a', 250), false);
    assert.equal(round.complete('a', 300), true);
  });
});
