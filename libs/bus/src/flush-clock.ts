/**
 * The moments of flushing are multiples of one of these. The first three divide each other, so that whoever waits longer
 * still leaves together with those that wait less; the last is for large rooms, whose latency forbids twice 56 ms.
 */
export const TICKS_MS = [14, 28, 56, 80] as const;

/** Times that are due within this are due now: timers come early by a fraction, and a millisecond saves nothing. */
const SLACK_MS = 1;
const RATE_INTERVAL_MS = 50;
/** The rate is smoothed: an older one counts half after this. */
const RATE_HALF_LIFE_MS = 200;

export type FlushClockOptions = {
  /** Longest wait that the rate alone asks for, ms (default 56). */
  lingerMaxMs?: number;
  /** Items per second up to which nothing waits (default 30). */
  quietPerSec?: number;
  /** Items per second from which the wait is `lingerMaxMs` (default 120). */
  busyPerSec?: number;
  /**
   * `wall` (default): ticks stand at the same moments of the wall clock in every process, so that what several send
   * arrives together and goes on as one. `first`: the wait begins with the first item, for those that gather what
   * arrives together.
   */
  align?: 'wall' | 'first';
  now?: () => number;
  /** Wall clock, Unix ms. */
  wallNow?: () => number;
};

/**
 * When to send what has gathered. Quiet: at the end of the current turn of the event loop, so that nothing waits.
 * Busy: at ticks shared by all batchers of a process, so that one socket write carries many messages and each message
 * carries many items.
 */
export class FlushClock {
  readonly #lingerMaxMs: number;
  readonly #quietPerSec: number;
  readonly #busyPerSec: number;
  readonly #align: 'wall' | 'first';
  readonly #now: () => number;
  readonly #wallNow: () => number;
  /** What is to be flushed, and when. */
  readonly #due = new Map<() => void, number>();
  #timer: NodeJS.Timeout | undefined;
  #timerMs = Infinity;
  #immediate = false;
  #count = 0;
  #sampledMs: number;
  #rate = 0;

  constructor(options: FlushClockOptions = {}) {
    this.#lingerMaxMs = options.lingerMaxMs ?? 56;
    this.#quietPerSec = options.quietPerSec ?? 30;
    this.#busyPerSec = options.busyPerSec ?? 120;
    this.#align = options.align ?? 'wall';
    this.#now = options.now ?? (() => performance.now());
    this.#wallNow = options.wallNow ?? Date.now;
    this.#sampledMs = this.#now();
  }

  /** Items per second, smoothed. */
  get rate(): number {
    return this.#rate;
  }

  /** The wait that the rate asks for, ms. */
  get lingerMs(): number {
    const share = (this.#rate - this.#quietPerSec) / (this.#busyPerSec - this.#quietPerSec);
    return share <= 0 ? 0 : Math.min(1, share) * this.#lingerMaxMs;
  }

  /** Counts an item, for the rate. */
  count(): void {
    this.#count++;
    const now = this.#now();
    const elapsed = now - this.#sampledMs;
    if (elapsed < RATE_INTERVAL_MS) return;
    // A gap is quiet time: the old rate fades with its length.
    const keep = Math.pow(0.5, elapsed / RATE_HALF_LIFE_MS);
    this.#rate = this.#rate * keep + (this.#count / elapsed) * 1000 * (1 - keep);
    this.#count = 0;
    this.#sampledMs = now;
  }

  /**
   * Calls `flush` when its wait is over, once however often it is asked; the shortest wait asked for counts.
   * @param lingerMs wait that the caller's own load asks for, ms (default 0); the longer of it and {@link lingerMs} holds
   */
  schedule(flush: () => void, lingerMs = 0): void {
    const due = this.#now() + this.#waitMs(Math.max(lingerMs, this.lingerMs));
    const known = this.#due.get(flush);
    if (known !== undefined && known <= due) return;
    this.#due.set(flush, due);
    this.#arm(due);
  }

  /** Calls `flush` now if it is scheduled, instead of when its wait is over. */
  hasten(flush: () => void): void {
    if (!this.#due.delete(flush)) return;
    if (this.#due.size === 0) {
      clearTimeout(this.#timer);
      this.#timerMs = Infinity;
    }
    flush();
  }

  #waitMs(lingerMs: number): number {
    if (this.#align === 'first') return lingerMs < SLACK_MS ? 0 : lingerMs;
    const tick = TICKS_MS.findLast((ms) => ms <= lingerMs);
    if (tick === undefined) return 0;
    // A timer that came early has flushed for the tick already: what comes in its last moment waits for the next one.
    return tick + SLACK_MS - ((this.#wallNow() + SLACK_MS) % tick);
  }

  #arm(due: number): void {
    const wait = due - this.#now();
    if (wait < SLACK_MS) {
      if (this.#immediate) return;
      this.#immediate = true;
      setImmediate(this.#tick);
    } else if (due < this.#timerMs) {
      clearTimeout(this.#timer);
      this.#timerMs = due;
      this.#timer = setTimeout(this.#tick, wait);
    }
  }

  readonly #tick = (): void => {
    clearTimeout(this.#timer);
    this.#timerMs = Infinity;
    this.#immediate = false;
    const now = this.#now() + SLACK_MS;
    let next = Infinity;
    const ready: (() => void)[] = [];
    for (const [flush, due] of this.#due) {
      if (due <= now) ready.push(flush);
      else next = Math.min(next, due);
    }
    for (const flush of ready) this.#due.delete(flush);
    if (next !== Infinity) this.#arm(next);
    for (const flush of ready) flush();
  };
}
