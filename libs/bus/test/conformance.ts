import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { roomKey, shardOf } from '@maru/contracts';
import type {
  ApprovedBatch,
  Delivery,
  EdgeMessage,
  LogEntry,
  Order,
  RawBatch,
  ShardMessage,
  TermStart,
} from '@maru/contracts';
import { Inbox } from './support.js';
import type { BusTarget } from './support.js';
import type { Bus, EdgeAttachment, ShardConsumer, ShardDelivery } from '../src/port.js';

const message = (room: string, n: number) => ({
  kind: 'message' as const,
  uid: `u${n}`,
  room,
  user: 'kim',
  nick: '느긋한 여우 12',
  id: `c${n}`,
  text: `안녕 ${n}`,
  ts: 1_760_000_000_000 + n,
});
const raw = (room: string, n: number): RawBatch => ({
  v: 1,
  type: 'raw',
  at: 1_760_000_000_000,
  edge: 'edge-1',
  items: [message(room, n)],
});
const approved = (room: string, n: number): ApprovedBatch => ({
  v: 1,
  type: 'approved',
  at: 1_760_000_000_000,
  items: [{ ...message(room, n), edge: 'edge-1' }],
});
const frame = (n: number) =>
  Buffer.from(
    JSON.stringify({
      type: 'message',
      seq: n,
      prev: n - 1,
      uid: `u${n}`,
      user: 'kim',
      nick: 'kim',
      text: `안녕 ${n}`,
      ts: n,
    }),
  );
const delivery = (rooms: string[], n: number, shard = 0): Delivery => ({
  header: {
    v: 1,
    type: 'delivery',
    at: 1,
    shard,
    term: 1,
    rooms: rooms.map((room) => ({ room, epoch: 'e1', messages: [{ seq: n, prev: n - 1, uid: `u${n}`, ts: n }] })),
  },
  frames: rooms.map(() => frame(n)),
});
const uids = (deliveries: readonly ShardDelivery<{ items: readonly unknown[] }>[]) =>
  deliveries.flatMap((d) => d.message.items.map((item) => (item as { uid: string }).uid));
const delivered = (messages: readonly EdgeMessage[]) =>
  messages.flatMap((m) =>
    m.type === 'delivery'
      ? m.delivery.header.rooms.flatMap((room) => room.messages?.map(({ seq }) => `${room.room}:${seq}`) ?? [])
      : [],
  );

/** What every implementation of the port must do, whichever broker is behind it. */
export function busConformance(target: BusTarget): void {
  describe(`bus conformance, ${target.name}`, { skip: target.skip }, () => {
    let one: Bus;
    let two: Bus;
    const closing: { close(timeoutMs: number): Promise<void> }[] = [];
    const room = () => `방-${randomBytes(4).toString('hex')}`;
    const consume = async <T>(
      consumer: Promise<ShardConsumer>,
      _inbox: Inbox<ShardDelivery<T>>,
    ): Promise<ShardConsumer> => {
      const made = await consumer;
      closing.push(made);
      return made;
    };
    /** Messages of earlier tests that nobody took would disturb the next: each test ends its consumers and drains. */
    const handlers = <T>(inbox: Inbox<ShardDelivery<T>>, ack = true) => ({
      message: (d: ShardDelivery<T>) => {
        inbox.push(d);
        if (ack) d.ack();
      },
      release: async () => undefined,
    });

    before(async () => {
      one = target.bus();
      two = target.bus();
      await Promise.all([one.start(), two.start()]);
    });
    after(async () => {
      for (const consumer of closing) await consumer.close(1_000);
      await Promise.all([one?.close(2_000), two?.close(2_000)]);
      await target.teardown();
    });

    it('raw batches - arrive once, in order, whole', async () => {
      const inbox = new Inbox<ShardDelivery<RawBatch>>();
      const consumer = await consume(two.consumeRaw(handlers(inbox)), inbox);
      const name = room();
      const shard = shardOf(roomKey(name), one.shards);
      await Promise.all(Array.from({ length: 50 }, (_, n) => one.publishRaw(shard, raw(name, n))));
      await inbox.count(50);
      assert.deepEqual(
        uids(inbox.items),
        Array.from({ length: 50 }, (_, n) => `u${n}`),
      );
      assert.deepEqual(inbox.items[7]?.message, raw(name, 7));
      assert.equal(inbox.items[0]?.shard, shard);
      await consumer.close(1_000);
    });

    it('shard messages - unacknowledged ones come again, in order, to the next consumer', async () => {
      const name = room();
      const shard = shardOf(roomKey(name), one.shards);
      const first = new Inbox<ShardDelivery<ShardMessage>>();
      const holder = await consume(one.consumeShards(handlers(first, false)), first);
      for (let n = 0; n < 5; n++) await one.publishShard(shard, approved(name, n));
      await first.count(5);
      first.items[0]?.ack();
      first.items[1]?.ack();
      await holder.close(1_000);
      const second = new Inbox<ShardDelivery<ShardMessage>>();
      const next = await consume(two.consumeShards(handlers(second)), second);
      await second.until((items) => uids(items).includes('u4'));
      // The last acknowledged one may come once more: a shard is given away with its last message still in hand.
      assert.deepEqual(uids(second.items as never).slice(-3), ['u2', 'u3', 'u4']);
      await next.close(1_000);
    });

    it('shard messages - one consumer is active per shard', async () => {
      const a = new Inbox<ShardDelivery<ShardMessage>>();
      const b = new Inbox<ShardDelivery<ShardMessage>>();
      const consumers = [
        await consume(one.consumeShards(handlers(a)), a),
        await consume(two.consumeShards(handlers(b)), b),
      ];
      const names = Array.from({ length: 8 }, room);
      for (let n = 0; n < 40; n++) {
        const name = names[n % 8] ?? '';
        await one.publishShard(shardOf(roomKey(name), one.shards), approved(name, n));
      }
      const total = () => a.items.length + b.items.length;
      await Promise.race([a.until(() => total() >= 40), b.until(() => total() >= 40)]);
      const byShard = new Map<number, Set<string>>();
      for (const [who, inbox] of [
        ['a', a],
        ['b', b],
      ] as const)
        for (const d of inbox.items) byShard.set(d.shard, (byShard.get(d.shard) ?? new Set()).add(who));
      for (const [shard, who] of byShard) assert.equal(who.size, 1, `shard ${shard} went to both`);
      for (const consumer of consumers) await consumer.close(1_000);
    });

    it('rooms - an edge gets what is delivered to the rooms it has open, once, in order', async () => {
      const [x, y, z] = [room(), room(), room()];
      const inbox = new Inbox<EdgeMessage>();
      const attached = new Inbox<string>();
      const edge = await one.attachEdge(`edge-${randomBytes(3).toString('hex')}`, {
        message: inbox.push,
        attached: () => attached.push('attached'),
      });
      await attached.count(1);
      await Promise.all([edge.openRoom(roomKey(x)), edge.openRoom(roomKey(y))]);
      await two.deliver(0, [roomKey(z)], delivery([z], 1));
      await two.deliver(0, [roomKey(x), roomKey(y), roomKey(z)], delivery([x, y, z], 2));
      await two.deliver(0, [roomKey(y)], delivery([y], 3));
      await inbox.until((items) => delivered(items).includes(`${y}:3`));
      assert.deepEqual(delivered(inbox.items), [`${x}:2`, `${y}:2`, `${z}:2`, `${y}:3`]);
      const second = inbox.items[0];
      assert.equal(second?.type === 'delivery' && second.delivery.frames[1]?.toString(), frame(2).toString());
      await edge.closeRoom(roomKey(y));
      await two.deliver(0, [roomKey(y)], delivery([y], 4));
      await two.deliver(0, [roomKey(x)], delivery([x], 5));
      await inbox.until((items) => delivered(items).includes(`${x}:5`));
      assert.ok(!delivered(inbox.items).includes(`${y}:4`));
      await edge.close();
    });

    it('rooms - replies and deliveries of one publisher keep their order', async () => {
      const name = room();
      const id = `edge-${randomBytes(3).toString('hex')}`;
      const inbox = new Inbox<EdgeMessage>();
      const attached = new Inbox<string>();
      const edge: EdgeAttachment = await one.attachEdge(id, {
        message: inbox.push,
        attached: () => attached.push('attached'),
      });
      await attached.count(1);
      await edge.openRoom(roomKey(name));
      for (let n = 1; n <= 20; n++) {
        if (n % 2) void two.deliver(0, [roomKey(name)], delivery([name], n));
        else
          void two.reply(id, {
            v: 1,
            type: 'receipts',
            at: n,
            items: [{ kind: 'message', uid: `u${n}`, status: 'rejected', reason: 'profanity' }],
          });
      }
      await inbox.count(20);
      assert.deepEqual(
        inbox.items.map((m) => m.type),
        Array.from({ length: 20 }, (_, n) => (n % 2 ? 'receipts' : 'delivery')),
      );
      await two.reply('nobody', {
        v: 1,
        type: 'receipts',
        at: 1,
        items: [{ kind: 'message', uid: 'u', status: 'duplicate', seq: 4 }],
      });
      await edge.close();
    });

    it('log - holds deliveries and terms in order, and reading leaves it as it was', async () => {
      const shard = 1;
      const mark = Date.now() * 1_000 + Math.floor(Math.random() * 1_000);
      const term: TermStart = { v: 1, type: 'term', at: 1, shard, term: mark, owner: 'f1' };
      const name = room();
      await one.deliver(shard, [roomKey(name)], delivery([name], 7, shard));
      await one.announceTerm(term);
      for (let round = 0; round < 2; round++) {
        const seen: LogEntry[] = [];
        await two.readLog(shard, (entry) => {
          seen.push(entry);
          return entry.type === 'term' && entry.term.term === mark;
        });
        assert.deepEqual(seen.at(-1), { type: 'term', term });
        const before = seen.at(-2);
        assert.equal(before?.type === 'delivery' && before.delivery.header.rooms[0]?.room, name);
      }
    });

    it('terms - reach every edge', async () => {
      const inbox = new Inbox<EdgeMessage>();
      const attached = new Inbox<string>();
      const edge = await two.attachEdge(`edge-${randomBytes(3).toString('hex')}`, {
        message: inbox.push,
        attached: () => attached.push('x'),
      });
      await attached.count(1);
      const term: TermStart = { v: 1, type: 'term', at: 1, shard: 0, term: 42, owner: 'f1' };
      await one.announceTerm(term);
      await inbox.count(1);
      assert.deepEqual(inbox.items[0], { type: 'term', term });
      await edge.close();
    });

    it('control - is heard by every process', async () => {
      const heard = [new Inbox<string>(), new Inbox<string>()];
      const edge = `edge-${randomBytes(3).toString('hex')}`;
      const ends = [one, two].map((bus, i) =>
        bus.onControl((m) => m.type === 'edge-alive' && m.edge === edge && heard[i]?.push(m.edge)),
      );
      one.broadcast({ v: 1, type: 'edge-alive', at: 1, edge, connections: 3 });
      await Promise.all(heard.map((inbox) => inbox.count(1)));
      for (const end of ends) end();
    });

    it('control log - everybody reads it from its start, then as it grows, in one order', async () => {
      const heard = [new Inbox<string>(), new Inbox<string>()];
      const run = randomBytes(4).toString('hex');
      const order = (n: number): Order => ({
        v: 1,
        type: 'order',
        at: Date.now(),
        id: `${run}-${n}`,
        by: 'test',
        room: '방',
        order: { action: 'ban', user: `u${n}`, until: Date.now() + 60_000 },
      });
      const mine = (inbox: Inbox<string> | undefined) => (o: Order) => o.id.startsWith(run) && inbox?.push(o.id);
      await one.appendOrder(order(1));
      await two.appendOrder(order(2));
      const ends = [await one.followOrders(mine(heard[0]))];
      assert.deepEqual(
        heard[0]?.items,
        [`${run}-1`, `${run}-2`],
        'what was there is handed over before the promise resolves',
      );
      await two.appendOrder(order(3));
      await heard[0]?.count(3);
      ends.push(await two.followOrders(mine(heard[1])));
      await Promise.all([one.appendOrder(order(4)), one.appendOrder(order(5))]);
      await Promise.all(heard.map((inbox) => inbox.count(5)));
      for (const inbox of heard)
        assert.deepEqual(
          inbox.items,
          [1, 2, 3, 4, 5].map((n) => `${run}-${n}`),
        );
      ends[0]?.();
      await two.appendOrder(order(6));
      await heard[1]?.count(6);
      assert.equal(heard[0]?.items.length, 5);
      ends[1]?.();
    });

    it('shared secret - is the same for all', async () => {
      const [a, b, c] = await Promise.all([one.sharedSecret(), two.sharedSecret(), one.sharedSecret()]);
      assert.ok(a.length >= 32);
      assert.ok(a.equals(b) && a.equals(c));
    });

    it('status - says when the bus is closed, and publishing is refused then', async () => {
      const bus = target.bus();
      const statuses: string[] = [];
      bus.onStatus((status) => statuses.push(status));
      await bus.start();
      assert.equal(bus.status, 'up');
      await bus.close(1_000);
      assert.equal(bus.status, 'down');
      assert.deepEqual(statuses, ['up', 'down']);
    });
  });
}
