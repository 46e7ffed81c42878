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

    it(`${name} - a channel is passed through`, () => {
      const channel = {};
      const model = { createChannel: () => channel as unknown, createConfirmChannel: () => channel as unknown };
      guardChannels(model);
      assert.equal(model[name](), channel);
    });
  }
});
