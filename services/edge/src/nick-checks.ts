import { randomBytes } from 'node:crypto';

/** No verdict in this time counts as a no: the nickname made up for the user does as well. */
const VERDICT_TIMEOUT_MS = 5_000;

export type NickCheckOptions = {
  shards: number;
  check(shard: number, ref: string, nick: string): void;
  /** No verdict came in time. */
  timedOut(): void;
};

type Waiting = { answer(allowed: boolean): void; askedMs: number };

/** Wished nicknames that moderation has yet to judge. */
export class NickChecks {
  readonly #options: NickCheckOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #boot = randomBytes(4).toString('hex');
  #counter = 0;

  constructor(options: NickCheckOptions) {
    this.#options = options;
  }

  ask(nick: string, answer: (allowed: boolean) => void): void {
    const ref = `${this.#boot}.${++this.#counter}`;
    this.#waiting.set(ref, { answer, askedMs: performance.now() });
    this.#options.check(this.#counter % this.#options.shards, ref, nick);
  }

  verdict(ref: string, allowed: boolean): void {
    const waiting = this.#waiting.get(ref);
    if (!waiting) return;
    this.#waiting.delete(ref);
    waiting.answer(allowed);
  }

  expire(): void {
    const oldest = performance.now() - VERDICT_TIMEOUT_MS;
    for (const [ref, { askedMs }] of this.#waiting) {
      if (askedMs > oldest) return;
      this.#options.timedOut();
      this.verdict(ref, false);
    }
  }
}
