import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connect as connectAmqp } from 'amqplib';
import Ajv from 'ajv/dist/2020.js';
import WebSocket from 'ws';
import { SERVER_FRAMES, amqpNames, roomKey, shardOf } from '@maru/contracts';
import type { EdgePresence, RawBatch, RawItem, ReceiptBatch, ShardMessage, Snapshot } from '@maru/contracts';
import { loadExamples } from '@maru/contracts/examples';
import { busTargets, Inbox, removals } from '@maru/bus/test-support';
import type { Bus } from '@maru/bus';
import { Metrics, createLogger } from '@maru/observability';
import { createEdge, readConfig } from '../src/index.js';
import type { Edge } from '../src/index.js';

type Frame = Record<string, unknown> & { type: string };
// One instance each: `joined` holds the schema of `message`, under the same $id.
const validators = Object.fromEntries(
  Object.entries(SERVER_FRAMES).map(([name, schema]) => [name, new Ajv.default({ strict: false }).compile(schema)]),
);

/** Every frame that the edge sends must be what the protocol says. */
function checkFrame(frame: Frame): Frame {
  const validate = validators[frame.type];
  assert.ok(validate, `unknown frame ${frame.type}`);
  assert.ok(validate(frame), `${JSON.stringify(frame)}: ${JSON.stringify(validate.errors)}`);
  return frame;
}

for (const target of busTargets()) {
  describe(`edge contract, ${target.name}`, { skip: target.skip }, () => {
    let edge: Edge;
    let neighbour: Bus;
    let removed: Inbox<string>;
    const raw = new Inbox<RawItem>();
    const reports = new Inbox<ShardMessage>();
    const sockets: WebSocket[] = [];
    let edgeMetrics: Metrics;
    /** Terms announced, by shard: what comes with an older one is dropped. */
    const terms = new Map<number, number>();
    const answers = new Map<string, () => Snapshot | ReceiptBatch>();

    before(async () => {
      const config = readConfig({
        PORT: '0',
        EDGE_ID: 'e1',
        ROOM_LINGER_MS: '0',
        SENDS_PER_SEC: '0',
        FRAMES_PER_SEC: '0',
        ANON_SECRET: 'a secret of 16 or more',
      });
      edgeMetrics = new Metrics('edge', { version: 'test' });
      const bus = target.bus();
      removed = removals(bus);
      edge = createEdge(config, { bus, logger: createLogger('edge', 'silent'), metrics: edgeMetrics });
      neighbour = target.bus();
      await neighbour.start();
      const take = <T>(inbox: (message: T) => void) => ({
        message: (delivery: { message: T; ack(): void }) => (inbox(delivery.message), delivery.ack()),
        release: async () => undefined,
      });
      await neighbour.consumeRaw(
        take<RawBatch>((batch) => {
          for (const item of batch.items) {
            raw.push(item);
            // Moderation and the owner in one: what a room's opening is answered with.
            if (item.kind === 'open')
              void neighbour.reply('e1', (answers.get(item.room) ?? (() => snapshotOf(item.room, 'new-room')))());
          }
        }),
      );
      await neighbour.consumeShards(take<ShardMessage>(reports.push));
      await edge.start();
    });
    after(async () => {
      for (const socket of sockets) socket.terminate();
      await edge.stop(2_000);
      await neighbour.close(2_000);
      await target.teardown();
    });

    const open = (room: string, query = '') => {
      const frames = new Inbox<Frame>();
      const socket = new WebSocket(`ws://127.0.0.1:${edge.port}/ws/${encodeURIComponent(room)}${query}`, 'chat.v1');
      sockets.push(socket);
      socket.on('message', (data) => frames.push(checkFrame(JSON.parse((data as Buffer).toString('utf8')) as Frame)));
      socket.on('close', (code) => frames.push({ type: 'closed', code }));
      socket.on('error', () => undefined);
      return { socket, frames };
    };
    const snapshotOf = (room: string, name: string): Snapshot => {
      const example = loadExamples('snapshot').valid.find((candidate) => candidate.name === name);
      assert.ok(example, `no example ${name}`);
      const { header, frames } = example.value;
      return {
        header: {
          ...header,
          rooms: header.rooms.map((one) => ({ ...one, room })),
          shard: shardOf(roomKey(room), neighbour.shards),
          term: terms.get(shardOf(roomKey(room), neighbour.shards)) ?? 20,
        },
        frames: frames.map((frame) => Buffer.from(JSON.stringify(frame))),
      };
    };
    const join = async (room: string, query = '') => {
      const client = open(room, query);
      const joined = await client.frames.find((frame) => frame.type === 'joined', 'joined');
      return { ...client, joined };
    };
    const delivery = (room: string, seq: number, prev: number, term = 20, uid = `u-${seq}`) => ({
      header: {
        type: 'delivery' as const,
        v: 1 as const,
        at: Date.now(),
        shard: shardOf(roomKey(room), neighbour.shards),
        term,
        rooms: [{ room, epoch: 'm4k2x', messages: [{ seq, prev, uid, ts: Date.now() }] }],
      },
      frames: [
        Buffer.from(
          JSON.stringify({
            type: 'message',
            seq,
            prev,
            uid,
            user: 'kim',
            nick: '김',
            text: `안녕 ${seq}`,
            ts: Date.now(),
            id: `c${seq}`,
          }),
        ),
      ],
    });

    it('joining - asks for the room, then says joined from the snapshot', async () => {
      answers.set('콘서트-2025', () => snapshotOf('콘서트-2025', 'with-messages'));
      const { joined, frames } = await join('콘서트-2025');
      const [room] = snapshotOf('콘서트-2025', 'with-messages').header.rooms;
      assert.equal(joined['epoch'], room?.epoch);
      assert.equal(joined['seq'], room?.seq);
      assert.equal((joined['recent'] as unknown[]).length, room?.messages.length);
      const again = open('콘서트-2025');
      await again.frames.find((frame) => frame.type === 'joined', 'a second join without a snapshot');
      assert.equal(frames.items.filter(({ type }) => type === 'closed').length, 0);
    });

    it('snapshots of several rooms in one message - give each room its own messages', async () => {
      const shard = (room: string) => shardOf(roomKey(room), neighbour.shards);
      const [one = '', two = ''] = Array.from({ length: 100 }, (_, n) => `both-${n}`).filter(
        (room) => shard(room) === 0,
      );
      const [first, second] = [snapshotOf(one, 'with-messages'), snapshotOf(two, 'with-messages')];
      const uids = (room: string) => first.frames.map((_, n) => `${room}.${n}`);
      const rooms = [first, second].flatMap(({ header }) =>
        header.rooms.map((room) => ({
          ...room,
          messages: room.messages.map((index, n) => ({ ...index, uid: `${room.room}.${n}` })),
        })),
      );
      const frames = [one, two].flatMap((room) =>
        first.frames.map((frame, n) =>
          Buffer.from(JSON.stringify({ ...(JSON.parse(frame.toString()) as Frame), uid: `${room}.${n}` })),
        ),
      );
      // Nobody is let into the first before the answer for both has come with the second.
      answers.set(one, () => snapshotOf('nobody', 'new-room'));
      answers.set(two, () => ({ header: { ...first.header, rooms }, frames }));
      const waiting = open(one);
      await raw.find((item) => item.kind === 'open' && item.room === one, 'the first room');
      const last = await join(two);
      const joined = await waiting.frames.find((frame) => frame.type === 'joined', 'joined');
      const recent = (frame: Frame) => (frame['recent'] as { uid: string }[]).map(({ uid }) => uid);
      assert.deepEqual([recent(joined), recent(last.joined)], [uids(one), uids(two)]);
    });

    it('send - becomes a raw message with everything moderation and fan-out need', async () => {
      const { socket, frames, joined } = await join('raw-room');
      socket.send(JSON.stringify({ type: 'send', id: 'c-1', text: '  안녕하세요  ' }));
      const item = await raw.find(
        (candidate) => candidate.kind === 'message' && candidate.id === 'c-1',
        'the raw message',
      );
      assert.ok(item.kind === 'message');
      assert.deepEqual(
        { room: item.room, user: item.user, nick: item.nick, text: item.text, epoch: item.epoch },
        { room: 'raw-room', user: joined['user'], nick: joined['nick'], text: '안녕하세요', epoch: joined['epoch'] },
      );
      await frames.find((frame) => frame.type === 'receipt' && frame['status'] === 'accepted', 'accepted');
      await neighbour.reply('e1', {
        type: 'receipts',
        v: 1,
        at: 1,
        items: [{ kind: 'message', uid: item.uid, status: 'rejected', reason: 'profanity', category: 'insult' }],
      });
      const rejected = await frames.find(
        (frame) => frame.type === 'receipt' && frame['status'] === 'rejected',
        'rejected',
      );
      assert.deepEqual(rejected, {
        type: 'receipt',
        id: 'c-1',
        status: 'rejected',
        reason: 'profanity',
        category: 'insult',
      });
    });

    it('deliveries - go out byte for byte, once, and in one unbroken chain', async () => {
      const { frames } = await join('chain');
      const key = roomKey('chain');
      for (const [seq, prev] of [
        [5, 0],
        [5, 0],
        [9, 5],
      ] as const)
        await neighbour.deliver(0, [key], delivery('chain', seq, prev));
      await frames.until((items) => items.filter(({ type }) => type === 'message').length >= 2, 'two messages');
      const messages = frames.items.filter(({ type }) => type === 'message');
      assert.deepEqual(
        messages.map(({ seq, prev }) => [seq, prev]),
        [
          [5, 0],
          [9, 5],
        ],
      );
    });

    it('a gap - is repaired from the owner before anything newer is delivered', async () => {
      const { frames } = await join('gap');
      const key = roomKey('gap');
      await neighbour.deliver(0, [key], delivery('gap', 1, 0));
      await frames.find((frame) => frame['seq'] === 1 && frame.type === 'message');
      await neighbour.deliver(0, [key], delivery('gap', 3, 2));
      await reports.find(
        (message) =>
          message.type === 'edge-report' &&
          message.items.some((item) => item.kind === 'repair' && item.room === 'gap' && item.seq === 1),
        'a repair request',
      );
      // Taken back meanwhile, and seen already: the snapshot says nothing of it.
      const { header } = delivery('gap', 3, 2);
      await neighbour.deliver(0, [key], {
        header: { ...header, rooms: [{ room: 'gap', epoch: 'm4k2x', retracts: [{ seq: 1, uid: 'u-1' }] }] },
        frames: [],
      });
      await frames.find((frame) => frame.type === 'retract' && frame['uid'] === 'u-1', 'the retract');
      const missed = [delivery('gap', 2, 1), delivery('gap', 3, 2)];
      const opened = snapshotOf('gap', 'new-room').header;
      await neighbour.reply('e1', {
        header: {
          ...opened,
          rooms: opened.rooms.map((one) => ({
            ...one,
            seq: 3,
            since: 1,
            messages: missed.flatMap(({ header }) => header.rooms[0]?.messages ?? []),
          })),
        },
        frames: missed.flatMap((one) => one.frames),
      });
      await frames.until((items) => items.filter(({ type }) => type === 'message').length >= 3, 'three messages');
      assert.deepEqual(
        frames.items.filter(({ type }) => type === 'message').map(({ seq }) => seq),
        [1, 2, 3],
      );
    });

    it('a room that is another one by now - its members come again, into the new one', async () => {
      const room = 'another';
      const key = roomKey(room);
      const { frames } = await join(room);
      await neighbour.deliver(0, [key], delivery(room, 1, 0));
      await frames.find((frame) => frame['seq'] === 1 && frame.type === 'message');
      const { header, frames: bodies } = delivery(room, 2, 1);
      const rooms = header.rooms.map((one) => ({ ...one, epoch: 'later', presence: { members: 7 } }));
      await neighbour.deliver(0, [key], { header: { ...header, rooms }, frames: bodies });
      await frames.find((frame) => frame.type === 'closed' && frame['code'] === 4001);
      const again = await join(room);
      assert.equal(again.joined['epoch'], 'm4k2x');
      await neighbour.deliver(0, [key], delivery(room, 1, 0));
      await again.frames.find((frame) => frame.type === 'message');
      assert.deepEqual(
        again.frames.items.filter(({ type }) => type === 'message' || type === 'presence').map(({ type }) => type),
        ['message'],
      );
    });

    it('somebody who comes and goes at once - is reported to have left', async () => {
      const room = 'visit';
      const told = (test: (item: EdgePresence) => boolean, what: string): Promise<ShardMessage> =>
        reports.find(
          (message) =>
            message.type === 'edge-report' &&
            message.items.some((item) => item.kind === 'presence' && item.room === room && test(item)),
          what,
        );
      await join(room);
      await told(({ full }) => full === true, 'the first report');
      const visitor = await join(room);
      visitor.socket.close();
      await told(({ left }) => left?.[0]?.user === visitor.joined['user'], 'a report of who left');
    });

    it('a replaced owner - is not listened to, and its successor may repeat without harm', async () => {
      const room = 'terms';
      const key = roomKey(room);
      const shard = shardOf(key, neighbour.shards);
      const { frames } = await join(room);
      await neighbour.deliver(shard, [key], delivery(room, 1, 0, 20, 'one'));
      terms.set(shard, 30);
      await neighbour.announceTerm({ type: 'term', v: 1, at: 1, shard, term: 30, owner: 'next' });
      await reports.find(
        (message) =>
          message.type === 'edge-report' &&
          message.items.some((item) => item.kind === 'presence' && item.room === room && item.full === true),
        'a full report to the new owner',
      );
      await neighbour.deliver(shard, [key], delivery(room, 2, 1, 20, 'zombie'));
      // The new owner has lost the end of the log: it sends "one" again, and links "two" to what it knows.
      await neighbour.deliver(shard, [key], delivery(room, 5, 0, 30, 'one'));
      await neighbour.deliver(shard, [key], delivery(room, 6, 0, 30, 'two'));
      await frames.find((frame) => frame['uid'] === 'two', 'the message of the new owner');
      const messages = frames.items.filter(({ type }) => type === 'message');
      assert.deepEqual(
        messages.map(({ uid, seq, prev }) => [uid, seq, prev]),
        [
          ['one', 1, 0],
          ['two', 6, 1],
        ],
      );
    });

    it('room and nickname verdicts - are acted on', async () => {
      answers.set('나쁜-방', () => ({
        type: 'receipts',
        v: 1,
        at: 1,
        items: [{ kind: 'room', room: '나쁜-방', reason: 'profanity' }],
      }));
      const refused = open('나쁜-방');
      await refused.frames.find((frame) => frame['code'] === 'not_allowed');
      await refused.frames.find((frame) => frame.type === 'closed' && frame['code'] === 4502);
      // It has no owner that would.
      await removed.until(() => removed.items.includes(roomKey('나쁜-방')), 'the removal of the refused room');

      const wish = open('nicks', `?nick=${encodeURIComponent('멋진 사람')}`);
      const check = await raw.find((item) => item.kind === 'nick' && item.nick === '멋진 사람', 'a nickname check');
      assert.ok(check.kind === 'nick');
      await neighbour.reply('e1', {
        type: 'receipts',
        v: 1,
        at: 1,
        items: [{ kind: 'nick', ref: check.ref, allowed: true }],
      });
      const joined = await wish.frames.find((frame) => frame.type === 'joined');
      assert.equal(joined['nick'], '멋진 사람');
    });

    it('invalid client frames - get an error frame with the code, and the connection lives on', async () => {
      for (const name of ['send', 'typing-request', 'ping', 'client-frame'] as const) {
        for (const { text, code, name: example } of loadExamples(name).invalid) {
          // uWebSockets closes the connection on broken UTF-8 by itself, as RFC 6455 asks.
          if (text === undefined) continue;
          const { socket, frames } = await join(`bad-${name}`);
          socket.send(text);
          const error = await frames.find((frame) => frame.type === 'error' || frame.type === 'closed', example);
          assert.equal(error['code'], code, `${name} ${example}`);
          socket.send('{"type":"ping"}');
          await frames.find((frame) => frame.type === 'pong', `pong after ${example}`);
          socket.terminate();
        }
      }
    });

    it('valid receipts of every kind - are taken without harm', async () => {
      for (const { value } of loadExamples('receipts').valid) await neighbour.reply('e1', value);
      for (const { value } of loadExamples('term').valid) await neighbour.announceTerm({ ...value, shard: 0, term: 1 });
      await join('still-here');
    });

    it(
      'malformed bus messages - go to the dead letters with their reason, and block nothing',
      { skip: target.amqp === undefined && 'the memory bus hands over typed messages, there are no bytes' },
      async () => {
        const names = amqpNames(target.amqp?.prefix);
        const connection = await connectAmqp(target.amqp?.url ?? '');
        const channel = await connection.createChannel();
        const bodies = (['delivery', 'snapshot', 'receipts', 'term'] as const).flatMap((name) =>
          loadExamples(name).invalid.map(({ body }) => body),
        );
        for (const body of bodies) channel.publish(names.edges, 'e1', body);
        const { joined } = await join('after-the-bad');
        assert.equal(joined.type, 'joined');
        const letters = new Inbox<string>();
        await channel.consume(
          names.deadLetters,
          (message) => message && letters.push(String(message.properties.headers?.['x-maru-reason'])),
          { noAck: true },
        );
        await letters.count(bodies.length);
        assert.ok(letters.items.every((reason) => reason.length > 3));
        await connection.close();
      },
    );

    it('metrics - count what happened', async () => {
      const text = await edgeMetrics.registry.metrics();
      for (const name of [
        'maru_edge_joins_total',
        'maru_edge_gaps_total',
        'maru_edge_stale_deliveries_total',
        'maru_edge_deliveries_total',
      ])
        assert.match(text, new RegExp(`^${name}\\{[^}]*\\} [1-9]`, 'm'), name);
    });
  });
}
