import { randomBytes } from 'node:crypto';
import type { Channel, ChannelModel } from 'amqplib';
import {
  SHARDS_DEFAULT,
  amqpNames,
  decodeControl,
  decodeRaw,
  decodeShardMessage,
  encode,
  encodeDelivery,
  encodeSnapshot,
} from '@maru/contracts';
import type {
  AmqpNames,
  ControlMessage,
  Delivery,
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
import { Link, withHeartbeat } from './connection.js';
import { AmqpEdgeAttachment } from './edge-attachment.js';
import { readLogQueue } from './log-reader.js';
import { OrderLogFollower } from './order-log.js';
import { makeChannel } from './make-channel.js';
import { Publisher } from './publisher.js';
import { RoomRemover } from './room-remover.js';
import { SharedConsumer } from './shard-consumer.js';
import { ShardLink } from './shard-link.js';
import { ShardSubscription } from './shard-subscription.js';
import { readSharedSecret } from './shared-secret.js';
import { rascalConfig } from './topology.js';
import type { QueueType, Stage } from './topology.js';

export type AmqpBusOptions = {
  /** amqp:// or amqps:// URL, with the virtual host as its path. */
  url: string;
  /** Start of every name on the broker (default `maru`). */
  prefix?: string;
  /** Number of shards, the same for every service (default 4). */
  shards?: number;
  /** `quorum` for broker clusters (default `classic`). */
  queueType?: QueueType;
  /** Id of this process among the replicas of its service (default random). */
  replica?: string;
  observer?: BusObserver;
};

/**
 * The bus over AMQP 0-9-1 (RabbitMQ, LavinMQ). Two connections: rascal's, for the lasting topology and the shards'
 * subscriptions, and one of plain amqplib, for publishing with confirms, the edge's queue and the rooms.
 */
export class AmqpBus implements Bus {
  readonly shards: number;
  readonly #names: AmqpNames;
  readonly #observer: BusObserver;
  readonly #replica: string;
  readonly #link: Link;
  readonly #publisher: Publisher;
  readonly #remover: RoomRemover;
  #connection: ChannelModel | undefined;
  readonly #shardLink: ShardLink;
  #shardsUp: () => void = () => undefined;
  #status: BusStatus = 'down';
  #statusListeners = new Set<(status: BusStatus) => void>();
  #attachments = new Set<AmqpEdgeAttachment>();
  #consumers = new Set<SharedConsumer>();
  #followers = new Set<OrderLogFollower>();
  #controlListeners = new Set<(message: ControlMessage) => void>();
  #started = false;
  #closed = false;

  constructor(options: AmqpBusOptions) {
    this.shards = options.shards ?? SHARDS_DEFAULT;
    this.#names = amqpNames(options.prefix);
    this.#observer = options.observer ?? {};
    this.#replica = options.replica ?? randomBytes(6).toString('hex');
    this.#link = new Link(options.url, {
      up: (connection) => this.#up(connection),
      down: (cause) => this.#down(cause),
      blocked: (reason) => {
        this.#observer.problem?.('the broker blocks publishes', new Error(reason));
        this.#setStatus('blocked');
      },
      unblocked: () => this.#setStatus('up'),
      problem: (message, cause) => this.#observer.problem?.(message, cause),
    });
    this.#publisher = new Publisher(this.#link, this.#observer);
    this.#remover = new RoomRemover(this.#observer);
    this.#shardLink = new ShardLink(
      this.#names.prefix,
      (connectionName) =>
        rascalConfig({
          url: withHeartbeat(options.url),
          names: this.#names,
          shards: this.shards,
          queueType: options.queueType ?? 'classic',
          vhost: '/',
          connectionName,
        }),
      {
        up: () => {
          this.#shardsUp();
          for (const consumer of this.#consumers) consumer.up();
        },
        down: () => {
          for (const consumer of this.#consumers) consumer.down();
        },
        problem: (message, cause) => this.#observer.problem?.(message, cause),
      },
    );
  }

  get status(): BusStatus {
    return this.#status;
  }

  get load(): PublisherLoad {
    return this.#publisher.load;
  }

  async start(): Promise<void> {
    const declared = new Promise<void>((resolve) => (this.#shardsUp = resolve));
    this.#shardLink.start();
    await declared;
    if (this.#closed) return;
    this.#started = true;
    const up = new Promise<void>((resolve) => {
      const end = this.onStatus((status) => {
        if (status === 'down') return;
        end();
        resolve();
      });
    });
    this.#link.start();
    await up;
  }

  async close(timeoutMs: number): Promise<void> {
    if (this.#closed) return;
    const deadline = performance.now() + timeoutMs;
    const left = () => Math.max(0, deadline - performance.now());
    await Promise.all([...this.#consumers].map((consumer) => consumer.close(left())));
    await this.#publisher.drained(left());
    this.#closed = true;
    this.#shardsUp();
    const goodbye = async () => {
      for (const attachment of this.#attachments) await attachment.close();
      for (const follower of this.#followers) await follower.close();
      await this.#remover.close();
      this.#publisher.close();
      await Promise.all([this.#link.close(), this.#shardLink.close()]);
    };
    // A broker that is gone answers no goodbye; everything that matters is confirmed or given up by now.
    await Promise.race([
      goodbye().catch(() => undefined),
      new Promise<void>((resolve) => setTimeout(resolve, BUS_LIMITS.goodbyeTimeoutMs).unref()),
    ]);
    this.#setStatus('down');
  }

  onStatus(listener: (status: BusStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  publishRaw(shard: number, batch: RawBatch): Promise<void> {
    return this.#publisher.publish({
      exchange: '',
      key: this.#names.raw(shard),
      body: encode(batch),
      persistent: true,
      mandatory: true,
    });
  }

  publishShard(shard: number, message: ShardMessage): Promise<void> {
    return this.#publisher.publish({
      exchange: '',
      key: this.#names.approved(shard),
      body: encode(message),
      persistent: true,
      mandatory: true,
    });
  }

  consumeRaw(handlers: ShardHandlers<RawBatch>): Promise<ShardConsumer> {
    return this.#consume('raw', this.#names.raw, decodeRaw, handlers);
  }

  consumeShards(handlers: ShardHandlers<ShardMessage>): Promise<ShardConsumer> {
    return this.#consume('approved', this.#names.approved, decodeShardMessage, handlers);
  }

  async shardDepth(shard: number): Promise<number> {
    return this.#onChannel(async (channel) => (await channel.checkQueue(this.#names.approved(shard))).messageCount);
  }

  deliver(shard: number, keys: readonly string[], delivery: Delivery): Promise<void> {
    return this.#publisher.publish({
      exchange: this.#names.rooms,
      key: this.#names.logKey(shard),
      cc: keys,
      body: encodeDelivery(delivery),
      persistent: true,
      mandatory: true,
    });
  }

  removeRooms(keys: readonly string[]): void {
    this.#remover.add(keys.map((key) => this.#names.room(key)));
  }

  announceTerm(term: TermStart): Promise<void> {
    return this.#publisher.publish({
      exchange: this.#names.rooms,
      key: this.#names.logKey(term.shard),
      cc: [this.#names.shardKey(term.shard)],
      body: encode(term),
      persistent: true,
      mandatory: true,
    });
  }

  async readLog(shard: number, last: (entry: LogEntry) => boolean): Promise<void> {
    const connection = this.#requireConnection();
    const queue = this.#names.log(shard);
    await readLogQueue(connection, queue, last, {
      malformed: (reason) => this.#observer.malformed?.(queue, reason),
      timedOut: () => this.#observer.limitHit?.('log_read_timeout'),
    });
  }

  reply(edge: string, message: ReceiptBatch | Snapshot | TermStart): Promise<void> {
    const body = 'header' in message ? encodeSnapshot(message) : encode(message);
    return this.#publisher.publish({ exchange: this.#names.edges, key: edge, body, persistent: false });
  }

  async attachEdge(edge: string, handlers: EdgeHandlers): Promise<EdgeAttachment> {
    const attachment = new AmqpEdgeAttachment({
      edge,
      shards: this.shards,
      names: this.#names,
      handlers,
      observer: this.#observer,
      deadLetter: (origin, body, reason) => this.deadLetter(origin, body, reason),
      detached: () => this.#attachments.delete(attachment),
      cork: () => this.#link.cork(),
    });
    this.#attachments.add(attachment);
    if (this.#connection) await attachment.up(this.#connection);
    return attachment;
  }

  broadcast(message: ControlMessage): void {
    if (this.#status !== 'up') return;
    this.#publisher
      .publish({ exchange: this.#names.control, key: message.type, body: encode(message), persistent: false })
      .catch((error: unknown) => this.#observer.problem?.('a control message was not published', error));
  }

  onControl(listener: (message: ControlMessage) => void): () => void {
    this.#controlListeners.add(listener);
    return () => this.#controlListeners.delete(listener);
  }

  appendOrder(order: Order): Promise<void> {
    return this.#publisher.publish({
      exchange: '',
      key: this.#names.controlLog,
      body: encode(order),
      persistent: true,
      mandatory: true,
    });
  }

  async followOrders(handler: (order: Order) => void): Promise<() => void> {
    const queue = this.#names.controlLog;
    const follower = new OrderLogFollower({
      queue,
      handler,
      publishMark: (headers) =>
        this.#publisher.publish({
          exchange: '',
          key: queue,
          body: Buffer.from('mark'),
          persistent: true,
          mandatory: true,
          headers,
        }),
      malformed: (reason) => this.#observer.malformed?.(queue, reason),
      problem: (message, cause) => this.#observer.problem?.(message, cause),
    });
    this.#followers.add(follower);
    if (this.#connection) await follower.up(this.#connection);
    await follower.caughtUp;
    return () => {
      this.#followers.delete(follower);
      void follower.close();
    };
  }

  async deadLetter(origin: string, body: unknown, reason: string): Promise<void> {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body) ?? 'null', 'utf8');
    if (bytes.length > BUS_LIMITS.deadLetterBodyBytesMax) this.#observer.limitHit?.('dead_letter_body_bytes');
    await this.#publisher.publish({
      exchange: '',
      key: this.#names.deadLetters,
      body: bytes.subarray(0, BUS_LIMITS.deadLetterBodyBytesMax),
      persistent: true,
      mandatory: true,
      headers: {
        'x-maru-origin': origin,
        'x-maru-reason': reason.slice(0, 1024),
        'x-maru-at': new Date().toISOString(),
      },
    });
    this.#observer.deadLettered?.(origin, reason);
  }

  sharedSecret(): Promise<Buffer> {
    const queue = this.#names.secret;
    return this.#onChannel((channel) =>
      readSharedSecret(channel, queue, (secret) =>
        this.#publisher.publish({ exchange: '', key: queue, body: secret, persistent: true, mandatory: true }),
      ),
    );
  }

  async #up(connection: ChannelModel): Promise<void> {
    const attempts = this.#link.attempts;
    await this.#listenToControl(connection);
    await this.#publisher.up(connection);
    this.#connection = connection;
    this.#remover.up(connection);
    if (attempts > 0) this.#observer.reconnected?.(attempts);
    this.#shardLink.hurry();
    this.#setStatus('up');
    for (const follower of this.#followers) await follower.up(connection);
    for (const attachment of this.#attachments) await attachment.up(connection);
  }

  #down(cause: unknown): void {
    if (!this.#closed) this.#observer.problem?.('the broker connection was lost', cause);
    this.#connection = undefined;
    this.#publisher.down();
    this.#remover.down();
    for (const attachment of this.#attachments) attachment.down();
    for (const follower of this.#followers) follower.down();
    this.#setStatus('down');
  }

  async #listenToControl(connection: ChannelModel): Promise<void> {
    const channel = await connection.createChannel();
    channel.on('error', (error) => this.#observer.problem?.('the control queue failed', error));
    const { queue } = await channel.assertQueue('', {
      exclusive: true,
      durable: false,
      autoDelete: true,
      arguments: { 'x-message-ttl': 10_000, 'x-max-length': 10_000 },
    });
    await channel.bindQueue(queue, this.#names.control, '#');
    await channel.consume(queue, (message) => message && this.#control(message.content), { noAck: true });
  }

  #control(body: Buffer): void {
    let message: ControlMessage;
    try {
      message = decodeControl(body);
    } catch (error) {
      this.#observer.malformed?.(this.#names.control, (error as Error).message);
      return;
    }
    for (const listener of this.#controlListeners) listener(message);
  }

  async #consume<T>(
    stage: Stage,
    queue: (shard: number) => string,
    decode: (body: Buffer) => T,
    handlers: ShardHandlers<T>,
  ): Promise<ShardConsumer> {
    if (!this.#started) throw new BusError('closed', 'The bus is not started.');
    const subscriptions = Array.from(
      { length: this.shards },
      (_, shard) =>
        new ShardSubscription<T>({
          broker: () => this.#shardLink.broker,
          stage,
          shard,
          queue: queue(shard),
          handlers,
          decode,
          deadLetter: (origin, body, reason) => this.deadLetter(origin, body, reason),
          observer: this.#observer,
        }),
    );
    const consumer: SharedConsumer = new SharedConsumer({
      stage,
      replica: this.#replica,
      subscriptions,
      connected: () => this.#shardLink.broker !== undefined,
      broadcast: (message) => this.broadcast(message),
      problem: (message, cause) => this.#observer.problem?.(message, cause),
      closed: () => {
        this.#consumers.delete(consumer);
        endControl();
      },
    });
    const endControl = this.onControl((message) => consumer.heard(message));
    this.#consumers.add(consumer);
    return consumer;
  }

  async #onChannel<R>(work: (channel: Channel) => Promise<R>): Promise<R> {
    const channel = await makeChannel(this.#requireConnection());
    try {
      return await work(channel);
    } finally {
      await channel.close().catch(() => undefined);
    }
  }

  #requireConnection(): ChannelModel {
    if (!this.#connection) throw new BusError('unavailable', 'The broker is not connected.');
    return this.#connection;
  }

  #setStatus(status: BusStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    for (const listener of this.#statusListeners) listener(status);
  }
}
