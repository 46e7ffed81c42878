import type { JoinedFrame, MessageFrame } from '@maru/client';
import type { RoomLedger } from './room-ledger.js';

export type Step = {
  /** `next` is the rule; the others break a promise of the protocol. */
  kind: 'next' | 'duplicate' | 'disorder' | 'conflict' | 'gap';
  /** Messages that a gap left out, as far as other members have seen them. */
  missing: number;
};

/**
 * A member's place in its room's order, judged strictly: `seq` rises, `prev` is the one before, and every member sees
 * the same message at the same place.
 */
export class Position {
  #epoch: string | undefined;
  #seq = 0;

  get seq(): number {
    return this.#seq;
  }
  /** Value of `?resume=`, once there is a position. */
  get resume(): string | undefined {
    return this.#epoch === undefined ? undefined : `${this.#epoch}:${this.#seq}`;
  }

  /**
   * Takes the place that `joined` gives.
   * @returns `fresh` on the first join, `resumed` when nothing was missed, `lost` when something may have been
   */
  join(frame: JoinedFrame): 'fresh' | 'resumed' | 'lost' {
    const before = this.#epoch === undefined ? undefined : { epoch: this.#epoch, seq: this.#seq };
    if (before && frame.recovered && frame.epoch === before.epoch) return 'resumed';
    this.#epoch = frame.epoch;
    this.#seq = frame.seq;
    if (!before) return 'fresh';
    const reaches = frame.seq <= before.seq || (frame.recent ?? []).some(({ prev }) => prev <= before.seq);
    return frame.epoch === before.epoch && reaches ? 'resumed' : 'lost';
  }

  take({ seq, prev, uid }: MessageFrame, ledger: RoomLedger, counted: boolean): Step {
    if (seq <= this.#seq) return { kind: ledger.has(seq, uid) ? 'duplicate' : 'disorder', missing: 0 };
    const before = this.#seq;
    this.#seq = seq;
    if (!ledger.note(seq, uid, counted)) return { kind: 'conflict', missing: 0 };
    return prev === before
      ? { kind: 'next', missing: 0 }
      : { kind: 'gap', missing: ledger.countBetween(before, seq - 1) };
  }
}
