import { BATCH_BYTES_MAX, BATCH_ITEMS_MAX, BATCH_ROOMS_MAX } from '@maru/contracts';
import type { Delivery, FrameIndex, RoomDelivery } from '@maru/contracts';
import type { Bus, FlushClock } from '@maru/bus';
import type { Room } from './room.js';
import { INDEX_BYTES, PERSON_BYTES, RETRACT_BYTES, ROOM_BYTES } from './sizes.js';

/** Deliveries under way at once; more wait for a confirm. */
const IN_FLIGHT_MAX = 16;
const RETRY_WAIT_MS = 200;

type Outgoing = { room: Room; delivery: RoomDelivery; frames: Buffer[] };
/** What one bus message holds, within the limits that its readers check. */
type Part = {
  rooms: Map<Room, Outgoing>;
  /** Messages, retracts and people. */
  items: number;
  messages: number;
  bytes: number;
  /** When the first message came. */
  sinceMs: number;
  acks: (() => void)[];
};
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
  /** What waits, in order: full ones, and the one that is filled. Unacknowledged input bounds them. */
  #full: Part[] = [];
  #part = newPart();
  #inFlight = 0;
  #abandoned = false;
  /** Resolves with the confirm of the last delivery: confirms are awaited in order. */
  #tail: Promise<void> = Promise.resolve();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  message(room: Room, index: FrameIndex, frame: Buffer): void {
    const { delivery, frames } = this.#outgoing(room, 1, frame.length + INDEX_BYTES);
    (delivery.messages ??= []).push(index);
    frames.push(frame);
    if (this.#part.messages++ === 0) this.#part.sinceMs = performance.now();
    this.#options.clock.count();
    if (this.#part.items >= BATCH_ITEMS_MAX || this.#part.bytes >= BATCH_BYTES_MAX) this.#flushWhenAllowed();
    else this.#options.clock.schedule(this.#flushWhenAllowed);
  }

  update(room: Room, update: Update): void {
    const people =
      (update.typing?.length ?? 0) + (update.presence?.joined?.length ?? 0) + (update.presence?.left?.length ?? 0);
    const retracts = update.retracts?.length ?? 0;
    const { delivery } = this.#outgoing(room, people + retracts, people * PERSON_BYTES + retracts * RETRACT_BYTES);
    if (update.typing) delivery.typing = [...(delivery.typing ?? []), ...update.typing];
    if (update.retracts) delivery.retracts = [...(delivery.retracts ?? []), ...update.retracts];
    if (update.presence) delivery.presence = update.presence;
    if (update.mode) delivery.mode = update.mode;
    if (update.closed) delivery.closed = true;
    this.#options.clock.schedule(this.#flushWhenAllowed);
  }

  /** `ack` is called once everything put in so far is confirmed. */
  acknowledge(ack: () => void): void {
    const last = this.#part.rooms.size > 0 ? this.#part : this.#full.at(-1);
    if (last) last.acks.push(ack);
    else if (this.#inFlight === 0) ack();
    else void this.#tail.then(() => this.#abandoned || ack());
  }

  /** Sends what waits at once: a snapshot that follows must come after it. */
  flush(): void {
    while (this.#waits) this.#send();
  }

  /** Resolves when everything is confirmed. */
  async idle(): Promise<void> {
    this.flush();
    await this.#tail;
  }

  /** Another process owns the shard: what is unconfirmed is its work now, and is not acknowledged here. */
  abandon(): void {
    this.#abandoned = true;
    this.#full = [];
    this.#part = newPart();
  }

  get #waits(): boolean {
    return this.#full.length > 0 || this.#part.rooms.size > 0;
  }

  readonly #flushWhenAllowed = (): void => {
    while (this.#waits && this.#inFlight < IN_FLIGHT_MAX) this.#send();
    if (this.#waits) this.#options.held();
  };

  /** Where the room's next items go: a part that has no room for them is full. */
  #outgoing(room: Room, items: number, bytes: number): Outgoing {
    let part = this.#part;
    let outgoing = part.rooms.get(room);
    if (
      part.rooms.size > 0 &&
      (part.items + items > BATCH_ITEMS_MAX ||
        part.bytes + bytes > BATCH_BYTES_MAX ||
        (!outgoing && part.rooms.size >= BATCH_ROOMS_MAX))
    ) {
      this.#full.push(part);
      this.#part = part = newPart();
      outgoing = undefined;
    }
    part.items += items;
    part.bytes += bytes;
    if (!outgoing) {
      outgoing = { room, delivery: { room: room.room, epoch: room.epoch }, frames: [] };
      part.rooms.set(room, outgoing);
      part.bytes += ROOM_BYTES;
    }
    return outgoing;
  }

  #send(): void {
    let part = this.#full.shift();
    if (!part) {
      part = this.#part;
      this.#part = newPart();
    }
    const outgoing = [...part.rooms.values()];
    if (part.messages > 0) this.#options.gathered(part.messages, performance.now() - part.sinceMs);
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
    this.#inFlight++;
    const confirmed = this.#publish(keys, delivery);
    this.#tail = this.#tail.then(async () => {
      const done = await confirmed;
      this.#inFlight--;
      if (done) for (const ack of part.acks) ack();
      if (this.#waits) this.#options.clock.schedule(this.#flushWhenAllowed);
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

const newPart = (): Part => ({ rooms: new Map(), items: 0, messages: 0, bytes: 0, sinceMs: 0, acks: [] });
