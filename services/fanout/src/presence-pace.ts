/**
 * Members told who came and went per second, over all rooms of a shard. A report is a socket write for each member of its
 * room, some 12 µs: this many are 2 to 3 % of a core.
 */
export const PRESENCE_TOLD_PER_SEC = 2_000;
/** Of these as many may be told at one moment: their writes hold up an edge for some 5 ms. */
export const PRESENCE_TOLD_AT_ONCE = 400;
/** When more are to be told than that, they are told faster, so that a room waits about this long at most, ms. */
export const PRESENCE_WAIT_MAX_MS = 5_000;
const TURN_MS = 100;

/**
 * Spreads reports of presence while very many members are to be told, as when a crowd comes in: rooms take turns. A token
 * bucket.
 */
export class PresencePace<Room> {
  readonly #tell: (room: Room) => void;
  readonly #now: () => number;
  readonly #waits: () => void;
  /** Rooms that wait, with their members. */
  readonly #waiting = new Map<Room, number>();
  #members = 0;
  #tokens = PRESENCE_TOLD_AT_ONCE;
  #atMs: number;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param options.tell tells a room's members
   * @param options.waits called for a room that has to wait for its turn
   */
  constructor(options: { tell(room: Room): void; waits(): void; now(): number }) {
    this.#tell = (room) => options.tell(room);
    this.#waits = () => options.waits();
    this.#now = () => options.now();
    this.#atMs = options.now();
  }

  /** A room has something to tell its members: it is told at once, or in its turn. */
  ask(room: Room, members: number): void {
    if (this.#waiting.has(room)) return;
    if (this.#waiting.size === 0) this.#refill();
    if (this.#waiting.size === 0 && this.#tokens > 0) {
      this.#tokens -= members;
      this.#tell(room);
      return;
    }
    this.#waits();
    this.#waiting.set(room, members);
    this.#members += members;
    this.#timer ??= setTimeout(this.turn, TURN_MS);
  }

  /** Tells those whose turn has come. Called by a timer while rooms wait. */
  readonly turn = (): void => {
    this.#timer = undefined;
    this.#refill();
    for (const [room, members] of this.#waiting) {
      if (this.#tokens <= 0) break;
      this.#waiting.delete(room);
      this.#members -= members;
      this.#tokens -= members;
      this.#tell(room);
    }
    if (this.#waiting.size > 0) this.#timer = setTimeout(this.turn, TURN_MS);
  };

  /** Forgets who waits. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
    this.#members = 0;
  }

  #refill(): void {
    const nowMs = this.#now();
    const perSec = Math.max(PRESENCE_TOLD_PER_SEC, (this.#members * 1_000) / PRESENCE_WAIT_MAX_MS);
    const most = Math.max(PRESENCE_TOLD_AT_ONCE, (perSec * TURN_MS) / 1_000);
    this.#tokens = Math.min(most, this.#tokens + ((nowMs - this.#atMs) * perSec) / 1_000);
    this.#atMs = nowMs;
  }
}
