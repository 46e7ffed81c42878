import { BATCH_BYTES_MAX, BATCH_ITEMS_MAX, HISTORY_AGE_MS } from '@maru/contracts';
import type {
  ApprovedItem,
  ApprovedMessage,
  EdgeReportItem,
  MessageReceipt,
  RoomSnapshot,
  ShardMessage,
  Snapshot,
} from '@maru/contracts';
import type { Bus, FlushClock, ShardDelivery } from '@maru/bus';
import type { Logger } from '@maru/observability';
import type { FanoutMetrics } from './metrics.js';
import { Departed } from './departed.js';
import { Outbox } from './outbox.js';
import { PresencePace } from './presence-pace.js';
import { takeOver } from './recovery.js';
import { Room } from './room.js';
import type { Position } from './room.js';
import { INDEX_BYTES, PERSON_BYTES, ROOM_BYTES } from './sizes.js';

export type ShardOwnerOptions = {
  bus: Bus;
  clock: FlushClock;
  shard: number;
  /** Id of this process. */
  owner: string;
  roomLingerMs: number;
  /** Edges known to be alive; a report of any other makes it known. */
  edgeSeen(edge: string): void;
  receipts(edge: string, receipt: MessageReceipt): void;
  metrics: FanoutMetrics;
  logger: Logger;
  now(): number;
};

/** The rooms of one shard, while this process owns it. */
export class ShardOwner {
  readonly #options: ShardOwnerOptions;
  #rooms = new Map<string, Room>();
  #departed: Departed;
  #term = 0;
  /** Session of the consumer that the state belongs to; 0 before the first. */
  #session = 0;
  /** Since when the shard does not deliver here; undefined while it does. */
  #unownedSinceMs: number | undefined;
  #outbox: Outbox;
  /** Deliveries that wait until the shard is taken over. */
  #waiting: ShardDelivery<ShardMessage>[] | undefined;
  readonly #pace: PresencePace<Room>;
  /** Snapshots that the batch at hand asks for: sent at its end, so that what comes before them goes out as one. */
  #asked: { edge: string; room: Room; position: Position }[] = [];

  constructor(options: ShardOwnerOptions) {
    this.#options = options;
    this.#outbox = this.#makeOutbox();
    const { now, metrics } = options;
    this.#departed = new Departed(metrics.limitHit);
    this.#pace = new PresencePace({
      tell: (room) => this.#tell(room),
      waits: () => metrics.limitHit('presence_told'),
      now,
    });
  }

  get rooms(): number {
    return this.#rooms.size;
  }

  /** Rooms that nobody has open any more but are still remembered. */
  get lingering(): number {
    let count = 0;
    for (const room of this.#rooms.values()) if (room.presence.empty) count++;
    return count;
  }

  get members(): number {
    let count = 0;
    for (const room of this.#rooms.values()) count += room.presence.members;
    return count;
  }

  take(delivery: ShardDelivery<ShardMessage>): void {
    if (delivery.session !== this.#session) {
      this.#session = delivery.session;
      this.#waiting = [];
      void this.#takeOver(delivery.session);
    }
    if (this.#waiting) this.#waiting.push(delivery);
    else this.#process(delivery);
  }

  /** Finishes what is in hand; afterwards the shard may go to another process. */
  async release(): Promise<void> {
    await this.#outbox.idle();
    this.#forget();
  }

  #forget(): void {
    this.#pace.clear();
    this.#outbox.abandon();
    this.#outbox = this.#makeOutbox();
    this.#rooms = new Map();
    this.#departed = new Departed(this.#options.metrics.limitHit);
    this.#term = 0;
    this.#session = 0;
    this.#waiting = undefined;
    this.#unownedSinceMs = undefined;
  }

  /** Asks an edge to report its rooms of this shard. */
  inquire(edge: string): void {
    const { bus, shard, owner, now, logger } = this.#options;
    if (this.#term === 0 || this.#waiting) return;
    bus
      .reply(edge, { type: 'term', v: 1, at: now(), shard, term: this.#term, owner })
      .catch((error: unknown) => logger.warn({ err: error }, 'an edge was not asked for its rooms'));
  }

  /** An edge is gone, and its members with it. */
  edgeGone(edge: string): void {
    for (const room of this.#rooms.values()) if (room.presence.remove(edge)) this.#report(room);
  }

  /**
   * Once a second: what is too old goes, and what waited for its turn is told. A shard that does not deliver here any
   * more is another's: its state is kept for the linger, for a short interruption, and then dropped.
   */
  sweep(owned: boolean): void {
    if (this.#waiting) return;
    const nowMs = this.#options.now();
    if (!owned) {
      this.#unownedSinceMs ??= nowMs;
      if (nowMs - this.#unownedSinceMs >= this.#options.roomLingerMs) this.#forget();
      return;
    }
    this.#unownedSinceMs = undefined;
    this.#departed.expire(nowMs);
    const over: string[] = [];
    for (const room of this.#rooms.values()) {
      room.expire(nowMs);
      this.#report(room);
      if (room.emptySinceMs !== undefined && nowMs - room.emptySinceMs >= this.#options.roomLingerMs) {
        this.#outbox.update(room, { closed: true });
        this.#departed.keep(room);
        this.#rooms.delete(room.room);
        this.#options.metrics.roomClosed();
        over.push(room.key);
      }
    }
    if (over.length > 0) this.#options.bus.removeRooms(over);
  }

  async #takeOver(session: number): Promise<void> {
    const { bus, shard, owner, now, logger, metrics } = this.#options;
    const started = performance.now();
    try {
      const known = this.#term > 0 ? { known: { term: this.#term, rooms: this.#rooms, departed: this.#departed } } : {};
      const { term, rooms, departed, readEntries } = await takeOver({
        bus,
        shard,
        owner,
        now,
        limitHit: metrics.limitHit,
        ...known,
      });
      if (this.#session !== session) return;
      if (rooms !== this.#rooms) {
        this.#outbox.abandon();
        this.#outbox = this.#makeOutbox();
      }
      // Edges missed what was on its way when the shard stopped, and may be as late to ask for it.
      for (const room of rooms.values()) room.history.keep(now() + HISTORY_AGE_MS);
      this.#rooms = rooms;
      this.#departed = departed;
      this.#term = term;
      metrics.takenOver((performance.now() - started) / 1000);
      logger.info(
        { shard, term, rooms: rooms.size, readEntries, tookMs: Math.round(performance.now() - started) },
        'took over a shard',
      );
    } catch (error) {
      // Nothing was acknowledged: the messages come again with a new session, and with them the next try.
      logger.warn({ shard, err: error }, 'could not take over a shard');
      if (this.#session !== session) return;
      setTimeout(() => this.#session === session && void this.#takeOver(session), 500);
      return;
    }
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const delivery of waiting) this.#process(delivery);
  }

  #process(delivery: ShardDelivery<ShardMessage>): void {
    const { message } = delivery;
    const parked: Promise<void>[] = [];
    if (message.type === 'approved') {
      this.#options.metrics.batchTaken(message.items.length, (this.#options.now() - message.at) / 1000);
      for (const item of message.items) {
        try {
          this.#approved(item);
        } catch (error) {
          parked.push(this.#park({ ...message, items: [item] }, error));
          // Whoever waits for the message hears that it will not come.
          if (item.kind === 'message')
            this.#options.receipts(item.edge, {
              kind: 'message',
              uid: item.uid,
              status: 'rejected',
              reason: 'undeliverable',
            });
        }
      }
    } else {
      this.#options.edgeSeen(message.edge);
      for (const item of message.items) {
        try {
          this.#reported(message.edge, item);
        } catch (error) {
          parked.push(this.#park({ ...message, items: [item] }, error));
        }
      }
    }
    this.#sendSnapshots();
    if (parked.length === 0) this.#outbox.acknowledge(delivery.ack);
    else void Promise.all(parked).then(() => this.#outbox.acknowledge(delivery.ack));
  }

  /** One item that cannot be processed must not hold up the others. Resolves when the broker has it. */
  async #park(body: ShardMessage, error: unknown): Promise<void> {
    const { logger, bus, shard } = this.#options;
    logger.error({ shard, err: error }, 'an item could not be processed; it goes to the dead letters');
    await bus
      .deadLetter(`approved.${shard}`, body, (error as Error).message)
      .catch((cause: unknown) => logger.error({ err: cause }, 'a dead letter was lost'));
  }

  #approved(item: ApprovedItem): void {
    if (item.kind === 'message') this.#message(item);
    else if (item.kind === 'retract') this.#retract(item.room, item.uid);
    else {
      // It may have waited for longer than the edge lived: then nothing else is heard of it, and it is gone again soon.
      this.#options.edgeSeen(item.edge);
      this.#ask(item.edge, this.#room(item.room, item), item);
    }
  }

  #message(message: ApprovedMessage): void {
    const { metrics, now, receipts } = this.#options;
    const room = this.#room(message.room, message);
    const seen = room.seen(message);
    if (seen) {
      metrics.duplicateDropped();
      // The same uid is the bus repeating itself; another one is the client, who wants to know.
      if (seen.uid !== message.uid)
        receipts(message.edge, { kind: 'message', uid: message.uid, status: 'duplicate', seq: seen.seq });
      return;
    }
    const { index, frame } = room.place(message, now());
    this.#outbox.message(room, index, frame);
    metrics.messagePlaced();
  }

  #reported(edge: string, item: EdgeReportItem): void {
    if (item.kind === 'leave') {
      const room = this.#rooms.get(item.room);
      if (room?.presence.remove(edge)) this.#report(room);
      return;
    }
    if (item.kind === 'typing') {
      const room = this.#rooms.get(item.room);
      if (room) this.#outbox.update(room, { typing: [{ user: item.user, nick: item.nick }] });
      return;
    }
    if (item.kind === 'retract') return this.#retract(item.room, item.uid, item.seq);
    const room = this.#room(item.room, item);
    if (item.kind === 'repair') return this.#ask(edge, room, item);
    room.presence.update(edge, item);
    room.emptySinceMs = undefined;
    this.#report(room);
  }

  #retract(name: string, uid: string, seq = 0): void {
    const room = this.#rooms.get(name);
    // Live clients show messages longer than the history keeps them: seq is 0 where nobody knows it any more.
    if (room) this.#outbox.update(room, { retracts: [{ seq: room.history.retract(uid)?.seq ?? seq, uid }] });
  }

  #room(name: string, position: Position): Room {
    let room = this.#rooms.get(name);
    if (room) room.advance(position);
    else {
      const { now, metrics } = this.#options;
      room = new Room(name, position, now(), metrics.limitHit, this.#departed.take(name));
      this.#rooms.set(name, room);
      // Into the log with its epoch: a successor would make up another one, and members would lose their place.
      this.#outbox.update(room, {});
      this.#options.metrics.roomOpened();
    }
    return room;
  }

  #report(room: Room): void {
    if (room.presence.due(this.#options.now())) this.#pace.ask(room, room.presence.members);
  }

  #tell(room: Room): void {
    // It may have waited for its turn, and been dropped or replaced meanwhile.
    if (this.#rooms.get(room.room) !== room) return;
    const presence = room.presence.report(this.#options.now());
    if (presence) this.#outbox.update(room, { presence });
  }

  #ask(edge: string, room: Room, position: Position): void {
    room.presence.open(edge);
    room.emptySinceMs = undefined;
    this.#asked.push({ edge, room, position });
  }

  /** Every room's state in one cut: after everything sent so far, before everything sent later. One message per edge. */
  #sendSnapshots(): void {
    if (this.#asked.length === 0) return;
    const { shard, now } = this.#options;
    this.#outbox.flush();
    const gathered = new Map<string, { rooms: RoomSnapshot[]; frames: Buffer[]; bytes: number }>();
    const send = (edge: string) => {
      const { rooms, frames } = gathered.get(edge) ?? { rooms: [], frames: [] };
      gathered.delete(edge);
      this.#reply(edge, { header: { type: 'snapshot', v: 1, at: now(), shard, term: this.#term, rooms }, frames });
    };
    for (const { edge, room, position } of this.#asked.splice(0)) {
      const { snapshot, frames } = this.#snapshot(room, position);
      let batch = gathered.get(edge);
      if (!batch) gathered.set(edge, (batch = { rooms: [], frames: [], bytes: 0 }));
      batch.rooms.push(snapshot);
      batch.bytes += ROOM_BYTES + (snapshot.roster?.length ?? 0) * PERSON_BYTES;
      for (const frame of frames) {
        batch.frames.push(frame);
        batch.bytes += frame.length + INDEX_BYTES;
      }
      if (batch.rooms.length >= BATCH_ITEMS_MAX || batch.bytes >= BATCH_BYTES_MAX) send(edge);
    }
    for (const edge of [...gathered.keys()]) send(edge);
  }

  #reply(edge: string, snapshot: Snapshot): void {
    const { bus, metrics, logger } = this.#options;
    metrics.snapshotsSent(snapshot.header.rooms.length);
    // The edge asks again when it hears nothing.
    bus
      .reply(edge, snapshot)
      .catch((error: unknown) => logger.warn({ err: error }, 'the snapshots of some rooms were not sent'));
  }

  #snapshot(room: Room, position: Position): { snapshot: RoomSnapshot; frames: Buffer[] } {
    room.history.expire(this.#options.now());
    const { floor } = room.history;
    const since =
      position.epoch === room.epoch && position.seq !== undefined && position.seq >= floor ? position.seq : floor;
    // Of what the edge has, those that were taken back: it may have missed that.
    const entries = [...room.history.retracted(since), ...room.history.after(since)];
    const roster = room.presence.roster();
    return {
      snapshot: {
        room: room.room,
        epoch: room.epoch,
        seq: room.seq,
        members: room.presence.members,
        ...(roster ? { roster } : {}),
        mode: room.mode,
        since,
        messages: entries.map(({ seq, prev, uid, ts, retracted }) => ({
          seq,
          prev,
          uid,
          ts,
          ...(retracted ? { retracted } : {}),
        })),
      },
      frames: entries.map(({ frame }) => frame),
    };
  }

  #makeOutbox(): Outbox {
    const { bus, clock, shard, now, metrics, logger } = this.#options;
    return new Outbox({
      bus,
      clock,
      shard,
      term: () => this.#term,
      now,
      published: (delivery, confirmMs) => metrics.published(delivery.frames.length, confirmMs / 1000),
      gathered: (messages, waitedMs) => metrics.gathered(messages, waitedMs / 1000),
      held: () => metrics.limitHit('deliveries_in_flight'),
      problem: (message, err) => logger.warn({ shard, err }, message),
    });
  }
}
