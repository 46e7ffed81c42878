import type {
  ControlMessage,
  Delivery,
  EdgeMessage,
  LogEntry,
  Order,
  RawBatch,
  ReceiptBatch,
  ShardMessage,
  Snapshot,
  TermStart,
} from '@maru/contracts';
import type { BusLimitName } from './limits.js';

/** `down`: no broker. `blocked`: connected, but the broker takes no publishes (memory or disk alarm). */
export type BusStatus = 'up' | 'down' | 'blocked';

/** What a publisher may hold unconfirmed, and how much of it waits now. */
export type PublisherLoad = { messages: number; bytes: number };

/** One message of a shard, held by this process until it is acknowledged. */
export type ShardDelivery<T> = {
  shard: number;
  /**
   * Rises whenever this process starts to consume the shard anew. Another process may have owned the shard in
   * between, so state kept under an older session has to be checked against the log.
   */
  session: number;
  message: T;
  /** Call once everything that follows from the message is confirmed. */
  ack(): void;
};

export type ShardConsumer = {
  /** Stops taking messages, waits for what is in flight (at most `drainTimeoutMs`) and gives the rest back in order. */
  close(drainTimeoutMs: number): Promise<void>;
  /** Shards that delivered to this process since it last took them up. */
  owned(): readonly number[];
};

export type ShardHandlers<T> = {
  message(delivery: ShardDelivery<T>): void;
  /**
   * The shard goes to another process. Finish what is in flight; resolve when every delivery of the shard that was
   * handed to `message` is acknowledged.
   */
  release(shard: number): Promise<void>;
};

/** An edge's end: its queue, and the rooms bound to it. */
export type EdgeAttachment = {
  /** Binds the room. Resolves once whatever is delivered to it from now on arrives here. */
  openRoom(key: string): Promise<void>;
  closeRoom(key: string): Promise<void>;
  close(): Promise<void>;
};

export type EdgeHandlers = {
  message(message: EdgeMessage): void;
  /**
   * The queue is there, new and bound to no room: at the start, and after every loss of the connection. Rooms have
   * to be opened again, and what was missed repaired.
   */
  attached(): void;
};

/**
 * What the services talk through. Promises of publishing methods resolve on the broker's confirm; while the
 * connection is lost they stay open, and their messages are published again, in order, when it is back. They reject
 * with a BusError: `refused` (the broker did not take it), `overflow` (too much waits already), `closed`.
 */
export interface Bus {
  readonly shards: number;
  readonly status: BusStatus;
  readonly load: PublisherLoad;
  /** Connects; resolves when the topology is there. Keeps trying until then. */
  start(): Promise<void>;
  /** Waits for confirms (at most `timeoutMs`), then disconnects. */
  close(timeoutMs: number): Promise<void>;
  /** Returns a function that ends the subscription. */
  onStatus(listener: (status: BusStatus) => void): () => void;

  publishRaw(shard: number, batch: RawBatch): Promise<void>;
  publishShard(shard: number, message: ShardMessage): Promise<void>;
  consumeRaw(handlers: ShardHandlers<RawBatch>): Promise<ShardConsumer>;
  consumeShards(handlers: ShardHandlers<ShardMessage>): Promise<ShardConsumer>;
  /** Messages that wait in the queue between moderation and fan-out. */
  shardDepth(shard: number): Promise<number>;

  /** To every edge that has one of the rooms open, and to the shard's log. */
  deliver(shard: number, keys: readonly string[], delivery: Delivery): Promise<void>;
  /**
   * The rooms are over: what the broker has of them goes, soon and best effort, where no edge has them open (any more).
   * @param keys of the rooms, as in {@link deliver}
   */
  removeRooms(keys: readonly string[]): void;
  /** To every edge, and to the shard's log. */
  announceTerm(term: TermStart): Promise<void>;
  /** Reads the shard's log from its oldest entry until `last` returns true for one. Leaves it as it was. */
  readLog(shard: number, last: (entry: LogEntry) => boolean): Promise<void>;

  /** To one edge. An edge that is gone gets nothing; that is no error. */
  reply(edge: string, message: ReceiptBatch | Snapshot | TermStart): Promise<void>;
  attachEdge(edge: string, handlers: EdgeHandlers): Promise<EdgeAttachment>;

  /** To every service, best effort. */
  broadcast(message: ControlMessage): void;
  onControl(listener: (message: ControlMessage) => void): () => void;

  /** Appends to the control log, which outlives restarts of services and broker. */
  appendOrder(order: Order): Promise<void>;
  /**
   * Hands the control log to `handler` from its oldest entry, then every new one, in the same order everywhere; goes
   * on by itself after a loss of the connection. Resolves when everything that was in the log at the call is handed
   * over, with a function that ends it.
   */
  followOrders(handler: (order: Order) => void): Promise<() => void>;

  /**
   * Parks what cannot be processed, with the reason. `origin` is where it came from: `raw.N` or `approved.N`, whose
   * bodies can be published there again, or `edge`.
   */
  deadLetter(origin: string, body: unknown, reason: string): Promise<void>;
  /** A secret that all edges of this deployment share, made at the first call. */
  sharedSecret(): Promise<Buffer>;
}

/** Counters and events that an implementation reports; the services turn them into metrics and log lines. */
export type BusObserver = {
  published?(messages: number, bytes: number, confirmMs: number): void;
  malformed?(origin: string, reason: string): void;
  deadLettered?(origin: string, reason: string): void;
  reconnected?(attempts: number): void;
  roomBound?(milliseconds: number): void;
  ownership?(shard: number, owned: boolean): void;
  /** A limit has bitten. */
  limitHit?(limit: BusLimitName): void;
  problem?(message: string, cause: unknown): void;
};

export type BusErrorCode = 'refused' | 'overflow' | 'closed' | 'unavailable';

export class BusError extends Error {
  readonly code: BusErrorCode;

  constructor(code: BusErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'BusError';
    this.code = code;
  }
}
