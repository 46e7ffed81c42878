import type { FlushClock } from '@maru/bus';
import type { Connection } from './connection.js';
import type { EdgeMetrics } from './metrics.js';
import type { EdgeRoom } from './room.js';

/** Longest a room's messages wait to be written together, ms. */
export const WINDOW_MAX_MS = 100;
/** Members on this edge up to which a room's size alone opens no window. */
const SMALL_ROOM_MEMBERS = 60;
/** Further members per ms of window: 400 make it 80 ms. */
const MEMBERS_PER_MS = 5;
/** Deliveries per second of the whole edge up to which its load opens no window, and further ones per ms of window. */
const EASY_DELIVERIES_PER_SEC = 12_000;
const DELIVERIES_PER_SEC_PER_MS = 350;
/** Longest window that load alone opens, ms. */
const LOAD_WINDOW_MAX_MS = 40;
/**
 * Share of the window that is spent here. Most messages have spent theirs on the edge that took them (see
 * {@link Deliverer.sourceWaitMs}) and come together; those that come apart wait for each other this long.
 */
const WINDOW_SHARE = 0.25;
/** A room is in use while its last write is not longer ago than this many windows. */
const IN_USE_WINDOWS = 1.5;
/** Under load a receipt waits this long for the message itself, which follows the confirm, to share a write with it. */
const RECEIPT_WAIT_MS = 30;
const RATE_INTERVAL_MS = 250;

/**
 * Writes to sockets. A socket write costs far more than the bytes in it, so a busy room's messages are gathered in a
 * window and go out in one write per socket, with what waits for that socket alone. A quiet room's go at once.
 */
export class Deliverer {
  readonly #clock: FlushClock;
  readonly #metrics: EdgeMetrics;
  readonly #now: () => number;
  readonly #wallNow: () => number;
  readonly #waiting = new Set<Connection>();
  #waitingScheduled = false;
  #deliveries = 0;
  #rate = 0;
  #rateMs: number;
  // What the cork callback of the socket at hand writes: one function for all, instead of one per socket and write.
  #current: Connection | undefined;
  #frames: readonly (Buffer | string)[] = [];

  constructor(options: { clock: FlushClock; metrics: EdgeMetrics; now?: () => number; wallNow?: () => number }) {
    this.#clock = options.clock;
    this.#metrics = options.metrics;
    this.#now = options.now ?? (() => performance.now());
    this.#wallNow = options.wallNow ?? Date.now;
    this.#rateMs = this.#now();
  }

  /** Deliveries per second, smoothed. */
  get rate(): number {
    return this.#rate;
  }

  /** The longest wait of a room's messages for each other now, ms. */
  windowMs(room: EdgeRoom): number {
    const bySize = (room.members.size - SMALL_ROOM_MEMBERS) / MEMBERS_PER_MS;
    const byLoad = Math.min(LOAD_WINDOW_MAX_MS, (this.#rate - EASY_DELIVERIES_PER_SEC) / DELIVERIES_PER_SEC_PER_MS);
    return Math.max(0, Math.min(WINDOW_MAX_MS, Math.max(bySize, byLoad)));
  }

  /**
   * How long a message for the room may wait on the edge that takes it, ms. There it saves the most: what leaves
   * together passes the broker, moderation and fan-out together too. 0 while the room is not in use, so that nobody
   * waits in a quiet hall.
   */
  sourceWaitMs(room: EdgeRoom): number {
    const windowMs = this.windowMs(room);
    return this.#now() - room.flushedMs < windowMs * IN_USE_WINDOWS ? windowMs : 0;
  }

  /**
   * A frame for everyone in the room.
   * @param ts when an edge took the message, for the end-to-end latency
   */
  toRoom(room: EdgeRoom, frame: Buffer | string, ts?: number): void {
    if (room.outgoing.push(frame) === 1) room.outgoingSinceMs = this.#now();
    if (ts !== undefined) room.outgoingTs ??= ts;
  }

  /** Writes what {@link toRoom} gathered, now or when the room's window ends. */
  schedule(room: EdgeRoom): void {
    if (room.outgoing.length === 0 || room.flushTimer !== undefined) return;
    const wait = room.flushedMs + this.windowMs(room) * WINDOW_SHARE - this.#now();
    if (wait < 1) this.#flush(room);
    else {
      room.flushTimer = setTimeout(() => {
        room.flushTimer = undefined;
        this.#flush(room);
      }, wait);
    }
  }

  /** Drops what {@link toRoom} gathered: the room is over, or is another one by now. */
  drop(room: EdgeRoom): void {
    clearTimeout(room.flushTimer);
    room.flushTimer = undefined;
    room.outgoing = [];
    room.outgoingTs = undefined;
  }

  /** A frame for one connection. Under load it waits a little for its room's messages, to go out in the same write. */
  toConnection(connection: Connection, frame: string): void {
    if (connection.waiting) {
      connection.waiting.push(frame);
      return;
    }
    connection.waiting = [frame];
    this.#waiting.add(connection);
    if (this.#waitingScheduled) return;
    this.#waitingScheduled = true;
    const busy = this.#clock.lingerMs > 0 || (connection.room !== undefined && this.windowMs(connection.room) > 0);
    if (busy) setTimeout(this.#flushWaiting, RECEIPT_WAIT_MS);
    else setImmediate(this.#flushWaiting);
  }

  readonly #flushWaiting = (): void => {
    this.#waitingScheduled = false;
    this.#frames = [];
    for (const connection of this.#waiting) this.#write(connection);
    this.#waiting.clear();
  };

  #flush(room: EdgeRoom): void {
    const frames = room.outgoing;
    room.outgoing = [];
    const now = this.#now();
    const windowMs = this.windowMs(room);
    room.flushedMs = now;
    room.busy = true;
    room.writtenSeq = room.seq;
    const oldestTs = room.outgoingTs;
    room.outgoingTs = undefined;
    let written = 0;
    this.#frames = frames;
    for (const connection of room.members.values()) {
      if (!connection.live) continue;
      written++;
      if (connection.waiting) this.#waiting.delete(connection);
      this.#write(connection);
    }
    this.#frames = [];
    let bytes = 0;
    for (const frame of frames) bytes += typeof frame === 'string' ? Buffer.byteLength(frame) : frame.length;
    this.#metrics.flushed(written, frames.length, bytes, windowMs, now - room.outgoingSinceMs);
    if (oldestTs !== undefined) this.#metrics.endToEnd(written * frames.length, this.#wallNow() - oldestTs);
    this.#count(written * frames.length, now);
  }

  /** One write: what waits for this connection alone, then the frames at hand. */
  #write(connection: Connection): void {
    const { socket } = connection;
    if (!socket) return;
    if (connection.waiting === undefined && this.#frames.length === 1) {
      socket.send(this.#frames[0] ?? '', false, false);
      return;
    }
    this.#current = connection;
    socket.cork(this.#writeCorked);
  }

  readonly #writeCorked = (): void => {
    const connection = this.#current;
    const socket = connection?.socket;
    if (!connection || !socket) return;
    if (connection.waiting) {
      for (const frame of connection.waiting) socket.send(frame, false, false);
      connection.waiting = undefined;
    }
    for (const frame of this.#frames) socket.send(frame, false, false);
  };

  #count(deliveries: number, now: number): void {
    this.#deliveries += deliveries;
    const elapsed = now - this.#rateMs;
    if (elapsed < RATE_INTERVAL_MS) return;
    const keep = Math.pow(0.5, elapsed / 500);
    this.#rate = this.#rate * keep + (this.#deliveries / elapsed) * 1000 * (1 - keep);
    this.#deliveries = 0;
    this.#rateMs = now;
  }
}
