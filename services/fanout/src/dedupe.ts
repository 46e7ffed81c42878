import { IDEMPOTENCY_WINDOW_MS } from '@maru/contracts';

export type Seen = { seq: number; uid: string };

/**
 * What a room has delivered, by sender and client id, for at least the idempotency window: two generations of it, so
 * that forgetting costs nothing per message.
 */
export class Dedupe {
  readonly #windowMs: number;
  readonly #entriesMax: number;
  #current = new Map<string, Seen>();
  #previous = new Map<string, Seen>();
  #startedMs: number;
  readonly #limitHit: (() => void) | undefined;

  /** @param options.entriesMax entries of one generation (default 100,000); more end the generation early, which `limitHit` is told */
  constructor(nowMs: number, options: { windowMs?: number; entriesMax?: number; limitHit?: () => void } = {}) {
    this.#windowMs = options.windowMs ?? IDEMPOTENCY_WINDOW_MS;
    this.#entriesMax = options.entriesMax ?? 100_000;
    this.#startedMs = nowMs;
    this.#limitHit = options.limitHit;
  }

  get size(): number {
    return this.#current.size + this.#previous.size;
  }

  find(user: string, id: string): Seen | undefined {
    const key = `${user}\n${id}`;
    return this.#current.get(key) ?? this.#previous.get(key);
  }

  add(user: string, id: string, seen: Seen): void {
    if (this.#current.size >= this.#entriesMax) {
      this.#limitHit?.();
      this.#rotate(this.#startedMs);
    }
    this.#current.set(`${user}\n${id}`, seen);
  }

  expire(nowMs: number): void {
    if (nowMs - this.#startedMs >= this.#windowMs) this.#rotate(nowMs);
  }

  #rotate(nowMs: number): void {
    this.#previous = this.#current;
    this.#current = new Map();
    this.#startedMs = nowMs;
  }
}
