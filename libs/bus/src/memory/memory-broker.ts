import { randomBytes } from 'node:crypto';
import { AMQP_LIMITS, SHARDS_DEFAULT } from '@maru/contracts';
import type { ControlMessage, EdgeMessage, LogEntry, RawBatch, ShardMessage } from '@maru/contracts';
import { MemoryOrders } from './memory-orders.js';
import { MemoryQueue } from './memory-queue.js';

/** Batches that a queue of the memory bus holds at most; publishes are refused then. */
export const MEMORY_QUEUE_MESSAGES_MAX = 10_000;

export type Inbox = { edge: string; push(message: EdgeMessage): void };
export type DeadLetter = { origin: string; body: unknown; reason: string; at: number };

/** What the buses of one process share: queues, rooms and logs, the way a broker holds them for many processes. */
export class MemoryBroker {
  readonly shards: number;
  readonly raw: MemoryQueue<RawBatch>[];
  readonly approved: MemoryQueue<ShardMessage>[];
  readonly rooms = new Map<string, Set<Inbox>>();
  readonly inboxes = new Set<Inbox>();
  readonly controls = new Set<(message: ControlMessage) => void>();
  readonly deadLetters: DeadLetter[] = [];
  readonly secret = randomBytes(32);
  readonly orders: MemoryOrders;
  /** Whether messages between services are encoded and decoded on their way, as a real broker's are. */
  readonly encoded: boolean;
  readonly #logs: { at: number; entry: LogEntry }[][];
  readonly #now: () => number;

  /**
   * @param options `controlLogFile`: keeps the control log over restarts; without one it ends with the process.
   * `encoded` (default false): see {@link MemoryBroker.encoded}
   */
  constructor(
    options: {
      shards?: number;
      queueMessagesMax?: number;
      controlLogFile?: string;
      encoded?: boolean;
      now?: () => number;
    } = {},
  ) {
    this.shards = options.shards ?? SHARDS_DEFAULT;
    this.encoded = options.encoded ?? false;
    this.#now = options.now ?? Date.now;
    const perShard = <T>(make: () => T) => Array.from({ length: this.shards }, make);
    const max = options.queueMessagesMax ?? MEMORY_QUEUE_MESSAGES_MAX;
    this.raw = perShard(() => new MemoryQueue<RawBatch>(max));
    this.approved = perShard(() => new MemoryQueue<ShardMessage>(max));
    this.#logs = perShard(() => []);
    this.orders = new MemoryOrders(options.controlLogFile, this.#now);
  }

  appendLog(shard: number, entry: LogEntry): void {
    const log = this.#log(shard);
    log.push({ at: this.#now(), entry });
    const oldest = this.#now() - AMQP_LIMITS.logTtlMs;
    let expired = 0;
    while (expired < log.length && (log[expired]?.at ?? oldest) < oldest) expired++;
    if (expired > 0) log.splice(0, expired);
  }

  log(shard: number): LogEntry[] {
    return this.#log(shard).map(({ entry }) => entry);
  }

  deadLetter(letter: DeadLetter): void {
    this.deadLetters.push(letter);
    if (this.deadLetters.length > AMQP_LIMITS.deadLettersMax) this.deadLetters.shift();
  }

  #log(shard: number): { at: number; entry: LogEntry }[] {
    const log = this.#logs[shard];
    if (log === undefined) throw new RangeError(`shard ${shard} of ${this.shards}`);
    return log;
  }
}
