/**
 * Members told who came and went per second, over all rooms of a shard. A report is a socket write for each member of its
 * room, some 12 µs: this many are 2 to 3 % of a core.
 */
export const PRESENCE_TOLD_PER_SEC = 2_000;
/**
 * Of these as many are told at one moment, if so many wait: fewer would be a delivery for each few, more would hold up
 * an edge by their writes for longer than some 12 ms.
 */
export const PRESENCE_TOLD_AT_ONCE = 1_000;
/** When more are to be told than that, they are told faster, so that a room waits about this long at most, ms. */
export const PRESENCE_WAIT_MAX_MS = 5_000;
/** Shortest time between two turns, ms: when more than 10,000 members are told a second, more are told at one moment. */
const TURN_MIN_MS = 100;

export type PresencePaceOptions<Room> = {
  /** Tells a room's members. */
  tell(room: Room): void;
  /** A room has to wait for its turn. */
  waits(): void;
  /** ms */
  now(): number;
};

/**
 * Spreads reports of presence while very many members are to be told, as when a crowd comes in: rooms take turns. A token
 * bucket.
 */
export class PresencePace<Room> {
  readonly #options: PresencePaceOptions<Room>;
  /** Rooms that wait, with their members. */
  readonly #waiting = new Map<Room, number>();
  #members = 0;
  #tokens = PRESENCE_TOLD_AT_ONCE;
  #atMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PresencePaceOptions<Room>) {
    this.#options = options;
    this.#atMs = options.now();
  }

  /** A room has something to tell its members: it is told at once, or in its turn. */
  ask(room: Room, members: number): void {
    if (this.#waiting.has(room)) return;
    if (this.#waiting.size === 0) this.#refill();
    if (this.#waiting.size === 0 && this.#tokens > 0) {
      this.#tokens -= members;
      this.#options.tell(room);
      return;
    }
    this.#options.waits();
    this.#waiting.set(room, members);
    this.#members += members;
    this.#timer ??= setTimeout(this.#turn, this.#turnMs());
  }

  /** Tells those whose turn has come. */
  readonly #turn = (): void => {
    this.#timer = undefined;
    this.#refill();
    for (const [room, members] of this.#waiting) {
      if (this.#tokens <= 0) break;
      this.#waiting.delete(room);
      this.#members -= members;
      this.#tokens -= members;
      this.#options.tell(room);
    }
    if (this.#waiting.size > 0) this.#timer = setTimeout(this.#turn, this.#turnMs());
  };

  /** Forgets who waits. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
    this.#members = 0;
  }

  /** Members told a second now. */
  #perSec(): number {
    return Math.max(PRESENCE_TOLD_PER_SEC, (this.#members * 1_000) / PRESENCE_WAIT_MAX_MS);
  }

  #turnMs(): number {
    return Math.max(TURN_MIN_MS, (PRESENCE_TOLD_AT_ONCE * 1_000) / this.#perSec());
  }

  #refill(): void {
    const nowMs = this.#options.now();
    const perSec = this.#perSec();
    const most = Math.max(PRESENCE_TOLD_AT_ONCE, (perSec * TURN_MIN_MS) / 1_000);
    this.#tokens = Math.min(most, this.#tokens + ((nowMs - this.#atMs) * perSec) / 1_000);
    this.#atMs = nowMs;
  }
}
