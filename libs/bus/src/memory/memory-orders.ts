import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ORDER_SECONDS_MAX, decodeOrder, encode } from '@maru/contracts';
import type { Order } from '@maru/contracts';

/** Orders kept in memory and file; beyond it the oldest go. */
export const MEMORY_ORDERS_MAX = 20_000;

/** The control log of the memory bus: in memory, and in a file of one JSON line per order where one is named. */
export class MemoryOrders {
  readonly #file: string | undefined;
  readonly #followers = new Set<(order: Order) => void>();
  #orders: Order[];

  /** @throws when the file cannot be read or written: sanctions must not be lost unnoticed */
  constructor(file: string | undefined, now: () => number) {
    this.#file = file;
    this.#orders = file === undefined ? [] : readOrders(file).filter((order) => stillMatters(order, now()));
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    this.#rewrite(file);
  }

  /** @returns false when it was full, and older orders had to go */
  append(order: Order): boolean {
    if (this.#file !== undefined) appendFileSync(this.#file, `${encode(order).toString('utf8')}\n`);
    this.#orders.push(order);
    const full = this.#orders.length > MEMORY_ORDERS_MAX;
    if (full) {
      // Half of it at once, so that the file is not written anew for every order.
      this.#orders = this.#orders.slice(MEMORY_ORDERS_MAX / 2);
      if (this.#file !== undefined) this.#rewrite(this.#file);
    }
    for (const follower of this.#followers) setImmediate(() => this.#followers.has(follower) && follower(order));
    return !full;
  }

  follow(handler: (order: Order) => void): () => void {
    for (const order of this.#orders) handler(order);
    // One handler may follow twice, as two services of one process do.
    const follower = (order: Order) => handler(order);
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  #rewrite(file: string): void {
    const next = `${file}.next`;
    writeFileSync(next, this.#orders.map((order) => `${encode(order).toString('utf8')}\n`).join(''), { mode: 0o600 });
    renameSync(next, file);
  }
}

/** False for what has ended or was over at once. An order that lifts another stays as long as that one might. */
function stillMatters({ at, order }: Order, nowMs: number): boolean {
  if ('until' in order) return order.until > nowMs;
  return order.action !== 'kick' && order.action !== 'notice' && at + ORDER_SECONDS_MAX * 1000 > nowMs;
}

/** What the file holds; a last line that a crash cut off is left out. */
function readOrders(file: string): Order[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      try {
        return [decodeOrder(Buffer.from(line, 'utf8'))];
      } catch {
        return [];
      }
    });
}
