import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { connect as connectAmqp } from 'amqplib';
import { BUS_MESSAGES, amqpNames, roomKey, shardOf } from '@maru/contracts';
import type {
  ApprovedItem,
  ApprovedMessage,
  EdgeMessage,
  EdgeReportItem,
  MessageFrame,
  RoomDelivery,
} from '@maru/contracts';
import { loadExamples } from '@maru/contracts/examples';
import type { Bus, EdgeAttachment } from '@maru/bus';
import { Inbox, busTargets, removals } from '@maru/bus/test-support';
import { Metrics, createLogger } from '@maru/observability';
import type { Service } from '@maru/service-kit';
import { createFanout, readConfig } from '../src/index.js';

for (const target of busTargets()) {
  describe(`fan-out contract, ${target.name}`, { skip: target.skip }, () => {
    let fanout: Service;
    let neighbour: Bus;
    let edge: EdgeAttachment;
    const inbox = new Inbox<EdgeMessage>();
    let removed: Inbox<string>;

    const start = async (bus: Bus): Promise<Service> => {
      removed = removals(bus);
      const service = createFanout(readConfig({ ROOM_LINGER_MS: '1000' }), {
        bus,
        logger: createLogger('fanout', 'silent'),
        metrics: new Metrics('fanout', { version: 'test' }),
      });
      await service.start();
      return service;
    };
    before(async () => {
      fanout = await start(target.bus());
      neighbour = target.bus();
      await neighbour.start();
      const attached = new Inbox<true>();
      edge = await neighbour.attachEdge('e1', { message: inbox.push, attached: () => attached.push(true) });
      await attached.count(1);
    });
    after(async () => {
      await fanout.stop(2_000);
      await neighbour.close(2_000);
      await target.teardown();
    });

    const shard = (room: string) => shardOf(roomKey(room), neighbour.shards);
    const approve = (...items: ApprovedItem[]) =>
      neighbour.publishShard(shard(items[0]?.room ?? ''), { type: 'approved', v: 1, at: Date.now(), items });
    const report = (...items: EdgeReportItem[]) =>
      neighbour.publishShard(shard(items[0]?.room ?? ''), {
        type: 'edge-report',
        v: 1,
        at: Date.now(),
        edge: 'e1',
        items,
      });
    const message = (room: string, n: number, patch: Partial<ApprovedMessage> = {}): ApprovedMessage => ({
      kind: 'message',
      edge: 'e1',
      uid: `${room}-${n}`,
      room,
      user: 'kim',
      nick: '느긋한 여우 12',
      id: `c${n}`,
      text: `안녕 ${n}`,
      ts: Date.now(),
      ...patch,
    });
    /** Opens a room as an edge does, and returns its snapshot. */
    const open = async (room: string) => {
      await edge.openRoom(roomKey(room));
      await approve({ kind: 'open', edge: 'e1', room });
      return snapshot(room);
    };
    /** The snapshots of a room that came, the header's fields among its own. */
    const snapshots = (room: string, items: readonly EdgeMessage[] = inbox.items) =>
      items.flatMap((item) => {
        if (item.type !== 'snapshot') return [];
        const { rooms, ...header } = item.snapshot.header;
        let at = 0;
        return rooms.flatMap((one) => {
          const mine = item.snapshot.frames.slice(at, (at += one.messages.length));
          return one.room === room ? [{ header: { ...header, ...one }, frames: mine }] : [];
        });
      });
    const snapshot = async (room: string, passes: (header: { seq: number }) => boolean = () => true) => {
      const wanted = () => snapshots(room).find(({ header }) => passes(header));
      await inbox.until(() => wanted() !== undefined, `a snapshot of ${room}`);
      return wanted() as NonNullable<ReturnType<typeof wanted>>;
    };
    const deliveries = (room: string): RoomDelivery[] =>
      inbox.items.flatMap((item) =>
        item.type === 'delivery' ? item.delivery.header.rooms.filter((one) => one.room === room) : [],
      );
    const frames = (room: string): MessageFrame[] =>
      inbox.items.flatMap((item) => {
        if (item.type !== 'delivery') return [];
        let at = 0;
        return item.delivery.header.rooms.flatMap((one) => {
          const mine = item.delivery.frames.slice(at, (at += one.messages?.length ?? 0));
          return one.room === room ? mine.map((frame) => JSON.parse(frame.toString('utf8')) as MessageFrame) : [];
        });
      });
    const arrived = (room: string, count: number) =>
      inbox.until(() => frames(room).length >= count, `${count} messages of ${room}`);

    it('opening a room - is answered with a snapshot, in one cut with what follows', async () => {
      const { header } = await open('첫-방');
      assert.deepEqual(
        { seq: header.seq, since: header.since, messages: header.messages, shard: header.shard },
        { seq: 0, since: 0, messages: [], shard: shard('첫-방') },
      );
      assert.ok(header.epoch.length > 5);
      await approve(message('첫-방', 1), message('첫-방', 2, { masked: true, text: '** 2' }));
      await arrived('첫-방', 2);
      const [one, two] = frames('첫-방');
      assert.ok(one && two);
      assert.equal(one.prev, 0);
      assert.equal(two.prev, one.seq);
      assert.deepEqual(
        { ...two, seq: 0, prev: 0, ts: 0 },
        {
          type: 'message',
          seq: 0,
          prev: 0,
          uid: '첫-방-2',
          user: 'kim',
          nick: '느긋한 여우 12',
          text: '** 2',
          ts: 0,
          id: 'c2',
          masked: true,
        },
      );
    });

    it('order - follows the queue, over many batches', async () => {
      await open('order');
      for (let n = 0; n < 200; n += 10) await approve(...Array.from({ length: 10 }, (_, i) => message('order', n + i)));
      await arrived('order', 200);
      assert.deepEqual(
        frames('order').map(({ id }) => id),
        Array.from({ length: 200 }, (_, n) => `c${n}`),
      );
      let last = 0;
      for (const { seq, prev } of frames('order')) {
        assert.equal(prev, last);
        assert.ok(seq > prev);
        last = seq;
      }
    });

    it('duplicates - the bus repeating itself is silent, the client repeating itself gets the first seq', async () => {
      await open('dupes');
      await approve(message('dupes', 1));
      await arrived('dupes', 1);
      await approve(message('dupes', 1), message('dupes', 1, { uid: 'second-try' }), message('dupes', 2));
      await arrived('dupes', 2);
      const receipt = await inbox.find(
        (item) =>
          item.type === 'receipts' &&
          item.receipts.items.some((one) => one.kind === 'message' && one.uid === 'second-try'),
        'a duplicate receipt',
      );
      assert.ok(receipt.type === 'receipts');
      assert.deepEqual(receipt.receipts.items, [
        { kind: 'message', uid: 'second-try', status: 'duplicate', seq: frames('dupes')[0]?.seq },
      ]);
      assert.deepEqual(
        frames('dupes').map(({ id }) => id),
        ['c1', 'c2'],
      );
    });

    it('many rooms opened at once - are answered together, each with its own messages', async () => {
      const [one = '', two = '', fresh = ''] = Array.from({ length: 100 }, (_, n) => `at-once-${n}`).filter(
        (room) => shard(room) === 0,
      );
      await open(one);
      await open(two);
      await approve(message(one, 1), message(two, 1), message(two, 2));
      await arrived(two, 2);
      const seen = inbox.items.length;
      await approve(...[two, fresh, one].map((room) => ({ kind: 'open', edge: 'e1', room }) as const));
      const since = () => inbox.items.slice(seen);
      await inbox.until(() => snapshots(one, since()).length > 0, 'the snapshots');
      assert.equal(since().filter(({ type }) => type === 'snapshot').length, 1);
      assert.deepEqual(
        [one, two, fresh].map((room) =>
          snapshots(room, since()).map(({ frames }) =>
            frames.map((frame) => (JSON.parse(frame.toString('utf8')) as MessageFrame).uid),
          ),
        ),
        [[[`${one}-1`]], [[`${two}-1`, `${two}-2`]], [[]]],
      );
    });

    it('repair - sends what came after the position, or all there is when it is not known', async () => {
      const { header } = await open('repair');
      await approve(...[1, 2, 3].map((n) => message('repair', n)));
      await arrived('repair', 3);
      const [first, , third] = frames('repair');
      await report({ kind: 'repair', room: 'repair', epoch: header.epoch, seq: first?.seq ?? 0 });
      const repaired = await snapshot('repair', ({ seq }) => seq === third?.seq);
      assert.equal(repaired.header.since, first?.seq);
      assert.deepEqual(
        repaired.frames.map((frame) => (JSON.parse(frame.toString('utf8')) as MessageFrame).id),
        ['c2', 'c3'],
      );
    });

    it('a room whose state is lost - goes on from what its edges last saw', async () => {
      await edge.openRoom(roomKey('known'));
      const far = Date.now();
      await approve(message('known', 1, { epoch: 'old-epoch', seq: far }));
      await arrived('known', 1);
      assert.equal(deliveries('known')[0]?.epoch, 'old-epoch');
      assert.equal(frames('known')[0]?.prev, far);
    });

    it('presence - sums edges and names the members of small rooms', async () => {
      await open('who');
      await report({
        kind: 'presence',
        room: 'who',
        members: 2,
        full: true,
        joined: [
          { user: 'a', nick: '가' },
          { user: 'b', nick: '나' },
        ],
      });
      await inbox.until(() => deliveries('who').some(({ presence }) => presence?.members === 2), 'presence');
      const told = deliveries('who').find(({ presence }) => presence)?.presence;
      assert.deepEqual(told?.joined?.map(({ nick }) => nick).sort(), ['가', '나']);
      await neighbour.publishShard(shard('who'), {
        type: 'edge-report',
        v: 1,
        at: 1,
        edge: 'e2',
        items: [
          {
            kind: 'presence',
            room: 'who',
            members: 3,
            full: true,
            joined: ['c', 'd', 'e'].map((user) => ({ user, nick: user })),
          },
        ],
      });
      await inbox.until(() => deliveries('who').some(({ presence }) => presence?.members === 5), 'the sum');
      neighbour.broadcast({ type: 'edge-alive', v: 1, at: 1, edge: 'e2', connections: 0, stopping: true });
      await inbox.until(
        () => deliveries('who').some(({ presence }) => presence?.members === 2 && presence.left?.length === 3),
        'the edge that stopped',
      );
    });

    it('somebody who came and went between two reports - is told to have left', async () => {
      await open('visit');
      const presence = { kind: 'presence', room: 'visit' } as const;
      const [host, visitor] = [
        { user: 'a', nick: '가' },
        { user: 'b', nick: '나' },
      ];
      await report({ ...presence, members: 1, full: true, joined: [host] });
      await inbox.until(() => deliveries('visit').some((one) => one.presence?.members === 1), 'presence');
      // Within the second that passes between two: others may know the visitor from a message.
      await report({ ...presence, members: 2, joined: [visitor] });
      await report({ ...presence, members: 1, left: [visitor] });
      await inbox.until(() => deliveries('visit').some((one) => one.presence?.left), 'the visitor went');
      assert.deepEqual(
        deliveries('visit').flatMap((one) => one.presence?.left ?? []),
        [visitor],
      );
      // Also by an edge that tells everything to a new owner, which has never heard of them.
      const other = { user: 'c', nick: '다' };
      await report({ ...presence, members: 1, full: true, joined: [host], left: [other] });
      await inbox.until(
        () => deliveries('visit').some((one) => one.presence?.left?.[0]?.user === other.user),
        'the other went',
      );
    });

    it('typing - is passed on', async () => {
      await open('typing');
      await report({ kind: 'typing', room: 'typing', user: 'a', nick: '가' });
      await inbox.until(() => deliveries('typing').some(({ typing }) => typing?.[0]?.user === 'a'), 'typing');
    });

    it('an abandoned room - is forgotten after its linger', async () => {
      const { header } = await open('gone');
      await approve(message('gone', 1));
      await arrived('gone', 1);
      await report({ kind: 'leave', room: 'gone' });
      const fresh = await neighbourSees(async () => {
        await approve({ kind: 'open', edge: 'e1', room: 'gone' });
        await report({ kind: 'leave', room: 'gone' });
        const latest = snapshots('gone').at(-1);
        return latest?.header.epoch !== header.epoch ? latest : undefined;
      });
      assert.equal(fresh.header.seq, 0);
    });

    it('a room that is over - is removed from the broker', async () => {
      await open('over');
      assert.ok(!removed.items.includes(roomKey('over')));
      await report({ kind: 'leave', room: 'over' });
      await removed.until(() => removed.items.includes(roomKey('over')), 'the removal');
    });

    it('a takeover - keeps seq, epoch, history and what was delivered', async () => {
      const { header } = await open('takeover');
      await approve(...[1, 2, 3].map((n) => message('takeover', n)));
      await arrived('takeover', 3);
      await fanout.stop(5_000);
      await approve(message('takeover', 3, { uid: 'again' }), message('takeover', 4));
      fanout = await start(target.bus());
      await arrived('takeover', 4);
      const all = frames('takeover');
      assert.deepEqual(
        all.map(({ id }) => id),
        ['c1', 'c2', 'c3', 'c4'],
      );
      assert.equal(all[3]?.prev, all[2]?.seq);
      assert.equal(deliveries('takeover').at(-1)?.epoch, header.epoch);
      await inbox.find(
        (item) =>
          item.type === 'receipts' &&
          item.receipts.items.some(
            (one) => one.kind === 'message' && one.uid === 'again' && one.status === 'duplicate',
          ),
        'the duplicate of before the takeover',
      );
    });

    it('a takeover of a room where nothing was said yet - keeps its epoch', async () => {
      const { header } = await open('silent');
      await fanout.stop(5_000);
      fanout = await start(target.bus());
      const seen = inbox.items.length;
      // As another edge does, which knows nothing of the room.
      await approve({ kind: 'open', edge: 'e1', room: 'silent' });
      await inbox.until((items) => snapshots('silent', items.slice(seen)).length > 0, 'a snapshot of the new owner');
      const again = snapshots('silent').at(-1);
      assert.ok(again && again.header.term > header.term);
      assert.equal(again.header.epoch, header.epoch);
    });

    it('the examples of both neighbours - are taken, and the answers fit the schemas', async () => {
      for (const name of ['approved', 'edge-report'] as const)
        for (const { value } of loadExamples(name).valid) await neighbour.publishShard(0, value);
      await open('after-examples');
      for (const item of inbox.items) assert.ok(item.type in BUS_MESSAGES);
    });

    it(
      'malformed bus messages - go to the dead letters with their reason, and block nothing',
      { skip: target.amqp === undefined && 'the memory bus hands over typed messages, there are no bytes' },
      async () => {
        const names = amqpNames(target.amqp?.prefix);
        const connection = await connectAmqp(target.amqp?.url ?? '');
        const channel = await connection.createChannel();
        const bodies = (['approved', 'edge-report'] as const).flatMap((name) =>
          loadExamples(name).invalid.map(({ body }) => body),
        );
        for (const body of [...bodies, randomBytes(200), Buffer.alloc(0)])
          channel.sendToQueue(names.approved(shard('after-bad')), body);
        await open('after-bad');
        const letters = new Inbox<{ origin: unknown; reason: string }>();
        await channel.consume(
          names.deadLetters,
          (letter) =>
            letter &&
            letters.push({
              origin: letter.properties.headers?.['x-maru-origin'],
              reason: String(letter.properties.headers?.['x-maru-reason']),
            }),
          { noAck: true },
        );
        await letters.count(bodies.length + 2);
        assert.ok(
          letters.items.every(({ origin, reason }) => origin === `approved.${shard('after-bad')}` && reason.length > 3),
        );
        await connection.close();
      },
    );
  });
}

/** Asks again and again until there is an answer: for what another process does in its own time. */
async function neighbourSees<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    assert.ok(Date.now() < deadline, 'it did not happen within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  }
}
