import { MalformedMessageError } from '@maru/contracts';
import { BUS_LIMITS } from '../limits.js';
import type { AckOrNack, BrokerAsPromised, SubscriberSessionAsPromised } from 'rascal';
import type { BusObserver, ShardHandlers } from '../port.js';
import { subscriptionName } from './topology.js';
import type { Stage } from './topology.js';

export type ShardSubscriptionOptions<T> = {
  /** Undefined while there is no connection. */
  broker(): BrokerAsPromised | undefined;
  stage: Stage;
  shard: number;
  queue: string;
  handlers: ShardHandlers<T>;
  decode(body: Buffer): T;
  deadLetter(origin: string, body: Buffer, reason: string): Promise<void>;
  observer: BusObserver;
};

/**
 * One process's subscription to one shard's queue, where the broker lets only one consumer be active.
 *
 * Giving a shard away must not let the next consumer see later messages before this one is through with the earlier:
 * the prefetch is cut to one, what is in flight is finished, and the last message stays unacknowledged until the
 * channel is closed. So nothing new arrives in between, and the next consumer gets that last message once more,
 * which it recognises.
 */
export class ShardSubscription<T> {
  readonly #options: ShardSubscriptionOptions<T>;
  #session: SubscriberSessionAsPromised | undefined;
  #generation = 0;
  #inFlight = new Set<AckOrNack>();
  #releasing = false;
  #active = false;

  constructor(options: ShardSubscriptionOptions<T>) {
    this.#options = options;
  }

  get subscribed(): boolean {
    return this.#session !== undefined;
  }

  /** True once the broker has delivered here since subscribing: only the active consumer gets messages. */
  get active(): boolean {
    return this.#active;
  }

  async subscribe(): Promise<void> {
    const { broker, stage, shard } = this.#options;
    const connected = broker();
    if (this.#session || !connected) return;
    const session = await connected.subscribe(subscriptionName(stage, shard));
    if (broker() !== connected) return;
    this.#session = session;
    this.#interrupted();
    let opened = false;
    session.on('subscribed', () => (opened = true));
    const lost = (cause?: Error) => {
      if (this.#session !== session) return;
      if (cause) this.#options.observer.problem?.(`the subscription to ${this.#options.queue} was interrupted`, cause);
      this.#interrupted();
      // rascal subscribes again by itself only after it has done so once.
      if (!opened) this.#session = undefined;
    };
    session.on('error', lost);
    session.on('cancelled', lost);
    session.on('close', () => lost());
    session.on('redeliveries_exceeded', (error, message, ackOrNack) => {
      this.#options.observer.limitHit?.('redeliveries');
      void this.#park(message.content, error.message, ackOrNack);
    });
    // Subscribing happens with this listener: it comes last. What still comes to a session that was given up goes
    // back with its channel.
    session.on('message', (_message, content, ackOrNack) => {
      if (this.#session === session) this.#take(content, ackOrNack);
    });
  }

  /** The connection is lost, and everything of it. */
  dropped(): void {
    this.#session = undefined;
    this.#interrupted();
  }

  /** Gives the shard to whoever subscribes next, with nothing lost and in order. */
  async release(drainTimeoutMs: number): Promise<void> {
    const session = this.#session;
    if (!session || this.#releasing) return;
    this.#releasing = true;
    try {
      await within(
        session.setChannelPrefetch(1).catch(() => undefined),
        BUS_LIMITS.goodbyeTimeoutMs,
      );
      if (this.#active && !(await within(this.#options.handlers.release(this.#options.shard), drainTimeoutMs)))
        this.#options.observer.limitHit?.('release_timeout');
      // What comes from here on goes back untouched: it is the next consumer's.
      this.#session = undefined;
      const left = session.cancel().catch((error: { code?: unknown }) => {
        // rascal's way to say that it did not wait for the message that is kept.
        if (error.code !== 'ETIMEDOUT')
          this.#options.observer.problem?.(`cannot leave ${this.#options.queue} in order`, error);
      });
      await within(left, BUS_LIMITS.goodbyeTimeoutMs);
    } finally {
      this.#session = undefined;
      this.#releasing = false;
      this.#interrupted();
    }
  }

  #take(content: Buffer, ackOrNack: AckOrNack): void {
    const { handlers, shard, queue, decode, observer } = this.#options;
    if (!this.#active) {
      this.#active = true;
      observer.ownership?.(shard, true);
    }
    let message: T;
    try {
      message = decode(content);
    } catch (error) {
      if (!(error instanceof MalformedMessageError)) throw error;
      observer.malformed?.(queue, error.message);
      void this.#park(content, error.message, ackOrNack);
      return;
    }
    this.#inFlight.add(ackOrNack);
    handlers.message({
      shard,
      session: this.#generation,
      message,
      ack: () => {
        if (!this.#inFlight.delete(ackOrNack)) return;
        // The last one keeps the prefetch of one filled: see the class comment.
        if (this.#releasing && this.#inFlight.size === 0) return;
        ackOrNack();
      },
    });
  }

  async #park(body: Buffer, reason: string, ackOrNack: AckOrNack): Promise<void> {
    try {
      const { deadLetter, stage, shard } = this.#options;
      await deadLetter(`${stage}.${shard}`, body, reason);
      ackOrNack();
    } catch (error) {
      this.#options.observer.problem?.('cannot park a message with the dead letters', error);
      ackOrNack(error as Error, { strategy: 'nack', requeue: true });
    }
  }

  /** Messages in flight belong to nobody now: they come again, here or elsewhere. */
  #interrupted(): void {
    this.#generation++;
    this.#inFlight.clear();
    if (this.#active) {
      this.#active = false;
      this.#options.observer.ownership?.(this.#options.shard, false);
    }
  }
}

/** Waits for the work, but no longer than `timeoutMs`: false then. */
async function within(work: Promise<void>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
  const inTime = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
