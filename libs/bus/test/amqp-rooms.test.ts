import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { connect } from 'amqplib';
import { amqpNames, roomKey } from '@maru/contracts';
import type { EdgeMessage } from '@maru/contracts';
import { BUS_LIMITS } from '../src/limits.js';
import { BusError } from '../src/port.js';
import type { Bus, EdgeAttachment } from '../src/port.js';
import { Inbox, busTargets } from './support.js';

const target = busTargets().find(({ amqp }) => amqp !== undefined);
const HEARTBEAT_BYTES = 8;
const ROOMS = 3 * BUS_LIMITS.roomBatchMax + 1;

describe('rooms over AMQP', { skip: target?.skip ?? 'no AMQP target' }, () => {
  const { url, prefix } = target?.amqp ?? { url: '', prefix: '' };
  const names = amqpNames(prefix);
  const inbox = new Inbox<EdgeMessage>();
  let bus: Bus;
  let edge: EdgeAttachment;
  before(async () => {
    bus = (target as NonNullable<typeof target>).bus();
    await bus.start();
    const attached = new Inbox<string>();
    edge = await bus.attachEdge(`edge-${randomBytes(3).toString('hex')}`, {
      message: inbox.push,
      attached: () => attached.push('attached'),
    });
    await attached.count(1);
  });
  after(async () => {
    await edge.close();
    await bus.close(2_000);
    await target?.teardown();
  });
  const newRooms = (count: number) => Array.from({ length: count }, () => randomBytes(6).toString('hex'));
  const reached = () =>
    inbox.items.flatMap((message) =>
      message.type === 'delivery' ? message.delivery.header.rooms.map(({ room }) => room) : [],
    );
  const header = { type: 'delivery', v: 1, at: 1, shard: 0, term: 1 } as const;
  const deliver = (room: string) =>
    bus.deliver(0, [roomKey(room)], { header: { ...header, rooms: [{ room, epoch: 'e', typing: [] }] }, frames: [] });
  /** Bytes of every socket write of this process meanwhile, but for heartbeats. */
  const writes = async (work: () => Promise<unknown>): Promise<number[]> => {
    const prototype = Socket.prototype as unknown as {
      _writeGeneric(writev: boolean, data: Buffer | { chunk: Buffer }[], ...rest: unknown[]): void;
    };
    const original = prototype._writeGeneric;
    const sizes: number[] = [];
    prototype._writeGeneric = function (this: Socket, writev, data, ...rest) {
      const bytes = Buffer.isBuffer(data) ? data.length : data.reduce((sum, { chunk }) => sum + chunk.length, 0);
      // Other sockets are pipes to the test runner.
      if (this.remotePort !== undefined && bytes > HEARTBEAT_BYTES) sizes.push(bytes);
      original.call(this, writev, data, ...rest);
    };
    await work().finally(() => (prototype._writeGeneric = original));
    return sizes;
  };

  it('many at once - each is bound when it is said to be, and none after it is closed', async () => {
    const rooms = newRooms(ROOMS);
    await Promise.all(rooms.map((room) => edge.openRoom(roomKey(room)).then(() => deliver(room))));
    await inbox.until(() => rooms.every((room) => reached().includes(room)), 'delivery to every room');
    assert.equal(reached().length, ROOMS, 'once each');
    inbox.items.length = 0;
    const last = rooms.pop() ?? '';
    await Promise.all(rooms.map((room) => edge.closeRoom(roomKey(room))));
    for (const room of [...rooms, last]) await deliver(room);
    await inbox.until(() => reached().includes(last), 'delivery to the room that is open');
    assert.deepEqual(reached(), [last]);
  });

  it('what leaves at once - leaves in one socket write: a delivery of 32 KB, and rooms that are opened together', async () => {
    const rooms = newRooms(BUS_LIMITS.roomBatchMax);
    const sent = await writes(() => Promise.all(rooms.map((room) => edge.openRoom(roomKey(room)))));
    // A channel may be made first.
    assert.ok(sent.length <= 2, `${sent.length} writes of ${sent.join()} bytes`);
    const text = Buffer.alloc(1_000, 'x');
    const message = {
      header: {
        ...header,
        rooms: rooms.map((room) => ({ room, epoch: 'e', messages: [{ seq: 1, prev: 0, uid: room, ts: 1 }] })),
      },
      frames: rooms.map(() => text),
    };
    const published = await writes(() => bus.deliver(0, rooms.map(roomKey), message));
    assert.equal(published.length, 1, `${published.length} writes of ${published.join()} bytes`);
  });

  it('one that the broker refuses - is refused alone', async () => {
    inbox.items.length = 0;
    const rooms = newRooms(ROOMS);
    const [bad = '', ...good] = rooms;
    const connection = await connect(url);
    const channel = await connection.createChannel();
    await channel.assertExchange(names.room(roomKey(bad)), 'topic', { durable: false });
    const opened = await Promise.allSettled(rooms.map((room) => edge.openRoom(roomKey(room))));
    const refused = opened.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    assert.ok(refused.length === 1 && opened[0]?.status === 'rejected', `${refused.length} refused`);
    assert.ok(refused[0] instanceof BusError && refused[0].code === 'unavailable');
    for (const room of good) await deliver(room);
    await inbox.until(() => good.every((room) => reached().includes(room)), 'delivery to every other room');
    await channel.deleteExchange(names.room(roomKey(bad)));
    await edge.openRoom(roomKey(bad));
    await deliver(bad);
    await inbox.until(() => reached().includes(bad), 'delivery to the room that was refused before');
    await connection.close();
  });

  it('one that is over - goes from the broker when no edge has it open any more', async () => {
    const [left = '', open = ''] = newRooms(2).map(roomKey);
    const connection = await connect(url);
    const exists = async (key: string): Promise<boolean> => {
      const channel = await connection.createChannel();
      channel.on('error', () => undefined);
      return channel.checkExchange(names.room(key)).then(
        () => channel.close().then(() => true),
        () => false,
      );
    };
    const gone = async (key: string) => {
      while (await exists(key)) await setTimeout(50);
    };
    await Promise.all([edge.openRoom(left), edge.openRoom(open)]);
    await edge.closeRoom(left);
    assert.ok(await exists(left), 'the broker does not remove it by itself: see RoomRemover');
    bus.removeRooms([open, left]);
    await gone(left);
    assert.ok(await exists(open), 'an edge has this one');
    await edge.closeRoom(open);
    await gone(open);
    await connection.close();
  });
});
