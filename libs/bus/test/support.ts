import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { AmqpBus } from '../src/amqp/amqp-bus.js';
import { MemoryBroker } from '../src/memory/memory-broker.js';
import { MemoryBus } from '../src/memory/memory-bus.js';
import type { Bus } from '../src/port.js';
import { deletePrefix } from './amqp-cleanup.js';

const WAIT_MS = 10_000;
const SHARDS = 4;

/** Collects what arrives and lets a test await it. */
export class Inbox<T> {
  readonly items: T[] = [];
  #wake: (() => void)[] = [];

  readonly push = (item: T): void => {
    this.items.push(item);
    for (const wake of this.#wake.splice(0)) wake();
  };

  async until(done: (items: T[]) => boolean, what = 'messages'): Promise<T[]> {
    const deadline = Date.now() + WAIT_MS;
    while (!done(this.items)) {
      const left = deadline - Date.now();
      if (left <= 0) assert.fail(`no ${what} within ${WAIT_MS} ms; have ${JSON.stringify(this.items).slice(0, 500)}`);
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        new Promise<void>((resolve) => this.#wake.push(resolve)),
        new Promise<void>((resolve) => (timer = setTimeout(resolve, left))),
      ]);
      clearTimeout(timer);
    }
    return this.items;
  }

  count(n: number): Promise<T[]> {
    return this.until((items) => items.length >= n, `${n} messages`);
  }

  /** The first item that passes, waiting for it. */
  async find<S extends T>(passes: (item: T) => item is S, what?: string): Promise<S>;
  async find(passes: (item: T) => boolean, what?: string): Promise<T>;
  async find(passes: (item: T) => boolean, what?: string): Promise<T> {
    await this.until((items) => items.some(passes), what);
    return this.items.find(passes) as T;
  }
}

export type BusTarget = {
  name: string;
  /** Why it cannot be tested here. */
  skip: string | false;
  /** URL and prefix of the broker's objects; undefined for memory. */
  amqp: { url: string; prefix: string } | undefined;
  /** A further process's view of the same broker, not started. */
  bus(): Bus;
  teardown(): Promise<void>;
};

/** The memory bus, and a broker when there is one, each under names of its own. */
export function busTargets(): BusTarget[] {
  const broker = new MemoryBroker({ shards: SHARDS });
  const url = process.env['AMQP_URL'] ?? '';
  const prefix = `maru-test-${randomBytes(4).toString('hex')}`;
  return [
    { name: 'memory', skip: false, amqp: undefined, bus: () => new MemoryBus(broker), teardown: async () => undefined },
    {
      name: 'AMQP',
      skip: url === '' && 'needs a broker: install rabbitmq-server or set AMQP_URL',
      amqp: { url, prefix },
      bus: () => new AmqpBus({ url, prefix, shards: SHARDS }),
      teardown: () => deletePrefix(url, prefix, SHARDS),
    },
  ];
}

/** Hears the keys of the rooms that the user of the bus has removed. */
export function removals(bus: Bus): Inbox<string> {
  const removed = new Inbox<string>();
  const remove = bus.removeRooms.bind(bus);
  bus.removeRooms = (keys) => {
    for (const key of keys) removed.push(key);
    remove(keys);
  };
  return removed;
}
