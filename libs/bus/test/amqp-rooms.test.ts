import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { connect } from 'amqplib';
import { amqpNames, roomKey } from '@maru/contracts';
import type { EdgeMessage } from '@maru/contracts';
import { BUS_LIMITS } from '../src/limits.js';
import { BusError } from '../src/port.js';
import type { Bus, EdgeAttachment } from '../src/port.js';
import { Inbox, busTargets } from './support.js';

const target = busTargets().find(({ amqp }) => amqp !== undefined);
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
  const deliver = (room: string) =>
    bus.deliver(0, [roomKey(room)], {
      header: { type: 'delivery', v: 1, at: 1, shard: 0, term: 1, rooms: [{ room, epoch: 'e', typing: [] }] },
      frames: [],
    });

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
});
