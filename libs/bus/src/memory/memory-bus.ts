import {
  decodeEdgeMessage,
  decodeRaw,
  decodeShardMessage,
  encode,
  encodeDelivery,
  encodeSnapshot,
} from '@maru/contracts';
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
import { BUS_LIMITS } from '../limits.js';
import { BusError } from '../port.js';
import type {
  Bus,
  BusObserver,
  BusStatus,
  EdgeAttachment,
  EdgeHandlers,
  PublisherLoad,
  ShardConsumer,
  ShardHandlers,
} from '../port.js';
import type { Inbox, MemoryBroker } from './memory-broker.js';
import type { MemoryQueue } from './memory-queue.js';

const edgeMessage = (message: ReceiptBatch | Snapshot | TermStart): EdgeMessage => {
  if ('header' in message) return { type: 'snapshot', snapshot: message };
  return message.type === 'term' ? { type: 'term', term: message } : { type: 'receipts', receipts: message };
};

/**
 * One process's view of a {@link MemoryBroker}. Messages are handed over by reference, unless the broker encodes them:
 * treat them as read-only.
 */
export class MemoryBus implements Bus {
  readonly shards: number;
  readonly #broker: MemoryBroker;
  readonly #observer: BusObserver;
  #status: BusStatus = 'down';
  #statusListeners = new Set<(status: BusStatus) => void>();
  #consumers = new Set<ShardConsumer>();
  #attachments = new Set<EdgeAttachment>();
  #controls = new Set<(message: ControlMessage) => void>();
  #followers = new Set<() => void>();

  constructor(broker: MemoryBroker, observer: BusObserver = {}) {
    this.#broker = broker;
    this.#observer = observer;
    this.shards = broker.shards;
  }

  get status(): BusStatus {
    return this.#status;
  }

  get load(): PublisherLoad {
    return { messages: 0, bytes: 0 };
  }

  async start(): Promise<void> {
    this.#setStatus('up');
  }

  async close(timeoutMs: number): Promise<void> {
    for (const consumer of this.#consumers) await consumer.close(timeoutMs);
    for (const attachment of this.#attachments) await attachment.close();
    for (const listener of this.#controls) this.#broker.controls.delete(listener);
    for (const end of this.#followers) end();
    this.#setStatus('down');
  }

  onStatus(listener: (status: BusStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  async publishRaw(shard: number, batch: RawBatch): Promise<void> {
    this.#publish(this.#broker.raw[shard], this.#broker.encoded ? decodeRaw(encode(batch)) : batch);
  }

  async publishShard(shard: number, message: ShardMessage): Promise<void> {
    this.#publish(this.#broker.approved[shard], this.#broker.encoded ? decodeShardMessage(encode(message)) : message);
  }

  async consumeRaw(handlers: ShardHandlers<RawBatch>): Promise<ShardConsumer> {
    return this.#consume(this.#broker.raw, handlers);
  }

  async consumeShards(handlers: ShardHandlers<ShardMessage>): Promise<ShardConsumer> {
    return this.#consume(this.#broker.approved, handlers);
  }

  async shardDepth(shard: number): Promise<number> {
    return this.#broker.approved[shard]?.depth ?? 0;
  }

  /** Nothing lasts here beside the edges' own bindings. */
  removeRooms(): void {}

  async deliver(shard: number, keys: readonly string[], delivery: Delivery): Promise<void> {
    this.#requireOpen();
    this.#broker.appendLog(shard, { type: 'delivery', delivery });
    const inboxes = new Set<Inbox>();
    for (const key of keys) for (const inbox of this.#broker.rooms.get(key) ?? []) inboxes.add(inbox);
    const body = this.#broker.encoded ? encodeDelivery(delivery) : undefined;
    for (const inbox of inboxes) inbox.push(body ? decodeEdgeMessage(body) : { type: 'delivery', delivery });
    this.#observer.published?.(1, 0, 0);
  }

  async announceTerm(term: TermStart): Promise<void> {
    this.#requireOpen();
    this.#broker.appendLog(term.shard, { type: 'term', term });
    for (const inbox of this.#broker.inboxes) inbox.push({ type: 'term', term });
  }

  async readLog(shard: number, last: (entry: LogEntry) => boolean): Promise<void> {
    for (const entry of this.#broker.log(shard)) if (last(entry)) return;
  }

  async reply(edge: string, message: ReceiptBatch | Snapshot | TermStart): Promise<void> {
    this.#requireOpen();
    for (const inbox of this.#broker.inboxes) if (inbox.edge === edge) inbox.push(this.#toEdge(message));
  }

  async attachEdge(edge: string, handlers: EdgeHandlers): Promise<EdgeAttachment> {
    let waiting: EdgeMessage[] = [];
    const drain = () => {
      const messages = waiting;
      waiting = [];
      for (const message of messages) handlers.message(message);
    };
    const inbox: Inbox = {
      edge,
      push: (message) => {
        if (waiting.push(message) === 1) setImmediate(drain);
      },
    };
    const opened = new Set<string>();
    const unbind = (key: string) => {
      const members = this.#broker.rooms.get(key);
      members?.delete(inbox);
      if (members?.size === 0) this.#broker.rooms.delete(key);
      opened.delete(key);
    };
    this.#broker.inboxes.add(inbox);
    const attachment: EdgeAttachment = {
      openRoom: async (key) => {
        const members = this.#broker.rooms.get(key);
        if (members === undefined) this.#broker.rooms.set(key, new Set([inbox]));
        else members.add(inbox);
        opened.add(key);
      },
      closeRoom: async (key) => unbind(key),
      close: async () => {
        for (const key of [...opened]) unbind(key);
        this.#broker.inboxes.delete(inbox);
        this.#attachments.delete(attachment);
      },
    };
    this.#attachments.add(attachment);
    setImmediate(() => handlers.attached());
    return attachment;
  }

  broadcast(message: ControlMessage): void {
    for (const listener of this.#broker.controls) setImmediate(listener, message);
  }

  onControl(listener: (message: ControlMessage) => void): () => void {
    this.#controls.add(listener);
    this.#broker.controls.add(listener);
    return () => {
      this.#controls.delete(listener);
      this.#broker.controls.delete(listener);
    };
  }

  async appendOrder(order: Order): Promise<void> {
    this.#requireOpen();
    if (!this.#broker.orders.append(order)) this.#observer.limitHit?.('control_orders');
  }

  async followOrders(handler: (order: Order) => void): Promise<() => void> {
    const end = this.#broker.orders.follow(handler);
    this.#followers.add(end);
    return () => {
      this.#followers.delete(end);
      end();
    };
  }

  async deadLetter(origin: string, body: unknown, reason: string): Promise<void> {
    this.#broker.deadLetter({ origin, body, reason, at: Date.now() });
    this.#observer.deadLettered?.(origin, reason);
  }

  async sharedSecret(): Promise<Buffer> {
    return this.#broker.secret;
  }

  #toEdge(message: ReceiptBatch | Snapshot | TermStart): EdgeMessage {
    if (!this.#broker.encoded) return edgeMessage(message);
    return decodeEdgeMessage('header' in message ? encodeSnapshot(message) : encode(message));
  }

  #publish<T>(queue: MemoryQueue<T> | undefined, message: T): void {
    this.#requireOpen();
    if (queue === undefined) throw new RangeError('no such shard');
    try {
      queue.publish(message);
    } catch (error) {
      this.#observer.limitHit?.('queue_full');
      throw error;
    }
    this.#observer.published?.(1, 0, 0);
  }

  #consume<T>(queues: readonly MemoryQueue<T>[], handlers: ShardHandlers<T>): ShardConsumer {
    const owned = new Set<number>();
    let open = true;
    const unsubscribe = queues.map((queue, shard) =>
      queue.subscribe({
        prefetch: BUS_LIMITS.shardPrefetch,
        take: (message, ack) => {
          if (!owned.has(shard)) {
            owned.add(shard);
            this.#observer.ownership?.(shard, true);
          }
          handlers.message({ shard, session: 1, message, ack });
        },
      }),
    );
    const consumer: ShardConsumer = {
      owned: () => [...owned],
      close: async () => {
        if (!open) return;
        open = false;
        this.#consumers.delete(consumer);
        await Promise.all([...owned].map((shard) => handlers.release(shard)));
        for (const end of unsubscribe) end();
        for (const shard of owned) this.#observer.ownership?.(shard, false);
        owned.clear();
      },
    };
    this.#consumers.add(consumer);
    return consumer;
  }

  #requireOpen(): void {
    if (this.#status !== 'up') throw new BusError('closed', 'The bus is not started.');
  }

  #setStatus(status: BusStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    for (const listener of this.#statusListeners) listener(status);
  }
}
