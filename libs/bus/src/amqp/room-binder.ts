import type { Channel, ChannelModel } from 'amqplib';
import type { AmqpNames } from '@maru/contracts';
import { BUS_LIMITS } from '../limits.js';
import { BusError } from '../port.js';
import type { BusObserver } from '../port.js';

const NOT_FOUND = 404;
const ATTEMPTS_MAX = 5;
/** Methods of AMQP 0-9-1, class and method id, as amqplib's encoder knows them. */
const EXCHANGE_DECLARE = (40 << 16) | 10;
const EXCHANGE_BIND = (40 << 16) | 30;
const QUEUE_BIND = (50 << 16) | 20;

/** amqplib encodes methods that want no answer, but its documented interface does not offer them. */
type NoWaitChannel = Channel & { sendImmediately(method: number, fields: Record<string, unknown>): void };
type Job = {
  kind: 'open' | 'close';
  key: string;
  attempt: number;
  resolve(): void;
  reject(error: BusError): void;
};

/**
 * Binds rooms to an edge's queue. A room takes three steps at the broker, which takes a channel's steps in order: the
 * rooms of a batch go out in one write, and the last step of the last room answers for all. A batch leaves at once
 * while a channel is free, and fills while none is.
 */
export class RoomBinder {
  readonly #connection: ChannelModel;
  readonly #queue: string;
  readonly #names: AmqpNames;
  readonly #observer: BusObserver;
  readonly #waiting: Job[] = [];
  readonly #idle: Channel[] = [];
  #working = 0;
  #scheduled = false;
  #ended = false;

  constructor(options: { connection: ChannelModel; queue: string; names: AmqpNames; observer: BusObserver }) {
    this.#connection = options.connection;
    this.#queue = options.queue;
    this.#names = options.names;
    this.#observer = options.observer;
  }

  /**
   * Resolves when the room's exchange is there and bound to the queue.
   * @throws BusError `unavailable`
   */
  async open(key: string): Promise<void> {
    const started = performance.now();
    await this.#add('open', key);
    this.#observer.roomBound?.(performance.now() - started);
  }

  /** Resolves when the binding is gone, if need be with its queue or connection. */
  async close(key: string): Promise<void> {
    await this.#add('close', key).catch(() => undefined);
  }

  /** The queue or the connection is gone, and the channels with it. */
  end(): void {
    this.#ended = true;
    for (const channel of this.#idle.splice(0)) void channel.close().catch(() => undefined);
    for (const job of this.#waiting.splice(0)) job.reject(unavailable());
  }

  #add(kind: Job['kind'], key: string): Promise<void> {
    if (this.#ended) return Promise.reject(unavailable());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ kind, key, attempt: 1, resolve, reject });
      this.#schedule();
    });
  }

  /** At the end of the turn of the event loop, so that what is asked for in one goes together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      while (this.#waiting.length > 0 && this.#working < BUS_LIMITS.roomChannels) void this.#work(this.#batch());
    });
  }

  #batch(): Job[] {
    const retried = this.#waiting.findIndex(({ attempt }) => attempt > 1);
    return this.#waiting.splice(0, Math.min(BUS_LIMITS.roomBatchMax, retried < 0 ? Infinity : Math.max(1, retried)));
  }

  async #work(jobs: readonly Job[]): Promise<void> {
    this.#working++;
    try {
      const channel = this.#idle.pop() ?? (await this.#makeChannel());
      const last = jobs.length - 1;
      await Promise.all(jobs.map((job, index) => this.#send(channel, job, index === last)));
      if (this.#ended) void channel.close().catch(() => undefined);
      else this.#idle.push(channel);
      for (const job of jobs) job.resolve();
    } catch (error) {
      // A channel that failed is closed, and not used again.
      for (const job of jobs) this.#failed(job, jobs.length > 1, error);
    }
    this.#working--;
    if (this.#waiting.length > 0) this.#schedule();
  }

  async #makeChannel(): Promise<Channel> {
    const channel = await this.#connection.createChannel();
    // Whoever waits for the answer gets the error; without a listener it would end the process.
    channel.on('error', () => undefined);
    return channel;
  }

  /** Writes the room's steps. Resolves when the last one is answered, or is written where no answer is wanted. */
  async #send(channel: Channel, { kind, key }: Job, answered: boolean): Promise<void> {
    const queue = this.#queue;
    const exchange = this.#names.room(key);
    // The protocol has no unbinding without an answer.
    if (kind === 'close') return void (await channel.unbindQueue(queue, exchange, ''));
    const noWait = (method: number, fields: Record<string, unknown>) =>
      (channel as NoWaitChannel).sendImmediately(method, { ticket: 0, nowait: true, arguments: {}, ...fields });
    const flags = { passive: false, durable: false, autoDelete: true, internal: false };
    noWait(EXCHANGE_DECLARE, { exchange, type: 'fanout', ...flags });
    noWait(EXCHANGE_BIND, { destination: exchange, source: this.#names.rooms, routingKey: key });
    if (answered) await channel.bindQueue(queue, exchange, '');
    else noWait(QUEUE_BIND, { queue, exchange, routingKey: '' });
  }

  /** One room's fault closes the channel for all of its batch: each is tried again alone. */
  #failed(job: Job, together: boolean, error: unknown): void {
    // The last edge left between two of the steps and took the exchange with it, or the channel had been closed.
    const vanished =
      (error as { code?: unknown }).code === NOT_FOUND || /^Channel (clos|ended)/.test((error as Error).message);
    if ((together || vanished) && !this.#ended) {
      if (job.attempt++ < ATTEMPTS_MAX) {
        this.#waiting.push(job);
        return;
      }
      this.#observer.limitHit?.('room_open_attempts');
    }
    job.reject(unavailable(error));
  }
}

const unavailable = (cause?: unknown): BusError =>
  new BusError('unavailable', 'The room cannot be opened on the broker.', { cause });
