export type RecentMapLimits = {
  /** Entries of one generation; two are kept. */
  entriesMax: number;
  /** An entry that nobody asked for in this time may go; it goes after twice the time at the latest. */
  windowMs: number;
};

/**
 * A map that forgets: two generations, so that forgetting costs nothing per entry. Reading moves an entry to the
 * younger one. When a generation is full it ends early: what is remembered gets shorter, never larger.
 */
export class RecentMap<K, V> {
  readonly #limits: RecentMapLimits;
  readonly #full: (() => void) | undefined;
  #current = new Map<K, V>();
  #previous = new Map<K, V>();
  #startedMs = 0;

  /** @param full told when a generation ends before its time */
  constructor(limits: RecentMapLimits, full?: () => void) {
    this.#limits = limits;
    this.#full = full;
  }

  get size(): number {
    return this.#current.size + this.#previous.size;
  }

  get(key: K, nowMs: number): V | undefined {
    this.#expire(nowMs);
    const young = this.#current.get(key);
    if (young !== undefined) return young;
    const old = this.#previous.get(key);
    if (old === undefined) return undefined;
    this.#previous.delete(key);
    this.#put(key, old, nowMs);
    return old;
  }

  set(key: K, value: V, nowMs: number): void {
    this.#expire(nowMs);
    this.#put(key, value, nowMs);
  }

  #put(key: K, value: V, nowMs: number): void {
    if (this.#current.size >= this.#limits.entriesMax) {
      this.#full?.();
      this.#rotate(nowMs);
    }
    this.#current.set(key, value);
  }

  #expire(nowMs: number): void {
    const age = nowMs - this.#startedMs;
    if (age < this.#limits.windowMs) return;
    this.#rotate(nowMs);
    if (age >= 2 * this.#limits.windowMs) this.#previous = new Map();
  }

  #rotate(nowMs: number): void {
    this.#previous = this.#current;
    this.#current = new Map();
    this.#startedMs = nowMs;
  }
}
