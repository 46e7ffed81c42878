import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { EdgePresence, ShardMessage } from '@maru/contracts';
import type { Bus, FlushClock } from '@maru/bus';
import type { Logger } from '@maru/observability';
import { Connection, nobody } from './connection.js';
import type { EdgeMetrics } from './metrics.js';
import {
  PRESENCE_INTERVAL_MS,
  PRESENCE_ROOMS_PER_SEC,
  PRESENCE_TURN_MS,
  PRESENCE_WAIT_MAX_MS,
  Reporter,
} from './reporter.js';
import { EdgeRoom } from './room.js';
import { emptyBudget } from './user-limits.js';

const atOnce = { count: () => undefined, schedule: (flush: () => void) => flush() } as unknown as FlushClock;

function setUp() {
  const told: EdgePresence[] = [];
  /** Turns that did not come to all rooms. */
  const hits: string[] = [];
  const bus = {
    shards: 1,
    status: 'up',
    publishShard: (_shard: number, message: ShardMessage) => {
      if (message.type === 'edge-report')
        for (const item of message.items) if (item.kind === 'presence') told.push(item);
      return Promise.resolve();
    },
  };
  const reporter = new Reporter({
    bus: bus as unknown as Bus,
    edge: 'edge',
    clock: atOnce,
    metrics: { limitHit: (limit: string) => limit === 'presence_rooms' && hits.push(limit) } as unknown as EdgeMetrics,
    logger: {} as Logger,
    now: () => 0,
  });
  const room = (n: number): EdgeRoom => {
    const made = new EdgeRoom(`room ${n}`, 1, 0);
    made.state = 'live';
    return made;
  };
  const join = (to: EdgeRoom, user: string) => {
    const member = new Connection({ ...nobody(''), user, nick: user }, 0, emptyBudget(0));
    to.members.set(user, member);
    reporter.joined(to, member);
  };
  return { bus, told, hits, room, join };
}

describe('reporter', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('few rooms - are told of together, one interval after the first change', async () => {
    const { told, hits, room, join } = setUp();
    const rooms = Array.from({ length: (PRESENCE_ROOMS_PER_SEC * PRESENCE_INTERVAL_MS) / 1_000 }, (_, n) => room(n));
    for (const to of rooms) join(to, 'a');
    mock.timers.tick(PRESENCE_INTERVAL_MS - 1);
    assert.equal(told.length, 0);
    for (const to of rooms) join(to, 'b');
    await turnOver();
    assert.equal(told.length, rooms.length);
    for (const { joined } of told) assert.equal(joined?.length, 2);
    assert.deepEqual(hits, []);
  });

  it('a crowd in many rooms - these take turns, each has its own within the limit and a turn, and one report names who came meanwhile', async () => {
    const { told, hits, room, join } = setUp();
    // Twice as many as could be told of in time.
    const seconds = PRESENCE_WAIT_MAX_MS / 1_000;
    const rooms = Array.from({ length: 2 * PRESENCE_ROOMS_PER_SEC * seconds }, (_, n) => room(n));
    for (const to of rooms) join(to, 'a');
    const perTurn: number[] = [];
    for (let ms = 0; ms <= PRESENCE_WAIT_MAX_MS; ms += PRESENCE_TURN_MS) {
      const before = told.length;
      await turnOver();
      perTurn.push(told.length - before);
      if (ms === 0) join(rooms.at(-1) as EdgeRoom, 'b');
    }
    const most = (2 * PRESENCE_ROOMS_PER_SEC * PRESENCE_TURN_MS) / 1_000;
    assert.ok(Math.max(...perTurn) <= most, perTurn.join());
    assert.deepEqual(
      told.map(({ room: name }) => name),
      rooms.map(({ name }) => name),
    );
    assert.equal(told.at(-1)?.joined?.length, 2);
    assert.equal(hits.length, perTurn.length - 1);
    await turnOver();
    assert.equal(told.length, rooms.length);
  });

  it('as many rooms as can be told of - wait for half a second at most, also after a burst', async () => {
    const { told, room, join } = setUp();
    const perTurn = (PRESENCE_ROOMS_PER_SEC * PRESENCE_TURN_MS) / 1_000;
    let rooms = 0;
    const come = (count: number) => {
      for (let n = 0; n < count; n++) join(room(rooms++), 'a');
    };
    come(perTurn);
    for (let turn = 0; turn < 50; turn++) {
      await turnOver();
      assert.ok(rooms - told.length <= perTurn, `${rooms - told.length} wait`);
      come(perTurn);
    }
  });

  it('while the broker takes nothing - changes wait, and are told when it does', async () => {
    const { bus, told, room, join } = setUp();
    bus.status = 'down';
    join(room(1), 'a');
    await turnOver();
    await turnOver();
    assert.equal(told.length, 0);
    bus.status = 'up';
    await turnOver();
    assert.equal(told.length, 1);
  });
});

/** One turn passes, and what was published is confirmed. */
async function turnOver(): Promise<void> {
  mock.timers.tick(PRESENCE_TURN_MS);
  await new Promise((resolve) => setImmediate(resolve));
}
