import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { on } from 'node:events';
import { MADE_UP_EPOCH, keepShapeOf, madeUpText, turn } from '@maru/service-kit';
import type { Stage } from '@maru/service-kit';
import { decodeEdgeMessage, encodeDelivery, roomKey } from '@maru/contracts';
import type { Delivery, FrameIndex, MessageFrame, RawMessage, RoomDelivery } from '@maru/contracts';
import type { Bus } from '@maru/bus';
import { readConfig } from './config.js';
import { EdgeRoom } from './room.js';
import { createEdge } from './service.js';

const ROOMS = 8;
const MEMBERS = 8;
/** Messages that each member sends before all wait for them to have come through. */
const ROUND_MESSAGES = 4;
const EDGE = 'rehearsal';

/** An edge of its own, on a port of this machine alone: members come in, send and receive over real sockets. */
export async function rehearseEdge(stage: Stage): Promise<void> {
  const config = readConfig({
    HOST: '127.0.0.1',
    PORT: '0',
    EDGE_ID: EDGE,
    ANON_SECRET: 'of the rehearsal alone',
    SENDS_PER_SEC: '0',
    FRAMES_PER_SEC: '0',
    CONNECTIONS_PER_IP: '0',
    CONNECTS_PER_SEC: '0',
    DRAIN_MS: '0',
  });
  const edge = createEdge(config, stage.context('edge'));
  const others = stage.bus();
  await others.start();
  let taken = 0;
  /** Seq of every room's last message. */
  const seqs = new Map<string, number>();
  await others.consumeRaw({
    message: ({ message, ack }) => {
      const messages = message.items.filter((item) => item.kind === 'message');
      taken += messages.length;
      for (const item of message.items) if (item.kind === 'open') void snapshot(others, item.room);
      if (messages.length > 0) void deliver(others, seqs, messages);
      ack();
    },
    release: async () => undefined,
  });
  await others.consumeShards({ message: ({ ack }) => ack(), release: async () => undefined });
  await edge.start();
  const sockets = Array.from({ length: ROOMS * MEMBERS }, (_, n) => join(edge.port, n % ROOMS));
  await Promise.all(sockets.map(joined));
  let sent = 0;
  while (!stage.over()) {
    for (const socket of sockets) {
      const frames = Array.from({ length: ROUND_MESSAGES }, () => sendFrame(sent++));
      socket.write(Buffer.concat(frames));
    }
    while (taken < sent && !stage.over()) await turn();
  }
  // While rooms of the rehearsal are there, a new one gets the shape that those have come to.
  keepShapeOf(new EdgeRoom('rehearsal', 1, Date.now()));
  for (const socket of sockets) socket.destroy();
  await edge.stop(0);
}

function join(port: number, room: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `GET /ws/rehearsal-${room} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  // What comes is thrown away; an end of the connection too, it comes with the end of the rehearsal.
  socket.on('data', () => undefined);
  socket.on('error', () => undefined);
  return socket;
}

async function joined(socket: Socket): Promise<void> {
  for await (const [data] of on(socket, 'data')) if (String(data).includes('"joined"')) return;
}

/** A masked text frame (RFC 6455) of 126 to 65,535 bytes. The mask is zero. */
function sendFrame(n: number): Buffer {
  const json = Buffer.from(JSON.stringify({ type: 'send', id: `${n}`, text: madeUpText(n) }).padEnd(126));
  const head = Buffer.from([0x81, 0xfe, json.length >> 8, json.length & 0xff, 0, 0, 0, 0]);
  return Buffer.concat([head, json]);
}

/** A term as owners have it: V8 tells numbers of this size from small ones. */
const header = { v: 1, shard: 0, term: Date.now() * 1_000 } as const;

async function snapshot(bus: Bus, room: string): Promise<void> {
  await bus.reply(EDGE, {
    header: {
      type: 'snapshot',
      ...header,
      at: Date.now(),
      rooms: [
        {
          room,
          epoch: MADE_UP_EPOCH,
          seq: 0,
          members: 1,
          roster: [{ user: 'anon:rehearsal', nick: '느긋한 여우' }],
          mode: { slowModeSec: 0, locked: false, policy: 'default' },
          since: 0,
          messages: [],
        },
      ],
    },
    frames: [],
  });
}

async function deliver(bus: Bus, seqs: Map<string, number>, messages: readonly RawMessage[]): Promise<void> {
  const rooms = new Map<string, { delivery: RoomDelivery & { messages: FrameIndex[] }; frames: Buffer[] }>();
  for (const { uid, room, user, nick, id, text, ts } of messages) {
    let of = rooms.get(room);
    if (!of) rooms.set(room, (of = { delivery: { room, epoch: MADE_UP_EPOCH, messages: [] }, frames: [] }));
    const prev = seqs.get(room) ?? 0;
    const seq = Math.max(prev + 1, ts);
    seqs.set(room, seq);
    const frame: MessageFrame = { type: 'message', seq, prev, uid, user, nick, text, ts, id };
    of.delivery.messages.push({ seq, prev, uid, ts });
    of.frames.push(Buffer.from(JSON.stringify(frame)));
  }
  const delivery: Delivery = {
    header: { type: 'delivery', ...header, at: Date.now(), rooms: [...rooms.values()].map(({ delivery }) => delivery) },
    frames: [...rooms.values()].flatMap(({ frames }) => frames),
  };
  if (messages[0]?.id === '0') keepShapeOf(decodeEdgeMessage(encodeDelivery(delivery)));
  await bus.deliver(0, [...rooms.keys()].map(roomKey), delivery);
}
