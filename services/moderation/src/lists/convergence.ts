import type { ListsState } from '@maru/contracts';
import type { Logger } from '@maru/observability';

/** Replicas say which lists they run at this interval, and are gone after three of them. */
export const STATE_INTERVAL_MS = 5_000;
/** Replicas remembered. */
const REPLICAS_MAX = 1_000;

type Heard = { version: string; hash: string; atMs: number };

/** Which word lists the replicas run, and whether all run the same. */
export class Convergence {
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #full: () => void;
  readonly #heard = new Map<string, Heard>();
  #own: { version: string; hash: string };
  #converged = true;

  /** @param full told when a replica is left out because there are too many */
  constructor(own: { version: string; hash: string }, logger: Logger, now: () => number, full: () => void) {
    this.#full = full;
    this.#own = own;
    this.#logger = logger;
    this.#now = now;
  }

  /** Other replicas by what they run: the same set as this one, or another. */
  get replicas(): { same: number; other: number } {
    this.#forget();
    let same = 0;
    for (const { hash } of this.#heard.values()) if (hash === this.#own.hash) same++;
    return { same, other: this.#heard.size - same };
  }

  get converged(): boolean {
    return this.replicas.other === 0;
  }

  /** This replica runs another set now. */
  own(lists: { version: string; hash: string }): void {
    this.#own = lists;
    this.check();
  }

  heard(state: ListsState): void {
    if (state.stopping) this.#heard.delete(state.replica);
    else if (!this.#heard.has(state.replica) && this.#heard.size >= REPLICAS_MAX) this.#full();
    else this.#heard.set(state.replica, { version: state.version, hash: state.hash, atMs: this.#now() });
    this.check();
  }

  /** Says so when the replicas have come together, or fallen apart. */
  check(): void {
    const { same, other } = this.replicas;
    const converged = other === 0;
    if (converged === this.#converged) return;
    this.#converged = converged;
    const { version, hash } = this.#own;
    if (converged) this.#logger.info({ version, hash, replicas: same + 1 }, 'all replicas run the same word lists');
    else this.#logger.info({ version, hash, same: same + 1, other }, 'replicas run different word lists');
  }

  #forget(): void {
    const oldest = this.#now() - 3 * STATE_INTERVAL_MS;
    for (const [replica, { atMs }] of this.#heard) if (atMs < oldest) this.#heard.delete(replica);
  }
}
