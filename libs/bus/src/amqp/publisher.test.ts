import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { ChannelModel, Options } from 'amqplib';
import { BUS_LIMITS } from '../limits.js';
import { Publisher } from './publisher.js';
import type { Link } from './connection.js';

class FakeChannel extends EventEmitter {
  readonly sent: number[] = [];
  readonly options: Options.Publish[] = [];
  publish(_exchange: string, _key: string, body: Buffer, options: Options.Publish): void {
    this.sent.push(body.length);
    this.options.push(options);
  }
}

/** A connection to a broker, and the channels that were opened on it. */
function fakeConnection(product: string) {
  const channels: FakeChannel[] = [];
  const connection = {
    connection: { serverProperties: { product } },
    createConfirmChannel: async () => {
      channels.push(new FakeChannel());
      return channels.at(-1);
    },
  } as unknown as ChannelModel;
  return { connection, channels };
}

const make = () => new Publisher({ cork: () => undefined } as unknown as Link, {});

it('further routing keys - stay hidden from consumers where the broker can route by them all the same', async () => {
  const publisher = make();
  const sent: Options.Publish[] = [];
  for (const product of ['RabbitMQ', 'LavinMQ']) {
    const { connection, channels } = fakeConnection(product);
    await publisher.up(connection);
    if (sent.length === 0)
      void publisher.publish({ exchange: 'x', key: 'a', cc: ['b'], body: Buffer.alloc(1), persistent: true });
    sent.push(...(channels[0]?.options ?? []));
    publisher.down();
  }
  assert.deepEqual(
    sent.map(({ CC, BCC }) => ({ CC, BCC })),
    [
      { CC: undefined, BCC: ['b'] },
      { CC: ['b'], BCC: undefined },
    ],
    'sent again to another broker',
  );
});

it('a message that is too large for the broker - is refused, now and later, and the others are sent again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { connection, channels } = fakeConnection('RabbitMQ');
  const publisher = make();
  await publisher.up(connection);
  const publish = (bytes: number) =>
    publisher.publish({ exchange: '', key: 'queue', body: Buffer.alloc(bytes), persistent: true });
  void publish(100);
  const refused = assert.rejects(publish(300), { code: 'refused', message: /200 bytes at most.*has 300.*Raise/ });
  void publish(200);
  channels[0]?.emit(
    'error',
    new Error(
      'Channel closed by server: 406 (PRECONDITION-FAILED) with message "PRECONDITION_FAILED - message size 300 is larger than configured max size 200"',
    ),
  );
  channels[0]?.emit('close');
  await refused;
  t.mock.timers.tick(BUS_LIMITS.reconnectMaxMs + BUS_LIMITS.reconnectMinMs);
  await setImmediate();
  await assert.rejects(publish(201), { code: 'refused' });
  publisher.down();
  await publisher.up(connection);
  void publish(300);
  assert.deepEqual(
    channels.map(({ sent }) => sent),
    [
      [100, 300, 200],
      [100, 200],
      [100, 200, 300],
    ],
  );
});
