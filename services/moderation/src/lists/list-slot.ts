import type { ListSet } from '@maru/contracts';
import type { Filter } from '@maru/word-filter';
import type { Logger } from '@maru/observability';
import { compileInWorker } from './compile.js';
import type { Compiled } from './compile.js';
import type { ListSource } from './list-set.js';

export type SlotName = 'live' | 'shadow';
export type SlotOrigin = 'builtin' | 'files' | 'bus';
export type SlotEvents = {
  swapped: (slot: SlotName, compiled: { compileMs: number; pauseMs: number }) => void;
  failed: (slot: SlotName) => void;
};

/** Where one word list set stands, the live one or the shadow, and how another takes its place. */
export class ListSlot {
  readonly #name: SlotName;
  readonly #logger: Logger;
  readonly #events: SlotEvents;
  readonly #compile: (source: ListSource) => Promise<Compiled>;
  /** What stands when there is neither a set from files nor one from the bus. */
  readonly #fallback: Filter | undefined;
  #filter: Filter | undefined;
  #origin: SlotOrigin = 'builtin';
  #message: ListSet | undefined;
  #files: (() => Promise<ListSource | undefined>) | undefined;
  /** One compilation at a time; a set that came meanwhile takes its turn after it. */
  #working: Promise<void> = Promise.resolve();
  #wanted = 0;

  constructor(options: {
    name: SlotName;
    fallback: Filter | undefined;
    logger: Logger;
    events: SlotEvents;
    compile?: (source: ListSource) => Promise<Compiled>;
  }) {
    this.#name = options.name;
    this.#fallback = options.fallback;
    this.#filter = options.fallback;
    this.#logger = options.logger;
    this.#events = options.events;
    this.#compile = options.compile ?? compileInWorker;
  }

  get filter(): Filter | undefined {
    return this.#filter;
  }

  get origin(): SlotOrigin {
    return this.#origin;
  }

  /** The message of the bus that holds, if any. */
  get message(): ListSet | undefined {
    return this.#message;
  }

  /** Where a set from files comes from. */
  useFiles(read: () => Promise<ListSource | undefined>): void {
    this.#files = read;
  }

  /** The files have changed. A set from the bus goes before them. */
  filesChanged(): Promise<void> {
    return this.#message?.set ? Promise.resolve() : this.#next();
  }

  /** Takes a message of the bus; false when a later one is known. */
  apply(message: ListSet): boolean {
    if (this.#message && this.#message.at >= message.at) return false;
    this.#message = message;
    void this.#next();
    return true;
  }

  /** Resolves when nothing is being compiled. */
  idle(): Promise<void> {
    return this.#working;
  }

  #next(): Promise<void> {
    const turn = ++this.#wanted;
    this.#working = this.#working.then(async () => {
      // Only the last one asked for counts.
      if (turn === this.#wanted) await this.#load();
    });
    return this.#working;
  }

  async #load(): Promise<void> {
    const kept = this.#filter?.lists;
    try {
      const set = this.#message?.set;
      const origin: SlotOrigin = set ? 'bus' : 'files';
      const source = set ? fromBus(set) : await this.#files?.();
      if (!source) return this.#put(this.#fallback, 'builtin');
      const compiled = await this.#compile(source);
      this.#put(compiled.filter, origin);
      this.#events.swapped(this.#name, compiled);
    } catch (error) {
      this.#events.failed(this.#name);
      this.#logger.error(
        { slot: this.#name, problem: (error as Error).message, kept: kept?.version, hash: kept?.hash },
        'a word list set cannot be used; the one before it stays',
      );
    }
  }

  #put(filter: Filter | undefined, origin: SlotOrigin): void {
    const before = this.#filter?.lists;
    this.#filter = filter;
    this.#origin = origin;
    const { version, hash, termCount } = filter?.lists ?? {};
    this.#logger.info(
      { slot: this.#name, origin, version, hash, termCount, before: before?.version },
      'word lists in use',
    );
  }
}

const fromBus = (set: NonNullable<ListSet['set']>): ListSource => ({
  version: set.version,
  base: set.base,
  texts: [set.text],
  foul: set.foul ?? [],
  clean: set.clean ?? [],
});
