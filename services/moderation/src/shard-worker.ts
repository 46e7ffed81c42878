import type { ApprovedItem, ApprovedMessage, RawBatch, RawItem, RawMessage, ReceiptItem } from '@maru/contracts';
import { BATCH_BYTES_MAX, BATCH_ITEMS_MAX } from '@maru/contracts';
import { Batcher } from '@maru/bus';
import type { Bus, FlushClock, ShardDelivery } from '@maru/bus';
import type { Logger } from '@maru/observability';
import type { Deliberation } from './deliberation.js';
import type { ModerationMetrics } from './metrics.js';
import type { Judged, Moderator, Refused, Shown } from './moderator.js';
import { Round } from './round.js';
import { SenderOrder } from './sender-order.js';

/** Batches of one shard that wait for a confirm. */
const IN_FLIGHT_MAX = 16;
/**
 * Approved batches of one shard that wait for a confirm: one, because a batch that the broker refuses (its queue has a
 * fault) is offered again, and later ones must not have passed it by then. The next one fills meanwhile.
 */
const APPROVED_IN_FLIGHT_MAX = 1;
/**
 * Batches of one shard that held messages, and what their senders sent after them, may keep unacknowledged. The rest of
 * the prefetch stays free for everybody else; beyond it the longest hold ends early.
 */
export const PARKED_BATCHES_MAX = 24;
const RETRY_WAIT_MS = 200;
/** Bytes of an item on the bus beside its texts: keys, ids and punctuation. */
const ITEM_OVERHEAD_BYTES = 300;

/** Held until all that follows from it is confirmed. */
type Held = { delivery: ShardDelivery<RawBatch>; open: number; startedMs: number; parked: number };
type Owed<T> = { item: T; held: Held | undefined };

export type ShardWorkerOptions = {
  bus: Bus;
  clock: FlushClock;
  shard: number;
  moderator: () => Moderator;
  deliberation: Deliberation;
  metrics: ModerationMetrics;
  logger: Logger;
  now: () => number;
};

/** Decides on the raw batches of one shard, in order, and passes on what may be seen. */
export class ShardWorker {
  readonly #options: ShardWorkerOptions;
  readonly #approved: Batcher<Owed<ApprovedItem>>;
  readonly #receipts = new Map<string, Batcher<Owed<ReceiptItem>>>();
  /** Batches taken in this session and not yet acknowledged. */
  #held = new Set<Held>();
  readonly #order = new SenderOrder();
  readonly #round = new Round();
  /** Messages that wait for a decision, by uid; aborting one ends its hold. */
  readonly #undecided = new Map<string, AbortController>();
  /** Of those the ones on hold, the longest first. */
  readonly #onHold = new Map<string, AbortController>();
  #parkedBatches = 0;
  #session = 0;
  #paused = false;
  #waiting: ShardDelivery<RawBatch>[] = [];
  #idle: (() => void)[] = [];

  constructor(options: ShardWorkerOptions) {
    this.#options = options;
    const { bus, shard, now } = options;
    this.#approved = this.#batcher(
      (items) => bus.publishShard(shard, { type: 'approved', v: 1, at: now(), items }),
      APPROVED_IN_FLIGHT_MAX,
      (owed) =>
        options.metrics.approved(
          owed.length,
          (performance.now() - (owed[0]?.held?.startedMs ?? performance.now())) / 1000,
        ),
    );
  }

  /** Batches taken and not yet acknowledged. */
  get held(): number {
    return this.#held.size + this.#waiting.length;
  }

  /** Messages that wait for a decision. */
  get undecided(): number {
    return this.#undecided.size;
  }

  /** Messages on hold. */
  get onHold(): number {
    return this.#onHold.size;
  }

  get paused(): boolean {
    return this.#paused;
  }

  take(delivery: ShardDelivery<RawBatch>): void {
    if (delivery.session !== this.#session) {
      // What an earlier session left undecided comes again, here or elsewhere.
      this.#abandon();
      this.#held.clear();
      this.#waiting = [];
      this.#wakeIdle();
      this.#session = delivery.session;
    }
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

  /**
   * Resolves when everything is acknowledged that can be decided on now; what a pause holds back is decided on first.
   * Messages that wait for somebody's decision stay unacknowledged: whoever owns the shard next gets them.
   */
  async idle(): Promise<void> {
    this.pause(false);
    this.#abandon();
    while (this.#held.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Takes a message back that was shown before the verdict on it came. Best effort: nothing waits for it. */
  retract(room: string, uid: string): void {
    this.#approved.add({ item: { kind: 'retract', room, uid }, held: undefined }, ITEM_OVERHEAD_BYTES);
  }

  #decide(delivery: ShardDelivery<RawBatch>): void {
    const { metrics, now } = this.#options;
    const { items, edge, at } = delivery.message;
    const nowMs = now();
    const hopSeconds = (nowMs - at) / 1000;
    const started = performance.now();
    // One more than there are items: the batch is not done before all of them were looked at.
    const held: Held = { delivery, open: items.length + 1, startedMs: started, parked: 0 };
    this.#held.add(held);
    for (const item of items) this.#isolated(held, edge, item);
    this.#settle(held);
    if (this.#round.complete(edge, nowMs)) this.#hasten();
    metrics.batchTaken(items.length, hopSeconds, (performance.now() - started) / 1000);
  }

  /** What waits for other edges' batches need not when they are here. */
  #hasten(): void {
    this.#approved.hasten();
    for (const batcher of this.#receipts.values()) batcher.hasten();
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
      case 'message':
        return this.#message(held, edge, item);
      case 'open':
        if (moderator.allowsName(item.room)) return this.#approve(held, { ...item, edge });
        metrics.nameRefused('room');
        return this.#receipt(held, edge, { kind: 'room', room: item.room, reason: 'profanity' });
      case 'nick': {
        const allowed = item.vouched ? moderator.allowsName(item.nick) : moderator.allowsNick(item.nick);
        if (!allowed) metrics.nameRefused('nick');
        return this.#receipt(held, edge, { kind: 'nick', ref: item.ref, allowed });
      }
    }
  }

  #message(held: Held, edge: string, item: RawMessage): void {
    // The edge repeats what has no outcome for long: it has one coming.
    if (this.#undecided.has(item.uid)) return this.#settle(held);
    const { moderator, deliberation, metrics } = this.#options;
    const judged = moderator().message(item);
    metrics.verdict(judged.verdict.status);
    const outcome = deliberation.atOnce(judged);
    if (!outcome) return this.#deliberate(held, edge, item, judged);
    const key = senderKey(item);
    if (outcome.status === 'reject' || !this.#order.waits(key)) return this.#outcome(held, edge, item, judged, outcome);
    this.#park(held);
    this.#order.pass(key, () => {
      this.#unpark(held);
      this.#outcome(held, edge, item, judged, outcome);
    });
  }

  /** Waits for a decision; what the same sender sends to the room meanwhile waits behind it. */
  #deliberate(held: Held, edge: string, item: RawMessage, judged: Judged): void {
    const control = new AbortController();
    const fill = this.#order.reserve(senderKey(item));
    this.#undecided.set(item.uid, control);
    this.#park(held);
    const onHold = () => {
      if (!this.#held.has(held)) return;
      this.#options.metrics.held();
      this.#onHold.set(item.uid, control);
      held.open++;
      this.#receipt(held, edge, { kind: 'message', uid: item.uid, status: 'held' });
      this.#makeRoom();
    };
    this.#options.deliberation
      .decide(item, judged, control.signal, onHold)
      .catch((error: unknown): Refused => {
        this.#options.logger.error({ err: error }, 'a decision failed; the message is refused');
        return { status: 'reject', reason: 'undeliverable' };
      })
      .then((outcome) => {
        if (!this.#held.has(held)) return;
        this.#undecided.delete(item.uid);
        this.#onHold.delete(item.uid);
        fill(() => {
          this.#unpark(held);
          this.#outcome(held, edge, item, judged, outcome);
        });
      })
      .catch((error: unknown) => this.#options.logger.error({ err: error }, 'a decision could not be passed on'));
  }

  #outcome(held: Held, edge: string, item: RawMessage, judged: Judged, outcome: Shown | Refused): void {
    const { metrics, deliberation, logger } = this.#options;
    if (outcome.status === 'reject') {
      metrics.rejected(outcome.reason, outcome.category);
      const { reason, category, lists } = outcome;
      logger.debug({ uid: item.uid, room: item.room, reason, category, lists }, 'a message was refused');
      return this.#receipt(held, edge, {
        kind: 'message',
        uid: item.uid,
        status: 'rejected',
        reason,
        ...(category === undefined ? {} : { category }),
        ...(lists === undefined ? {} : { lists }),
      });
    }
    this.#approve(held, approved(item, edge, outcome));
    if (judged.external.mode !== 'after' || !deliberation.asks) return;
    void deliberation.decideAfter(item, judged.external).then((takeBack) => {
      if (!takeBack) return;
      metrics.retracted();
      this.retract(item.room, item.uid);
    });
  }

  #park(held: Held): void {
    if (held.parked++ === 0) this.#parkedBatches++;
    this.#makeRoom();
  }

  #unpark(held: Held): void {
    if (--held.parked === 0) this.#parkedBatches--;
  }

  #makeRoom(): void {
    if (this.#parkedBatches <= PARKED_BATCHES_MAX) return;
    for (const [uid, control] of this.#onHold) {
      this.#onHold.delete(uid);
      this.#options.metrics.limitHit('parked_batches');
      control.abort();
      return;
    }
  }

  /** Forgets what waits for a decision: its batches belong to whoever gets them next. */
  #abandon(): void {
    for (const held of this.#held) if (held.parked > 0) this.#held.delete(held);
    const controls = [...this.#undecided.values()];
    this.#order.clear();
    this.#undecided.clear();
    this.#onHold.clear();
    this.#parkedBatches = 0;
    for (const control of controls) control.abort();
  }

  #approve(held: Held, item: ApprovedItem): void {
    const length = item.kind === 'message' ? item.text.length * 3 : 0;
    this.#approved.add({ item, held }, length + ITEM_OVERHEAD_BYTES);
  }

  #receipt(held: Held, edge: string, item: ReceiptItem): void {
    let batcher = this.#receipts.get(edge);
    if (!batcher) {
      const { bus, now } = this.#options;
      batcher = this.#batcher<ReceiptItem>(
        (items) => bus.reply(edge, { type: 'receipts', v: 1, at: now(), items }),
        IN_FLIGHT_MAX,
      );
      this.#receipts.set(edge, batcher);
    }
    batcher.add({ item, held }, ITEM_OVERHEAD_BYTES);
  }

  #batcher<T>(
    publish: (items: T[]) => Promise<void>,
    inFlightMax: number,
    leaving?: (owed: Owed<T>[]) => void,
  ): Batcher<Owed<T>> {
    return new Batcher<Owed<T>>({
      clock: this.#options.clock,
      publish: (owed) => {
        this.#round.end();
        leaving?.(owed);
        // What an earlier session left is decided on again, here or elsewhere, and a second time is one too many.
        const current = () => owed.filter(({ held }) => held === undefined || this.#held.has(held));
        return this.#untilTaken(async () => {
          const items = current().map(({ item }) => item);
          if (items.length > 0) await publish(items);
        });
      },
      held: () => this.#options.metrics.limitHit('batches_in_flight'),
      settled: (owed, error) => {
        // With an error the bus is closed: what is unacknowledged comes again, here or elsewhere.
        if (error === undefined) for (const { held } of owed) this.#settle(held);
      },
      itemsMax: BATCH_ITEMS_MAX,
      bytesMax: BATCH_BYTES_MAX,
      inFlightMax,
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

  #settle(held: Held | undefined): void {
    if (!held || --held.open > 0 || !this.#held.delete(held)) return;
    held.delivery.ack();
    if (this.#held.size === 0) this.#wakeIdle();
  }

  #wakeIdle(): void {
    for (const wake of this.#idle.splice(0)) wake();
  }

  /** Forgets edges that have nothing under way. Called now and then, so that edges that came and went leave nothing. */
  forgetIdleEdges(): void {
    for (const [edge, batcher] of this.#receipts)
      if (batcher.waiting === 0 && batcher.inFlight === 0) this.#receipts.delete(edge);
  }
}

const senderKey = ({ room, user }: RawMessage): string => `${room}\n${user}`;

/** Field by field, the cheapest copy there is: this is done for every message. */
function approved(item: RawMessage, edge: string, outcome: Shown): ApprovedMessage {
  const { kind, uid, room, user, nick, id, ts, epoch, seq } = item;
  const message: ApprovedMessage = { kind, uid, room, user, nick, id, text: outcome.text, ts, edge };
  if (epoch !== undefined) message.epoch = epoch;
  if (seq !== undefined) message.seq = seq;
  if (outcome.status === 'mask') message.masked = true;
  return message;
}
