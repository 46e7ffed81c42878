import { BATCH_ITEMS_MAX, CLOSE } from '@maru/contracts';
import type { Arrivals } from '@maru/contracts';
import type { Bus } from '@maru/bus';
import type { Connection } from './connection.js';
import type { Hub } from './hub.js';

/** Arrivals are gathered this long before the other edges are told. */
const GATHER_MS = 30;
/** How an edge's clock stands to this one is taken from what was heard of it in the last one to two of these. */
const CLOCK_WINDOW_MS = 60_000;

export type ArrivalOptions = { bus: Bus; edge: string; hub: Pick<Hub, 'room'>; now(): number };

/**
 * The newest connection of a user in a room stays, on whichever edge it is: each edge tells the others who joined,
 * and closes what is older. Identities made up for a connection cannot be anywhere else and are left out.
 *
 * Which is older is asked of neither clock alone, since they may disagree, nor of the moment when the news comes,
 * since a broadcast can be late by seconds: an older connection's news must not close the newer one. The edge's times
 * are read on this edge's clock, by the least lag between the two that was seen lately.
 */
export class ArrivalNews {
  readonly #options: ArrivalOptions;
  readonly #clocks = new Clocks();
  #waiting: { connection: Connection; room: string }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ArrivalOptions) {
    this.#options = options;
  }

  joined(connection: Connection, room: string): void {
    connection.sinceMs = this.#options.now();
    if (connection.fresh) return;
    this.#waiting.push({ connection, room });
    if (this.#waiting.length >= BATCH_ITEMS_MAX) this.#tell();
    else this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS);
  }

  /** Something that an edge sent at a time of its own clock. */
  heardAlive({ edge, at }: { edge: string; at: number }): void {
    const nowMs = this.#options.now();
    this.#clocks.heard(edge, nowMs - at, nowMs);
  }

  heard(arrivals: Arrivals): void {
    const { hub } = this.#options;
    const { edge, items } = arrivals;
    if (edge === this.#options.edge) return;
    this.heardAlive(arrivals);
    const lagMs = this.#clocks.lagMs(edge);
    for (const { room, user, at } of items) {
      const mine = hub.room(room)?.members.get(user);
      if (!mine) continue;
      const theirsMs = at + lagMs;
      if (mine.sinceMs > theirsMs || (mine.sinceMs === theirsMs && this.#options.edge > edge)) continue;
      mine.close(CLOSE.replaced, 'connected again elsewhere');
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { bus, edge, now } = this.#options;
    // One that is gone already has replaced nobody: an attempt that was stuck on its way, and given up meanwhile.
    const items = this.#waiting
      .filter(({ connection }) => connection.open)
      .map(({ connection, room }) => ({ room, user: connection.user, at: connection.sinceMs }));
    this.#waiting = [];
    if (items.length > 0) bus.broadcast({ type: 'arrivals', v: 1, at: now(), edge, items });
  }
}

/** The least lag seen from each edge's clock to this one's: their difference, and the quickest way of a message. */
class Clocks {
  #current = new Map<string, number>();
  #previous = new Map<string, number>();
  #sinceMs = 0;

  heard(edge: string, lagMs: number, nowMs: number): void {
    if (nowMs - this.#sinceMs >= CLOCK_WINDOW_MS) {
      this.#previous = this.#current;
      this.#current = new Map();
      this.#sinceMs = nowMs;
    }
    this.#current.set(edge, Math.min(lagMs, this.#current.get(edge) ?? Infinity));
  }

  lagMs(edge: string): number {
    return Math.min(this.#current.get(edge) ?? Infinity, this.#previous.get(edge) ?? Infinity);
  }
}
