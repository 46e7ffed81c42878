import type { JoinedFrame, MessageFrame } from './frames.js';

/** Message uids remembered to recognise repeats across epochs, where `seq` says nothing. */
export const UIDS_MAX = 1_000;

/** What to do with a message: show it, drop it, or connect again because one before it is missing. */
export type Placement = 'next' | 'repeat' | 'gap';

/** The client's place in a room's order of messages. */
export class Position {
  #epoch: string | undefined;
  #seq = 0;
  #lastUid: string | undefined;
  readonly #uids = new Set<string>();

  get epoch(): string | undefined {
    return this.#epoch;
  }
  get seq(): number {
    return this.#seq;
  }
  /** Value of `?resume=`, once there is a position. */
  get resume(): string | undefined {
    return this.#epoch === undefined ? undefined : `${this.#epoch}:${this.#seq}`;
  }

  /**
   * Takes the room's position from `joined`. `fresh` are the recent messages not seen before, oldest first; `missed`
   * is true when messages between the old and the new position may be lost to this client.
   */
  join(frame: JoinedFrame): { fresh: MessageFrame[]; missed: boolean } {
    if (frame.recovered && frame.epoch === this.#epoch) return { fresh: [], missed: false };
    const recent = frame.recent ?? [];
    const before = { epoch: this.#epoch, seq: this.#seq, lastUid: this.#lastUid };
    const fresh = recent.filter(
      (message) => !this.#uids.has(message.uid) && !(frame.epoch === before.epoch && message.seq <= before.seq),
    );
    this.#epoch = frame.epoch;
    this.#seq = Math.max(frame.seq, recent.at(-1)?.seq ?? 0);
    for (const message of recent) this.#remember(message.uid);
    return { fresh, missed: before.epoch !== undefined && !reaches(before, frame, recent) };
  }

  place(message: MessageFrame): Placement {
    if (message.seq <= this.#seq) return 'repeat';
    return message.prev > this.#seq ? 'gap' : 'next';
  }

  /** Moves on to a message. Returns false when its uid was seen before, under another seq or epoch. */
  advance(message: MessageFrame): boolean {
    this.#seq = message.seq;
    const seen = this.#uids.has(message.uid);
    this.#remember(message.uid);
    return !seen;
  }

  #remember(uid: string): void {
    this.#lastUid = uid;
    this.#uids.delete(uid);
    this.#uids.add(uid);
    if (this.#uids.size > UIDS_MAX) for (const oldest of this.#uids) return void this.#uids.delete(oldest);
  }
}

/** Whether the recent messages go back to the place where the client was, so that nothing between is missing. */
function reaches(
  before: { epoch: string | undefined; seq: number; lastUid: string | undefined },
  frame: JoinedFrame,
  recent: readonly MessageFrame[],
): boolean {
  if (before.lastUid !== undefined && recent.some((message) => message.uid === before.lastUid)) return true;
  if (frame.epoch !== before.epoch) return false;
  return frame.seq <= before.seq || recent.some((message) => message.prev <= before.seq);
}
