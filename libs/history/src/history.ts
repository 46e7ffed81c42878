import type { FrameIndex } from '@maru/contracts';
import { HISTORY_AGE_MS, HISTORY_BYTES_MAX, HISTORY_MESSAGES_MAX } from '@maru/contracts';

export type HistoryLimits = { ageMs: number; messagesMax: number; bytesMax: number };
export const HISTORY_LIMITS: HistoryLimits = { ageMs: HISTORY_AGE_MS, messagesMax: HISTORY_MESSAGES_MAX, bytesMax: HISTORY_BYTES_MAX };

export type HistoryEntry = FrameIndex & { frame: Buffer };

/** A room's last messages, bounded by age, count and bytes. */
export class History {
  readonly #limits: HistoryLimits;
  #entries: HistoryEntry[] = [];
  #bytes = 0;
  #floor: number;

  /** @param floor seq after which this history is complete */
  constructor(floor: number, limits: HistoryLimits = HISTORY_LIMITS) {
    this.#floor = floor;
    this.#limits = limits;
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
    while (this.#entries.length - over > this.#limits.messagesMax || bytes > this.#limits.bytesMax) bytes -= this.#entries[over++]?.frame.length ?? 0;
    this.#evict(over);
  }

  /** Drops what is older than the age limit. */
  expire(nowMs: number): void {
    const oldest = nowMs - this.#limits.ageMs;
    let over = 0;
    while ((this.#entries[over]?.ts ?? nowMs) < oldest) over++;
    this.#evict(over);
  }

  /** Everything after `seq`. */
  after(seq: number): readonly HistoryEntry[] {
    let from = this.#entries.length;
    while (from > 0 && (this.#entries[from - 1]?.seq ?? 0) > seq) from--;
    return this.#entries.slice(from);
  }

  /** Takes a message out; its place in the order stays. */
  remove(uid: string): boolean {
    const at = this.#entries.findIndex((entry) => entry.uid === uid);
    const entry = this.#entries[at];
    if (!entry) return false;
    this.#entries.splice(at, 1);
    this.#bytes -= entry.frame.length;
    return true;
  }

  #evict(count: number): void {
    if (count === 0) return;
    for (const entry of this.#entries.splice(0, count)) {
      this.#bytes -= entry.frame.length;
      this.#floor = entry.seq;
    }
  }
}
