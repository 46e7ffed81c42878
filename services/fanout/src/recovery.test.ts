import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogEntry } from '@maru/contracts';
import { HISTORY_AGE_MS, SEQ_ORIGIN_MS, roomKey } from '@maru/contracts';
import { LogReplay } from './recovery.js';

const NOW_MS = SEQ_ORIGIN_MS + 1_000_000_000;

/** A message that was placed and published at `atMs`. */
const delivered = (atMs: number, prev: number): LogEntry => {
  const seq = atMs - SEQ_ORIGIN_MS;
  const message = { type: 'message', seq, prev, uid: `u${seq}`, user: 'kim', nick: 'Kim', text: 'hello', ts: atMs };
  return {
    type: 'delivery',
    delivery: {
      header: {
        type: 'delivery',
        v: 1,
        at: atMs,
        shard: 0,
        term: 1,
        rooms: [{ room: 'lobby', epoch: 'e1', messages: [{ seq, prev, uid: `u${seq}`, ts: atMs }] }],
      },
      frames: [Buffer.from(JSON.stringify(message))],
    },
  };
};

describe('log replay', () => {
  it('an interruption - takes nothing out of the history that was in it when it began', () => {
    const [old, last] = [NOW_MS - 2 * HISTORY_AGE_MS - 5_000, NOW_MS - HISTORY_AGE_MS - 4_000];
    const replay = new LogReplay(NOW_MS);
    replay.apply(delivered(old, 0));
    replay.apply(delivered(last, old - SEQ_ORIGIN_MS));
    replay.finish();
    const room = replay.rooms.get('lobby');
    assert.deepEqual(
      room?.history.after(0).map(({ ts }) => ts),
      [last],
    );
    assert.equal(room?.seq, last - SEQ_ORIGIN_MS);
  });

  it('a room that was closed - is gone, but what it delivered is known to a room of its name', () => {
    const replay = new LogReplay(NOW_MS);
    const first = delivered(NOW_MS - 90_000, 0);
    replay.apply(first);
    assert.equal(first.type, 'delivery');
    const { header } = first.delivery;
    const closed = { ...header, at: NOW_MS - 20_000, rooms: [{ room: 'lobby', epoch: 'e1', closed: true }] };
    replay.apply({ type: 'delivery', delivery: { header: closed, frames: [] } });
    assert.equal(replay.rooms.size, 0);
    assert.deepEqual([...replay.over], [roomKey('lobby')], 'its owner may have had no time to remove it');
    const known = replay.departed.take('lobby');
    assert.equal(known?.find('kim', `u${NOW_MS - 90_000 - SEQ_ORIGIN_MS}`)?.seq, NOW_MS - 90_000 - SEQ_ORIGIN_MS);
    replay.apply(delivered(NOW_MS - 10_000, 0));
    assert.equal(replay.over.size, 0, 'somebody came back');
  });
});
