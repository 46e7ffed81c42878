import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FlushClock } from '@maru/bus';
import type { Connection } from './connection.js';
import { Deliverer, WINDOW_MAX_MS } from './delivery.js';
import type { EdgeMetrics } from './metrics.js';
import { EdgeRoom } from './room.js';

const NOW_MS = 1_000_000;
const setUp = (members: number, flushedAgoMs: number) => {
  const deliverer = new Deliverer({
    clock: new FlushClock(),
    metrics: {} as EdgeMetrics,
    now: () => NOW_MS,
  });
  const room = new EdgeRoom('hall', 1, NOW_MS);
  for (let i = 0; i < members; i++) room.members.set(`u${i}`, {} as Connection);
  room.flushedMs = NOW_MS - flushedAgoMs;
  return { deliverer, room };
};

describe('Deliverer, waits', () => {
  it('a quiet hall - keeps nobody waiting', () => {
    const { deliverer, room } = setUp(500, 5_000);
    assert.equal(deliverer.sourceWaitMs(room), 0);
  });

  it('a hall in use - lets messages wait for its window, which grows with its members and ends at the longest', () => {
    const waits = [100, 300, 500, 5_000].map((members) => {
      const { deliverer, room } = setUp(members, 10);
      return deliverer.sourceWaitMs(room);
    });
    assert.deepEqual(
      waits,
      [...waits].sort((a, b) => a - b),
    );
    assert.ok((waits[2] ?? 0) >= 80, `500 members: ${waits[2]} ms`);
    assert.equal(waits[3], WINDOW_MAX_MS);
  });

  it('a small room - opens no window by its size, in use or not', () => {
    for (const agoMs of [10, 5_000]) {
      const { deliverer, room } = setUp(10, agoMs);
      assert.equal(deliverer.sourceWaitMs(room), 0);
    }
  });
});

describe('Deliverer, dropping', () => {
  it('what waits for the window - is not written any more, and what comes after it is', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { deliverer, room } = setUp(500, 10);
    deliverer.toRoom(room, 'of the old room');
    deliverer.schedule(room);
    assert.ok(room.flushTimer);
    deliverer.drop(room);
    assert.deepEqual([room.flushTimer, room.outgoing], [undefined, []]);
    deliverer.toRoom(room, 'of the new one');
    deliverer.schedule(room);
    assert.ok(room.flushTimer);
    assert.deepEqual(room.outgoing, ['of the new one']);
  });
});
