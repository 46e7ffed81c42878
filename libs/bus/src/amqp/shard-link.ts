import { randomBytes } from 'node:crypto';
import rascal from 'rascal';
import type { BrokerAsPromised, BrokerConfig, RedeliveryCounter } from 'rascal';
import { BUS_LIMITS } from '../limits.js';
import { fullJitterMs } from './backoff.js';
import { inTime } from './in-time.js';
import { closeConnection, installGuard } from './rascal-guard.js';

export type ShardLinkEvents = {
  /** The topology is declared, and shards can be subscribed to. */
  up(): void;
  /** Every subscription is gone, and what it held belongs to nobody. */
  down(): void;
  problem(message: string, cause: unknown): void;
};

/**
 * rascal's connection: the lasting topology and the shards' subscriptions. A lost one is thrown away and made anew
 * here, since rascal's own reconnection waits without limit for an answer that never comes, keeps what it could not
 * set up open, and cannot be told to hurry when the broker is back.
 */
export class ShardLink {
  readonly #prefix: string;
  readonly #config: (connectionName: string) => BrokerConfig;
  readonly #events: ShardLinkEvents;
  /** Outlives the connections: a poison message comes back over many of them. */
  readonly #counter: RedeliveryCounter;
  #broker: BrokerAsPromised | undefined;
  /** How the guard knows the connection. */
  #name = '';
  #attempt = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param prefix of the connections' names, as the broker's tools show them */
  constructor(prefix: string, config: (connectionName: string) => BrokerConfig, events: ShardLinkEvents) {
    installGuard();
    this.#prefix = prefix;
    this.#config = config;
    this.#events = events;
    this.#counter = rascal.counters.inMemory({ size: BUS_LIMITS.redeliveriesRemembered });
  }

  /** Undefined while there is no connection. */
  get broker(): BrokerAsPromised | undefined {
    return this.#broker;
  }

  start(): void {
    void this.#connect();
  }

  /** Tries again at once, if it waits to: somebody has seen the broker. */
  hurry(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    void this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await dispose(this.#broker, this.#name);
  }

  async #connect(): Promise<void> {
    this.#timer = undefined;
    if (this.#closed) return;
    const name = (this.#name = `${this.#prefix}.shards.${randomBytes(6).toString('hex')}`);
    const opening = rascal.BrokerAsPromised.create(rascal.withDefaultConfig(this.#config(name)), {
      counters: { inMemory: () => this.#counter },
    });
    try {
      const broker = await inTime(opening, BUS_LIMITS.setUpTimeoutMs, 'the queues could not be declared in time');
      if (this.#closed) return await dispose(broker, name);
      let told = false;
      broker.on('error', (error: unknown) => {
        if (!told) this.#events.problem("the shards' connection failed", error);
        // The first after the loss is its cause; the others are goodbyes that fail.
        told = this.#broker !== broker;
      });
      broker.once('disconnect', () => this.#lost(broker, name));
      this.#attempt = 0;
      this.#broker = broker;
      this.#events.up();
    } catch (error) {
      // It failed, and rascal hands over what is to be shut down; or it does so late, or never.
      opening.then(
        (late) => dispose(late, name),
        (failure: unknown) => dispose(brokerOf(failure), name),
      );
      closeConnection(name, BUS_LIMITS.goodbyeTimeoutMs);
      if (this.#closed) return;
      if (this.#attempt === 0) this.#events.problem('cannot declare the queues and exchanges', error);
      this.#retry();
    }
  }

  #lost(broker: BrokerAsPromised, name: string): void {
    if (this.#broker !== broker) return;
    this.#broker = undefined;
    if (this.#closed) return;
    this.#events.down();
    // After its cause has come.
    setImmediate(() => void dispose(broker, name));
    this.#retry();
  }

  #retry(): void {
    const { reconnectMinMs, reconnectMaxMs } = BUS_LIMITS;
    const waitMs = fullJitterMs(this.#attempt++, reconnectMinMs, reconnectMaxMs, Math.random);
    this.#timer = setTimeout(() => void this.#connect(), waitMs);
  }
}

/** Until it is shut down rascal keeps a timer that holds the process. */
async function dispose(broker: BrokerAsPromised | undefined, name: string): Promise<void> {
  broker?.on('error', () => undefined);
  if (broker)
    await inTime(broker.shutdown(), BUS_LIMITS.goodbyeTimeoutMs, 'no goodbye from the broker').catch(() => undefined);
  closeConnection(name, BUS_LIMITS.goodbyeTimeoutMs);
}

/** rascal puts what it had made so far into the error, under a symbol that the error names. */
function brokerOf(failure: unknown): BrokerAsPromised | undefined {
  const { broker } = failure as { broker?: symbol };
  return typeof broker === 'symbol' ? (failure as Record<symbol, BrokerAsPromised | undefined>)[broker] : undefined;
}
