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

export type HistoryEntry = FrameIndex & { frame: Buffer };

/**
 * A room's last messages, bounded by age, count and bytes. Every message of a busy server is kept in one of these for a
 * while, so that no object is made for it here: what is at hand already stands side by side in two lists.
 */
export class History {
  readonly #limits: HistoryLimits;
  readonly #indexes: FrameIndex[] = [];
  readonly #frames: Buffer[] = [];
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
    return this.#indexes.length;
  }

  push(index: FrameIndex, frame: Buffer): void {
    this.#indexes.push(index);
    this.#frames.push(frame);
    this.#bytes += frame.length;
    let over = 0;
    let bytes = this.#bytes;
    while (this.size - over > this.#limits.messagesMax || bytes > this.#limits.bytesMax)
      bytes -= this.#frames[over++]?.length ?? 0;
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
    for (let index = this.#indexes[0]; index && placedMs(index) < oldest; index = this.#indexes[over]) over++;
    this.#evict(over);
  }

  /** Nothing is too old before `untilMs`: after an interruption, for those who could not get it. */
  keep(untilMs: number): void {
    this.#keptUntilMs = untilMs;
  }

  /** Everything after `seq`. */
  after(seq: number): readonly HistoryEntry[] {
    let from = this.size;
    while (from > 0 && (this.#indexes[from - 1]?.seq ?? 0) > seq) from--;
    const entries: HistoryEntry[] = [];
    for (let at = from; at < this.size; at++) {
      const index = this.#indexes[at];
      const frame = this.#frames[at];
      if (index && frame) entries.push({ ...index, frame });
    }
    return entries;
  }

  /** What was taken back of the messages up to `seq`. */
  retracted(seq: number): readonly HistoryEntry[] {
    const entries: HistoryEntry[] = [];
    this.#indexes.forEach((index, at) => {
      const frame = this.#frames[at];
      if (index.retracted && index.seq <= seq && frame) entries.push({ ...index, frame });
    });
    return entries;
  }

  /**
   * Takes a message back. Its text is gone; the rest of its frame stays in its place, since the `prev` of what
   * follows names it. Returns its place, or undefined when it is not here (any more).
   */
  retract(uid: string): FrameIndex | undefined {
    const at = this.#indexes.findIndex((index) => index.uid === uid);
    const index = this.#indexes[at];
    const frame = this.#frames[at];
    if (!index || !frame || index.retracted) return index;
    const value = JSON.parse(frame.toString('utf8')) as MessageFrame;
    const retracted = Buffer.from(JSON.stringify({ ...value, text: RETRACTED_TEXT, masked: true }), 'utf8');
    this.#indexes[at] = { ...index, retracted: true };
    this.#frames[at] = retracted;
    this.#bytes += retracted.length - frame.length;
    return index;
  }

  #evict(count: number): void {
    if (count === 0) return;
    this.#floor = this.#indexes[count - 1]?.seq ?? this.#floor;
    this.#indexes.splice(0, count);
    for (const frame of this.#frames.splice(0, count)) this.#bytes -= frame.length;
  }
}

/** When a message got its place, Unix ms: its seq tells, unless the owner's clock is behind the sender's edge's. */
const placedMs = ({ seq, ts }: FrameIndex): number => Math.max(ts, SEQ_ORIGIN_MS + seq);
