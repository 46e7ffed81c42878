import { CLOSE } from '@maru/contracts';
import type { MessageFrame, Order, RejectReason, RoomMode } from '@maru/contracts';
import type { Connection } from './connection.js';
import type { Deliverer } from './delivery.js';
import type { Hub } from './hub.js';
import type { EdgeMetrics } from './metrics.js';
import { Orders } from './orders.js';
import type { EdgeRoom } from './room.js';
import { takeToken } from './token-bucket.js';
import type { Tokens } from './token-bucket.js';

/** Users whose last message a slow room remembers at most; the longest silent go. */
const SPEAKERS_MAX = 20_000;

export type EnforcerOptions = { hub(): Hub; deliverer: Deliverer; metrics: EdgeMetrics; now(): number };
export type Entry = { ok: true } | { ok: false; code: number; reason: string };

const sameMode = (a: RoomMode, b: RoomMode) =>
  a.slowModeSec === b.slowModeSec && a.locked === b.locked && a.policy === b.policy;

/** Makes what moderators order come true on this edge: who may enter, who may speak, who has to go. */
export class Enforcer {
  readonly orders: Orders;
  readonly #options: EnforcerOptions;
  /** By room and user: when they last spoke, while the room is slow. */
  readonly #spoke = new Map<string, Map<string, number>>();
  readonly #joins = new Map<string, Tokens>();

  constructor(options: EnforcerOptions) {
    this.#options = options;
    this.orders = new Orders(
      () => options.now(),
      () => options.metrics.limitHit('sanctions'),
    );
  }

  /** An entry of the control log. */
  apply(order: Order): void {
    this.orders.apply(order);
    const { room, order: action } = order;
    switch (action.action) {
      case 'kick':
        return this.#expel(action.user, room, CLOSE.kicked, 'kicked');
      case 'ban': {
        const seconds = Math.ceil((action.until - this.#options.now()) / 1000);
        if (seconds > 0) this.#expel(action.user, room, CLOSE.banned, String(seconds));
        return;
      }
      case 'notice':
        return this.#notice(
          room,
          JSON.stringify({ type: 'notice', text: action.text, ts: order.at, level: action.level }),
        );
      case 'close':
        if (room !== undefined && action.until > this.#options.now()) this.#closeRoom(room);
        return;
      case 'slow_mode':
      case 'lock':
      case 'unlock':
      case 'raid':
      case 'raid_end':
        if (room !== undefined) this.#refresh(room);
        return;
      default:
    }
  }

  /** Whether a connection may enter a room now. */
  entry(connection: Connection, room: string): Entry {
    const { now } = this.#options;
    const until = this.orders.bannedUntil(connection.user, room);
    if (until !== undefined)
      return { ok: false, code: CLOSE.banned, reason: String(Math.ceil((until - now()) / 1000)) };
    // Those who can open it again may come in.
    if (!connection.moderator && this.orders.closedUntil(room) !== undefined)
      return { ok: false, code: CLOSE.roomClosed, reason: 'room closed' };
    return { ok: true };
  }

  /** Milliseconds until a room under a raid takes the next one; 0 when it takes this one. */
  joinWaitMs(room: string): number {
    const raid = this.orders.raid(room);
    if (!raid) return 0;
    const nowMs = this.#options.now();
    const rule = { perSec: raid.joinsPerSec, burst: Math.max(1, raid.joinsPerSec) };
    let tokens = this.#joins.get(room);
    if (!tokens) this.#joins.set(room, (tokens = { tokens: rule.burst, atMs: nowMs }));
    return takeToken(tokens, rule, nowMs);
  }

  /** Why a connection's message is refused at the door. Costs one look-up where nobody is muted and the room is open. */
  refusal(connection: Connection, room: EdgeRoom): RejectReason | undefined {
    const { slowModeSec, locked } = room.mode;
    if ((!locked && slowModeSec === 0 && !this.orders.anyMuted) || connection.moderator) return undefined;
    if (this.orders.mutedUntil(connection.user, room.name) !== undefined) return 'muted';
    if (locked) return 'locked';
    if (slowModeSec === 0) return undefined;
    const nowMs = this.#options.now();
    // Somebody who is new under a name made up just now waits once: a new name must not be a way around.
    const last = this.#spoke.get(room.name)?.get(connection.user) ?? (connection.fresh ? connection.sinceMs : 0);
    if (nowMs - last < slowModeSec * 1000) return 'slow_mode';
    this.#remember(room.name, connection.user, nowMs);
    return undefined;
  }

  /** Whether nothing of the connection's may be seen, not even that it types. */
  silenced(connection: Connection, room: EdgeRoom): boolean {
    if ((!room.mode.locked && !this.orders.anyMuted) || connection.moderator) return false;
    return room.mode.locked || this.orders.mutedUntil(connection.user, room.name) !== undefined;
  }

  /** A message went out in a slow room: its author may have spoken on another edge. */
  spoke(room: EdgeRoom, frame: Buffer): void {
    const { user } = JSON.parse(frame.toString('utf8')) as MessageFrame;
    this.#remember(room.name, user, this.#options.now());
  }

  /** Once a second: what has ended by itself. */
  sweep(): void {
    for (const room of this.orders.sweep()) this.#refresh(room);
    for (const room of this.#spoke.keys()) if (this.orders.mode(room).slowModeSec === 0) this.#spoke.delete(room);
    for (const room of this.#joins.keys()) if (!this.orders.raid(room)) this.#joins.delete(room);
  }

  #remember(room: string, user: string, nowMs: number): void {
    let speakers = this.#spoke.get(room);
    if (!speakers) this.#spoke.set(room, (speakers = new Map<string, number>()));
    speakers.delete(user);
    speakers.set(user, nowMs);
    if (speakers.size <= SPEAKERS_MAX) return;
    this.#options.metrics.limitHit('speakers');
    const oldest = speakers.keys().next();
    if (!oldest.done) speakers.delete(oldest.value);
  }

  #refresh(name: string): void {
    const room = this.#options.hub().room(name);
    const mode = this.orders.mode(name);
    if (!room || sameMode(room.mode, mode)) return;
    room.mode = mode;
    this.#options.deliverer.toRoom(room, JSON.stringify({ type: 'mode', ...mode }));
    this.#options.deliverer.schedule(room);
  }

  #closeRoom(name: string): void {
    this.#refresh(name);
    const room = this.#options.hub().room(name);
    if (!room) return;
    for (const connection of [...room.joining, ...room.members.values()])
      connection.close(CLOSE.roomClosed, 'room closed');
  }

  #notice(name: string | undefined, frame: string): void {
    const { hub, deliverer } = this.#options;
    const only = name === undefined ? undefined : hub().room(name);
    const rooms = name === undefined ? hub().rooms() : only ? [only] : [];
    for (const room of rooms) {
      deliverer.toRoom(room, frame);
      deliverer.schedule(room);
    }
  }

  #expel(user: string, name: string | undefined, code: number, reason: string): void {
    const only = name === undefined ? undefined : this.#options.hub().room(name);
    const rooms = name === undefined ? this.#options.hub().rooms() : only ? [only] : [];
    for (const room of rooms) {
      room.members.get(user)?.close(code, reason);
      for (const connection of [...room.joining]) if (connection.user === user) connection.close(code, reason);
    }
  }
}
