import { IDEMPOTENCY_WINDOW_MS } from '@maru/contracts';

export type Seen = { seq: number; uid: string };

/**
 * What was delivered in a while. It is kept for minutes, message by message, and what is kept is what the garbage
 * collector stops for: so there is no object and no joined key per message, only its id, its uid and two numbers.
 */
class Generation {
  /** Places in the lists, by sender and client id. */
  readonly #places = new Map<string, Map<string, number>>();
  readonly #seqs: number[] = [];
  readonly #uids: string[] = [];

  get size(): number {
    return this.#seqs.length;
  }

  find(user: string, id: string): Seen | undefined {
    const at = this.#places.get(user)?.get(id);
    return at === undefined ? undefined : { seq: this.#seqs[at] ?? 0, uid: this.#uids[at] ?? '' };
  }

  add(user: string, id: string, { seq, uid }: Seen): void {
    let places = this.#places.get(user);
    if (!places) this.#places.set(user, (places = new Map<string, number>()));
    places.set(id, this.#seqs.push(seq) - 1);
    this.#uids.push(uid);
  }
}

/**
 * What a room has delivered, by sender and client id, for at least the idempotency window: two generations of it, so
 * that forgetting costs nothing per message.
 */
export class Dedupe {
  readonly #windowMs: number;
  readonly #entriesMax: number;
  #current = new Generation();
  #previous = new Generation();
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
    return this.#current.find(user, id) ?? this.#previous.find(user, id);
  }

  add(user: string, id: string, seen: Seen): void {
    if (this.#current.size >= this.#entriesMax) {
      this.#limitHit?.();
      this.#rotate(this.#startedMs);
    }
    this.#current.add(user, id, seen);
  }

  expire(nowMs: number): void {
    if (nowMs - this.#startedMs >= this.#windowMs) this.#rotate(nowMs);
  }

  #rotate(nowMs: number): void {
    this.#previous = this.#current;
    this.#current = new Generation();
    this.#startedMs = nowMs;
  }
}
