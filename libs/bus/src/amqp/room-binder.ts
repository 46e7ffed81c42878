import type { Channel, ChannelModel } from 'amqplib';
import type { AmqpNames } from '@maru/contracts';
import { Batcher } from '../batcher.js';
import { FlushClock } from '../flush-clock.js';
import { BUS_LIMITS } from '../limits.js';
import { BusError } from '../port.js';
import type { BusObserver } from '../port.js';
import { makeChannel } from './make-channel.js';

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
  resolve(): void;
  reject(error: BusError): void;
};

export type RoomBinderOptions = {
  connection: ChannelModel;
  queue: string;
  names: AmqpNames;
  observer: BusObserver;
  /** Gathers what is written in this turn of the event loop into one socket write. */
  cork(): void;
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
  readonly #cork: () => void;
  readonly #jobs: Batcher<Job>;
  readonly #idle: Channel[] = [];
  /** The last job of each room that is not done. */
  readonly #underWay = new Map<string, Promise<void>>();
  #ended = false;

  constructor(options: RoomBinderOptions) {
    this.#connection = options.connection;
    this.#queue = options.queue;
    this.#names = options.names;
    this.#observer = options.observer;
    this.#cork = options.cork;
    this.#jobs = new Batcher({
      clock: new FlushClock({ lingerMaxMs: 0 }),
      publish: (jobs) => this.#work(jobs),
      itemsMax: BUS_LIMITS.roomBatchMax,
      bytesMax: Infinity,
      inFlightMax: BUS_LIMITS.roomChannels,
    });
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

  /** The queue or the connection is gone, and the channels with it: whatever waits is refused. */
  end(): void {
    this.#ended = true;
    for (const channel of this.#idle.splice(0)) void channel.close().catch(() => undefined);
  }

  /** What is asked of one room happens in that order: its channel may be another each time, and overtake. */
  #add(kind: Job['kind'], key: string): Promise<void> {
    const start = () => new Promise<void>((resolve, reject) => this.#jobs.add({ kind, key, resolve, reject }, 0));
    const before = this.#underWay.get(key);
    const job = before ? before.then(start, start) : start();
    this.#underWay.set(key, job);
    const done = () => {
      if (this.#underWay.get(key) === job) this.#underWay.delete(key);
    };
    job.then(done, done);
    return job;
  }

  /** One room's fault closes the channel for its whole batch: each is tried again alone. */
  async #work(jobs: readonly Job[]): Promise<void> {
    if (jobs.length > 1 && (await this.#attempt(jobs)) === undefined) for (const job of jobs) job.resolve();
    else for (const job of jobs) await this.#alone(job);
  }

  async #alone(job: Job): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const error = await this.#attempt([job]);
      if (error === undefined) return job.resolve();
      // The last edge left between two of the steps and took the exchange with it, or the channel had been closed.
      const vanished =
        (error as { code?: unknown }).code === NOT_FOUND || /^Channel (clos|ended)/.test((error as Error).message);
      if (vanished && attempt < ATTEMPTS_MAX && !this.#ended) continue;
      if (vanished && attempt >= ATTEMPTS_MAX) this.#observer.limitHit?.('room_open_attempts');
      return job.reject(new BusError('unavailable', 'The room cannot be opened on the broker.', { cause: error }));
    }
  }

  /** What went wrong, if anything: then none of the rooms can be relied on. */
  async #attempt(jobs: readonly Job[]): Promise<unknown> {
    if (this.#ended) return new Error('the queue of the edge is gone');
    try {
      const channel = this.#idle.pop() ?? (await makeChannel(this.#connection));
      const last = jobs.length - 1;
      this.#cork();
      await Promise.all(jobs.map((job, index) => this.#send(channel, job, index === last)));
      // One that failed is closed, and not used again.
      if (this.#ended) void channel.close().catch(() => undefined);
      else this.#idle.push(channel);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** Writes the room's steps. Resolves when the last one is answered, or is written where no answer is wanted. */
  async #send(channel: Channel, { kind, key }: Job, answered: boolean): Promise<void> {
    const queue = this.#queue;
    const exchange = this.#names.room(key);
    // The protocol has no unbinding without an answer.
    if (kind === 'close') return void (await channel.unbindQueue(queue, exchange, ''));
    const noWait = (method: number, fields: Record<string, unknown>) =>
      (channel as NoWaitChannel).sendImmediately(method, { ticket: 0, nowait: true, arguments: {}, ...fields });
    const flags = { passive: false, durable: false, autoDelete: false, internal: false };
    noWait(EXCHANGE_DECLARE, { exchange, type: 'fanout', ...flags });
    noWait(EXCHANGE_BIND, { destination: exchange, source: this.#names.rooms, routingKey: key });
    if (answered) await channel.bindQueue(queue, exchange, '');
    else noWait(QUEUE_BIND, { queue, exchange, routingKey: '' });
  }
}
