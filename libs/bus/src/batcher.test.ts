import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { Batcher } from './batcher.js';
import type { BatcherOptions } from './batcher.js';
import { FlushClock } from './flush-clock.js';

const make = (options: Partial<BatcherOptions<number>> = {}) => {
  const published: { items: number[]; confirm(error?: Error): Promise<void> }[] = [];
  const settled: [number[], unknown][] = [];
  const batcher = new Batcher<number>({
    clock: new FlushClock({ now: () => Date.now(), wallNow: () => Date.now() }),
    publish: (items) =>
      new Promise((resolve, reject) => {
        const confirm = async (error?: Error) => {
          if (error) reject(error);
          else resolve();
          for (let i = 0; i < 4; i++) await Promise.resolve();
        };
        published.push({ items, confirm });
      }),
    settled: (items, error) => settled.push([items, error]),
    itemsMax: 3,
    bytesMax: 100,
    inFlightMax: 1,
    ...options,
  });
  return { batcher, published, settled, batches: () => published.map(({ items }) => items) };
};

describe('Batcher', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'setImmediate', 'Date'], now: 1_000_000 }));
  afterEach(() => mock.timers.reset());

  it('hastened - leave at once, as far as batches may be in flight', async () => {
    const { batcher, batches, published } = make();
    for (const item of [1, 2]) batcher.add(item, 1, 80);
    batcher.hasten();
    assert.deepEqual(batches(), [[1, 2]]);
    batcher.add(3, 1, 80);
    batcher.hasten();
    assert.deepEqual(batches(), [[1, 2]]);
    await published[0]?.confirm();
    assert.deepEqual(batches(), [[1, 2], [3]]);
  });

  it('items of one turn - leave together', () => {
    const { batcher, batches } = make();
    batcher.add(1, 1);
    batcher.add(2, 1);
    mock.timers.tick(0);
    assert.deepEqual(batches(), [[1, 2]]);
  });

  it('a full batch - leaves at once; the next fills while the confirm is out, and leaves with it', async () => {
    const held = mock.fn();
    const { batcher, published, batches } = make({ held });
    for (const item of [1, 2, 3, 4]) batcher.add(item, 1);
    assert.deepEqual(batches(), [[1, 2, 3]]);
    mock.timers.tick(0);
    assert.equal(held.mock.callCount(), 1);
    batcher.add(5, 1);
    assert.deepEqual(batches(), [[1, 2, 3]]);
    await published[0]?.confirm();
    assert.deepEqual(batches(), [
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('a confirm - does not send what waits for its own time', async () => {
    const { batcher, published, batches } = make();
    batcher.add(1, 1);
    mock.timers.tick(0);
    batcher.add(2, 1, 80);
    await published[0]?.confirm();
    mock.timers.tick(0);
    assert.deepEqual(batches(), [[1]]);
    mock.timers.tick(80);
    assert.deepEqual(batches(), [[1], [2]]);
  });

  it('bytes - bound a batch; one item that is larger goes alone', () => {
    const { batcher, batches } = make({ inFlightMax: 4 });
    batcher.add(1, 60);
    batcher.add(2, 60);
    mock.timers.tick(0);
    batcher.add(3, 500);
    mock.timers.tick(0);
    assert.deepEqual(batches(), [[1], [2], [3]]);
  });

  it('a refused batch - is told with the error, and holds up nothing', async () => {
    const { batcher, published, settled } = make();
    batcher.add(1, 1);
    mock.timers.tick(0);
    const error = new Error('full');
    await published[0]?.confirm(error);
    assert.deepEqual(settled, [[[1], error]]);
    batcher.add(2, 1);
    mock.timers.tick(0);
    await published[1]?.confirm();
    assert.deepEqual(settled[1], [[2], undefined]);
  });

  it('idle - resolves when the last confirm is in', async () => {
    const { batcher, published } = make();
    let idle = false;
    batcher.add(1, 1);
    const waiting = batcher.idle().then(() => (idle = true));
    mock.timers.tick(0);
    await Promise.resolve();
    assert.equal(idle, false);
    await published[0]?.confirm();
    await waiting;
    assert.equal(batcher.inFlight, 0);
  });
});
