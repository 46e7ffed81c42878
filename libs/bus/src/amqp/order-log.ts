import { randomBytes } from 'node:crypto';
import type { Channel, ChannelModel } from 'amqplib';
import { decodeOrder } from '@maru/contracts';
import type { Order } from '@maru/contracts';
import { BUS_LIMITS } from '../limits.js';

/** Header of a message that only marks a place in the stream: how a reader knows that it has caught up. */
const MARK_HEADER = 'x-maru-mark';
const OFFSET_HEADER = 'x-stream-offset';

export type OrderLogOptions = {
  queue: string;
  handler(order: Order): void;
  publishMark(headers: Record<string, unknown>): Promise<void>;
  malformed(reason: string): void;
  problem(message: string, cause: unknown): void;
};

/**
 * Follows the control log, a stream queue: from its oldest entry, and after a loss of the connection from where it
 * was. Any number of processes read the same stream, each all of it, in one order.
 */
export class OrderLogFollower {
  readonly #options: OrderLogOptions;
  readonly #mark = randomBytes(8).toString('hex');
  readonly #caughtUp: Promise<void>;
  #resolve: () => void = () => undefined;
  #marked = false;
  #next: number | undefined;
  #channel: Channel | undefined;
  #connection: ChannelModel | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: OrderLogOptions) {
    this.#options = options;
    this.#caughtUp = new Promise((resolve) => (this.#resolve = resolve));
  }

  /** Resolves when everything that was in the log at the start has been handed over. */
  get caughtUp(): Promise<void> {
    return this.#caughtUp;
  }

  async up(connection: ChannelModel): Promise<void> {
    this.#connection = connection;
    const channel = await connection.createChannel();
    this.#channel = channel;
    channel.on('error', (error) => this.#options.problem('the control log cannot be read', error));
    channel.on('close', () => this.#again(channel));
    await channel.prefetch(BUS_LIMITS.orderPrefetch);
    const offset = this.#next ?? 'first';
    await channel.consume(
      this.#options.queue,
      (message) => {
        if (message === null) return void channel.close().catch(() => undefined);
        channel.ack(message);
        this.#take(message.content, message.properties.headers ?? {});
      },
      { arguments: { 'x-stream-offset': offset } },
    );
    if (this.#marked) return;
    this.#marked = true;
    this.#options
      .publishMark({ [MARK_HEADER]: this.#mark })
      .catch((error: unknown) => this.#options.problem('the control log cannot be marked', error));
  }

  down(): void {
    clearTimeout(this.#timer);
    this.#connection = undefined;
    this.#channel = undefined;
  }

  async close(): Promise<void> {
    const channel = this.#channel;
    this.down();
    await channel?.close().catch(() => undefined);
  }

  #take(body: Buffer, headers: Record<string, unknown>): void {
    const offset = Number(headers[OFFSET_HEADER]);
    if (Number.isSafeInteger(offset)) {
      // A subscription starts at the beginning of a chunk, which may lie before the place that was asked for.
      if (this.#next !== undefined && offset < this.#next) return;
      this.#next = offset + 1;
    }
    const mark = headers[MARK_HEADER];
    if (mark !== undefined) {
      if (mark === this.#mark) this.#resolve();
      return;
    }
    let order: Order;
    try {
      order = decodeOrder(body);
    } catch (error) {
      this.#options.malformed((error as Error).message);
      return;
    }
    this.#options.handler(order);
  }

  /** The channel closed by itself while the connection lives on: the stream moved to another node, or was deleted. */
  #again(channel: Channel): void {
    if (this.#channel !== channel || !this.#connection) return;
    const connection = this.#connection;
    this.#channel = undefined;
    this.#timer = setTimeout(() => {
      if (this.#connection === connection)
        this.up(connection).catch((error: unknown) => this.#options.problem('the control log cannot be read', error));
    }, BUS_LIMITS.reconnectMinMs);
  }
}
