import type { Dedupe } from './dedupe.js';
import type { FanoutLimitHit } from './metrics.js';
import type { Room } from './room.js';

/** Closed rooms of one shard whose deliveries are remembered; the longest closed make room. */
export const DEPARTED_ROOMS_MAX = 10_000;

/**
 * What closed rooms have delivered. The linger of a room is shorter than the idempotency window, and somebody who was
 * alone in it and comes back may send again what was delivered already.
 */
export class Departed {
  readonly #rooms = new Map<string, Dedupe>();
  readonly #limitHit: FanoutLimitHit | undefined;

  constructor(limitHit?: FanoutLimitHit) {
    this.#limitHit = limitHit;
  }

  keep({ room, dedupe }: Room): void {
    this.#rooms.delete(room);
    if (dedupe.size === 0) return;
    this.#rooms.set(room, dedupe);
    if (this.#rooms.size <= DEPARTED_ROOMS_MAX) return;
    for (const oldest of this.#rooms.keys()) {
      this.#rooms.delete(oldest);
      this.#limitHit?.('departed_rooms');
      return;
    }
  }

  /** For a room of the same name. */
  take(room: string): Dedupe | undefined {
    const dedupe = this.#rooms.get(room);
    this.#rooms.delete(room);
    return dedupe;
  }

  expire(nowMs: number): void {
    for (const [room, dedupe] of this.#rooms) {
      dedupe.expire(nowMs);
      if (dedupe.size === 0) this.#rooms.delete(room);
    }
  }
}
