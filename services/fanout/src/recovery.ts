import { roomKey } from '@maru/contracts';
import type { LogEntry, MessageFrame, TermStart } from '@maru/contracts';
import type { Bus } from '@maru/bus';
import type { FanoutLimitHit } from './metrics.js';
import { Departed } from './departed.js';
import { Room } from './room.js';

const TERMS_MAX = 10;

/** Rooms as the log tells them: what earlier owners delivered, without what they sent after losing the shard. */
export class LogReplay {
  readonly rooms = new Map<string, Room>();
  readonly departed: Departed;
  /** Keys of rooms that an owner closed, and may have had no time to remove. */
  readonly over = new Set<string>();
  readonly #nowMs: number;
  readonly #limitHit: FanoutLimitHit | undefined;
  #term = 0;
  /** When the last delivery was published. */
  #lastMs = 0;

  constructor(nowMs: number, limitHit?: FanoutLimitHit) {
    this.#nowMs = nowMs;
    this.#limitHit = limitHit;
    this.departed = new Departed(limitHit);
  }

  /** Highest term met. */
  get term(): number {
    return this.#term;
  }

  apply(entry: LogEntry): void {
    if (entry.type === 'term') {
      this.#term = Math.max(this.#term, entry.term.term);
      return;
    }
    const { header, frames } = entry.delivery;
    // An owner that was replaced and did not know: its output after the new term is nobody's.
    if (header.term < this.#term) return;
    this.#term = header.term;
    this.#lastMs = Math.max(this.#lastMs, header.at);
    let at = 0;
    for (const delivery of header.rooms) {
      if (delivery.closed) {
        const closed = this.rooms.get(delivery.room);
        if (closed) this.departed.keep(closed);
        this.rooms.delete(delivery.room);
        this.over.add(roomKey(delivery.room));
        continue;
      }
      let room = this.rooms.get(delivery.room);
      if (!room || room.epoch !== delivery.epoch) {
        room = new Room(
          delivery.room,
          { epoch: delivery.epoch, seq: delivery.messages?.[0]?.prev ?? 0 },
          this.#nowMs,
          this.#limitHit,
          room?.dedupe ?? this.departed.take(delivery.room),
        );
        this.rooms.set(delivery.room, room);
        this.over.delete(room.key);
      }
      for (const index of delivery.messages ?? []) {
        const frame = frames[at++];
        // A delivery that was published twice, because its confirm was lost, is in the log twice.
        if (!frame || index.seq <= room.seq) continue;
        const { user, id } = JSON.parse(frame.toString('utf8')) as MessageFrame;
        room.restore(index, frame, user, id ?? index.uid);
      }
      for (const { uid } of delivery.retracts ?? []) room.history.retract(uid);
      if (delivery.mode) room.mode = delivery.mode;
    }
  }

  /** Drops what was too old when the last owner delivered: the time since then has passed for nobody. */
  finish(): void {
    for (const room of this.rooms.values()) room.history.expire(this.#lastMs);
  }
}

/** What a shard's owner knows: the rooms, and what those that are closed delivered. */
export type Known = { rooms: Map<string, Room>; departed: Departed };
export type Takeover = Known & { term: number; readEntries: number };

/**
 * Becomes the owner of a shard: announces a term above every earlier one, then reads the log up to that
 * announcement. Whatever an earlier owner still sends comes after it and is dropped, by edges and by later readers.
 * @param known the term and rooms this process held before; they are kept when nobody owned the shard in between
 */
export async function takeOver(options: {
  bus: Bus;
  shard: number;
  owner: string;
  now(): number;
  limitHit?: FanoutLimitHit;
  known?: Known & { term: number };
}): Promise<Takeover> {
  const { bus, shard, owner, now, known } = options;
  // Microseconds: terms of replicas whose clocks agree rise by themselves; the loop is for those that don't.
  let term = Math.max((known?.term ?? 0) + 1, now() * 1000);
  for (let attempt = 0; attempt < TERMS_MAX; attempt++) {
    const announcement: TermStart = { type: 'term', v: 1, at: now(), shard, term, owner };
    await bus.announceTerm(announcement);
    const replay = new LogReplay(now(), options.limitHit);
    let readEntries = 0;
    await bus.readLog(shard, (entry) => {
      if (entry.type === 'term' && entry.term.term === term && entry.term.owner === owner) return true;
      readEntries++;
      replay.apply(entry);
      return false;
    });
    if (replay.term >= term) {
      term = replay.term + 1;
      continue;
    }
    replay.finish();
    bus.removeRooms([...replay.over]);
    const undisturbed = known !== undefined && replay.term <= known.term;
    const { rooms, departed } = undisturbed ? known : replay;
    return { term, rooms, departed, readEntries };
  }
  throw new Error(`Shard ${shard}: ${TERMS_MAX} terms were outbid. Check that the clocks of the fan-out hosts agree.`);
}
