import type { FrameIndex, MessageFrame } from '@maru/contracts';
import { HISTORY_AGE_MS, HISTORY_BYTES_MAX, HISTORY_MESSAGES_MAX, SEQ_ORIGIN_MS } from '@maru/contracts';

export type HistoryLimits = { ageMs: number; messagesMax: number; bytesMax: number };
export const HISTORY_LIMITS: HistoryLimits = {
  ageMs: HISTORY_AGE_MS,
  messagesMax: HISTORY_MESSAGES_MAX,
  bytesMax: HISTORY_BYTES_MAX,
};

export const HISTORY_LIMIT_NAMES = ['history_messages', 'history_bytes'] as const;
export type HistoryLimitName = (typeof HISTORY_LIMIT_NAMES)[number];
export type HistoryLimitHit = (limit: HistoryLimitName, evicted: number) => void;

/** What stands in a retracted message's frame; a `retract` frame follows wherever it is replayed. */
const RETRACTED_TEXT = '***';

/** What stands in the place of a body that is gone. */
const NOTHING = new ArrayBuffer(0);

export type HistoryEntry = FrameIndex & { frame: Buffer };

/**
 * A room's last messages, bounded by age, count and bytes. A busy server keeps every message in one of these for a
 * while, and what is kept is what the garbage collector stops for: so no object is made or kept per message beside its
 * uid. Numbers stand side by side in lists, and a frame is a place in the bus message that brought it.
 */
export class History {
  readonly #limits: HistoryLimits;
  readonly #seqs: number[] = [];
  readonly #prevs: number[] = [];
  readonly #ts: number[] = [];
  readonly #uids: string[] = [];
  readonly #bodies: ArrayBufferLike[] = [];
  readonly #offsets: number[] = [];
  readonly #lengths: number[] = [];
  /** Place of the oldest message; what stood before it is gone. */
  #start = 0;
  /** Uids of those that were taken back; most rooms never have one. */
  #retracted: Set<string> | undefined;
  #bytes = 0;
  #floor: number;
  #keptUntilMs = 0;
  readonly #limitHit: HistoryLimitHit | undefined;

  /**
   * @param floor seq after which this history is complete
   * @param limitHit told how many messages had to go before they were too old, and for which limit
   */
  constructor(floor: number, limits: HistoryLimits = HISTORY_LIMITS, limitHit?: HistoryLimitHit) {
    this.#floor = floor;
    this.#limits = limits;
    this.#limitHit = limitHit;
  }

  /** Seq after which nothing is missing. */
  get floor(): number {
    return this.#floor;
  }

  get size(): number {
    return this.#seqs.length - this.#start;
  }

  push({ seq, prev, uid, ts, retracted }: FrameIndex, frame: Buffer): void {
    this.#seqs.push(seq);
    this.#prevs.push(prev);
    this.#ts.push(ts);
    this.#uids.push(uid);
    this.#bodies.push(frame.buffer);
    this.#offsets.push(frame.byteOffset);
    this.#lengths.push(frame.length);
    if (retracted) (this.#retracted ??= new Set()).add(uid);
    this.#bytes += frame.length;
    let over = 0;
    let bytes = this.#bytes;
    while (this.size - over > this.#limits.messagesMax || bytes > this.#limits.bytesMax)
      bytes -= this.#lengths[this.#start + over++] ?? 0;
    if (over > 0) this.#limitHit?.(this.size > this.#limits.messagesMax ? 'history_messages' : 'history_bytes', over);
    this.#evict(over);
  }

  /**
   * Drops what is older than the age limit. The age counts from when the message got its place: one that was accepted
   * long before, because the broker was away meanwhile, is still new to everybody.
   */
  expire(nowMs: number): void {
    if (nowMs < this.#keptUntilMs) return;
    const oldest = nowMs - this.#limits.ageMs;
    let over = 0;
    while (over < this.size && this.#placedMs(this.#start + over) < oldest) over++;
    this.#evict(over);
  }

  /** Nothing is too old before `untilMs`: after an interruption, for those who could not get it. */
  keep(untilMs: number): void {
    this.#keptUntilMs = untilMs;
  }

  /** Everything after `seq`. */
  after(seq: number): readonly HistoryEntry[] {
    let from = this.#seqs.length;
    while (from > this.#start && (this.#seqs[from - 1] ?? 0) > seq) from--;
    const entries: HistoryEntry[] = [];
    for (let at = from; at < this.#seqs.length; at++) entries.push(this.#entry(at));
    return entries;
  }

  /** What was taken back of the messages up to `seq`. */
  retracted(seq: number): readonly HistoryEntry[] {
    const entries: HistoryEntry[] = [];
    if (this.#retracted?.size)
      this.#uids.forEach((uid, at) => {
        if (this.#retracted?.has(uid) && (this.#seqs[at] ?? 0) <= seq) entries.push(this.#entry(at));
      });
    return entries;
  }

  /**
   * Takes a message back. Its text is gone; the rest of its frame stays in its place, since the `prev` of what
   * follows names it. Returns its place as it was, or undefined when it is not here (any more).
   */
  retract(uid: string): FrameIndex | undefined {
    const at = this.#uids.indexOf(uid, this.#start);
    if (at < 0) return undefined;
    const { frame, ...index } = this.#entry(at);
    if (index.retracted) return index;
    const value = JSON.parse(frame.toString('utf8')) as MessageFrame;
    const retracted = Buffer.from(JSON.stringify({ ...value, text: RETRACTED_TEXT, masked: true }), 'utf8');
    this.#bodies[at] = retracted.buffer;
    this.#offsets[at] = retracted.byteOffset;
    this.#lengths[at] = retracted.length;
    (this.#retracted ??= new Set()).add(uid);
    this.#bytes += retracted.length - frame.length;
    return index;
  }

  #entry(at: number): HistoryEntry {
    const uid = this.#uids[at] ?? '';
    const entry: HistoryEntry = {
      seq: this.#seqs[at] ?? 0,
      prev: this.#prevs[at] ?? 0,
      uid,
      ts: this.#ts[at] ?? 0,
      frame: Buffer.from(this.#bodies[at] ?? NOTHING, this.#offsets[at], this.#lengths[at]),
    };
    if (this.#retracted?.has(uid)) entry.retracted = true;
    return entry;
  }

  /** When a message got its place, Unix ms: its seq tells, unless the owner's clock is behind the sender's edge's. */
  #placedMs(at: number): number {
    return Math.max(this.#ts[at] ?? 0, SEQ_ORIGIN_MS + (this.#seqs[at] ?? 0));
  }

  /**
   * Drops the oldest. Taking the first from a list moves all others, so the lists are shortened only when half of them
   * is gone: a full room drops one message with each that comes.
   */
  #evict(count: number): void {
    if (count === 0) return;
    const start = this.#start + count;
    this.#floor = this.#seqs[start - 1] ?? this.#floor;
    for (let at = this.#start; at < start; at++) {
      this.#retracted?.delete(this.#uids[at] ?? '');
      this.#bytes -= this.#lengths[at] ?? 0;
      this.#uids[at] = '';
      this.#bodies[at] = NOTHING;
    }
    this.#start = start;
    if (start * 2 < this.#seqs.length) return;
    for (const list of [this.#seqs, this.#prevs, this.#ts, this.#uids, this.#bodies, this.#offsets, this.#lengths])
      list.splice(0, start);
    this.#start = 0;
  }
}
