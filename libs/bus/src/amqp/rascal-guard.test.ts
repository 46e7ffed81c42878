import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { guardChannels } from './rascal-guard.js';

describe('guardChannels', () => {
  for (const name of ['createChannel', 'createConfirmChannel'] as const) {
    it(`${name} - a throw of a dead connection reaches the callback`, async () => {
      const dead = () => {
        throw new Error('Connection closed');
      };
      const model = { createChannel: dead as () => unknown, createConfirmChannel: dead as () => unknown };
      guardChannels(model);
      const error = await new Promise((resolve) =>
        (model[name] as (callback: (error: unknown) => void) => unknown)(resolve),
      );
      assert.match(String(error), /Connection closed/);
    });

    it(`${name} - a channel is passed through, and leaves its queue without a word to the broker`, async () => {
      let cancelled = false;
      const channel = { cancel: () => (cancelled = true), ack: () => undefined };
      const create = (callback: (error: unknown, channel: unknown) => void) => callback(null, channel);
      const model = { createChannel: create as () => unknown, createConfirmChannel: create as () => unknown };
      guardChannels(model);
      const made = await new Promise((resolve) =>
        (model[name] as (callback: (error: unknown, channel: unknown) => void) => unknown)((_error, value) =>
          resolve(value),
        ),
      );
      assert.equal(made, channel);
      const ok = await new Promise((resolve) =>
        (channel.cancel as (tag: string, callback: (error: unknown, ok: unknown) => void) => unknown)(
          'tag',
          (_error, value) => resolve(value),
        ),
      );
      assert.deepEqual(ok, { consumerTag: 'tag' });
      assert.equal(cancelled, false);
    });
  }

  it('what is acknowledged in one turn of the event loop leaves in one write', async () => {
    const said: string[] = [];
    const uncorked = new Promise<void>((resolve) => {
      const stream = {
        cork: () => said.push('cork'),
        uncork: () => {
          said.push('uncork');
          resolve();
        },
      };
      const channel = { connection: { stream }, ack: (message: string) => said.push(message) };
      const create = (callback: (error: unknown, channel: unknown) => void) => callback(null, channel);
      const model = { createChannel: create as () => unknown, createConfirmChannel: create as () => unknown };
      guardChannels(model);
      (model.createChannel as (callback: () => void) => unknown)(() => undefined);
      channel.ack('first');
      channel.ack('second');
    });
    await uncorked;
    assert.deepEqual(said, ['cork', 'first', 'second', 'uncork']);
  });
});
