import { connect } from 'amqplib';
import type { ChannelModel } from 'amqplib';
import { BUS_LIMITS } from '../limits.js';
import { fullJitterMs } from './backoff.js';
import { corkForTurn } from './cork.js';
import type { Corkable } from './cork.js';
import { inTime } from './in-time.js';

export type LinkEvents = {
  /** A new connection is there. May set up channels; an error closes the connection and tries again. */
  up(connection: ChannelModel): Promise<void>;
  down(cause: unknown): void;
  blocked(reason: string): void;
  unblocked(): void;
  problem(message: string, cause: unknown): void;
};

/** One AMQP connection that comes back by itself, with full-jitter backoff. Channels are the user's to make again. */
export class Link {
  readonly #url: string;
  readonly #events: LinkEvents;
  readonly #random: () => number;
  #connection: ChannelModel | undefined;
  #closed = false;
  #attempt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(url: string, events: LinkEvents, random: () => number = Math.random) {
    this.#url = url;
    this.#events = events;
    this.#random = random;
  }

  start(): void {
    void this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const connection = this.#connection;
    this.#connection = undefined;
    // A broker that is gone cannot answer the close; the socket is closed all the same.
    await connection?.close().catch(() => undefined);
  }

  /** Attempts since the last success. */
  get attempts(): number {
    return this.#attempt;
  }

  /** Gathers what is written in this turn of the event loop into one socket write. */
  cork(): void {
    if (this.#connection) corkForTurn((this.#connection.connection as unknown as { stream: Corkable }).stream);
  }

  async #connect(): Promise<void> {
    if (this.#closed) return;
    let connection: ChannelModel | undefined;
    try {
      const opening = connect(withHeartbeat(this.#url), { timeout: BUS_LIMITS.connectTimeoutMs, noDelay: true });
      connection = await inTime(opening, 2 * BUS_LIMITS.connectTimeoutMs, 'the broker did not answer the connection');
      const lost = once((cause: unknown) => this.#lost(connection, cause));
      connection.on('error', lost);
      connection.on('close', lost);
      connection.on('blocked', (reason) => this.#events.blocked(reason));
      connection.on('unblocked', () => this.#events.unblocked());
      if (this.#closed) return await connection.close();
      this.#connection = connection;
      await inTime(this.#events.up(connection), BUS_LIMITS.setUpTimeoutMs, 'the channels could not be set up in time');
      // Lost while its last answers were being handled: the set-up has said `up` after the loss was told.
      if (this.#connection !== connection) return this.#events.down(new Error('the connection was lost at once'));
      this.#attempt = 0;
    } catch (error) {
      if (this.#attempt === 0) this.#events.problem('cannot connect to the broker', error);
      if (connection) {
        // A connection that cannot be set up is given up, whether or not the broker answers the close.
        connection.close().catch(() => undefined);
        if (this.#connection === connection) this.#lost(connection, error);
        // Another may be set up already, when this one was lost long ago.
        else if (this.#connection === undefined) this.#events.down(error);
      } else this.#retry();
    }
  }

  #lost(connection: ChannelModel | undefined, cause: unknown): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    this.#events.down(cause);
    this.#retry();
  }

  #retry(): void {
    if (this.#closed) return;
    const wait = fullJitterMs(this.#attempt++, BUS_LIMITS.reconnectMinMs, BUS_LIMITS.reconnectMaxMs, this.#random);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }
}

/** The heartbeat is negotiated through the URL, unless it names one. */
export function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', String(BUS_LIMITS.heartbeatSec));
  return parsed.href;
}

function once<A>(call: (argument: A) => void): (argument: A) => void {
  let called = false;
  return (argument) => {
    if (called) return;
    called = true;
    call(argument);
  };
}
