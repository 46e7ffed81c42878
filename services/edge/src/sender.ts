import { randomBytes } from 'node:crypto';
import CircuitBreaker from 'opossum';
import { BATCH_BYTES_MAX, BATCH_ITEMS_MAX } from '@maru/contracts';
import type { MessageReceipt, RawItem, RawMessage, ReceiptFrame } from '@maru/contracts';
import { Batcher } from '@maru/bus';
import type { Bus, FlushClock } from '@maru/bus';
import type { Connection } from './connection.js';
import { DEFAULT_POLICY } from './orders.js';
import type { EdgeMetrics } from './metrics.js';
import type { EdgeRoom } from './room.js';

/** Messages that wait for their outcome on this edge; more are refused with `unavailable`. */
export const PENDING_MAX = 200_000;
/** Bytes of these; a message counts with its room on the bus. */
export const PENDING_BYTES_MAX = 67_108_864;
/** A message without an outcome for this long is published once more: its receipt may have been lost with a connection. */
const OUTCOME_TIMEOUT_MS = 15_000;
/** After this an outcome is not waited for any more; the client asks by sending again. */
const PENDING_AGE_MAX_MS = 300_000;
/** Unconfirmed bytes from which new messages are refused. */
const UNCONFIRMED_BYTES_HIGH = 33_554_432;
const IN_FLIGHT_MAX = 16;
/** Bytes of a message on the bus beside its text: keys, ids and punctuation. */
const ITEM_OVERHEAD_BYTES = 300;
/** The broker took no publish for this long: the breaker opens. */
const CONFIRM_TIMEOUT_MS = 5_000;
const BREAKER_RESET_MS = 1_000;
/** What a client is told to wait when the broker is away. */
export const RETRY_AFTER_MS = 2_000;

type Pending = {
  connection: Connection;
  item: RawMessage;
  confirmed: boolean;
  sinceMs: number;
  repeated: boolean;
  held: boolean;
  outcome?: (receipt: ReceiptFrame | undefined) => void;
};

export type SenderOptions = {
  bus: Bus;
  edge: string;
  clock: FlushClock;
  metrics: EdgeMetrics;
  now(): number;
  shardOf(room: string): number;
  /** How long a message for the room may wait for others before it leaves, ms. */
  waitMs(room: EdgeRoom): number;
  /** Sends a frame to one connection, in one write with its room's next messages when they are due. */
  deliver(connection: Connection, frame: string): void;
  error(connection: Connection, code: 'unavailable', message: string, id: string, retryAfterMs: number): void;
};

/** Brings messages to moderation, and their outcomes back to their senders. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #batchers: Batcher<RawItem>[];
  readonly #breaker: CircuitBreaker<[Promise<void>], void>;
  readonly #pending = new Map<string, Pending>();
  /** Start of this edge's message ids: unique over processes, so that uids are. */
  readonly #boot = `${randomBytes(5).toString('hex')}-`;
  #counter = 0;
  #pendingBytes = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
    const { bus, edge, clock, now } = options;
    // The publish goes on whatever the breaker thinks of it: it only watches, and stops new messages at the door.
    this.#breaker = new CircuitBreaker<[Promise<void>], void>((confirm) => confirm, {
      timeout: CONFIRM_TIMEOUT_MS,
      resetTimeout: BREAKER_RESET_MS,
      errorThresholdPercentage: 50,
      volumeThreshold: 3,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
    });
    this.#breaker.on('open', () => options.metrics.breakerOpened());
    bus.onStatus((status) => (status === 'up' ? this.#breaker.close() : this.#breaker.open()));
    this.#batchers = Array.from(
      { length: bus.shards },
      (_, shard) =>
        new Batcher<RawItem>({
          clock,
          publish: (items) => {
            const confirm = bus.publishRaw(shard, { type: 'raw', v: 1, at: now(), edge, items });
            if (!this.#breaker.opened) void this.#breaker.fire(confirm).catch(() => undefined);
            options.metrics.rawBatch(items.length);
            return confirm;
          },
          settled: (items, error) => this.#settled(items, error),
          itemsMax: BATCH_ITEMS_MAX,
          bytesMax: BATCH_BYTES_MAX,
          inFlightMax: IN_FLIGHT_MAX,
          held: () => options.metrics.limitHit('batches_in_flight'),
        }),
    );
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Age of the oldest message without an outcome, ms. One that is held has one for now. */
  get oldestPendingMs(): number {
    for (const pending of this.#pending.values()) if (!pending.held) return this.#options.now() - pending.sinceMs;
    return 0;
  }

  get breakerState(): 'closed' | 'open' | 'half-open' {
    if (this.#breaker.halfOpen) return 'half-open';
    return this.#breaker.opened ? 'open' : 'closed';
  }

  /**
   * False when the broker takes nothing now: nothing was accepted.
   * @param outcome hears of what becomes of it, where there is no socket to tell; undefined: not accepted after all
   */
  send(
    connection: Connection,
    room: EdgeRoom,
    id: string,
    text: string,
    outcome?: (receipt: ReceiptFrame | undefined) => void,
  ): boolean {
    const { bus, now, metrics } = this.#options;
    if ((this.#breaker.opened && !this.#breaker.halfOpen) || bus.status !== 'up' || this.#full()) {
      metrics.send('unavailable');
      return false;
    }
    const uid = this.#boot + (++this.#counter).toString(36);
    const { user, nick } = connection;
    const sinceMs = now();
    const item: RawMessage = { kind: 'message', uid, room: room.name, user, nick, id, text, ts: sinceMs };
    if (room.epoch !== '') {
      item.epoch = room.epoch;
      item.seq = room.seq;
    }
    const { policy } = room.mode;
    if (policy !== DEFAULT_POLICY) item.policy = policy;
    const pending: Pending = { connection, item, confirmed: false, sinceMs, repeated: false, held: false };
    if (outcome) pending.outcome = outcome;
    this.#pending.set(uid, pending);
    const bytes = bytesOf(item);
    this.#pendingBytes += bytes;
    this.#batchers[room.shard]?.add(item, bytes, this.#options.waitMs(room));
    return true;
  }

  /** Asks moderation about a room's name; on its word the room's owner answers with a snapshot. */
  open(room: EdgeRoom): void {
    // The hub asks again until there is an answer; while the broker takes nothing that would pile up.
    if (this.#options.bus.status === 'up')
      this.#batchers[room.shard]?.add({ kind: 'open', room: room.name, ...room.position }, ITEM_OVERHEAD_BYTES);
  }

  checkNick(shard: number, ref: string, nick: string, vouched: boolean): void {
    this.#batchers[shard]?.add({ kind: 'nick', ref, nick, ...(vouched ? { vouched } : {}) }, ITEM_OVERHEAD_BYTES);
  }

  /** A message was delivered to its room: that is its outcome. */
  delivered(uid: string): void {
    if (!uid.startsWith(this.#boot)) return;
    const pending = this.#pending.get(uid);
    if (!pending) return;
    this.#forget(uid, pending);
    // The message can overtake the broker's confirm; the sender is told in the order it expects.
    if (!pending.confirmed) this.#accepted(pending);
  }

  /** Moderation's or fan-out's word on a message. */
  receipt(receipt: MessageReceipt): void {
    const pending = this.#pending.get(receipt.uid);
    if (!pending) return;
    // The verdict can overtake the broker's confirm, as a delivery can.
    if (!pending.confirmed) this.#accepted(pending);
    pending.confirmed = true;
    pending.held = receipt.status === 'held';
    if (!pending.held) this.#forget(receipt.uid, pending);
    const { reason, category, seq, status } = receipt;
    this.#answer(pending, {
      type: 'receipt',
      id: pending.item.id,
      status,
      ...(reason === undefined ? {} : { reason }),
      ...(category === undefined ? {} : { category }),
      ...(seq === undefined ? {} : { seq }),
    });
  }

  /**
   * Publishes again what has waited too long for its outcome (all of it after a reconnect: receipts may have been in
   * the lost queue). The same uid goes out, so nothing is delivered twice.
   */
  repeat(all: boolean): void {
    const nowMs = this.#options.now();
    for (const [uid, pending] of this.#pending) {
      const age = nowMs - pending.sinceMs;
      if (age > PENDING_AGE_MAX_MS) {
        this.#forget(uid, pending);
        this.#options.metrics.limitHit('outcome_age');
      } else if (pending.confirmed && (all || (age > OUTCOME_TIMEOUT_MS && !pending.repeated))) {
        if (!all) this.#options.metrics.limitHit('outcome_timeout');
        pending.repeated = true;
        this.#batchers[this.#shardOf(pending)]?.add(pending.item, bytesOf(pending.item));
        this.#options.metrics.repeated();
      }
      // In order of age: the first that is young enough ends the search.
      else if (!all && age <= OUTCOME_TIMEOUT_MS) return;
    }
  }

  /** Resolves when everything taken is confirmed or refused. */
  async idle(): Promise<void> {
    await Promise.all(this.#batchers.map((batcher) => batcher.idle()));
  }

  close(): void {
    this.#breaker.shutdown();
  }

  #full(): boolean {
    const { bus, metrics } = this.#options;
    const limit =
      this.#pending.size >= PENDING_MAX
        ? 'pending_messages'
        : this.#pendingBytes >= PENDING_BYTES_MAX
          ? 'pending_bytes'
          : bus.load.bytes >= UNCONFIRMED_BYTES_HIGH
            ? 'unconfirmed_bytes'
            : undefined;
    if (limit) metrics.limitHit(limit);
    return limit !== undefined;
  }

  #forget(uid: string, { item }: Pending): void {
    if (this.#pending.delete(uid)) this.#pendingBytes -= bytesOf(item);
  }

  #shardOf({ connection, item }: Pending): number {
    return connection.room?.shard ?? this.#options.shardOf(item.room);
  }

  #settled(items: readonly RawItem[], error: unknown): void {
    const first = error === undefined ? items.find((item) => item.kind === 'message') : undefined;
    if (first) this.#options.metrics.batchAccepted(items.length, this.#options.now() - first.ts);
    for (const item of items) {
      if (item.kind !== 'message') continue;
      const pending = this.#pending.get(item.uid);
      if (!pending || pending.confirmed) continue;
      if (error === undefined) {
        pending.confirmed = true;
        this.#accepted(pending);
      } else {
        this.#forget(item.uid, pending);
        this.#options.metrics.send('refused');
        pending.outcome?.(undefined);
        this.#options.error(
          pending.connection,
          'unavailable',
          'The message was not accepted. Send it again after the wait.',
          item.id,
          RETRY_AFTER_MS,
        );
      }
    }
  }

  #accepted(pending: Pending): void {
    this.#options.metrics.send('accepted');
    if (!pending.connection.finalReceiptsOnly)
      this.#answer(pending, { type: 'receipt', id: pending.item.id, status: 'accepted' });
  }

  #answer(pending: Pending, receipt: ReceiptFrame): void {
    this.#options.metrics.receipt(receipt.status);
    pending.outcome?.(receipt);
    if (pending.connection.open) this.#options.deliver(pending.connection, JSON.stringify(receipt));
  }
}

/** Upper bound of a message's bytes in a batch. */
const bytesOf = ({ text }: RawMessage): number => text.length * 3 + ITEM_OVERHEAD_BYTES;
