import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { RawBatch, ShardMessage } from '@maru/contracts';
import { FlushClock } from '@maru/bus';
import type { Bus } from '@maru/bus';
import { createLogger } from '@maru/observability';
import { Deliberation } from './deliberation.js';
import type { ModerationMetrics } from './metrics.js';
import type { Moderator, Verdict } from './moderator.js';
import { ShardWorker } from './shard-worker.js';

const GATHER_MS = 5;

/** A worker that gathers as under load, on mocked timers. What it publishes is not confirmed before `confirm`. */
function make() {
  const published: string[][] = [];
  const receipts: string[] = [];
  const confirms: (() => void)[] = [];
  const taken = () => new Promise<void>((resolve) => confirms.push(resolve));
  const bus = {
    publishShard: (_shard: number, message: ShardMessage) => {
      if (message.type === 'approved') published.push(message.items.map((item) => ('uid' in item ? item.uid : '')));
      return taken();
    },
    reply: (edge: string) => {
      receipts.push(edge);
      return taken();
    },
  } as unknown as Bus;
  const metrics = new Proxy({}, { get: () => () => undefined }) as ModerationMetrics;
  const moderator = {
    message: ({ text }) => {
      const verdict: Verdict = text === 'bad' ? { status: 'reject', reason: 'profanity' } : { status: 'pass', text };
      return { verdict, external: { mode: 'off', onFailure: 'open' } };
    },
  } as Moderator;
  const clock = new FlushClock({ lingerMaxMs: GATHER_MS, align: 'first', now: () => Date.now() });
  for (let i = 0; i < 20; i++) {
    mock.timers.tick(50);
    for (let item = 0; item < 50; item++) clock.count();
  }
  const options = { bus, clock, shard: 0, moderator: () => moderator, metrics, now: Date.now };
  const deliberation = new Deliberation({ ...options, external: undefined, externalWaitMs: 0, holdTimeMs: 0 });
  const worker = new ShardWorker({ ...options, deliberation, logger: createLogger('test', 'silent') });
  const take = (edge: string, uid: string, text = 'good', session = 1) => {
    const item = { kind: 'message', uid, room: 'hall', user: edge, nick: edge, id: uid, text, ts: Date.now() } as const;
    const message: RawBatch = { type: 'raw', v: 1, at: Date.now(), edge, items: [item] };
    worker.take({ shard: 0, session, message, ack: () => undefined });
  };
  const confirm = async () => {
    for (const resolve of confirms.splice(0)) resolve();
    for (let i = 0; i < 8; i++) await Promise.resolve();
  };
  /** Two edges have sent before, and nothing of it waits any more. */
  const known = async (text: string) => {
    for (const edge of ['a', 'b']) {
      take(edge, `${edge}1`, text);
      mock.timers.tick(GATHER_MS);
      await confirm();
    }
    published.length = 0;
    receipts.length = 0;
  };
  return { worker, published, receipts, take, confirm, known };
}

describe('ShardWorker', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'setImmediate', 'Date'], now: 1_000_000 }));
  afterEach(() => mock.timers.reset());

  it('batches of several edges - go on as one, as soon as the last of them is here', async () => {
    const { published, take, known } = make();
    await known('good');
    take('a', 'a2');
    assert.deepEqual(published, []);
    take('b', 'b2');
    assert.deepEqual(published, [['a2', 'b2']]);
  });

  it('a batch that does not come - is waited for as long as batches are gathered', async () => {
    const { published, take, known } = make();
    await known('good');
    take('a', 'a2');
    mock.timers.tick(GATHER_MS - 1);
    assert.deepEqual(published, []);
    mock.timers.tick(1);
    assert.deepEqual(published, [['a2']]);
  });

  it('a session that ends - takes along what it had not passed on yet, gathered or held back by a pause', async () => {
    const { worker, published, take, confirm, known } = make();
    await known('good');
    take('a', 'a2');
    take('b', 'b2', 'good', 2);
    mock.timers.tick(GATHER_MS);
    await confirm();
    assert.deepEqual(published, [['b2']]);
    worker.pause(true);
    take('a', 'a3', 'good', 2);
    take('b', 'b3', 'good', 3);
    worker.pause(false);
    mock.timers.tick(GATHER_MS);
    await confirm();
    assert.deepEqual(published, [['b2'], ['b3']]);
  });

  it('refused messages - are told to their edges as one goes on, and end the round too', async () => {
    const { published, receipts, take, confirm, known } = make();
    await known('bad');
    take('a', 'a2', 'bad');
    assert.deepEqual(receipts, []);
    take('b', 'b2', 'bad');
    assert.deepEqual(receipts, ['a', 'b']);
    await confirm();

    take('a', 'a3');
    assert.deepEqual(published, []);
    take('b', 'b3');
    assert.deepEqual(published, [['a3', 'b3']]);
  });
});
