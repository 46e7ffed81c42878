import { BATCH_BYTES_MAX, BATCH_ITEMS_MAX, BATCH_ROOMS_MAX } from '@maru/contracts';
import type { Delivery, FrameIndex, RoomDelivery } from '@maru/contracts';
import type { Bus, FlushClock } from '@maru/bus';
import type { Room } from './room.js';

/** Deliveries under way at once; more wait for a confirm. */
const IN_FLIGHT_MAX = 16;
const RETRY_WAIT_MS = 200;

type Outgoing = { room: Room; delivery: RoomDelivery; frames: Buffer[] };
type Update = Partial<Omit<RoomDelivery, 'room' | 'epoch' | 'messages'>>;

export type OutboxOptions = {
  bus: Bus;
  clock: FlushClock;
  shard: number;
  term(): number;
  now(): number;
  published(delivery: Delivery, confirmMs: number): void;
  /** Messages of a delivery that is about to be published, and how long the first of them was here, ms. */
  gathered(messages: number, waitedMs: number): void;
  /** Told when messages have to wait because as many deliveries are under way as may be. */
  held(): void;
  problem(message: string, cause: unknown): void;
};

/**
 * What a shard's owner sends, gathered over rooms into few bus messages. Input is acknowledged once the output that
 * follows from it, and all before it, is confirmed.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #rooms = new Map<Room, Outgoing>();
  #items = 0;
  #bytes = 0;
  /** When the first of the messages that wait came. */
  #sinceMs = 0;
  #acks: (() => void)[] = [];
  #inFlight = 0;
  #abandoned = false;
  /** Resolves with the confirm of the last delivery: confirms are awaited in order. */
  #tail: Promise<void> = Promise.resolve();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  message(room: Room, index: FrameIndex, frame: Buffer): void {
    const outgoing = this.#outgoing(room);
    (outgoing.delivery.messages ??= []).push(index);
    outgoing.frames.push(frame);
    if (this.#items === 0) this.#sinceMs = performance.now();
    this.#items++;
    this.#bytes += frame.length;
    this.#options.clock.count();
    if (this.#items >= BATCH_ITEMS_MAX || this.#bytes >= BATCH_BYTES_MAX) this.#flushWhenAllowed();
    else this.#options.clock.schedule(this.#flushWhenAllowed);
  }

  update(room: Room, update: Update): void {
    const { delivery } = this.#outgoing(room);
    if (update.typing) delivery.typing = [...(delivery.typing ?? []), ...update.typing];
    if (update.retracts) delivery.retracts = [...(delivery.retracts ?? []), ...update.retracts];
    if (update.presence) delivery.presence = update.presence;
    if (update.mode) delivery.mode = update.mode;
    if (update.closed) delivery.closed = true;
    this.#options.clock.schedule(this.#flushWhenAllowed);
  }

  /** `ack` is called once everything put in so far is confirmed. */
  acknowledge(ack: () => void): void {
    this.#acks.push(ack);
    if (this.#rooms.size > 0) return;
    if (this.#inFlight === 0) this.#takeAcks()();
    else void this.#tail.then(this.#takeAcks());
  }

  /** Sends what waits at once: a snapshot that follows must come after it. */
  flush(): void {
    while (this.#rooms.size > 0) this.#send();
  }

  /** Resolves when everything is confirmed. */
  async idle(): Promise<void> {
    this.flush();
    await this.#tail;
  }

  /** Another process owns the shard: what is unconfirmed is its work now, and is not acknowledged here. */
  abandon(): void {
    this.#abandoned = true;
    this.#rooms.clear();
    this.#acks = [];
  }

  readonly #flushWhenAllowed = (): void => {
    while (this.#rooms.size > 0 && this.#inFlight < IN_FLIGHT_MAX) this.#send();
    if (this.#rooms.size > 0) this.#options.held();
  };

  #outgoing(room: Room): Outgoing {
    let outgoing = this.#rooms.get(room);
    if (!outgoing) {
      if (this.#rooms.size >= BATCH_ROOMS_MAX) this.flush();
      outgoing = { room, delivery: { room: room.room, epoch: room.epoch }, frames: [] };
      this.#rooms.set(room, outgoing);
    }
    return outgoing;
  }

  #takeAcks(): () => void {
    const acks = this.#acks;
    this.#acks = [];
    return () => {
      for (const ack of acks) ack();
    };
  }

  #send(): void {
    const outgoing = [...this.#rooms.values()];
    if (this.#items > 0) this.#options.gathered(this.#items, performance.now() - this.#sinceMs);
    this.#rooms = new Map();
    this.#items = 0;
    this.#bytes = 0;
    const { shard } = this.#options;
    const delivery: Delivery = {
      header: {
        type: 'delivery',
        v: 1,
        at: this.#options.now(),
        shard,
        term: this.#options.term(),
        rooms: outgoing.map(({ delivery: room }) => room),
      },
      frames: outgoing.flatMap(({ frames }) => frames),
    };
    const keys = outgoing.map(({ room }) => room.key);
    const acks = this.#takeAcks();
    this.#inFlight++;
    const confirmed = this.#publish(keys, delivery);
    this.#tail = this.#tail.then(async () => {
      const done = await confirmed;
      this.#inFlight--;
      if (done) acks();
      if (this.#rooms.size > 0) this.#options.clock.schedule(this.#flushWhenAllowed);
    });
  }

  /** Until the broker has it: what was placed in the order cannot be left out. False when the shard was abandoned. */
  async #publish(keys: readonly string[], delivery: Delivery): Promise<boolean> {
    const { bus, shard, problem, published } = this.#options;
    for (;;) {
      const started = performance.now();
      try {
        await bus.deliver(shard, keys, delivery);
        published(delivery, performance.now() - started);
        return !this.#abandoned;
      } catch (error) {
        if (this.#abandoned) return false;
        problem('a delivery was not taken by the broker; trying again', error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_WAIT_MS));
      }
    }
  }
}
