import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SEQ_ORIGIN_MS } from '@maru/contracts';
import { History } from './history.js';

const NOW_MS = SEQ_ORIGIN_MS + 1_000_000_000;
const limits = { ageMs: 30_000, messagesMax: 3, bytesMax: 1_000 };
/** A message that an edge took at `acceptedMs`, and that got its place at `placedMs`. */
const entry = (acceptedMs: number, placedMs: number, prev = 0) => {
  const seq = placedMs - SEQ_ORIGIN_MS;
  return { seq, prev, uid: `u${seq}`, ts: acceptedMs, frame: Buffer.from('{"text":"hello"}') };
};

describe('history', () => {
  it('age - counts from when a message got its place, however long ago it was accepted', () => {
    const history = new History(0, limits);
    history.push(entry(NOW_MS - 50_000, NOW_MS - 1_000));
    history.expire(NOW_MS);
    assert.equal(history.size, 1);
    assert.equal(history.floor, 0, 'who was there before it can resume');
    history.expire(NOW_MS + 29_001);
    assert.equal(history.size, 0);
    assert.equal(history.floor, NOW_MS - 1_000 - SEQ_ORIGIN_MS);
  });

  it('age - goes by the time of acceptance where the owner of the room has its clock behind', () => {
    const history = new History(0, limits);
    history.push(entry(NOW_MS, NOW_MS - 40_000));
    history.expire(NOW_MS + 29_000);
    assert.equal(history.size, 1);
  });

  it('keep - nothing is too old until then', () => {
    const history = new History(0, limits);
    history.push(entry(NOW_MS, NOW_MS));
    history.keep(NOW_MS + 60_000);
    history.expire(NOW_MS + 59_999);
    assert.equal(history.size, 1);
    history.expire(NOW_MS + 60_000);
    assert.equal(history.size, 0);
  });

  it('count and bytes - the oldest go, and the floor rises to them', () => {
    const dropped: [string, number][] = [];
    const history = new History(0, limits, (limit, evicted) => dropped.push([limit, evicted]));
    const entries = [1, 2, 3, 4].map((n) => entry(NOW_MS, NOW_MS + n));
    for (const one of entries) history.push(one);
    assert.deepEqual(
      history.after(0).map(({ seq }) => seq),
      entries.slice(1).map(({ seq }) => seq),
    );
    assert.equal(history.floor, entries[0]?.seq);
    assert.deepEqual(dropped, [['history_messages', 1]]);
  });
});
