import { BATCH_ITEMS_MAX, PRESENCE_NAMES_MEMBERS_MAX, roomKey, shardOf } from '@maru/contracts';
import type { EdgePresence, EdgeReportItem } from '@maru/contracts';
import { Batcher } from '@maru/bus';
import type { Bus, FlushClock } from '@maru/bus';
import type { Logger } from '@maru/observability';
import type { Connection } from './connection.js';
import type { EdgeMetrics } from './metrics.js';
import type { EdgeRoom } from './room.js';

/** Changes of presence are gathered this long, ms. */
export const PRESENCE_INTERVAL_MS = 200;
/**
 * Rooms reported on per second. When a crowd comes into more of them, each report costs the broker, its owner and all
 * edges as much, for one name: rooms take turns, and the next report names several.
 */
export const PRESENCE_ROOMS_PER_SEC = 250;
/** Time between two turns, ms: each is a message to the owner and one back, whatever is in them. */
export const PRESENCE_TURN_MS = 500;
/** When more have changed, more are reported on, so that a room waits about this long at most, ms. */
export const PRESENCE_WAIT_MAX_MS = 5_000;
const IN_FLIGHT_MAX = 8;

/** Tells the rooms' owners what happens on this edge: who is here, who types, what is missing. */
export class Reporter {
  readonly #bus: Bus;
  readonly #batchers: Batcher<EdgeReportItem>[];
  readonly #metrics: EdgeMetrics;
  /** Rooms to report on, who waits longest first. */
  readonly #changed = new Set<EdgeRoom>();
  #perSec = PRESENCE_ROOMS_PER_SEC;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: {
    bus: Bus;
    edge: string;
    clock: FlushClock;
    metrics: EdgeMetrics;
    logger: Logger;
    now(): number;
  }) {
    const { bus, edge, clock, metrics, logger, now } = options;
    this.#bus = bus;
    this.#metrics = metrics;
    this.#batchers = Array.from(
      { length: bus.shards },
      (_, shard) =>
        new Batcher<EdgeReportItem>({
          clock,
          publish: (items) => bus.publishShard(shard, { type: 'edge-report', v: 1, at: now(), edge, items }),
          // Everything here is told again when the edge or the owner comes back.
          settled: (_items, error) =>
            error !== undefined && logger.warn({ err: error }, 'a report did not reach the broker'),
          itemsMax: BATCH_ITEMS_MAX,
          bytesMax: Infinity,
          inFlightMax: IN_FLIGHT_MAX,
          held: () => metrics.limitHit('batches_in_flight'),
        }),
    );
  }

  joined(room: EdgeRoom, { user, nick }: Connection): void {
    room.left.delete(user);
    room.joined.set(user, nick);
    this.#change(room);
  }

  left(room: EdgeRoom, { user, nick }: Connection): void {
    // Also when the owner has not heard of them: members may have, by what they wrote.
    room.joined.delete(user);
    if (room.left.size < PRESENCE_NAMES_MEMBERS_MAX) room.left.set(user, nick);
    // More have gone than a list may name: who is here says it as well.
    else room.reported = false;
    this.#change(room);
  }

  /** The whole presence of the room here: its owner is new, or knows nothing of this edge. */
  full(room: EdgeRoom): void {
    room.reported = false;
    this.#change(room);
  }

  typing(room: EdgeRoom, { user, nick }: Connection): void {
    // Nobody wants to hear of it after an interruption.
    if (this.#bus.status === 'up') this.#add(room, { kind: 'typing', room: room.name, user, nick });
  }

  /** Not while the broker takes nothing: the hub asks again until there is an answer. */
  repair(room: EdgeRoom): void {
    if (this.#bus.status === 'up') this.#add(room, { kind: 'repair', room: room.name, ...room.position });
  }

  /** A moderator takes a message back; the room need not be open on this edge. */
  retract(room: string, uid: string, seq: number | undefined): void {
    const shard = shardOf(roomKey(room), this.#batchers.length);
    this.#batchers[shard]?.add({ kind: 'retract', room, uid, ...(seq === undefined ? {} : { seq }) }, 100);
  }

  closed(room: EdgeRoom): void {
    this.#changed.delete(room);
    this.#add(room, { kind: 'leave', room: room.name });
  }

  /** Resolves when everything told so far is confirmed. Ends what still gathers: nobody will be here to change. */
  async idle(): Promise<void> {
    clearTimeout(this.#timer);
    await Promise.all(this.#batchers.map((batcher) => batcher.idle()));
  }

  #change(room: EdgeRoom): void {
    if (room.state === 'opening') return;
    this.#changed.add(room);
    this.#timer ??= setTimeout(this.#tell, PRESENCE_INTERVAL_MS, PRESENCE_INTERVAL_MS);
  }

  /** While the broker takes nothing, changes gather in their rooms: a report each would pile up without end. */
  readonly #tell = (elapsedMs: number): void => {
    this.#timer = undefined;
    if (this.#bus.status === 'up') this.#tellSome(elapsedMs);
    if (this.#changed.size > 0) this.#timer = setTimeout(this.#tell, PRESENCE_TURN_MS, PRESENCE_TURN_MS);
  };

  #tellSome(elapsedMs: number): void {
    // It does not fall while rooms wait: who came when there were more of them is told no later for it.
    this.#perSec = Math.max(this.#perSec, (this.#changed.size * 1_000) / PRESENCE_WAIT_MAX_MS);
    const most = Math.ceil((this.#perSec * elapsedMs) / 1_000);
    let told = 0;
    for (const room of this.#changed) {
      if (told++ === most) return this.#metrics.limitHit('presence_rooms');
      this.#changed.delete(room);
      this.#report(room);
    }
    this.#perSec = PRESENCE_ROOMS_PER_SEC;
  }

  #report(room: EdgeRoom): void {
    const members = room.members.size;
    const item: EdgePresence = { kind: 'presence', room: room.name, members, ...room.position };
    if (members <= PRESENCE_NAMES_MEMBERS_MAX) {
      // A room that was too large for names, or is new to its owner, names everybody.
      if (!room.reported) {
        item.full = true;
        item.joined = [...room.members.values()].map(({ user, nick }) => ({ user, nick }));
      } else if (room.joined.size > 0) item.joined = [...room.joined].map(([user, nick]) => ({ user, nick }));
      // A new owner may be told of those it has never heard of.
      if (room.left.size > 0) item.left = [...room.left].map(([user, nick]) => ({ user, nick }));
      room.reported = true;
    } else room.reported = false;
    room.joined.clear();
    room.left.clear();
    this.#add(room, item);
  }

  #add(room: EdgeRoom, item: EdgeReportItem): void {
    const names = item.kind === 'presence' ? (item.joined?.length ?? 0) + (item.left?.length ?? 0) : 0;
    this.#batchers[room.shard]?.add(item, 100 + names * 100);
  }
}
