import { BATCH_ITEMS_MAX, CLOSE } from '@maru/contracts';
import type { Arrivals } from '@maru/contracts';
import type { Bus } from '@maru/bus';
import type { Connection } from './connection.js';
import type { Hub } from './hub.js';

/** Arrivals are gathered this long before the other edges are told. */
const GATHER_MS = 30;
/**
 * A member who joined here longer ago than this is older than one whose arrival is only heard of now, whatever the
 * clocks say. Within it the times decide: it covers the way of a broadcast.
 */
const WINDOW_MS = 3_000;

export type ArrivalOptions = { bus: Bus; edge: string; hub: Hub; now(): number };

/**
 * The newest connection of a user in a room stays, on whichever edge it is: each edge tells the others who joined,
 * and closes what is older. Identities made up for a connection cannot be anywhere else and are left out.
 */
export class ArrivalNews {
  readonly #options: ArrivalOptions;
  #waiting: Arrivals['items'] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ArrivalOptions) {
    this.#options = options;
  }

  joined(connection: Connection, room: string): void {
    connection.sinceMs = this.#options.now();
    if (connection.fresh) return;
    this.#waiting.push({ room, user: connection.user, at: connection.sinceMs });
    if (this.#waiting.length >= BATCH_ITEMS_MAX) this.#tell();
    else this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS);
  }

  heard({ edge, items }: Arrivals): void {
    const { hub, now } = this.#options;
    if (edge === this.#options.edge) return;
    const nowMs = now();
    for (const { room, user, at } of items) {
      const mine = hub.room(room)?.members.get(user);
      if (!mine) continue;
      const newer =
        nowMs - mine.sinceMs <= WINDOW_MS && (mine.sinceMs > at || (mine.sinceMs === at && this.#options.edge > edge));
      if (newer) continue;
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
    bus.broadcast({ type: 'arrivals', v: 1, at: now(), edge, items: this.#waiting });
    this.#waiting = [];
  }
}
