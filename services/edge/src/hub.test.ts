import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { FlushClock } from '@maru/bus';
import type { Delivery, RoomDelivery, Snapshot } from '@maru/contracts';
import { createLogger } from '@maru/observability';
import { Connection } from './connection.js';
import type { Admission } from './connection.js';
import { Deliverer } from './delivery.js';
import { Hub } from './hub.js';
import type { EdgeMetrics } from './metrics.js';
import type { UserBudget } from './user-limits.js';

const NOW_MS = 1_000_000;
const ROOM = 'hall';
/** Enough for a window. */
const MEMBERS = 500;
const header = { v: 1, at: NOW_MS, shard: 0, term: 1 } as const;
/** Takes whatever it is told, and hears some of it. */
const deaf = <T extends object>(heard: Partial<T> = {}): T =>
  new Proxy(heard as T, { get: (target, name) => Reflect.get(target, name) ?? (() => undefined) });

const member = (n: number, closed: number[]): Connection => {
  const connection = new Connection({ user: `user-${n}` } as Admission, NOW_MS, {} as UserBudget);
  connection.socket = { end: (code: number) => closed.push(code) } as unknown as NonNullable<Connection['socket']>;
  return connection;
};

const snapshot = (epoch: string): Snapshot => ({
  header: {
    ...header,
    type: 'snapshot',
    rooms: [
      {
        room: ROOM,
        epoch,
        seq: 0,
        members: 0,
        mode: { slowModeSec: 0, locked: false, policy: 'default' },
        since: 0,
        messages: [],
      },
    ],
  },
  frames: [],
});

const delivery = (seq: number, room: Partial<RoomDelivery> = {}): Delivery => ({
  header: {
    ...header,
    type: 'delivery',
    rooms: [{ room: ROOM, epoch: 'old', messages: [{ seq, prev: seq - 1, uid: `uid-${seq}`, ts: NOW_MS }], ...room }],
  },
  frames: [Buffer.from(`message ${seq}`)],
});

const makeHub = async (now: () => number, metrics: EdgeMetrics): Promise<Hub> => {
  const hub = new Hub({
    attachment: () => ({
      openRoom: async () => undefined,
      closeRoom: async () => undefined,
      close: async () => undefined,
    }),
    shards: 1,
    sender: deaf(),
    reporter: deaf(),
    deliverer: new Deliverer({ clock: new FlushClock(), metrics, now, wallNow: now }),
    metrics,
    logger: createLogger('edge', 'silent'),
    lingerMs: 0,
    now,
    mode: () => ({ slowModeSec: 0, locked: false, policy: 'default' }),
    admit: () => undefined,
    spoke: () => undefined,
    nickVerdict: () => undefined,
    removeRoom: () => undefined,
  });
  await hub.reattach();
  return hub;
};

it('a room that is another one by now - sends its members away, and keeps nothing of the old one for the next', async () => {
  const hub = await makeHub(() => NOW_MS, deaf());
  const closed: number[] = [];
  for (let n = 0; n < MEMBERS; n++) hub.join(member(n, closed), ROOM);
  await setImmediate();
  hub.take({ type: 'snapshot', snapshot: snapshot('old') });
  const room = hub.room(ROOM);
  assert.ok(room);
  hub.take({ type: 'delivery', delivery: delivery(1) });
  hub.take({ type: 'delivery', delivery: delivery(2) });
  assert.deepEqual([room.members.size, room.outgoing.length], [MEMBERS, 1], 'the second message waits for the window');
  hub.take({ type: 'delivery', delivery: delivery(3, { epoch: 'new', presence: { members: 7 } }) });
  assert.deepEqual(closed, Array(MEMBERS).fill(4001));
  assert.deepEqual([room.state, room.outgoing, room.flushTimer], ['opening', [], undefined]);
});

it('the time of a delivery at the broker - ends when it comes, not when it is written', async () => {
  let nowMs = NOW_MS;
  const arrived: number[] = [];
  const hub = await makeHub(
    () => nowMs,
    deaf<EdgeMetrics>({ arrived: (_count: number, ageMs: number) => void arrived.push(ageMs) }),
  );
  const connection = member(0, []);
  connection.live = true;
  connection.socket = { send: () => (nowMs += 50) } as unknown as NonNullable<Connection['socket']>;
  hub.join(connection, ROOM);
  await setImmediate();
  hub.take({ type: 'snapshot', snapshot: snapshot('old') });
  nowMs += 3;
  hub.take({ type: 'delivery', delivery: delivery(1) });
  assert.deepEqual([arrived, nowMs], [[3], NOW_MS + 53]);
});
