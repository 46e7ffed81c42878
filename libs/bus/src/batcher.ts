/**
 * When to send what has gathered. Quiet: at the end of the current turn of the event loop, so that nothing waits.
 * Busy: at ticks of up to `lingerMaxMs`, shared by all batchers of a process, so that one socket write carries many
 * messages and each message carries many items.
 */
export class FlushClock {
  readonly #lingerMaxMs: number;
  readonly #quietPerSec: number;
  readonly #busyPerSec: number;
  readonly #now: () => number;
  #ready = new Set<() => void>();
  #armed = false;
  #lastTickMs = 0;
  #count = 0;
  #sampledMs: number;
  #rate = 0;

  /**
   * @param options.lingerMaxMs longest wait, ms (default 20)
   * @param options.quietPerSec items per second up to which nothing waits (default 60)
   * @param options.busyPerSec items per second from which the wait is `lingerMaxMs` (default 150)
   */
  constructor(options: { lingerMaxMs?: number; quietPerSec?: number; busyPerSec?: number; now?: () => number } = {}) {
    this.#lingerMaxMs = options.lingerMaxMs ?? 20;
    this.#quietPerSec = options.quietPerSec ?? 60;
    this.#busyPerSec = options.busyPerSec ?? 150;
    this.#now = options.now ?? (() => performance.now());
    this.#sampledMs = this.#now();
  }

  /** Items per second, smoothed. */
  get rate(): number {
    return this.#rate;
  }

  /** The wait in force, ms. */
  get lingerMs(): number {
    const share = (this.#rate - this.#quietPerSec) / (this.#busyPerSec - this.#quietPerSec);
    return share <= 0 ? 0 : Math.min(1, share) * this.#lingerMaxMs;
  }

  /** Counts an item, for the rate. */
  count(): void {
    this.#count++;
    const now = this.#now();
    const elapsed = now - this.#sampledMs;
    if (elapsed < 50) return;
    // A gap is quiet time: the old rate fades with its length (half in 200 ms).
    const keep = Math.pow(0.5, elapsed / 200);
    this.#rate = this.#rate * keep + (this.#count / elapsed) * 1000 * (1 - keep);
    this.#count = 0;
    this.#sampledMs = now;
  }

  /** Calls `flush` at the next tick, once however often it is asked. */
  schedule(flush: () => void): void {
    this.#ready.add(flush);
    if (this.#armed) return;
    this.#armed = true;
    const wait = this.#lastTickMs + this.lingerMs - this.#now();
    if (wait < 1) setImmediate(this.#tick);
    else setTimeout(this.#tick, wait);
  }

  readonly #tick = (): void => {
    this.#armed = false;
    this.#lastTickMs = this.#now();
    const ready = this.#ready;
    this.#ready = new Set();
    for (const flush of ready) flush();
  };
}

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

  add(item: Item, bytes: number): void {
    this.#items.push(item);
    this.#bytes.push(bytes);
    this.#options.clock.count();
    if (this.#items.length >= this.#options.itemsMax) this.#flush();
    else this.#options.clock.schedule(this.#flush);
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
    if (this.#items.length > 0) this.#options.held?.();
  };

  #done(items: Item[], error: unknown): void {
    this.#inFlight--;
    this.#options.settled?.(items, error);
    if (this.#items.length > 0) this.#options.clock.schedule(this.#flush);
    else if (this.#inFlight === 0) {
      const waiters = this.#waiters;
      this.#waiters = [];
      for (const wake of waiters) wake();
    }
  }
}
