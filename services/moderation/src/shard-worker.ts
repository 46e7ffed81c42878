import type { ApprovedItem, RawBatch, RawItem, ReceiptItem } from '@maru/contracts';
import { BATCH_BYTES_MAX, BATCH_ITEMS_MAX } from '@maru/contracts';
import { Batcher } from '@maru/bus';
import type { Bus, FlushClock, ShardDelivery } from '@maru/bus';
import type { Logger } from '@maru/observability';
import type { ModerationMetrics } from './metrics.js';
import type { Moderator } from './moderator.js';

/** Batches of one shard that wait for a confirm. */
const IN_FLIGHT_MAX = 16;
const RETRY_WAIT_MS = 200;
/** Bytes of an item on the bus beside its texts: keys, ids and punctuation. */
const ITEM_OVERHEAD_BYTES = 300;

/** Held until all that follows from it is confirmed. */
type Held = { delivery: ShardDelivery<RawBatch>; open: number; startedMs: number };
type Owed<T> = { item: T; held: Held };

export type ShardWorkerOptions = {
  bus: Bus;
  clock: FlushClock;
  shard: number;
  moderator(): Moderator;
  metrics: ModerationMetrics;
  logger: Logger;
  now(): number;
};

/** Decides on the raw batches of one shard, in order, and passes on what may be seen. */
export class ShardWorker {
  readonly #options: ShardWorkerOptions;
  readonly #approved: Batcher<Owed<ApprovedItem>>;
  readonly #receipts = new Map<string, Batcher<Owed<ReceiptItem>>>();
  #held = 0;
  #paused = false;
  #waiting: ShardDelivery<RawBatch>[] = [];
  #idle: (() => void)[] = [];

  constructor(options: ShardWorkerOptions) {
    this.#options = options;
    const { bus, shard, now } = options;
    this.#approved = this.#batcher(
      (items) => bus.publishShard(shard, { type: 'approved', v: 1, at: now(), items }),
      (owed) => options.metrics.approved(owed.length, (performance.now() - (owed[0]?.held.startedMs ?? performance.now())) / 1000),
    );
  }

  /** Batches taken and not yet acknowledged. */
  get held(): number {
    return this.#held + this.#waiting.length;
  }

  get paused(): boolean {
    return this.#paused;
  }

  take(delivery: ShardDelivery<RawBatch>): void {
    if (this.#paused) this.#waiting.push(delivery);
    else this.#decide(delivery);
  }

  /** While paused, batches wait unacknowledged: the prefetch bounds them, the queue behind it pushes back on edges. */
  pause(paused: boolean): void {
    if (this.#paused === paused) return;
    this.#paused = paused;
    if (paused) return this.#options.metrics.limitHit('shard_depth');
    for (const delivery of this.#waiting.splice(0)) this.#decide(delivery);
  }

  /** Resolves when everything taken is acknowledged; what a pause holds back is decided on first. */
  async idle(): Promise<void> {
    this.pause(false);
    while (this.#held > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #decide(delivery: ShardDelivery<RawBatch>): void {
    const { metrics, now } = this.#options;
    const { items, edge, at } = delivery.message;
    const hopSeconds = (now() - at) / 1000;
    const started = performance.now();
    // One more than there are items: the batch is not done before all of them were looked at.
    const held: Held = { delivery, open: items.length + 1, startedMs: started };
    this.#held++;
    for (const item of items) this.#isolated(held, edge, item);
    this.#settle(held);
    metrics.batchTaken(items.length, hopSeconds, (performance.now() - started) / 1000);
  }

  /** One item that cannot be decided on must not hold up the others, and must not be seen. */
  #isolated(held: Held, edge: string, item: RawItem): void {
    try {
      this.#item(held, edge, item);
    } catch (error) {
      const { bus, logger, shard } = this.#options;
      logger.error({ shard, err: error }, 'an item could not be decided on; it goes to the dead letters');
      bus
        .deadLetter(`raw.${shard}`, { ...held.delivery.message, items: [item] }, (error as Error).message)
        .catch((cause: unknown) => logger.error({ err: cause }, 'a dead letter was lost'))
        .finally(() => this.#settle(held));
      if (item.kind !== 'message') return;
      held.open++;
      this.#receipt(held, edge, { kind: 'message', uid: item.uid, status: 'rejected', reason: 'undeliverable' });
    }
  }

  #item(held: Held, edge: string, item: RawItem): void {
    const moderator = this.#options.moderator();
    const { metrics } = this.#options;
    switch (item.kind) {
      case 'message': {
        const verdict = moderator.message(item.text);
        metrics.verdict(verdict.status);
        if (verdict.status === 'pass') return this.#approve(held, { ...item, edge });
        if (verdict.status === 'mask') return this.#approve(held, { ...item, edge, text: verdict.text, masked: true });
        metrics.rejected(verdict.reason);
        const { reason, category } = verdict;
        return this.#receipt(held, edge, { kind: 'message', uid: item.uid, status: 'rejected', reason, ...(category === undefined ? {} : { category }) });
      }
      case 'open':
        if (moderator.allowsName(item.room)) return this.#approve(held, { ...item, edge });
        metrics.nameRefused('room');
        return this.#receipt(held, edge, { kind: 'room', room: item.room, reason: 'profanity' });
      case 'nick': {
        const allowed = moderator.allowsName(item.nick);
        if (!allowed) metrics.nameRefused('nick');
        return this.#receipt(held, edge, { kind: 'nick', ref: item.ref, allowed });
      }
    }
  }

  #approve(held: Held, item: ApprovedItem): void {
    const length = item.kind === 'message' ? item.text.length * 3 : 0;
    this.#approved.add({ item, held }, length + ITEM_OVERHEAD_BYTES);
  }

  #receipt(held: Held, edge: string, item: ReceiptItem): void {
    let batcher = this.#receipts.get(edge);
    if (!batcher) {
      const { bus, now } = this.#options;
      batcher = this.#batcher<ReceiptItem>((items) => bus.reply(edge, { type: 'receipts', v: 1, at: now(), items }));
      this.#receipts.set(edge, batcher);
    }
    batcher.add({ item, held }, ITEM_OVERHEAD_BYTES);
  }

  #batcher<T>(publish: (items: T[]) => Promise<void>, leaving?: (owed: Owed<T>[]) => void): Batcher<Owed<T>> {
    return new Batcher<Owed<T>>({
      clock: this.#options.clock,
      publish: (owed) => {
        leaving?.(owed);
        return this.#untilTaken(() => publish(owed.map(({ item }) => item)));
      },
      held: () => this.#options.metrics.limitHit('batches_in_flight'),
      settled: (owed, error) => {
        // With an error the bus is closed: what is unacknowledged comes again, here or elsewhere.
        if (error === undefined) for (const { held } of owed) this.#settle(held);
      },
      itemsMax: BATCH_ITEMS_MAX,
      bytesMax: BATCH_BYTES_MAX,
      inFlightMax: IN_FLIGHT_MAX,
    });
  }

  /** A verdict must not get lost: what the broker does not take is offered again until the bus is closed. */
  async #untilTaken(publish: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await publish();
      } catch (error) {
        if ((error as { code?: unknown }).code === 'closed') throw error;
        this.#options.logger.warn({ err: error }, 'the broker did not take a batch; trying again');
        await new Promise((resolve) => setTimeout(resolve, RETRY_WAIT_MS));
      }
    }
  }

  #settle(held: Held): void {
    if (--held.open > 0) return;
    held.delivery.ack();
    if (--this.#held > 0) return;
    for (const wake of this.#idle.splice(0)) wake();
  }

  /** Forgets edges that have nothing under way. Called now and then, so that edges that came and went leave nothing. */
  forgetIdleEdges(): void {
    for (const [edge, batcher] of this.#receipts) if (batcher.waiting === 0 && batcher.inFlight === 0) this.#receipts.delete(edge);
  }
}
