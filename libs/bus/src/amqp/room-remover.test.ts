import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { ChannelModel } from 'amqplib';
import { BUS_LIMITS } from '../limits.js';
import { RoomRemover } from './room-remover.js';

/** A connection on which deleting does what `remove` does. */
const connected = (remove: (exchange: string) => void): ChannelModel => {
  const channel = {
    on: () => undefined,
    deleteExchange: async (exchange: string) => remove(exchange),
    close: async () => undefined,
  };
  return { createChannel: async () => channel } as unknown as ChannelModel;
};
const turns = async () => {
  for (let i = 0; i < 10; i++) await setImmediate();
};

describe('removing rooms', () => {
  it('a connection that is lost under way - the next one goes on with what is left', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const removed: string[] = [];
    const remover = new RoomRemover({});
    remover.up(
      connected((exchange) => {
        if (removed.length > 0) throw new Error('Channel closed');
        removed.push(exchange);
      }),
    );
    remover.add(['a', 'b', 'c']);
    t.mock.timers.tick(BUS_LIMITS.roomRemovalWaitMs);
    await turns();
    assert.deepEqual(removed, ['a']);
    remover.down();
    remover.up(connected((exchange) => removed.push(exchange)));
    t.mock.timers.tick(BUS_LIMITS.roomRemovalWaitMs);
    await turns();
    assert.deepEqual(removed, ['a', 'b', 'c']);
  });

  it('one that stays in use - is given up after so many tries', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    let tries = 0;
    const remover = new RoomRemover({});
    remover.up(
      connected(() => {
        tries++;
        throw Object.assign(new Error('in use'), { code: 406 });
      }),
    );
    remover.add(['a']);
    for (let i = 0; i < BUS_LIMITS.roomRemovalTries + 5; i++) {
      t.mock.timers.tick(BUS_LIMITS.roomRemovalWaitMs);
      await turns();
    }
    assert.equal(tries, BUS_LIMITS.roomRemovalTries);
  });

  it('too many that wait - are told, and not kept', () => {
    const limits: string[] = [];
    const remover = new RoomRemover({ limitHit: (limit) => limits.push(limit) });
    remover.add(Array.from({ length: BUS_LIMITS.roomRemovalsMax + 1 }, (_, n) => `room ${n}`));
    assert.deepEqual(limits, ['room_removals']);
  });
});
