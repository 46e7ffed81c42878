import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connect } from 'amqplib';
import { amqpNames } from '@maru/contracts';
import type { RawBatch } from '@maru/contracts';
import { BUS_LIMITS } from '../src/limits.js';
import type { Bus, ShardConsumer, ShardDelivery } from '../src/port.js';
import { Inbox, busTargets } from './support.js';

const target = busTargets().find(({ amqp }) => amqp !== undefined);
const management = process.env['AMQP_MANAGEMENT_URL'];
const batch = (n: number): RawBatch => ({
  v: 1,
  type: 'raw',
  at: Date.now(),
  edge: 'edge-1',
  items: [{ kind: 'nick', ref: `r${n}`, nick: 'Kim' }],
});
const refs = (inbox: Inbox<ShardDelivery<RawBatch>>) =>
  inbox.items.flatMap(({ message }) => message.items.map((item) => (item.kind === 'nick' ? item.ref : '')));

describe('shards over AMQP', { skip: target?.skip ?? 'no AMQP target' }, () => {
  const { url, prefix } = target?.amqp ?? { url: '', prefix: '' };
  let bus: Bus;
  before(async () => {
    bus = (target as NonNullable<typeof target>).bus();
    await bus.start();
  });
  after(async () => {
    await bus.close(2_000);
    await target?.teardown();
  });
  const consume = (inbox: Inbox<ShardDelivery<RawBatch>>, ack: boolean): Promise<ShardConsumer> =>
    bus.consumeRaw({
      message: (delivery) => {
        inbox.push(delivery);
        if (ack) delivery.ack();
      },
      release: async () => undefined,
    });

  it('a message that comes back again and again - goes to the dead letters, with its origin and reason', async () => {
    await bus.publishRaw(0, batch(1));
    for (let delivered = 0; delivered <= BUS_LIMITS.redeliveriesMax; delivered++) {
      const inbox = new Inbox<ShardDelivery<RawBatch>>();
      const consumer = await consume(inbox, false);
      await inbox.count(1);
      await consumer.close(0);
    }
    const inbox = new Inbox<ShardDelivery<RawBatch>>();
    const consumer = await consume(inbox, true);
    await bus.publishRaw(0, batch(2));
    await inbox.count(1);
    assert.deepEqual(refs(inbox), ['r2'], 'the next one is not held up');
    const connection = await connect(url);
    const channel = await connection.createChannel();
    const letter = await channel.get(amqpNames(prefix).deadLetters, { noAck: true });
    assert.ok(letter);
    const headers = letter.properties.headers as Record<string, unknown>;
    assert.equal(headers['x-maru-origin'], 'raw.0');
    assert.match(String(headers['x-maru-reason']), /redeliver/i);
    assert.deepEqual((JSON.parse(letter.content.toString()) as RawBatch).items, batch(1).items);
    await connection.close();
    await consumer.close(1_000);
  });

  it(
    'a connection that is cut - is made anew, and the shards deliver again',
    { skip: management === undefined && 'AMQP_MANAGEMENT_URL is not set' },
    async () => {
      const inbox = new Inbox<ShardDelivery<RawBatch>>();
      const consumer = await consume(inbox, true);
      await bus.publishRaw(1, batch(3));
      await inbox.until(() => refs(inbox).includes('r3'));
      const api = new URL(management ?? '');
      const headers = {
        authorization: `Basic ${Buffer.from(`${api.username}:${api.password}`).toString('base64')}`,
      };
      api.username = api.password = '';
      type Listed = { name: string; client_properties: { connection_name?: string } };
      const shardConnections = async () =>
        ((await (await fetch(new URL('/api/connections', api), { headers })).json()) as Listed[]).filter(
          ({ client_properties: { connection_name: name } }) => name?.startsWith(`${prefix}.shards.`) === true,
        );
      // The API tells of a connection some seconds after it was made.
      let before: Listed[] = [];
      while (before.length === 0) {
        before = await shardConnections();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      for (const { name } of before)
        await fetch(new URL(`/api/connections/${encodeURIComponent(name)}`, api), { method: 'DELETE', headers });
      await bus.publishRaw(1, batch(4));
      await inbox.until(() => refs(inbox).includes('r4'), 'a message after the cut');
      await consumer.close(1_000);
    },
  );
});
