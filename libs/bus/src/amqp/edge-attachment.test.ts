import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { ChannelModel } from 'amqplib';
import { amqpNames } from '@maru/contracts';
import { AmqpEdgeAttachment } from './edge-attachment.js';

/** A connection whose channels do what they are asked, as long as `opens` says so. */
function fakeConnection(opens: () => boolean) {
  const channels: EventEmitter[] = [];
  let closed = 0;
  const done = async () => ({});
  const connection = {
    createChannel: async () => {
      if (!opens()) throw new Error('no channels left');
      const channel = Object.assign(new EventEmitter(), {
        assertQueue: done,
        bindQueue: done,
        consume: done,
        close: done,
      });
      channels.push(channel);
      return channel;
    },
    close: async () => void closed++,
  };
  return { connection: connection as unknown as ChannelModel, channels, closed: () => closed };
}

function attachmentWith(problems: string[]) {
  let attached = 0;
  const attachment = new AmqpEdgeAttachment({
    edge: 'edge',
    shards: 1,
    names: amqpNames('test'),
    handlers: { message: () => undefined, attached: () => attached++ },
    observer: { problem: (message) => problems.push(message) },
    deadLetter: async () => undefined,
    detached: () => undefined,
    cork: () => undefined,
  });
  return { attachment, attached: () => attached };
}

it('a queue that is lost - is made again on the same connection', async () => {
  const problems: string[] = [];
  const { attachment, attached } = attachmentWith(problems);
  const { connection, channels, closed } = fakeConnection(() => true);
  await attachment.up(connection);
  channels[0]?.emit('close');
  await setImmediate();
  assert.deepEqual([attached(), closed(), problems], [2, 0, []]);
});

it('a queue that is lost and cannot be made again - the connection is given up, so that the next one makes it', async () => {
  const problems: string[] = [];
  const { attachment, attached } = attachmentWith(problems);
  let open = true;
  const { connection, channels, closed } = fakeConnection(() => open);
  await attachment.up(connection);
  open = false;
  channels[0]?.emit('close');
  await setImmediate();
  assert.deepEqual([attached(), closed()], [1, 1]);
  assert.deepEqual(problems, ['cannot make the edge queue again; connecting anew']);
  await attachment.up(fakeConnection(() => true).connection);
  assert.equal(attached(), 2);
});
