import type { FlushClock } from './flush-clock.js';

export type BatcherOptions<Item> = {
  clock: FlushClock;
  /** Publishes one batch; resolves when it is confirmed. */
  publish(items: Item[]): Promise<void>;
  /** Called for every batch, in the order they were published, with the error if it failed. */
  settled?(items: Item[], error: unknown): void;
  itemsMax: number;
  bytesMax: number;
  /** Batches under way at once; more wait for a confirm. */
  inFlightMax: number;
  /** Told whenever items have to wait because `inFlightMax` batches are under way. */
  held?(): void;
};

/** Gathers items for one destination into batches, bounded by count, bytes and batches in flight. */
export class Batcher<Item> {
  readonly #options: BatcherOptions<Item>;
  #items: Item[] = [];
  #bytes: number[] = [];
  #inFlight = 0;
  /** Items were due and had to stay: they leave with the next confirm. */
  #overdue = false;
  #waiters: (() => void)[] = [];

  constructor(options: BatcherOptions<Item>) {
    this.#options = options;
  }

  /** Items not yet published. */
  get waiting(): number {
    return this.#items.length;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** @param lingerMs wait that the item's own load asks for, ms; see {@link FlushClock.schedule} */
  add(item: Item, bytes: number, lingerMs = 0): void {
    this.#items.push(item);
    this.#bytes.push(bytes);
    this.#options.clock.count();
    if (this.#items.length >= this.#options.itemsMax) this.#flush();
    else this.#options.clock.schedule(this.#flush, lingerMs);
  }

  /** Publishes what waits now, as far as `inFlightMax` allows, instead of when its wait is over. */
  hasten(): void {
    this.#options.clock.hasten(this.#flush);
  }

  /** Resolves when nothing waits and nothing is in flight. */
  async idle(): Promise<void> {
    while (this.#items.length > 0 || this.#inFlight > 0)
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  readonly #flush = (): void => {
    while (this.#items.length > 0 && this.#inFlight < this.#options.inFlightMax) {
      let count = 0;
      let bytes = 0;
      const limit = Math.min(this.#items.length, this.#options.itemsMax);
      while (count < limit && (count === 0 || bytes + (this.#bytes[count] ?? 0) <= this.#options.bytesMax))
        bytes += this.#bytes[count++] ?? 0;
      const items = this.#items.splice(0, count);
      this.#bytes.splice(0, count);
      this.#inFlight++;
      this.#options.publish(items).then(
        () => this.#done(items, undefined),
        (error: unknown) => this.#done(items, error ?? new Error('publish failed')),
      );
    }
    this.#overdue = this.#items.length > 0;
    if (this.#overdue) this.#options.held?.();
  };

  #done(items: Item[], error: unknown): void {
    this.#inFlight--;
    this.#options.settled?.(items, error);
    if (this.#overdue) this.#flush();
    if (this.#items.length === 0 && this.#inFlight === 0) {
      const waiters = this.#waiters;
      this.#waiters = [];
      for (const wake of waiters) wake();
    }
  }
}
