import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SEQ_ORIGIN_MS } from '@maru/contracts';
import { History } from './history.js';

const NOW_MS = SEQ_ORIGIN_MS + 1_000_000_000;
const limits = { ageMs: 30_000, messagesMax: 3, bytesMax: 1_000 };
const FRAME = Buffer.from('{"text":"hello"}');
/** A message that an edge took at `acceptedMs`, and that got its place at `placedMs`. */
const index = (acceptedMs: number, placedMs: number, prev = 0) => {
  const seq = placedMs - SEQ_ORIGIN_MS;
  return { seq, prev, uid: `u${seq}`, ts: acceptedMs };
};

describe('history', () => {
  it('age - counts from when a message got its place, however long ago it was accepted', () => {
    const history = new History(0, limits);
    history.push(index(NOW_MS - 50_000, NOW_MS - 1_000), FRAME);
    history.expire(NOW_MS);
    assert.equal(history.size, 1);
    assert.equal(history.floor, 0, 'who was there before it can resume');
    history.expire(NOW_MS + 29_001);
    assert.equal(history.size, 0);
    assert.equal(history.floor, NOW_MS - 1_000 - SEQ_ORIGIN_MS);
  });

  it('age - goes by the time of acceptance where the owner of the room has its clock behind', () => {
    const history = new History(0, limits);
    history.push(index(NOW_MS, NOW_MS - 40_000), FRAME);
    history.expire(NOW_MS + 29_000);
    assert.equal(history.size, 1);
  });

  it('keep - nothing is too old until then', () => {
    const history = new History(0, limits);
    history.push(index(NOW_MS, NOW_MS), FRAME);
    history.keep(NOW_MS + 60_000);
    history.expire(NOW_MS + 59_999);
    assert.equal(history.size, 1);
    history.expire(NOW_MS + 60_000);
    assert.equal(history.size, 0);
  });

  it('count and bytes - the oldest go, and the floor rises to them', () => {
    const dropped: [string, number][] = [];
    const history = new History(0, limits, (limit, evicted) => dropped.push([limit, evicted]));
    const indexes = [1, 2, 3, 4].map((n) => index(NOW_MS, NOW_MS + n));
    for (const one of indexes) history.push(one, FRAME);
    assert.deepEqual(
      history.after(0).map(({ seq }) => seq),
      indexes.slice(1).map(({ seq }) => seq),
    );
    assert.equal(history.floor, indexes[0]?.seq);
    assert.deepEqual(dropped, [['history_messages', 1]]);
  });

  it('count - a full room keeps the newest, however many came before', () => {
    const history = new History(0, { ...limits, messagesMax: 10 });
    const all = Array.from({ length: 100 }, (_, n) => index(NOW_MS, NOW_MS + n + 1));
    const retracted = new Set(all.filter((_, n) => n % 7 === 0).map(({ uid }) => uid));
    for (const [n, one] of all.entries()) {
      history.push(one, FRAME);
      if (retracted.has(one.uid)) history.retract(one.uid);
      const uids = all.slice(Math.max(0, n - 9), n + 1).map(({ uid }) => uid);
      assert.equal(history.size, uids.length);
      assert.equal(history.floor, all[n - 10]?.seq ?? 0);
      assert.deepEqual(
        history.after(0).map(({ uid }) => uid),
        uids,
      );
      assert.deepEqual(
        history.retracted(one.seq).map(({ uid }) => uid),
        uids.filter((uid) => retracted.has(uid)),
      );
    }
    assert.equal(history.retract(all[89]?.uid ?? ''), undefined, 'gone');
    history.expire(NOW_MS + limits.ageMs + 96);
    assert.equal(history.size, 5, 'what is no older than the age limit');
    assert.equal(history.after(all[97]?.seq ?? 0).length, 2);
  });

  it('retract - the text is gone, the place stays, and it is said which one it is', () => {
    const history = new History(0, limits);
    const indexes = [1, 2].map((n) => index(NOW_MS, NOW_MS + n));
    for (const one of indexes) history.push(one, FRAME);
    const uid = indexes[0]?.uid ?? '';
    assert.equal(history.retract(uid)?.seq, indexes[0]?.seq);
    assert.equal(history.retract('unknown'), undefined);
    const [first, second] = history.after(0);
    assert.deepEqual(JSON.parse(first?.frame.toString() ?? ''), { text: '***', masked: true });
    assert.deepEqual([first?.retracted, second?.retracted], [true, undefined]);
    assert.deepEqual(second, { ...indexes[1], frame: FRAME });
    const upTo = (seq: number) => history.retracted(seq).map((entry) => entry.uid);
    assert.deepEqual([upTo(indexes[1]?.seq ?? 0), upTo((indexes[0]?.seq ?? 0) - 1)], [[uid], []]);
  });
});
