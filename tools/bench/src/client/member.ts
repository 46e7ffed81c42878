import { RawSocket, nowUs } from '@maru/load';
import type { Histogram } from '@maru/load';
import { MARKER_BYTES, findMarker, isMarker, markerRoomSeq, markerSentUs } from './marker.js';
import { COUNTER, portOf } from './plan.js';
import type { Plan, Shared } from './plan.js';
import { fill } from './wire.js';

/** What the members of one thread count together. */
export type ThreadCounts = {
  latency: Histogram;
  duplicates: number;
  disorder: number;
  bytes: number;
  frames: number;
  firstProblem: string | undefined;
  /** Messages sent before this are not counted, µs. */
  measureUs: number;
};

/** One connection: joins its room and takes note of every marked message. */
export class Member {
  readonly room: number;
  readonly roomName: string;
  readonly #number: number;
  readonly #plan: Plan;
  readonly #shared: Shared;
  readonly #counts: ThreadCounts;
  readonly #ready: Buffer | undefined;
  readonly #socket: RawSocket;
  joined = false;
  hash = 0;
  messages = 0;
  #last = 0;
  /** One bit per message of the room that was seen. */
  #seen = new Uint32Array(4);

  constructor(plan: Plan, shared: Shared, counts: ThreadCounts, number: number) {
    this.#number = number;
    this.room = number % plan.rooms;
    this.roomName = `${plan.roomPrefix}${this.room}`;
    this.#plan = plan;
    this.#shared = shared;
    this.#counts = counts;
    this.#ready = plan.wire.ready === undefined ? undefined : Buffer.from(plan.wire.ready);
    const path = fill(plan.wire.path, { room: this.roomName, connection: number });
    this.#socket = new RawSocket(
      { host: '127.0.0.1', port: portOf(plan, number), secure: false, path },
      {
        open: () => this.#open(),
        message: (data, start, end) => this.#message(data, start, end),
        close: ({ reason, status, code }) =>
          this.#closed(status === undefined ? `closed with ${code} ${reason}` : `refused with ${status} ${reason}`),
      },
    );
  }

  send(message: number, text: string): void {
    const { wire } = this.#plan;
    this.#socket.send(fill(wire.publish, { room: this.roomName, connection: this.#number, message, text }));
  }

  cut(): void {
    this.#socket.cut();
  }

  #open(): void {
    const { hello, ready } = this.#plan.wire;
    if (hello !== undefined) this.#socket.send(fill(hello, { room: this.roomName, connection: this.#number }));
    if (ready === undefined) this.#join();
  }

  #join(): void {
    this.joined = true;
    Atomics.add(this.#shared.roomSize, this.room, 1);
    Atomics.add(this.#shared.counters, COUNTER.ready, 1);
  }

  #closed(problem: string): void {
    this.#counts.firstProblem ??= problem;
    Atomics.add(this.#shared.counters, this.joined ? COUNTER.closed : COUNTER.failed, 1);
    if (this.joined) Atomics.sub(this.#shared.roomSize, this.room, 1);
    this.joined = false;
  }

  #message(data: Buffer, start: number, end: number): void {
    const counts = this.#counts;
    counts.frames++;
    counts.bytes += end - start;
    if (!this.joined && this.#ready !== undefined) {
      const at = data.indexOf(this.#ready, start);
      if (at >= 0 && at < end) this.#join();
    }
    if (this.#plan.wire.engineIoPing === true && end - start === 1 && data[start] === 0x32)
      return this.#socket.send('3');
    for (
      let at = findMarker(data, start);
      at >= 0 && isMarker(data, at, end);
      at = findMarker(data, at + MARKER_BYTES)
    ) {
      this.#delivered(markerSentUs(data, at), markerRoomSeq(data, at));
    }
  }

  #delivered(sentUs: number, seq: number): void {
    const counts = this.#counts;
    if (sentUs < counts.measureUs) return;
    if (this.#mark(seq)) {
      counts.duplicates++;
      return;
    }
    if (seq < this.#last) counts.disorder++;
    else this.#last = seq;
    this.hash = (Math.imul(this.hash, 31) + seq) | 0;
    this.messages++;
    Atomics.add(this.#shared.counters, COUNTER.received, 1);
    counts.latency.record(nowUs() - sentUs);
  }

  /** Whether it had been seen. */
  #mark(seq: number): boolean {
    const word = seq >>> 5;
    const bit = 1 << (seq & 31);
    if (word >= this.#seen.length) {
      const larger = new Uint32Array(word * 2);
      larger.set(this.#seen);
      this.#seen = larger;
    }
    const before = this.#seen[word] as number;
    this.#seen[word] = before | bit;
    return (before & bit) !== 0;
  }
}
