import { SEQ_ORIGIN_MS, roomKey } from '@maru/contracts';
import type { ApprovedMessage, FrameIndex, MessageFrame, RoomMode } from '@maru/contracts';
import { Dedupe } from './dedupe.js';
import type { Seen } from './dedupe.js';
import { HISTORY_LIMITS, History } from '@maru/history';
import type { FanoutLimitHit } from './metrics.js';
import { Presence } from './presence.js';

export const DEFAULT_MODE: RoomMode = { slowModeSec: 0, locked: false, policy: 'default' };

export type Position = { epoch?: string; seq?: number };

/** What the owner of a room knows of it. */
export class Room {
  readonly room: string;
  readonly key: string;
  readonly epoch: string;
  readonly history: History;
  readonly dedupe: Dedupe;
  readonly presence = new Presence();
  mode: RoomMode = DEFAULT_MODE;
  /** When the last edge left; undefined while one is there. */
  emptySinceMs: number | undefined;
  #seq: number;

  /**
   * @param position what an edge last saw of the room: its epoch and seq go on
   * @param limitHit told when the room remembers less than it should
   * @param dedupe what a room of this name delivered before it was closed
   */
  constructor(room: string, position: Position, nowMs: number, limitHit?: FanoutLimitHit, dedupe?: Dedupe) {
    this.room = room;
    this.key = roomKey(room);
    this.epoch = position.epoch ?? newEpoch(nowMs);
    this.#seq = position.epoch === undefined ? 0 : (position.seq ?? 0);
    this.history = new History(this.#seq, HISTORY_LIMITS, limitHit);
    this.dedupe = dedupe ?? new Dedupe(nowMs, limitHit && { limitHit: () => limitHit('dedupe_entries') });
    this.emptySinceMs = nowMs;
  }

  /** Seq of the last message; 0 before the first. */
  get seq(): number {
    return this.#seq;
  }

  /** An edge has seen more than this owner knows of: what comes next must lie beyond it. */
  advance(position: Position): void {
    if (position.epoch === this.epoch && position.seq !== undefined && position.seq > this.#seq)
      this.#seq = position.seq;
  }

  seen(message: ApprovedMessage): Seen | undefined {
    return this.dedupe.find(message.user, message.id);
  }

  /** Gives the message its place and encodes its frame. */
  place(message: ApprovedMessage, nowMs: number): { index: FrameIndex; frame: Buffer } {
    const prev = this.#seq;
    const seq = Math.max(prev + 1, nowMs - SEQ_ORIGIN_MS);
    const { uid, user, nick, text, ts, id } = message;
    const value: MessageFrame = { type: 'message', seq, prev, uid, user, nick, text, ts, id };
    if (message.masked) value.masked = true;
    const index = { seq, prev, uid, ts };
    const frame = Buffer.from(JSON.stringify(value), 'utf8');
    this.restore(index, frame, user, id);
    return { index, frame };
  }

  /** Takes over a placed message, from the log. */
  restore(index: FrameIndex, frame: Buffer, user: string, id: string): void {
    this.#seq = Math.max(this.#seq, index.seq);
    this.history.push(index, frame);
    this.dedupe.add(user, id, index);
  }

  expire(nowMs: number): void {
    this.history.expire(nowMs);
    this.dedupe.expire(nowMs);
    if (!this.presence.empty) this.emptySinceMs = undefined;
    else this.emptySinceMs ??= nowMs;
  }
}

/**
 * Unique without a look at other rooms or owners: time and chance. No secret, so the system is not asked for it: that
 * costs 17 µs a room.
 */
const newEpoch = (nowMs: number): string =>
  nowMs.toString(36) +
  Math.floor(Math.random() * 0x1_0000_0000)
    .toString(16)
    .padStart(8, '0');
