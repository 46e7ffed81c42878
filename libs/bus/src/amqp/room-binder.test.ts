import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { ChannelModel } from 'amqplib';
import { amqpNames } from '@maru/contracts';
import { RoomBinder } from './room-binder.js';

const turns = async () => {
  for (let i = 0; i < 10; i++) await setImmediate();
};

/** A connection on which binding waits for `answer`. What is asked of the broker is in `asked`. */
function slowConnection() {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const channel = {
    on: () => undefined,
    sendImmediately: () => undefined,
    bindQueue: async () => {
      asked.push('bind');
      await new Promise<void>((resolve) => answers.push(resolve));
    },
    unbindQueue: async () => void asked.push('unbind'),
    close: async () => undefined,
  };
  const connection = { createChannel: async () => channel } as unknown as ChannelModel;
  return { connection, asked, answer: () => answers.shift()?.() };
}

const binderOn = (connection: ChannelModel) =>
  new RoomBinder({ connection, queue: 'queue', names: amqpNames('test'), observer: {}, cork: () => undefined });

it('a room that is closed while it is being opened - is unbound after it is bound', async () => {
  const { connection, asked, answer } = slowConnection();
  const binder = binderOn(connection);
  const opened = binder.open('key');
  await turns();
  const closed = binder.close('key');
  await turns();
  assert.deepEqual(asked, ['bind']);
  answer();
  await Promise.all([opened, closed]);
  assert.deepEqual(asked, ['bind', 'unbind']);
});

it('other rooms - do not wait for it', async () => {
  const { connection, asked, answer } = slowConnection();
  const binder = binderOn(connection);
  const opened = binder.open('slow');
  await turns();
  await binder.close('other');
  assert.deepEqual(asked, ['bind', 'unbind']);
  answer();
  await opened;
});
