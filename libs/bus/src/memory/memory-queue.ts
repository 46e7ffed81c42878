import { BusError } from '../port.js';

export type QueueConsumer<T> = {
  /** Messages it may hold unacknowledged. */
  prefetch: number;
  take(message: T, ack: () => void): void;
};

type Held<T> = { message: T; order: number };

/**
 * A bounded queue with one active consumer: the first to subscribe. When it leaves, what it had not acknowledged
 * goes back to its place and the next consumer takes over, as a broker's single active consumer does.
 */
export class MemoryQueue<T> {
  readonly #messagesMax: number;
  #ready: Held<T>[] = [];
  #unacked = new Map<number, Held<T>>();
  #consumers: QueueConsumer<T>[] = [];
  #order = 0;
  #scheduled = false;

  constructor(messagesMax: number) {
    this.#messagesMax = messagesMax;
  }

  get depth(): number {
    return this.#ready.length;
  }

  get unacknowledged(): number {
    return this.#unacked.size;
  }

  /** @throws BusError `refused` when the queue is full */
  publish(message: T): void {
    if (this.#ready.length >= this.#messagesMax)
      throw new BusError('refused', `The queue holds ${this.#messagesMax} messages already.`);
    this.#ready.push({ message, order: this.#order++ });
    this.#schedule();
  }

  subscribe(consumer: QueueConsumer<T>): () => void {
    this.#consumers.push(consumer);
    this.#schedule();
    return () => this.#unsubscribe(consumer);
  }

  #unsubscribe(consumer: QueueConsumer<T>): void {
    const at = this.#consumers.indexOf(consumer);
    if (at < 0) return;
    this.#consumers.splice(at, 1);
    if (at > 0) return;
    this.#ready = [...this.#unacked.values(), ...this.#ready].sort((a, b) => a.order - b.order);
    this.#unacked = new Map();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    for (;;) {
      const consumer = this.#consumers[0];
      if (consumer === undefined || this.#unacked.size >= consumer.prefetch) return;
      const held = this.#ready.shift();
      if (held === undefined) return;
      this.#unacked.set(held.order, held);
      const unacked = this.#unacked;
      consumer.take(held.message, () => {
        if (unacked.delete(held.order)) this.#schedule();
      });
    }
  }
}
