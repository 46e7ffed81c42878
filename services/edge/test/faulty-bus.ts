import { BusError, MemoryBus } from '@maru/bus';
import type { BusStatus, EdgeAttachment, EdgeHandlers, MemoryBroker, PublisherLoad } from '@maru/bus';
import type { RawBatch } from '@maru/contracts';

/** The memory bus with a broker that can go away, block and be slow, as the AMQP bus tells it. */
export class FaultyBus extends MemoryBus {
  /** Rooms that were opened, in order. */
  readonly opened: string[] = [];
  /** Rooms being opened at once, at most. */
  openingPeak = 0;
  unconfirmedBytes = 0;
  #opening = 0;
  #state: BusStatus = 'down';
  readonly #listeners = new Set<(status: BusStatus) => void>();
  #attached: () => void = () => undefined;
  /** Confirms that are held back; undefined while they come at once. */
  #held: (() => void)[] | undefined;
  /** Rooms whose opening is held back; undefined while they open at once. */
  #unopened: (() => void)[] | undefined;

  constructor(broker: MemoryBroker) {
    super(broker);
  }

  override get status(): BusStatus {
    return this.#state;
  }

  override get load(): PublisherLoad {
    return { messages: 0, bytes: this.unconfirmedBytes };
  }

  override async start(): Promise<void> {
    await super.start();
    this.become('up');
  }

  override onStatus(listener: (status: BusStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  become(status: BusStatus): void {
    const before = this.#state;
    this.#state = status;
    for (const listener of this.#listeners) listener(status);
    if (before === 'down' && status === 'up') this.#attached();
  }

  holdConfirms(): void {
    this.#held = [];
  }

  confirm(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const release of held) release();
  }

  holdOpens(): void {
    this.#unopened = [];
  }

  open(): void {
    const unopened = this.#unopened ?? [];
    this.#unopened = undefined;
    for (const release of unopened) release();
  }

  override async publishRaw(shard: number, batch: RawBatch): Promise<void> {
    const held = this.#held;
    if (held) await new Promise<void>((resolve) => held.push(resolve));
    await super.publishRaw(shard, batch);
  }

  override async attachEdge(edge: string, handlers: EdgeHandlers): Promise<EdgeAttachment> {
    const attachment = await super.attachEdge(edge, handlers);
    this.#attached = () => handlers.attached();
    return {
      ...attachment,
      openRoom: async (key) => {
        if (this.#state === 'down') throw new BusError('unavailable', 'The broker is not connected.');
        this.opened.push(key);
        this.openingPeak = Math.max(this.openingPeak, ++this.#opening);
        const unopened = this.#unopened;
        await new Promise<void>((resolve) => (unopened ? unopened.push(resolve) : setImmediate(resolve)));
        this.#opening--;
        await attachment.openRoom(key);
      },
    };
  }
}
