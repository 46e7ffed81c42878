import { randomBytes } from 'node:crypto';
import type { Channel, ChannelModel } from 'amqplib';
import { AMQP_LIMITS, decodeEdgeMessage } from '@maru/contracts';
import type { AmqpNames } from '@maru/contracts';
import { BusError } from '../port.js';
import type { BusObserver, EdgeAttachment, EdgeHandlers } from '../port.js';
import { RoomBinder } from './room-binder.js';

export type EdgeAttachmentOptions = {
  edge: string;
  shards: number;
  names: AmqpNames;
  handlers: EdgeHandlers;
  observer: BusObserver;
  deadLetter(origin: string, body: Buffer, reason: string): Promise<void>;
  detached(): void;
  /** Gathers what is written in this turn of the event loop into one socket write. */
  cork(): void;
};

/**
 * An edge's queue: exclusive and named anew at every connection, so that there is one way to recover from any loss of
 * the connection: open the rooms again and repair what was missed. What the queue's limits drop shows as a gap too.
 */
export class AmqpEdgeAttachment implements EdgeAttachment {
  readonly #options: EdgeAttachmentOptions;
  #consumer: Channel | undefined;
  #rooms: RoomBinder | undefined;

  constructor(options: EdgeAttachmentOptions) {
    this.#options = options;
  }

  async up(connection: ChannelModel): Promise<void> {
    const { edge, names, shards, handlers, observer, cork } = this.#options;
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
    this.#consumer = channel;
    this.#rooms = new RoomBinder({ connection, queue, names, observer, cork });
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
    this.#consumer = undefined;
    this.#rooms?.end();
    this.#rooms = undefined;
  }

  async openRoom(key: string): Promise<void> {
    if (!this.#rooms) throw new BusError('unavailable', 'The broker is not connected.');
    await this.#rooms.open(key);
  }

  async closeRoom(key: string): Promise<void> {
    await this.#rooms?.close(key);
  }

  async close(): Promise<void> {
    const channel = this.#consumer;
    this.down();
    this.#options.detached();
    await channel?.close().catch(() => undefined);
  }

  async #replace(connection: ChannelModel): Promise<void> {
    this.down();
    try {
      await this.up(connection);
    } catch (error) {
      this.#options.observer.problem?.('cannot make the edge queue again; connecting anew', error);
      // An edge without its queue is deaf. The connection is given up, and up() is called with the next one.
      await connection.close().catch(() => undefined);
    }
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
}
