import { randomBytes } from 'node:crypto';
import type { Channel, ChannelModel } from 'amqplib';
import { AMQP_LIMITS, decodeEdgeMessage } from '@maru/contracts';
import type { AmqpNames } from '@maru/contracts';
import { BUS_LIMITS } from '../limits.js';
import { BusError } from '../port.js';
import type { BusObserver, EdgeAttachment, EdgeHandlers } from '../port.js';

const NOT_FOUND = 404;
const OPEN_ATTEMPTS_MAX = 5;

export type EdgeAttachmentOptions = {
  edge: string;
  shards: number;
  names: AmqpNames;
  handlers: EdgeHandlers;
  observer: BusObserver;
  deadLetter(origin: string, body: Buffer, reason: string): Promise<void>;
  detached(): void;
};

/**
 * An edge's queue: exclusive and named anew at every connection, so that there is one way to recover from any loss of
 * the connection: open the rooms again and repair what was missed. What the queue's limits drop shows as a gap too.
 */
export class AmqpEdgeAttachment implements EdgeAttachment {
  readonly #options: EdgeAttachmentOptions;
  #connection: ChannelModel | undefined;
  #consumer: Channel | undefined;
  #queue = '';
  readonly #roomChannels = new Map<number, Promise<Channel>>();
  #next = 0;

  constructor(options: EdgeAttachmentOptions) {
    this.#options = options;
  }

  async up(connection: ChannelModel): Promise<void> {
    const { edge, names, shards, handlers } = this.#options;
    const queue = names.edgeQueue(edge, randomBytes(4).toString('hex'));
    const channel = await connection.createChannel();
    channel.on('error', (error) => this.#options.observer.problem?.('the edge queue failed', error));
    await channel.assertQueue(queue, {
      exclusive: true,
      durable: false,
      autoDelete: true,
      arguments: {
        'x-message-ttl': AMQP_LIMITS.edgeQueueTtlMs,
        'x-max-length': AMQP_LIMITS.edgeQueueMessagesMax,
        'x-max-length-bytes': AMQP_LIMITS.edgeQueueBytesMax,
      },
    });
    await channel.bindQueue(queue, names.edges, edge);
    for (let shard = 0; shard < shards; shard++) await channel.bindQueue(queue, names.rooms, names.shardKey(shard));
    this.#connection = connection;
    this.#consumer = channel;
    this.#queue = queue;
    this.#roomChannels.clear();
    // A lost queue (deleted by hand, or its node gone) is as good as a lost connection.
    const replace = () => {
      if (this.#consumer === channel) void this.#replace(connection);
    };
    channel.on('close', replace);
    await channel.consume(queue, (message) => (message === null ? replace() : this.#take(message.content)), {
      noAck: true,
    });
    handlers.attached();
  }

  down(): void {
    this.#connection = undefined;
    this.#consumer = undefined;
    this.#roomChannels.clear();
  }

  async openRoom(key: string): Promise<void> {
    const { names, observer } = this.#options;
    const started = performance.now();
    for (let attempt = 1; ; attempt++) {
      const slot = this.#next++ % BUS_LIMITS.roomChannels;
      const made = this.#roomChannel(slot);
      try {
        const channel = await made;
        // All on one channel: another could bind before the exchange is there.
        await channel.assertExchange(names.room(key), 'fanout', { durable: false, autoDelete: true });
        await channel.bindExchange(names.room(key), names.rooms, key);
        await channel.bindQueue(this.#queue, names.room(key), '');
        observer.roomBound?.(performance.now() - started);
        return;
      } catch (error) {
        this.#forgetChannel(slot, made);
        // The last edge left between two of the steps and took the exchange with it: start over.
        const vanished =
          (error as { code?: unknown }).code === NOT_FOUND || /^Channel (closed|ended)/.test((error as Error).message);
        if (vanished && attempt >= OPEN_ATTEMPTS_MAX) observer.limitHit?.('room_open_attempts');
        if (!vanished || attempt >= OPEN_ATTEMPTS_MAX || !this.#connection)
          throw new BusError('unavailable', 'The room cannot be opened on the broker.', { cause: error });
      }
    }
  }

  async closeRoom(key: string): Promise<void> {
    if (!this.#connection) return;
    const slot = this.#next++ % BUS_LIMITS.roomChannels;
    const made = this.#roomChannel(slot);
    try {
      const channel = await made;
      await channel.unbindQueue(this.#queue, this.#options.names.room(key), '');
    } catch {
      // The queue or the connection is gone, and the binding with it.
      this.#forgetChannel(slot, made);
    }
  }

  async close(): Promise<void> {
    const channel = this.#consumer;
    this.down();
    this.#options.detached();
    await channel?.close().catch(() => undefined);
  }

  async #replace(connection: ChannelModel): Promise<void> {
    this.down();
    // No use in more than one try: when this fails, so does the connection, and up() is called with the next one.
    await this.up(connection).catch((error: unknown) =>
      this.#options.observer.problem?.('cannot make the edge queue again', error),
    );
  }

  #take(body: Buffer): void {
    const { handlers, observer, deadLetter } = this.#options;
    let message;
    try {
      message = decodeEdgeMessage(body);
    } catch (error) {
      const reason = (error as Error).message;
      observer.malformed?.('edge', reason);
      deadLetter('edge', body, reason).catch((cause: unknown) =>
        observer.problem?.('cannot park a message with the dead letters', cause),
      );
      return;
    }
    handlers.message(message);
  }

  /** A channel that failed is not used again; another operation may have replaced it already. */
  #forgetChannel(slot: number, failed: Promise<Channel>): void {
    if (this.#roomChannels.get(slot) === failed) this.#roomChannels.delete(slot);
  }

  #roomChannel(slot: number): Promise<Channel> {
    const connection = this.#connection;
    if (!connection) return Promise.reject(new BusError('unavailable', 'The broker is not connected.'));
    let channel = this.#roomChannels.get(slot);
    if (!channel) {
      channel = connection.createChannel().then((made) => {
        // The operation that caused it gets the error; without a listener it would end the process.
        made.on('error', () => undefined);
        return made;
      });
      this.#roomChannels.set(slot, channel);
    }
    return channel;
  }
}
