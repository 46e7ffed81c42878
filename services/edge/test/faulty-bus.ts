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
  readonly #confirms = new Gate();
  readonly #opens = new Gate();

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
    this.#confirms.close();
  }

  confirm(): void {
    this.#confirms.open();
  }

  holdOpens(): void {
    this.#opens.close();
  }

  open(): void {
    this.#opens.open();
  }

  override async publishRaw(shard: number, batch: RawBatch): Promise<void> {
    await this.#confirms.pass();
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
        await new Promise((resolve) => setImmediate(resolve));
        await this.#opens.pass();
        this.#opening--;
        await attachment.openRoom(key);
      },
    };
  }
}

/** Holds back whoever comes while it is closed. */
class Gate {
  #waiting: (() => void)[] | undefined;

  close(): void {
    this.#waiting = [];
  }

  open(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const go of waiting) go();
  }

  async pass(): Promise<void> {
    const waiting = this.#waiting;
    if (waiting) await new Promise<void>((go) => waiting.push(go));
  }
}
