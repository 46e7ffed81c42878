import { CLOSE } from '@maru/contracts';
import type {
  Delivery,
  EdgeMessage,
  FrameIndex,
  RoomDelivery,
  RoomMode,
  RoomSnapshot,
  Snapshot,
  TermStart,
} from '@maru/contracts';
import type { EdgeAttachment } from '@maru/bus';
import type { Logger } from '@maru/observability';
import type { Connection } from './connection.js';
import type { Deliverer } from './delivery.js';
import type { EdgeMetrics } from './metrics.js';
import type { Reporter } from './reporter.js';
import { EdgeRoom } from './room.js';
import type { Told } from './room.js';
import type { Sender } from './sender.js';

/** A snapshot that has not come in this time is asked for again. */
const SNAPSHOT_TIMEOUT_MS = 3_000;
/** A member whose place is ahead of this edge's waits for it: looked at this often, the owner asked after this, at most this long. */
const AHEAD_POLL_MS = 20;
const AHEAD_REPAIR_MS = 300;
const AHEAD_WAIT_MAX_MS = 8_000;
/** Rooms opened on the broker side by side, while coming back to it. */
const OPENING_MAX = 128;

export type HubOptions = {
  attachment(): EdgeAttachment;
  shards: number;
  sender: Sender;
  reporter: Reporter;
  deliverer: Deliverer;
  metrics: EdgeMetrics;
  logger: Logger;
  lingerMs: number;
  now(): number;
  /** The room's mode, as the control log has it. */
  mode(room: string): RoomMode;
  /** A message went out in a room with slow mode. */
  spoke(room: EdgeRoom, frame: Buffer): void;
  /** The room has opened: send `joined` and what belongs to it. */
  admit(connection: Connection, room: EdgeRoom): void;
  /** A frame for the edge's other parts: nicknames. */
  nickVerdict(ref: string, allowed: boolean): void;
  /** What the broker has of the room may go. */
  removeRoom(key: string): void;
};

/** The rooms of this edge: opened for their first member, closed some time after the last has left. */
export class Hub {
  readonly #options: HubOptions;
  readonly #rooms = new Map<string, EdgeRoom>();
  readonly #terms: number[];
  /** One for all rooms: deliveries are many. */
  readonly #told: Told = {
    delivered: (room, index, frame) => this.#deliver(room, index, frame),
    retracted: (room, { seq, uid }) =>
      this.#options.deliverer.toRoom(room, JSON.stringify({ type: 'retract', seq, uid })),
  };
  #attached = false;
  /** Rises with every attachment, so that work for an older one ends. */
  #generation = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#terms = Array.from({ length: options.shards }, () => 0);
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** Members over all rooms of this edge. */
  get members(): number {
    let count = 0;
    for (const room of this.#rooms.values()) count += room.members.size;
    return count;
  }

  get empty(): number {
    let count = 0;
    for (const room of this.#rooms.values()) if (room.members.size === 0) count++;
    return count;
  }

  get attached(): boolean {
    return this.#attached;
  }

  rooms(): Iterable<EdgeRoom> {
    return this.#rooms.values();
  }

  room(name: string): EdgeRoom | undefined {
    return this.#rooms.get(name);
  }

  join(connection: Connection, name: string): void {
    let room = this.#rooms.get(name);
    if (!room) {
      room = new EdgeRoom(name, this.#options.shards, this.#options.now(), this.#options.metrics.limitHit);
      room.mode = this.#options.mode(name);
      this.#rooms.set(name, room);
      if (this.#attached) void this.#open(room, this.#generation);
    }
    connection.room = room;
    room.emptySinceMs = undefined;
    if (room.state === 'opening') room.joining.push(connection);
    else if (this.#ahead(connection, room)) {
      room.joining.push(connection);
      this.#catchUp(connection, room, this.#options.now());
    } else this.#admit(connection, room);
  }

  /** Whether a member comes back with a place that this edge has not reached: it saw more on another one. */
  #ahead({ admission }: Connection, room: EdgeRoom): boolean {
    const resume = admission?.resume;
    return resume !== undefined && resume.epoch === room.epoch && resume.seq > room.writtenSeq;
  }

  /** Lets a member in once the room has come to its place. An edge that is long behind asks the owner for the rest. */
  #catchUp(connection: Connection, room: EdgeRoom, sinceMs: number): void {
    // Somebody else took it in, or it is gone.
    if (!room.joining.includes(connection)) return;
    const waitedMs = this.#options.now() - sinceMs;
    if (room.state === 'opening') return;
    if (!this.#ahead(connection, room) || waitedMs >= AHEAD_WAIT_MAX_MS) {
      room.joining.splice(room.joining.indexOf(connection), 1);
      return this.#admit(connection, room);
    }
    if (waitedMs >= AHEAD_REPAIR_MS && (connection.admission?.resume?.seq ?? 0) > room.seq) this.#repair(room);
    setTimeout(() => this.#catchUp(connection, room, sinceMs), AHEAD_POLL_MS).unref();
  }

  leave(connection: Connection): void {
    const { room } = connection;
    if (!room) return;
    connection.room = undefined;
    const joining = room.joining.indexOf(connection);
    if (joining >= 0) room.joining.splice(joining, 1);
    if (room.members.get(connection.user) === connection) {
      room.members.delete(connection.user);
      this.#options.reporter.left(room, connection);
    }
    if (room.members.size === 0 && room.joining.length === 0) room.emptySinceMs = this.#options.now();
  }

  /** The broker's queue is there, and empty of bindings: every room is opened again, the busiest first. */
  async reattach(): Promise<void> {
    const generation = ++this.#generation;
    this.#attached = true;
    const rooms = [...this.#rooms.values()].sort(
      (a, b) => b.messagesPerSec - a.messagesPerSec || b.flushedMs - a.flushedMs || b.members.size - a.members.size,
    );
    for (const room of rooms) {
      if (room.state === 'live') room.state = 'repairing';
      // It is asked for once it is bound: an answer before that misses what is sent in between.
      room.askedMs = 0;
    }
    let next = 0;
    const work = async () => {
      while (next < rooms.length && generation === this.#generation) {
        const room = rooms[next++];
        if (room) await this.#open(room, generation);
      }
    };
    await Promise.all(Array.from({ length: OPENING_MAX }, work));
    if (generation === this.#generation && rooms.length > 0)
      this.#options.logger.info({ rooms: rooms.length }, 'all rooms are open on the broker again');
  }

  detached(): void {
    this.#generation++;
    this.#attached = false;
  }

  take(message: EdgeMessage): void {
    switch (message.type) {
      case 'delivery':
        return this.#delivery(message.delivery);
      case 'snapshot':
        return this.#snapshot(message.snapshot);
      case 'term':
        return this.#term(message.term);
      case 'receipts':
        for (const item of message.receipts.items) {
          if (item.kind === 'message') this.#options.sender.receipt(item);
          else if (item.kind === 'nick') this.#options.nickVerdict(item.ref, item.allowed);
          else this.#refuseRoom(item.room);
        }
    }
  }

  /** Once a second: rooms that nobody came back to are closed, snapshots that did not come are asked for again. */
  sweep(): void {
    const nowMs = this.#options.now();
    for (const room of this.#rooms.values()) {
      room.history.expire(nowMs);
      room.measure();
      if (room.emptySinceMs !== undefined && nowMs - room.emptySinceMs >= this.#options.lingerMs)
        void this.#close(room);
      else if (
        this.#attached &&
        room.state !== 'live' &&
        room.askedMs > 0 &&
        nowMs - room.askedMs > SNAPSHOT_TIMEOUT_MS
      ) {
        this.#options.metrics.limitHit('snapshot_timeout');
        this.#ask(room);
      }
    }
  }

  /** Closes every room, in an orderly stop: small steps spare the broker a mass of deletions. */
  async closeAll(): Promise<void> {
    const rooms = [...this.#rooms.values()];
    let next = 0;
    const work = async () => {
      for (let room = rooms[next++]; room; room = rooms[next++]) await this.#close(room);
    };
    await Promise.all(Array.from({ length: OPENING_MAX }, work));
  }

  async #open(room: EdgeRoom, generation: number): Promise<void> {
    const { attachment, logger, metrics } = this.#options;
    const started = performance.now();
    try {
      await attachment().openRoom(room.key);
    } catch (error) {
      // The connection is gone (then everything is opened again with the next one) or the broker has a fault.
      if (generation === this.#generation) {
        logger.warn({ err: error }, 'a room could not be opened; trying again');
        setTimeout(
          () => generation === this.#generation && this.#rooms.has(room.name) && void this.#open(room, generation),
          SNAPSHOT_TIMEOUT_MS,
        );
      }
      return;
    }
    if (generation !== this.#generation || !this.#rooms.has(room.name)) return;
    metrics.roomOpened(performance.now() - started);
    this.#ask(room);
  }

  /** A new room's name goes past moderation; a known one's owner is asked directly. */
  #ask(room: EdgeRoom): void {
    room.askedMs = this.#options.now();
    if (room.state === 'opening') this.#options.sender.open(room);
    else this.#options.reporter.repair(room);
  }

  async #close(room: EdgeRoom): Promise<void> {
    this.#options.deliverer.drop(room);
    this.#rooms.delete(room.name);
    this.#options.reporter.closed(room);
    if (this.#attached) await this.#options.attachment().closeRoom(room.key);
    // Other rooms are their owner's to remove; of one that never opened it has not heard.
    if (room.state === 'opening') this.#options.removeRoom(room.key);
    // Somebody may have come in the meantime, into a new room of the same name: its binding must stand.
    const successor = this.#rooms.get(room.name);
    if (successor && this.#attached) await this.#open(successor, this.#generation);
  }

  #term(term: TermStart): void {
    // The same term again is an owner that did not hear this edge for a while, and has forgotten its members.
    if (term.term < (this.#terms[term.shard] ?? 0)) return;
    this.#terms[term.shard] = term.term;
    for (const room of this.#rooms.values())
      if (room.shard === term.shard && room.state !== 'opening') this.#options.reporter.full(room);
  }

  /** False when the sender has been replaced as the shard's owner. */
  #current(header: { shard: number; term: number }): boolean {
    const term = this.#terms[header.shard] ?? 0;
    if (header.term > term) this.#terms[header.shard] = header.term;
    if (header.term >= term) return true;
    this.#options.metrics.stale();
    return false;
  }

  #delivery({ header, frames }: Delivery): void {
    if (!this.#current(header)) return;
    const { metrics, now } = this.#options;
    const ageMs = now() - header.at;
    let offset = 0;
    for (const delivery of header.rooms) {
      const count = delivery.messages?.length ?? 0;
      const room = this.#rooms.get(delivery.room);
      if (room?.state === 'live') this.#roomDelivery(room, header.term, delivery, frames, offset);
      // The snapshot brings what was missed, but says nothing of what the members have seen already.
      else if (room?.state === 'repairing') this.#retracts(room, delivery);
      offset += count;
    }
    if (offset > 0) metrics.arrived(offset, ageMs);
  }

  #roomDelivery(room: EdgeRoom, term: number, delivery: RoomDelivery, frames: readonly Buffer[], offset: number): void {
    const { deliverer } = this.#options;
    if (delivery.messages) {
      const received = room.receive(term, delivery.epoch, delivery.messages, frames, offset, this.#told);
      if (received === 'gap') this.#repair(room);
      else if (received === 'reset') return this.#reset(room);
    }
    this.#retracts(room, delivery);
    if (delivery.presence) {
      const { members, joined, left } = delivery.presence;
      room.presence(members, joined, left);
      deliverer.toRoom(
        room,
        JSON.stringify({ type: 'presence', members, ...(joined ? { joined } : {}), ...(left ? { left } : {}) }),
      );
    }
    for (const { user, nick } of delivery.typing ?? [])
      deliverer.toRoom(room, JSON.stringify({ type: 'typing', user, nick }));
    deliverer.schedule(room);
  }

  #retracts(room: EdgeRoom, { retracts }: RoomDelivery): void {
    if (!retracts) return;
    for (const { seq, uid } of retracts) {
      room.retract(uid);
      this.#options.deliverer.toRoom(room, JSON.stringify({ type: 'retract', seq, uid }));
    }
    this.#options.deliverer.schedule(room);
  }

  #deliver(room: EdgeRoom, { uid, seq, ts, retracted }: FrameIndex, frame: Buffer): void {
    this.#options.sender.delivered(uid);
    this.#options.deliverer.toRoom(room, frame, ts);
    if (retracted) this.#options.deliverer.toRoom(room, JSON.stringify({ type: 'retract', seq, uid }));
    this.#options.metrics.delivered(1);
    room.delivered++;
    if (room.mode.slowModeSec > 0) this.#options.spoke(room, frame);
  }

  #repair(room: EdgeRoom): void {
    if (room.state !== 'live') return;
    room.state = 'repairing';
    this.#options.metrics.gap();
    this.#ask(room);
  }

  /** The members cannot be brought up to date where they are: they resume, and learn what is missing. */
  #reset(room: EdgeRoom): void {
    this.#options.logger.warn({ shard: room.shard }, 'a room lost its place; its members are asked to come again');
    this.#options.metrics.reset();
    this.#options.deliverer.drop(room);
    room.state = 'opening';
    room.epoch = '';
    room.seq = 0;
    for (const connection of [...room.members.values()]) connection.close(CLOSE.brokerLost, 'the room lost its place');
    this.#ask(room);
  }

  #snapshot({ header, frames }: Snapshot): void {
    if (!this.#current(header)) return;
    let offset = 0;
    for (const snapshot of header.rooms) {
      const end = offset + snapshot.messages.length;
      this.#roomSnapshot(header.term, snapshot, frames.slice(offset, end));
      offset = end;
    }
  }

  #roomSnapshot(term: number, snapshot: RoomSnapshot, frames: readonly Buffer[]): void {
    const room = this.#rooms.get(snapshot.room);
    if (!room) return;
    // One that was asked for twice comes twice. The first may be from before the room was bound here: then the second
    // brings what was sent between them.
    if (room.state === 'live' && snapshot.epoch !== room.epoch) return;
    room.askedMs = 0;
    if (room.state === 'opening') {
      room.adopt(term, snapshot, frames);
      this.#options.reporter.full(room);
      for (const connection of room.joining.splice(0)) this.#admit(connection, room);
      return;
    }
    const known = room.state === 'live';
    const received = room.repair(term, snapshot, frames, this.#told);
    if (received !== 'ok') return this.#reset(room);
    if (known) return this.#options.deliverer.schedule(room);
    this.#options.metrics.repaired();
    this.#options.reporter.full(room);
    this.#options.deliverer.toRoom(room, JSON.stringify({ type: 'presence', members: room.totalMembers }));
    this.#options.deliverer.schedule(room);
  }

  #admit(connection: Connection, room: EdgeRoom): void {
    if (!connection.open) return;
    const replaced = room.members.get(connection.user);
    room.members.set(connection.user, connection);
    if (replaced) replaced.close(CLOSE.replaced, 'connected again elsewhere');
    else this.#options.reporter.joined(room, connection);
    room.emptySinceMs = undefined;
    this.#options.admit(connection, room);
    this.#options.metrics.joined();
  }

  #refuseRoom(name: string): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    for (const connection of [...room.joining, ...room.members.values()]) {
      connection.send(
        JSON.stringify({
          type: 'error',
          code: 'not_allowed',
          message: 'This room name is not allowed here. Choose another.',
        }),
      );
      connection.close(CLOSE.protocolViolation, 'room name refused');
    }
    room.emptySinceMs = 0;
  }
}
