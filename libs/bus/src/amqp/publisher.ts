import { randomBytes } from 'node:crypto';
import type { ChannelModel, ConfirmChannel, Options } from 'amqplib';
import { BUS_LIMITS } from '../limits.js';
import { BusError } from '../port.js';
import { fullJitterMs } from './backoff.js';
import type { BusObserver, PublisherLoad } from '../port.js';
import type { Link } from './connection.js';

export type Publish = {
  exchange: string;
  key: string;
  body: Buffer;
  persistent: boolean;
  /** Refused when no queue is bound to the key. */
  mandatory?: boolean;
  /** Further routing keys. */
  cc?: readonly string[];
  headers?: Record<string, unknown>;
};

type Pending = Publish & {
  id: string;
  publishedMs: number;
  returned: boolean;
  resolve(): void;
  reject(error: BusError): void;
};

/**
 * Publishes with confirms on one channel, so that everything this process sends stays in order. What is unconfirmed
 * when the connection is lost is published again, in order, on the next one.
 */
export class Publisher {
  readonly #link: Link;
  readonly #observer: BusObserver;
  #connection: ChannelModel | undefined;
  #channel: ConfirmChannel | undefined;
  #pending = new Map<string, Pending>();
  #bytes = 0;
  /** Largest body that the broker takes, as far as it has said. */
  #bodyBytesMax = Infinity;
  /** Header for further routing keys, by the broker at hand. */
  #keysHeader: 'CC' | 'BCC' = 'CC';
  /** Start of this publisher's message ids: by them consumers count how often a message came back. */
  readonly #boot = `${randomBytes(4).toString('hex')}-`;
  #counter = 0;
  /** Channels lost since the last confirm. */
  #lostChannels = 0;
  #waiters: (() => void)[] = [];

  constructor(link: Link, observer: BusObserver) {
    this.#link = link;
    this.#observer = observer;
  }

  get load(): PublisherLoad {
    return { messages: this.#pending.size, bytes: this.#bytes };
  }

  async up(connection: ChannelModel): Promise<void> {
    this.#connection = connection;
    this.#keysHeader = keysHeaderOf(connection);
    const channel = await connection.createConfirmChannel();
    channel.on('error', (error: Error) => {
      this.#observer.problem?.('the publishing channel failed', error);
      this.#bodyBytesMax = Math.min(this.#bodyBytesMax, sizeLimitIn(error));
      for (const pending of [...this.#pending.values()])
        if (pending.body.length > this.#bodyBytesMax) this.#settle(pending, this.#tooLarge(pending));
    });
    channel.on('close', () => {
      if (this.#channel !== channel) return;
      this.#channel = undefined;
      this.#reopen(connection);
    });
    channel.on('return', (message) => {
      const id: unknown = message.properties.messageId;
      const pending = typeof id === 'string' ? this.#pending.get(id) : undefined;
      if (pending) pending.returned = true;
    });
    this.#channel = channel;
    for (const pending of this.#pending.values()) this.#send(channel, pending);
  }

  down(): void {
    this.#connection = undefined;
    this.#channel = undefined;
    // The next broker may be set otherwise.
    this.#bodyBytesMax = Infinity;
  }

  /** @throws BusError `overflow` when too much is unconfirmed, `refused` when the broker does not take it */
  publish(publish: Publish): Promise<void> {
    const tooMany = this.#pending.size >= BUS_LIMITS.unconfirmedMessagesMax;
    if (tooMany || this.#bytes + publish.body.length > BUS_LIMITS.unconfirmedBytesMax) {
      this.#observer.limitHit?.(tooMany ? 'unconfirmed_messages' : 'unconfirmed_bytes');
      return Promise.reject(
        new BusError('overflow', `${this.#pending.size} messages (${this.#bytes} bytes) wait for the broker already.`),
      );
    }
    if (publish.body.length > this.#bodyBytesMax) return Promise.reject(this.#tooLarge(publish));
    return new Promise((resolve, reject) => {
      const pending: Pending = {
        ...publish,
        id: this.#boot + (++this.#counter).toString(36),
        publishedMs: performance.now(),
        returned: false,
        resolve,
        reject,
      };
      this.#pending.set(pending.id, pending);
      this.#bytes += publish.body.length;
      if (this.#channel) this.#send(this.#channel, pending);
    });
  }

  /** Resolves when nothing is unconfirmed, or after `timeoutMs`. */
  async drained(timeoutMs: number): Promise<void> {
    if (this.#pending.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      new Promise<void>((resolve) => this.#waiters.push(resolve)),
      new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs))),
    ]);
    clearTimeout(timer);
  }

  /** Rejects whatever is still unconfirmed. */
  close(): void {
    this.down();
    for (const pending of [...this.#pending.values()])
      this.#settle(pending, new BusError('closed', 'The bus was closed before the broker confirmed.'));
  }

  /**
   * The connection may live on (a refused operation closes only the channel): then a new channel is enough. A broker
   * that refuses everything, such as LavinMQ with a full disk, is not offered it all again at once.
   */
  #reopen(connection: ChannelModel): void {
    const { reconnectMinMs, reconnectMaxMs } = BUS_LIMITS;
    const waitMs = reconnectMinMs + fullJitterMs(this.#lostChannels++, reconnectMinMs, reconnectMaxMs, Math.random);
    setTimeout(() => {
      if (this.#connection !== connection) return;
      this.up(connection).catch((error: unknown) => {
        this.#observer.problem?.('no channel to publish on', error);
        if (this.#connection === connection) this.#reopen(connection);
      });
    }, waitMs);
  }

  #send(channel: ConfirmChannel, pending: Pending): void {
    const options: Options.Publish = { messageId: pending.id, deliveryMode: pending.persistent ? 2 : 1 };
    if (pending.mandatory) options.mandatory = true;
    if (pending.cc && pending.cc.length > 0) options[this.#keysHeader] = pending.cc as string[];
    if (pending.headers) options.headers = pending.headers;
    this.#link.cork();
    try {
      channel.publish(pending.exchange, pending.key, pending.body, options, (error: unknown) => {
        // The channel closed: that says nothing about the message, it is sent again on the next one.
        if (error instanceof Error && error.message === 'channel closed') return;
        if (error) {
          this.#observer.limitHit?.('queue_full');
          this.#settle(
            pending,
            new BusError('refused', 'The broker did not take the message: its queue is full or it has a fault.', {
              cause: error,
            }),
          );
        } else if (pending.returned)
          this.#settle(
            pending,
            new BusError(
              'refused',
              `No queue is bound to ${pending.exchange || 'the default exchange'} ${pending.key}.`,
            ),
          );
        else this.#settle(pending);
      });
    } catch (error) {
      // Too many routing keys for a header table can never be sent. Anything else means that the channel closed within
      // this turn: its close event follows, and everything pending is sent again.
      if (error instanceof RangeError) this.#settle(pending, new BusError('refused', error.message, { cause: error }));
      else this.#observer.problem?.('a publish failed', error);
    }
  }

  /** The broker closes a channel for it, every time, and whatever else is under way on it has to be sent again. */
  #tooLarge({ body }: Publish): BusError {
    const sizes = `The broker takes ${this.#bodyBytesMax} bytes at most, this message has ${body.length}.`;
    return new BusError('refused', `${sizes} Raise its max_message_size.`);
  }

  #settle(pending: Pending, error?: BusError): void {
    if (!this.#pending.delete(pending.id)) return;
    this.#bytes -= pending.body.length;
    if (error) pending.reject(error);
    else {
      this.#lostChannels = 0;
      this.#observer.published?.(1, pending.body.length, performance.now() - pending.publishedMs);
      pending.resolve();
    }
    if (this.#pending.size === 0) {
      const waiters = this.#waiters;
      this.#waiters = [];
      for (const wake of waiters) wake();
    }
  }
}

/** The size that a broker names when it closes a channel for a message that is larger; Infinity for other reasons. */
function sizeLimitIn(error: Error): number {
  const [, bytes] = /message size \d+ .*max size (\d+)/.exec(error.message) ?? [];
  return bytes === undefined ? Infinity : Number(bytes);
}

/**
 * Where further routing keys stand. RabbitMQ takes a `BCC` list off before it delivers, which spares consumers the
 * decoding of a key for every room; LavinMQ takes it off at the first exchange that hands on to another, which is before
 * it has routed by it.
 */
function keysHeaderOf({ connection }: ChannelModel): 'CC' | 'BCC' {
  return connection.serverProperties.product === 'RabbitMQ' ? 'BCC' : 'CC';
}
