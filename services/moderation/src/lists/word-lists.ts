import { join } from 'node:path';
import type { ControlMessage, ListSet, ListsState } from '@maru/contracts';
import type { Bus } from '@maru/bus';
import type { Logger } from '@maru/observability';
import { createFilter, defaultLists } from '@maru/word-filter';
import type { Filter } from '@maru/word-filter';
import { Convergence, STATE_INTERVAL_MS } from './convergence.js';
import { FolderWatch } from './folder-watch.js';
import { folderSignature, readListFolder } from './list-files.js';
import { ListSlot } from './list-slot.js';
import type { SlotEvents } from './list-slot.js';

/** A replica that holds a set from the bus sends it again to a newcomer within this time, unless another one did. */
export const RESEND_WAIT_MAX_MS = 300;

export type WordListsOptions = {
  bus: Pick<Bus, 'broadcast'>;
  /** Id of this replica among those of moderation. */
  replica: string;
  /** Folder with list files; the shadow set is in `shadow` below it. Undefined: built-in lists only. */
  dir: string | undefined;
  /** Whether the built-in lists belong to the sets from files. */
  base: 'builtin' | 'none';
  pollMs: number;
  events: SlotEvents & { replicaLeftOut(): void };
  logger: Logger;
  now: () => number;
  /** 0 to 1, for the wait before sending again. */
  random?: () => number;
  /** The built-in lists, when the caller has them already. */
  builtin?: Filter;
};

/** The word lists in use, live and shadow, and their agreement with the other replicas. */
export class WordLists {
  readonly #options: WordListsOptions;
  readonly live: ListSlot;
  readonly shadow: ListSlot;
  readonly convergence: Convergence;
  readonly #builtin: Filter;
  #watches: FolderWatch[] = [];
  #timer: NodeJS.Timeout | undefined;
  #resend: NodeJS.Timeout | undefined;
  #shown = '';

  constructor(options: WordListsOptions) {
    this.#options = options;
    const { logger, now, events } = options;
    this.#builtin = options.builtin ?? createFilter(defaultLists());
    const watched: SlotEvents = {
      swapped: (slot, compiled) => {
        events.swapped(slot, compiled);
        this.#show();
      },
      failed: (slot) => events.failed(slot),
    };
    this.live = new ListSlot({ name: 'live', fallback: this.#builtin, logger, events: watched });
    this.shadow = new ListSlot({ name: 'shadow', fallback: undefined, logger, events: watched });
    this.convergence = new Convergence(this.#builtin.lists, logger, now, events.replicaLeftOut);
  }

  /** The filter that decides. */
  get filter(): Filter {
    return this.live.filter ?? this.#builtin;
  }

  /** `version@hash` of the lists that decide. */
  get label(): string {
    const { version, hash } = this.filter.lists;
    return `${version}@${hash}`;
  }

  /** Loads the files; a set that cannot be used leaves the built-in lists standing. */
  async start(): Promise<void> {
    const { dir, pollMs, base } = this.#options;
    if (dir !== undefined) {
      const shadowDir = join(dir, 'shadow');
      for (const [slot, folder] of [
        [this.live, dir],
        [this.shadow, shadowDir],
      ] as const) {
        const before = await folderSignature(folder);
        // No folder, no shadow; without the folder of the live set somebody has made a mistake.
        slot.useFiles(async () =>
          slot === this.shadow && (await folderSignature(folder)) === '' ? undefined : readListFolder(folder, base),
        );
        await slot.filesChanged();
        const watch = new FolderWatch(folder, before, () => void slot.filesChanged());
        watch.start(pollMs);
        this.#watches.push(watch);
      }
    }
    this.#announce({ hello: true });
    this.#timer = setInterval(() => {
      this.#announce({});
      this.convergence.check();
    }, STATE_INTERVAL_MS);
    this.#timer.unref();
  }

  /** Reads the files again at once. */
  async reload(): Promise<void> {
    await Promise.all([this.live.filesChanged(), this.shadow.filesChanged()]);
  }

  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#resend);
    for (const watch of this.#watches) watch.stop();
    this.#announce({ stopping: true });
  }

  control(message: ControlMessage): void {
    if (message.type === 'lists') this.#apply(message);
    else if (message.type === 'lists-state' && message.replica !== this.#options.replica) {
      this.convergence.heard(message);
      if (message.hello) this.#announce({});
      if (this.#knowsMore(message)) this.#sendAgain(message);
    }
  }

  #apply(message: ListSet): void {
    const slot = message.shadow ? this.shadow : this.live;
    // Somebody told the newcomer already.
    if (slot.message?.at === message.at) clearTimeout(this.#resend);
    if (slot.apply(message)) void slot.idle().then(() => this.#show());
  }

  #knowsMore(state: ListsState): boolean {
    const { live, shadow } = this;
    return (live.message?.at ?? 0) > (state.liveAt ?? 0) || (shadow.message?.at ?? 0) > (state.shadowAt ?? 0);
  }

  /** Control messages are not kept by the broker: a replica that missed one gets it from one that heard it. */
  #sendAgain(state: ListsState): void {
    clearTimeout(this.#resend);
    const { bus, random = Math.random } = this.#options;
    this.#resend = setTimeout(() => {
      const { live, shadow } = this;
      if (live.message && live.message.at > (state.liveAt ?? 0)) bus.broadcast(live.message);
      if (shadow.message && shadow.message.at > (state.shadowAt ?? 0)) bus.broadcast(shadow.message);
    }, random() * RESEND_WAIT_MAX_MS);
    this.#resend.unref();
  }

  /** Tells the others when the lists in use have changed. */
  #show(): void {
    const { live, shadow } = this;
    const shown = `${this.label} ${live.message?.at ?? 0} ${shadow.message?.at ?? 0}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.convergence.own(this.filter.lists);
    this.#announce({});
  }

  #announce(flags: { hello?: boolean; stopping?: boolean }): void {
    const { bus, replica, now } = this.#options;
    const { version, hash } = this.filter.lists;
    const liveAt = this.live.message?.at;
    const shadowAt = this.shadow.message?.at;
    bus.broadcast({
      type: 'lists-state',
      v: 1,
      at: now(),
      replica,
      version,
      hash,
      ...(liveAt === undefined ? {} : { liveAt }),
      ...(shadowAt === undefined ? {} : { shadowAt }),
      ...flags,
    });
  }
}
