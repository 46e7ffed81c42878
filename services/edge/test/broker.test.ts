import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterEach, describe, it } from 'node:test';
import WebSocket from 'ws';
import { MemoryBroker, MemoryBus } from '@maru/bus';
import { Inbox } from '@maru/bus/test-support';
import { roomKey, shardOf } from '@maru/contracts';
import type { FrameIndex, RawItem, ServerFrame, Snapshot } from '@maru/contracts';
import { Metrics, createLogger } from '@maru/observability';
import { createEdge, readConfig } from '../src/index.js';
import type { Edge } from '../src/index.js';
import { FaultyBus } from './faulty-bus.js';

const SHARDS = 2;
const EPOCH = 'e1';
type Client = { socket: WebSocket; frames: Inbox<ServerFrame>; closed: Inbox<number> };

/** An edge on a bus that can fail, with a stand-in for moderation and the rooms' owner. */
async function start(env: Record<string, string> = {}) {
  const broker = new MemoryBroker({ shards: SHARDS });
  const bus = new FaultyBus(broker);
  const neighbour = new MemoryBus(broker);
  const metrics = new Metrics('edge', { version: 'test' });
  const edge: Edge = createEdge(
    readConfig({
      PORT: '0',
      EDGE_ID: 'e1',
      SHARDS: String(SHARDS),
      SENDS_PER_SEC: '0',
      FRAMES_PER_SEC: '0',
      DRAIN_MS: '0',
      ANON_SECRET: 'a secret of 16 or more',
      ...env,
    }),
    { bus, logger: createLogger('edge', 'silent'), metrics },
  );
  const raw = new Inbox<RawItem>();
  const seqs = new Map<string, number>();
  const shard = (room: string) => shardOf(roomKey(room), SHARDS);
  /** What is in a room after the seq that was delivered last, and what was taken back before it. */
  const missed = new Map<string, Placed[]>();
  const snapshot = (room: string): Snapshot => {
    const messages = missed.get(room) ?? [];
    const since = seqs.get(room) ?? 0;
    return {
      header: {
        type: 'snapshot',
        v: 1,
        at: Date.now(),
        shard: shard(room),
        term: 1,
        rooms: [
          {
            room,
            epoch: EPOCH,
            seq: Math.max(since, messages.at(-1)?.index.seq ?? 0),
            members: 1,
            mode: { slowModeSec: 0, locked: false, policy: 'default' },
            since,
            messages: messages.map(({ index }) => index),
          },
        ],
      },
      frames: messages.map(({ frame }) => frame),
    };
  };
  await neighbour.start();
  await neighbour.consumeRaw({
    message: ({ message, ack }) => {
      for (const item of message.items) {
        raw.push(item);
        if (item.kind === 'open') void neighbour.reply('e1', snapshot(item.room));
      }
      ack();
    },
    release: async () => undefined,
  });
  await neighbour.consumeShards({
    message: ({ message, ack }) => {
      if (message.type === 'edge-report')
        for (const item of message.items) if (item.kind === 'repair') void neighbour.reply('e1', snapshot(item.room));
      ack();
    },
    release: async () => undefined,
  });
  await edge.start();
  while (edge.ready() !== undefined) await new Promise((resolve) => setImmediate(resolve));

  const clients: WebSocket[] = [];
  const connect = (room: string): Client => {
    const socket = new WebSocket(`ws://127.0.0.1:${edge.port}/ws/${room}`, 'chat.v1');
    const frames = new Inbox<ServerFrame>();
    const closed = new Inbox<number>();
    socket.on('message', (data) => frames.push(JSON.parse((data as Buffer).toString('utf8')) as ServerFrame));
    socket.on('close', (code) => closed.push(code));
    socket.on('error', () => undefined);
    clients.push(socket);
    return { socket, frames, closed };
  };
  const join = async (room: string): Promise<Client> => {
    const client = connect(room);
    await client.frames.find((frame) => frame.type === 'joined', 'joined');
    return client;
  };
  const deliver = (room: string, text: string) => {
    const { index, frame } = place((seqs.get(room) ?? 0) + 1, text);
    seqs.set(room, index.seq);
    return neighbour.deliver(shard(room), [roomKey(room)], {
      header: {
        type: 'delivery',
        v: 1,
        at: index.ts,
        shard: shard(room),
        term: 1,
        rooms: [{ room, epoch: EPOCH, messages: [index] }],
      },
      frames: [frame],
    });
  };
  const answer = (room: string) => neighbour.reply('e1', snapshot(room));
  const metric = async (name: string, labels: string) =>
    Number(
      (await metrics.registry.metrics())
        .split('\n')
        .find((line) => line.startsWith(`${name}{`) && line.includes(labels))
        ?.split(' ')
        .at(-1) ?? 0,
    );
  const stop = async () => {
    for (const socket of clients) socket.terminate();
    bus.become('up');
    bus.confirm();
    await edge.stop(2_000);
    await neighbour.close(2_000);
  };
  return { edge, bus, raw, connect, join, deliver, missed, answer, metric, stop };
}

type Placed = { index: FrameIndex; frame: Buffer };

function place(seq: number, text: string): Placed {
  const index = { seq, prev: seq - 1, uid: `u${seq}`, ts: Date.now() };
  const frame = { type: 'message', ...index, user: 'kim', nick: 'Kim', text, id: `c${seq}` };
  return { index, frame: Buffer.from(JSON.stringify(frame)) };
}

/** A refused upgrade's status, Retry-After and code; undefined when it is let in. */
function upgrade(
  port: number,
  room: string,
): Promise<{ status: number; retryAfter: number; code: string } | undefined> {
  return new Promise((resolve, reject) => {
    const req = request({
      port,
      host: '127.0.0.1',
      path: `/ws/${room}`,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        'sec-websocket-version': '13',
      },
    });
    req.once('upgrade', (_response, socket) => (socket.destroy(), resolve(undefined)));
    req.once('response', (response: IncomingMessage) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: Number(response.headers['retry-after']),
          code: (JSON.parse(body) as { code: string }).code,
        }),
      );
    });
    req.once('error', reject);
    req.end();
  });
}

const send = ({ socket }: Client, id: string, text = 'hello') =>
  socket.send(JSON.stringify({ type: 'send', id, text }));
const unavailable = async ({ frames }: Client, id: string) => {
  const error = await frames.find((frame) => frame.type === 'error' && frame.id === id, `an error on ${id}`);
  assert.ok(error.type === 'error');
  assert.equal(error.code, 'unavailable');
  assert.ok((error.retryAfterMs ?? 0) > 0, 'says how long to wait');
};
const accepted = ({ frames }: Client, id: string) =>
  frames.find((frame) => frame.type === 'receipt' && frame.id === id && frame.status === 'accepted', `${id} accepted`);

describe('edge and broker', () => {
  let deployment: Awaited<ReturnType<typeof start>>;
  afterEach(() => deployment.stop());

  for (const state of ['down', 'blocked'] as const)
    it(`a broker that is ${state} - sends are refused at once, nobody is let in, and it goes on by itself`, async () => {
      deployment = await start();
      const { edge, bus, join, metric } = deployment;
      const client = await join('lobby');
      assert.equal(edge.ready(), undefined);
      bus.become(state);
      assert.match(edge.ready() ?? '', new RegExp(state));
      await client.frames.find((frame) => frame.type === 'error' && frame.code === 'unavailable', 'the interruption');
      send(client, 'a');
      await unavailable(client, 'a');
      assert.equal(await metric('maru_edge_breaker_state', 'state="open"'), 1);
      const refused = await upgrade(edge.port, 'lobby');
      assert.equal(refused?.status, 503);
      assert.ok(refused.retryAfter >= 1);
      bus.become('up');
      send(client, 'b');
      await accepted(client, 'b');
      assert.equal(client.closed.items.length, 0, 'on the same connection');
      await deployment.raw.find((item) => item.kind === 'message' && item.id === 'b', 'b');
      assert.ok(!deployment.raw.items.some((item) => item.kind === 'message' && item.id === 'a'), 'a was not taken');
    });

  it('a broker that blocks, then goes away - the rooms are opened again when it is back', async () => {
    deployment = await start();
    const { bus, join, edge } = deployment;
    await join('lobby');
    bus.become('blocked');
    bus.become('down');
    assert.ok(edge.ready());
    bus.opened.length = 0;
    bus.become('up');
    while (bus.opened.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(bus.opened, [roomKey('lobby')]);
  });

  it('an answer from before the room was bound - what is sent until it is bound is not lost', async () => {
    deployment = await start();
    const { bus, join, deliver, missed, answer } = deployment;
    const { frames } = await join('lobby');
    await deliver('lobby', 'one');
    await frames.find((frame) => frame.type === 'message' && frame.text === 'one', 'one');
    bus.become('down');
    bus.holdOpens();
    bus.become('up');
    // Asked for over the connection that was lost, it comes over this one.
    await answer('lobby');
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    missed.set('lobby', [place(2, 'two')]);
    bus.open();
    await frames.find((frame) => frame.type === 'message' && frame.text === 'two', 'two');
  });

  it('a message taken back while the broker was away - is taken back from members, and newcomers do not see it', async () => {
    deployment = await start();
    const { bus, join, deliver, missed } = deployment;
    const { frames } = await join('lobby');
    await deliver('lobby', 'one');
    await frames.find((frame) => frame.type === 'message' && frame.text === 'one', 'one');
    bus.become('down');
    const { index, frame } = place(1, '***');
    missed.set('lobby', [{ index: { ...index, retracted: true }, frame }]);
    bus.become('up');
    await frames.find((told) => told.type === 'retract' && told.uid === index.uid, 'retract');
    const newcomer = await join('lobby');
    const joined = newcomer.frames.items.find((told) => told.type === 'joined');
    assert.deepEqual(joined?.recent, []);
  });

  it('a broker away for longer than the grace time - connections are closed with 4001', async () => {
    deployment = await start({ BROKER_GRACE_MS: '50' });
    const { bus, join } = deployment;
    const client = await join('lobby');
    bus.become('down');
    assert.deepEqual(await client.closed.count(1), [4001]);
  });

  it('a broker that confirms nothing - the breaker opens, and closes when it confirms again', async () => {
    deployment = await start();
    const { bus, join, metric } = deployment;
    const client = await join('lobby');
    bus.holdConfirms();
    for (const id of ['a', 'b', 'c', 'd']) {
      send(client, id);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    while ((await metric('maru_edge_breaker_state', 'state="closed"')) === 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    send(client, 'late');
    await unavailable(client, 'late');
    bus.confirm();
    for (const id of ['a', 'b', 'c', 'd']) await accepted(client, id);
    for (let n = 0; (await metric('maru_edge_breaker_state', 'state="closed"')) === 0; n++) {
      send(client, `again-${n}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    send(client, 'after');
    await accepted(client, 'after');
  });

  it('a slow broker - what waits for it is bounded in bytes, and the rest is refused', async () => {
    deployment = await start();
    const { bus, join, metric } = deployment;
    const client = await join('lobby');
    bus.unconfirmedBytes = 64 * 1024 * 1024;
    send(client, 'a');
    await unavailable(client, 'a');
    assert.equal(await metric('maru_edge_limits_hit_total', 'limit="unconfirmed_bytes"'), 1);
    bus.unconfirmedBytes = 0;
    bus.holdConfirms();
    const text = 'x'.repeat(2_000);
    for (let n = 0; n < 11_000; n++) send(client, `m${n}`, text);
    const refused = await client.frames.find((frame) => frame.type === 'error' && frame.id?.startsWith('m') === true);
    assert.ok(refused.type === 'error' && refused.code === 'unavailable');
    assert.ok((await metric('maru_edge_limits_hit_total', 'limit="pending_bytes"')) > 0);
    bus.confirm();
    await accepted(client, 'm0');
  });

  it('coming back - the busiest rooms are opened first, a bounded number at once', async () => {
    deployment = await start();
    const { bus, join, deliver } = deployment;
    const rooms = Array.from({ length: 160 }, (_, n) => `r${n}`);
    const clients = await Promise.all(rooms.map(join));
    for (let n = 0; n < 30; n++) await deliver('r70', `text ${n}`);
    for (let n = 0; n < 10; n++) await deliver('r71', `text ${n}`);
    for (const [room, count] of [
      [70, 30],
      [71, 10],
    ] as const)
      await clients[room]?.frames.until((all) => all.filter(({ type }) => type === 'message').length === count);
    // The rate is measured by the sweep.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    bus.become('down');
    bus.opened.length = 0;
    bus.openingPeak = 0;
    bus.become('up');
    while (bus.opened.length < rooms.length) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(bus.opened.slice(0, 2), [roomKey('r70'), roomKey('r71')]);
    assert.ok(bus.openingPeak <= 128, `${bus.openingPeak} at once`);
  });

  it('a crowd that joins one room - opens it once', async () => {
    deployment = await start();
    const { bus, join, raw } = deployment;
    await Promise.all(Array.from({ length: 60 }, () => join('hall')));
    assert.deepEqual(bus.opened, [roomKey('hall')]);
    assert.equal(raw.items.filter((item) => item.kind === 'open').length, 1);
  });

  it('a crowd that connects faster than allowed - is told when to come back', async () => {
    deployment = await start({ CONNECTS_PER_SEC: '5' });
    const { edge } = deployment;
    const answers = await Promise.all(Array.from({ length: 40 }, () => upgrade(edge.port, 'hall')));
    const refused = answers.filter((answer) => answer !== undefined);
    assert.ok(refused.length >= 25, `${refused.length} refused`);
    for (const { status, retryAfter, code } of refused) {
      assert.deepEqual([status, code], [503, 'too_many_connections']);
      assert.ok(retryAfter >= 1 && retryAfter <= 5);
    }
    assert.ok(new Set(refused.map(({ retryAfter }) => retryAfter)).size > 1, 'not all at the same moment');
  });

  it('a stop - closes are spread over the drain time, and newcomers are sent elsewhere', async () => {
    const drainMs = 400;
    deployment = await start({ DRAIN_MS: String(drainMs) });
    const { edge, join } = deployment;
    const clients = await Promise.all(Array.from({ length: 40 }, () => join('hall')));
    const closedAt = clients.map(({ socket }) =>
      once(socket, 'close').then(([code]: number[]) => ({ code, at: performance.now() })),
    );
    const stopping = edge.stop(5_000);
    const refused = await upgrade(edge.port, 'hall');
    assert.deepEqual([refused?.status, refused?.code], [503, 'draining']);
    assert.equal(edge.ready(), 'stopping');
    const closes = await Promise.all(closedAt);
    assert.ok(closes.every(({ code }) => code === 1001));
    const times = closes.map(({ at }) => at);
    assert.ok(Math.max(...times) - Math.min(...times) > drainMs / 2, 'spread');
    await stopping;
  });

  it('a client that reads nothing - is closed with 4000 at the limit, and the others feel nothing', async () => {
    deployment = await start();
    const { join, deliver, metric } = deployment;
    const [slow, quick] = [await join('hall'), await join('hall')];
    slow.socket.pause();
    const text = 'x'.repeat(50_000);
    let count = 0;
    while ((await metric('maru_edge_closes_total', 'code="4000"')) === 0) {
      await deliver('hall', text);
      count++;
      await quick.frames.until((all) => all.filter(({ type }) => type === 'message').length === count);
      // Slower than the hard limit allows between two looks: that would cut the connection off without a code.
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    slow.socket.resume();
    assert.deepEqual(await slow.closed.count(1), [4000]);
    assert.equal(quick.closed.items.length, 0);
  });
});
