import { randomBytes } from 'node:crypto';

/** Without a verdict in this time the user comes in with the nickname made up for them. */
const VERDICT_TIMEOUT_MS = 5_000;

export type NickCheckOptions = {
  shards: number;
  check(shard: number, ref: string, nick: string, vouched: boolean): void;
  /** No verdict came in time. */
  timedOut(): void;
  now(): number;
};

export type NickVerdict = 'allowed' | 'refused' | 'unknown';
type Waiting = { answer(verdict: NickVerdict): void; askedMs: number };

/** Wished nicknames that moderation has yet to judge. */
export class NickChecks {
  readonly #options: NickCheckOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #boot = randomBytes(4).toString('hex');
  #counter = 0;

  constructor(options: NickCheckOptions) {
    this.#options = options;
  }

  /** @param vouched a token says so */
  ask(nick: string, vouched: boolean, answer: (verdict: NickVerdict) => void): void {
    const ref = `${this.#boot}.${++this.#counter}`;
    this.#waiting.set(ref, { answer, askedMs: this.#options.now() });
    this.#options.check(this.#counter % this.#options.shards, ref, nick, vouched);
  }

  verdict(ref: string, allowed: boolean): void {
    this.#answer(ref, allowed ? 'allowed' : 'refused');
  }

  expire(): void {
    const oldest = this.#options.now() - VERDICT_TIMEOUT_MS;
    for (const [ref, { askedMs }] of this.#waiting) {
      if (askedMs > oldest) return;
      this.#options.timedOut();
      this.#answer(ref, 'unknown');
    }
  }

  #answer(ref: string, verdict: NickVerdict): void {
    const waiting = this.#waiting.get(ref);
    if (!waiting) return;
    this.#waiting.delete(ref);
    waiting.answer(verdict);
  }
}
