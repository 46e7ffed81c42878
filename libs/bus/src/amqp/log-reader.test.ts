import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { ChannelModel } from 'amqplib';
import { encode } from '@maru/contracts';
import { BUS_LIMITS } from '../limits.js';
import { readLogQueue } from './log-reader.js';

/** A reading whose messages come when the test says so. */
async function reading() {
  let give: (message: { content: Buffer }) => void = () => undefined;
  const channel = Object.assign(new EventEmitter(), {
    consume: (_queue: string, handler: typeof give) => Promise.resolve(void (give = handler)),
    close: () => Promise.resolve(),
  });
  const connection = { createChannel: () => Promise.resolve(channel) } as unknown as ChannelModel;
  let timedOut = 0;
  const events = { malformed: () => undefined, timedOut: () => timedOut++ };
  const done = readLogQueue(connection, 'log.0', (entry) => entry.type === 'term' && entry.term.term === 2, events);
  const outcome = done.then(
    () => 'read',
    (error: Error) => error.message,
  );
  await new Promise((resolve) => setImmediate(resolve));
  const term = (number: number) =>
    give({ content: encode({ type: 'term', v: 1, at: 1, shard: 0, term: number, owner: 'me' }) });
  return { term, outcome, timedOut: () => timedOut };
}

describe('reading a log', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('a log that is long - is read however long it takes, while something comes', async () => {
    const { term, outcome, timedOut } = await reading();
    for (let n = 0; n < 5; n++) {
      mock.timers.tick(BUS_LIMITS.logReadTimeoutMs - 1);
      term(1);
    }
    term(2);
    assert.equal(await outcome, 'read');
    assert.equal(timedOut(), 0);
  });

  it('a log that gives nothing - is given up', async () => {
    const { term, outcome, timedOut } = await reading();
    term(1);
    mock.timers.tick(BUS_LIMITS.logReadTimeoutMs);
    assert.match(await outcome, /gave nothing to read/);
    assert.equal(timedOut(), 1);
  });
});
