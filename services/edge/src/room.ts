import { HISTORY_LIMITS, History } from '@maru/history';
import type { HistoryEntry, HistoryLimitHit } from '@maru/history';
import { PRESENCE_NAMES_MEMBERS_MAX, RECENT_MESSAGES_MAX, roomKey, shardOf } from '@maru/contracts';
import type { FrameIndex, MessageFrame, Person, RoomMode, RoomSnapshot } from '@maru/contracts';
import type { Connection } from './connection.js';

/**
 * `opening`: bound on the broker, waits for the owner's snapshot. `live`: follows the room. `repairing`: has missed
 * something and waits for a snapshot of it; deliveries meanwhile are in that snapshot too.
 */
export type RoomState = 'opening' | 'live' | 'repairing';
/** What a delivery did to the room. */
export type Received = 'ok' | 'gap' | 'reset';

/** Who hears what a delivery or a snapshot brought. */
export type Told = {
  delivered(room: EdgeRoom, index: FrameIndex, frame: Buffer): void;
  retracted(room: EdgeRoom, index: FrameIndex): void;
};

/** A room on this edge: its members here, its position, and its last messages as encoded frames. */
export class EdgeRoom {
  readonly name: string;
  readonly key: string;
  readonly shard: number;
  state: RoomState = 'opening';
  /** Members on this edge by user id; the newest connection of a user is the one. */
  readonly members = new Map<string, Connection>();
  /** Connections that wait for the room to open. */
  joining: Connection[] = [];
  epoch = '';
  seq = 0;
  /** Seq up to which messages went out to the members; what came later waits in `outgoing`. */
  writtenSeq = 0;
  /** Members over all edges, as the owner last said. */
  totalMembers = 0;
  /** As the control log has it: set by whoever opens the room here. */
  mode: RoomMode = { slowModeSec: 0, locked: false, policy: 'default' };
  history: History;
  readonly #limitHit: HistoryLimitHit | undefined;
  /** Frames that wait for the next write to the members. */
  outgoing: (Buffer | string)[] = [];
  /** When the first of these came. */
  outgoingSinceMs = 0;
  /** When an edge took the first message among these; undefined while there is none. */
  outgoingTs: number | undefined;
  flushedMs = 0;
  flushTimer: NodeJS.Timeout | undefined;
  /** Messages delivered since the last {@link measure}. */
  delivered = 0;
  /** Messages per 100 s, smoothed. A whole number: V8 makes another shape of a room whose field gets a fraction. */
  #rate = 0;
  /** Traffic since the last look for slow consumers. */
  busy = false;
  /** When the last member left; undefined while there is one. */
  emptySinceMs: number | undefined;
  /** When the snapshot was asked for, to ask again. */
  askedMs = 0;
  /** Changes that the owner has not been told. */
  joined = new Map<string, string>();
  left = new Map<string, string>();
  reported = false;
  #term = 0;
  /** Uids delivered under earlier terms: a new owner that had lost the end of the log may send them again. */
  #earlier: Set<string> | undefined;
  #roster: Map<string, string> | undefined;

  /** @param limitHit told when the history has to drop messages before their age */
  constructor(name: string, shards: number, nowMs: number, limitHit?: HistoryLimitHit) {
    this.#limitHit = limitHit;
    this.history = new History(0, HISTORY_LIMITS, limitHit);
    this.name = name;
    this.key = roomKey(name);
    this.shard = shardOf(this.key, shards);
    this.emptySinceMs = nowMs;
  }

  get position(): { epoch?: string; seq?: number } {
    return this.epoch === '' ? {} : { epoch: this.epoch, seq: this.seq };
  }

  /** Everyone in the room, as far as it is small enough to be named. */
  get roster(): Person[] | undefined {
    return this.#roster && [...this.#roster].map(([user, nick]) => ({ user, nick }));
  }

  /**
   * Takes the messages of a delivery: drops those delivered before, and stops at a gap.
   * @param told `delivered` hears of each that is new, `retracted` of each that was delivered and is taken back since
   */
  receive(
    term: number,
    epoch: string,
    messages: readonly FrameIndex[],
    frames: readonly Buffer[],
    offset: number,
    told: Told,
  ): Received {
    if (epoch !== this.epoch) return 'reset';
    if (term !== this.#term) {
      if (this.#term !== 0) this.#earlier = new Set(this.history.after(0).map(({ uid }) => uid));
      this.#term = term;
    }
    for (let i = 0; i < messages.length; i++) {
      const index = messages[i];
      const frame = frames[offset + i];
      if (!index || !frame) continue;
      if (index.seq <= this.seq) {
        const known = index.retracted ? this.history.retract(index.uid) : undefined;
        if (known && !known.retracted) told.retracted(this, index);
        continue;
      }
      if (this.#earlier?.has(index.uid)) continue;
      if (index.prev > this.seq) return 'gap';
      // An owner that knows less than this edge has delivered: the members' chain goes on from what they saw.
      if (index.prev < this.seq) this.#append({ ...index, prev: this.seq }, relinked(frame, this.seq), told);
      else this.#append(index, frame, told);
    }
    return 'ok';
  }

  /** A first snapshot, or one after a reset: the room starts from here. */
  adopt(term: number, snapshot: RoomSnapshot, frames: readonly Buffer[]): void {
    this.state = 'live';
    this.epoch = snapshot.epoch;
    this.#term = term;
    this.#earlier = undefined;
    this.history = new History(snapshot.since, HISTORY_LIMITS, this.#limitHit);
    snapshot.messages.forEach((index, i) => {
      const frame = frames[i];
      if (frame) this.history.push(index, frame);
    });
    this.seq = snapshot.seq;
    this.writtenSeq = snapshot.seq;
    this.#about(snapshot);
  }

  /**
   * A snapshot for a room that has members: what was missed goes the way of any delivery. `reset` when the gap cannot
   * be closed, because the history does not reach back or the room is another by now.
   */
  repair(term: number, snapshot: RoomSnapshot, frames: readonly Buffer[], told: Told): Received {
    if (snapshot.epoch !== this.epoch || snapshot.since > this.seq) return 'reset';
    this.state = 'live';
    this.#about(snapshot);
    return this.receive(term, snapshot.epoch, snapshot.messages, frames, 0, told);
  }

  /** Called once a second. */
  measure(): void {
    this.#rate = Math.floor(this.#rate * 0.8 + this.delivered * 20);
    this.delivered = 0;
  }

  /** Smoothed over some seconds. */
  get messagesPerSec(): number {
    return this.#rate / 100;
  }

  presence(members: number, joined: readonly Person[] | undefined, left: readonly Person[] | undefined): void {
    this.totalMembers = members;
    if (members > PRESENCE_NAMES_MEMBERS_MAX) this.#roster = undefined;
    for (const { user } of left ?? []) this.#roster?.delete(user);
    for (const { user, nick } of joined ?? []) this.#roster?.set(user, nick);
  }

  retract(uid: string): void {
    this.history.retract(uid);
  }

  /** The last messages as a JSON array, without parsing them. Those that wait to be written come with that write. */
  recentJson(): string {
    const written = this.written(0).filter(({ retracted }) => !retracted);
    return `[${written
      .slice(-RECENT_MESSAGES_MAX)
      .map(({ frame }) => frame.toString('utf8'))
      .join(',')}]`;
  }

  /** True when the history reaches back to a position, so that a member can go on from there. */
  reaches(epoch: string, seq: number): boolean {
    return epoch === this.epoch && seq >= this.history.floor && seq <= this.seq;
  }

  /** Messages after `seq` that have been written to the members. */
  written(seq: number): readonly HistoryEntry[] {
    const entries = this.history.after(seq);
    if (this.writtenSeq === this.seq) return entries;
    return entries.filter((entry) => entry.seq <= this.writtenSeq);
  }

  #about({ members, roster }: RoomSnapshot): void {
    this.totalMembers = members;
    this.#roster = roster && new Map(roster.map(({ user, nick }) => [user, nick]));
  }

  #append(index: FrameIndex, frame: Buffer, told: Told): void {
    this.seq = index.seq;
    this.history.push(index, frame);
    told.delivered(this, index, frame);
  }
}

function relinked(frame: Buffer, prev: number): Buffer {
  const value = JSON.parse(frame.toString('utf8')) as MessageFrame;
  return Buffer.from(JSON.stringify({ ...value, prev }), 'utf8');
}
