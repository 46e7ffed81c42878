import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { ChannelModel } from 'amqplib';
import { BUS_LIMITS } from '../limits.js';
import { Publisher } from './publisher.js';
import type { Link } from './connection.js';

class FakeChannel extends EventEmitter {
  readonly sent: number[] = [];
  publish(_exchange: string, _key: string, body: Buffer): void {
    this.sent.push(body.length);
  }
}

it('a message that is too large for the broker - is refused, now and later, and the others are sent again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const channels: FakeChannel[] = [];
  const connection = {
    createConfirmChannel: async () => {
      channels.push(new FakeChannel());
      return channels.at(-1);
    },
  } as unknown as ChannelModel;
  const publisher = new Publisher({ cork: () => undefined } as unknown as Link, {});
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
