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

/** What stands in a retracted message's frame; a `retract` frame follows it wherever it is replayed. */
const RETRACTED_TEXT = '***';

export type HistoryEntry = FrameIndex & { frame: Buffer };

/** A room's last messages, bounded by age, count and bytes. */
export class History {
  readonly #limits: HistoryLimits;
  #entries: HistoryEntry[] = [];
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
    return this.#entries.length;
  }

  push(entry: HistoryEntry): void {
    this.#entries.push(entry);
    this.#bytes += entry.frame.length;
    let over = 0;
    let bytes = this.#bytes;
    while (this.#entries.length - over > this.#limits.messagesMax || bytes > this.#limits.bytesMax)
      bytes -= this.#entries[over++]?.frame.length ?? 0;
    if (over > 0)
      this.#limitHit?.(this.#entries.length > this.#limits.messagesMax ? 'history_messages' : 'history_bytes', over);
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
    for (let entry = this.#entries[0]; entry && placedMs(entry) < oldest; entry = this.#entries[over]) over++;
    this.#evict(over);
  }

  /** Nothing is too old before `untilMs`: after an interruption, for those who could not get it. */
  keep(untilMs: number): void {
    this.#keptUntilMs = untilMs;
  }

  /** Everything after `seq`. */
  after(seq: number): readonly HistoryEntry[] {
    let from = this.#entries.length;
    while (from > 0 && (this.#entries[from - 1]?.seq ?? 0) > seq) from--;
    return this.#entries.slice(from);
  }

  /**
   * Takes a message back. Its text is gone; the rest of its frame stays in its place, since the `prev` of what
   * follows names it. Returns the entry, or undefined when it is not here (any more).
   */
  retract(uid: string): HistoryEntry | undefined {
    const at = this.#entries.findIndex((entry) => entry.uid === uid);
    const entry = this.#entries[at];
    if (!entry || entry.retracted) return entry;
    const frame = Buffer.from(
      JSON.stringify({
        ...(JSON.parse(entry.frame.toString('utf8')) as MessageFrame),
        text: RETRACTED_TEXT,
        masked: true,
      }),
      'utf8',
    );
    const retracted: HistoryEntry = { ...entry, frame, retracted: true };
    this.#entries[at] = retracted;
    this.#bytes += frame.length - entry.frame.length;
    return retracted;
  }

  #evict(count: number): void {
    if (count === 0) return;
    for (const entry of this.#entries.splice(0, count)) {
      this.#bytes -= entry.frame.length;
      this.#floor = entry.seq;
    }
  }
}

/** When a message got its place, Unix ms: its seq tells, unless the owner's clock is behind the sender's edge's. */
const placedMs = ({ seq, ts }: HistoryEntry): number => Math.max(ts, SEQ_ORIGIN_MS + seq);
