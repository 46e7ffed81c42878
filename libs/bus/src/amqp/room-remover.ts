import type { Channel, ChannelModel } from 'amqplib';
import { BUS_LIMITS } from '../limits.js';
import type { BusObserver } from '../port.js';
import { makeChannel } from './make-channel.js';

const PRECONDITION_FAILED = 406;

/**
 * Deletes the exchanges of rooms that are over. The broker could do so by itself (`auto-delete`), but when the queue of
 * an edge goes, it does all of that edge's rooms in one transaction whose time grows with the square of their number:
 * 9 s for 1,000 rooms in which nobody can open a room, and minutes for some thousands.
 */
export class RoomRemover {
  readonly #observer: BusObserver;
  /** Exchanges, and how often each was found in use: its last edge may be about to leave. */
  readonly #waiting = new Map<string, number>();
  #connection: ChannelModel | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(observer: BusObserver) {
    this.#observer = observer;
  }

  add(exchanges: Iterable<string>): void {
    for (const exchange of exchanges) {
      if (this.#waiting.size >= BUS_LIMITS.roomRemovalsMax) {
        this.#observer.limitHit?.('room_removals');
        break;
      }
      this.#waiting.set(exchange, 0);
    }
    this.#arm();
  }

  up(connection: ChannelModel): void {
    this.#connection = connection;
    this.#arm();
  }

  down(): void {
    this.#connection = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Tries once more what waits, before the connection is closed. */
  async close(): Promise<void> {
    await this.#running;
    await this.#run();
    this.down();
  }

  #arm(): void {
    if (this.#timer || this.#running || this.#waiting.size === 0 || !this.#connection) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#run().finally(() => {
        this.#running = undefined;
        this.#arm();
      });
    }, BUS_LIMITS.roomRemovalWaitMs);
  }

  async #run(): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;
    let channel: Channel | undefined;
    try {
      for (const exchange of [...this.#waiting.keys()]) {
        channel ??= await makeChannel(connection);
        try {
          await channel.deleteExchange(exchange, { ifUnused: true });
          this.#waiting.delete(exchange);
        } catch (error) {
          channel = undefined;
          if ((error as { code?: unknown }).code !== PRECONDITION_FAILED) throw error;
          this.#inUse(exchange);
        }
      }
      await channel?.close();
    } catch (error) {
      // With the connection lost the next one goes on with it.
      if (this.#connection === connection) this.#observer.problem?.('rooms could not be removed yet', error);
    }
  }

  /** An edge that has it open for longer reports it, and its owner removes it when that edge has left. */
  #inUse(exchange: string): void {
    const tries = (this.#waiting.get(exchange) ?? 0) + 1;
    if (tries < BUS_LIMITS.roomRemovalTries) this.#waiting.set(exchange, tries);
    else this.#waiting.delete(exchange);
  }
}
