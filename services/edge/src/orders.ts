import type { Order, RoomMode, Sanction } from '@maru/contracts';

/** Sanctions kept per kind; beyond it the oldest go. */
export const SANCTIONS_MAX = 50_000;
/** Key of what holds in every room; no room id is empty. */
const EVERYWHERE = '';

export const DEFAULT_POLICY = 'default';
const OPEN_MODE: RoomMode = { slowModeSec: 0, locked: false, policy: DEFAULT_POLICY };

type Lasting = { until: number; by: string; at: number };
type Raid = Lasting & { slowModeSec: number; policy: string; joinsPerSec: number };
type RoomOrders = { slow_mode?: Lasting & { seconds: number }; lock?: Lasting; close?: Lasting; raid?: Raid };
type People = Map<string, Map<string, Lasting>>;

/**
 * What has been ordered and still holds. Every edge feeds it the same log in the same order, so they all agree; what
 * ends by itself does so by the clock.
 */
export class Orders {
  readonly #now: () => number;
  readonly #full: (() => void) | undefined;
  readonly #bans: People = new Map();
  readonly #mutes: People = new Map();
  readonly #rooms = new Map<string, RoomOrders>();

  /** @param full told when a sanction goes because there are too many */
  constructor(now: () => number, full?: () => void) {
    this.#now = now;
    this.#full = full;
  }

  /** True while anybody is muted: spares the look-up for every message. */
  get anyMuted(): boolean {
    return this.#mutes.size > 0;
  }

  get bans(): number {
    return this.#bans.size;
  }

  apply({ at, by, room = EVERYWHERE, order }: Order): void {
    switch (order.action) {
      case 'ban':
      case 'mute':
        return this.#sanction(order.action === 'ban' ? this.#bans : this.#mutes, order.user, room, {
          until: order.until,
          by,
          at,
        });
      case 'unban':
      case 'unmute':
        return lift(order.action === 'unban' ? this.#bans : this.#mutes, order.user, room);
      case 'slow_mode':
        return this.#room(room, { slow_mode: { seconds: order.seconds, until: order.until, by, at } });
      case 'lock':
      case 'close':
        return this.#room(room, { [order.action]: { until: order.until, by, at } });
      case 'unlock': {
        const orders = this.#rooms.get(room);
        delete orders?.lock;
        delete orders?.close;
        return;
      }
      case 'raid':
        return this.#room(room, {
          raid: {
            slowModeSec: order.slowModeSec,
            policy: order.policy,
            joinsPerSec: order.joinsPerSec,
            until: order.until,
            by,
            at,
          },
        });
      case 'raid_end':
        delete this.#rooms.get(room)?.raid;
        return;
      case 'kick':
      case 'notice':
    }
  }

  /** When the user's ban from the room ends, Unix ms; undefined when there is none. */
  bannedUntil(user: string, room: string): number | undefined {
    return this.#holds(this.#bans, user, room);
  }

  mutedUntil(user: string, room: string): number | undefined {
    return this.#holds(this.#mutes, user, room);
  }

  mode(room: string): RoomMode {
    const orders = this.#rooms.get(room);
    if (!orders) return OPEN_MODE;
    const { slow_mode: slow, lock, close, raid } = this.#lasting(orders);
    return {
      slowModeSec: Math.max(slow?.seconds ?? 0, raid?.slowModeSec ?? 0),
      locked: lock !== undefined || close !== undefined,
      policy: raid?.policy ?? DEFAULT_POLICY,
    };
  }

  closedUntil(room: string): number | undefined {
    const until = this.#rooms.get(room)?.close?.until ?? 0;
    return until > this.#now() ? until : undefined;
  }

  raid(room: string): Raid | undefined {
    const raid = this.#rooms.get(room)?.raid;
    return raid && raid.until > this.#now() ? raid : undefined;
  }

  /** Forgets what has ended. Returns the rooms whose mode may have changed by it. */
  sweep(): string[] {
    const nowMs = this.#now();
    for (const people of [this.#bans, this.#mutes]) {
      for (const [user, rooms] of people) {
        for (const [room, { until }] of rooms) if (until <= nowMs) rooms.delete(room);
        if (rooms.size === 0) people.delete(user);
      }
    }
    const changed: string[] = [];
    for (const [room, orders] of this.#rooms) {
      const lasting = this.#lasting(orders);
      const left = Object.keys(lasting).length;
      if (left === Object.keys(orders).length && left > 0) continue;
      changed.push(room);
      if (left === 0) this.#rooms.delete(room);
      else this.#rooms.set(room, lasting);
    }
    return changed;
  }

  /** Everything that holds now, newest first. */
  list(): Sanction[] {
    const nowMs = this.#now();
    const all: Sanction[] = [];
    const where = (room: string) => (room === EVERYWHERE ? {} : { room });
    for (const [kind, people] of [
      ['ban', this.#bans],
      ['mute', this.#mutes],
    ] as const)
      for (const [user, rooms] of people)
        for (const [room, { until, by, at }] of rooms)
          if (until > nowMs) all.push({ kind, user, ...where(room), until, by, at });
    for (const [room, orders] of this.#rooms)
      for (const [kind, { until, by, at }] of Object.entries(this.#lasting(orders)) as [Sanction['kind'], Lasting][])
        all.push({ kind, ...where(room), until, by, at });
    return all.sort((a, b) => b.at - a.at);
  }

  #sanction(people: People, user: string, room: string, lasting: Lasting): void {
    if (lasting.until <= this.#now()) return;
    const rooms = people.get(user) ?? new Map<string, Lasting>();
    rooms.set(room, lasting);
    // Set anew, so that the map is in the order of the last sanction.
    people.delete(user);
    people.set(user, rooms);
    if (people.size <= SANCTIONS_MAX) return;
    this.#full?.();
    const oldest = people.keys().next();
    if (!oldest.done) people.delete(oldest.value);
  }

  #room(room: string, orders: RoomOrders): void {
    this.#rooms.set(room, { ...this.#rooms.get(room), ...orders });
  }

  #holds(people: People, user: string, room: string): number | undefined {
    const rooms = people.get(user);
    if (!rooms) return undefined;
    const until = Math.max(rooms.get(room)?.until ?? 0, rooms.get(EVERYWHERE)?.until ?? 0);
    return until > this.#now() ? until : undefined;
  }

  #lasting(orders: RoomOrders): RoomOrders {
    const nowMs = this.#now();
    return Object.fromEntries(
      Object.entries(orders).filter(
        ([, lasting]) => lasting.until > nowMs && !('seconds' in lasting && lasting.seconds === 0),
      ),
    );
  }
}

/** Lifting it everywhere lifts it in every room. */
function lift(people: People, user: string, room: string): void {
  const rooms = people.get(user);
  if (room === EVERYWHERE) people.delete(user);
  else rooms?.delete(room);
  if (rooms?.size === 0) people.delete(user);
}
