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
  /** The last message of the bus that could be used, and the one that is being tried. */
  #message: ListSet | undefined;
  #trying: ListSet | undefined;
  /** Of the latest message of the bus, whatever became of it. */
  #latestAt = 0;
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

  /** Takes a message of the bus; false when it, or a later one, is known. One that failed here is tried again. */
  apply(message: ListSet): boolean {
    if (message.at < this.#latestAt || message.at === this.#trying?.at || message.at <= (this.#message?.at ?? 0))
      return false;
    this.#latestAt = message.at;
    this.#trying = message;
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
    const message = this.#trying ?? this.#message;
    try {
      const set = message?.set;
      const source = set ? fromBus(set) : await this.#files?.();
      const compiled = source && (await this.#compile(source));
      this.#message = message;
      this.#put(compiled ? compiled.filter : this.#fallback, set ? 'bus' : compiled ? 'files' : 'builtin');
      if (compiled) this.#events.swapped(this.#name, compiled);
    } catch (error) {
      const kept = this.#filter?.lists;
      this.#events.failed(this.#name);
      this.#logger.error(
        {
          slot: this.#name,
          problem: (error as Error).message,
          version: message?.set?.version,
          kept: kept?.version,
          hash: kept?.hash,
        },
        'a word list set cannot be used; the one before it stays',
      );
    } finally {
      if (this.#trying === message) this.#trying = undefined;
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
