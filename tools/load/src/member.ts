import { Backoff, stopReasonOf } from '@maru/client';
import type { ErrorFrame, JoinedFrame, MessageFrame, ReceiptFrame, ServerFrame } from '@maru/client';
import { nowUs } from './clock.js';
import { formatId, parseId } from './message-id.js';
import type { Plan, Target } from './plan.js';
import { Position } from './position.js';
import { RawSocket } from './raw-socket.js';
import type { SocketEnd } from './raw-socket.js';
import type { RoomLedger } from './room-ledger.js';
import type { Tally } from './tally.js';

/** A connection that lived this long starts its backoff anew. */
const STABLE_AFTER_MS = 5_000;
/** A connection whose `joined` does not come by then is given up. */
const JOIN_TIMEOUT_MS = 15_000;

export type MemberContext = {
  plan: Plan;
  tally: Tally;
  target: Target;
  ledger: RoomLedger;
  random(): number;
};

type Pending = { text: string; bad: boolean; accepted: boolean; held: boolean };

/**
 * One user in one room, on a bare socket. It follows the protocol's rules for reconnecting and resuming, and judges
 * everything it is told instead of showing it.
 */
export class Member {
  /** Index of the room in the run. */
  readonly room: number;
  readonly #context: MemberContext;
  readonly #number: number;
  readonly #roomName: string;
  readonly #position = new Position();
  readonly #backoff = new Backoff();
  readonly #pending = new Map<string, Pending>();
  #socket: RawSocket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #anon: string | undefined;
  #joined = false;
  #stopped = false;
  #sent = 0;
  #joinedUs = 0;

  constructor(context: MemberContext, number: number) {
    const { rooms, roomPrefix } = context.plan;
    this.room = number % rooms;
    this.#context = context;
    this.#number = number;
    this.#roomName = `${roomPrefix}${this.room}`;
  }

  get joined(): boolean {
    return this.#joined;
  }
  /** The server has sent it away for good. */
  get stopped(): boolean {
    return this.#stopped;
  }
  get seq(): number {
    return this.#position.seq;
  }
  /** Messages that have no outcome yet. */
  get pending(): Iterable<Pending> {
    return this.#pending.values();
  }
  get pendingCount(): number {
    return this.#pending.size;
  }

  connect(): void {
    const { plan, target, tally } = this.#context;
    const query = new URLSearchParams();
    const token = plan.tokens.length > 0 ? plan.tokens[this.#number % plan.tokens.length] : undefined;
    if (token !== undefined) query.set('token', token);
    else if (this.#anon !== undefined) query.set('anon', this.#anon);
    if (this.#position.resume !== undefined) query.set('resume', this.#position.resume);
    if (plan.finalReceiptsOnly) query.set('receipts', 'final');
    const path = `${target.pathPrefix}/ws/${encodeURIComponent(this.#roomName)}${query.size > 0 ? `?${query.toString()}` : ''}`;
    this.#socket = new RawSocket(
      { host: target.host, port: target.port, secure: target.secure, path, protocol: 'chat.v1' },
      {
        open: () => undefined,
        message: (data, start, end) => {
          tally.add('received');
          tally.add('receivedBytes', end - start);
          this.#frame(data.toString('utf8', start, end));
        },
        close: (end) => this.#closed(end),
      },
    );
    this.#timer = setTimeout(() => {
      this.#socket?.cut();
      this.#closed({ code: 1006, reason: `no joined frame in ${JOIN_TIMEOUT_MS} ms` });
    }, JOIN_TIMEOUT_MS);
  }

  send(text: string, bad: boolean): void {
    const { plan, tally } = this.#context;
    const id = formatId(plan.tag, { member: this.#number, number: ++this.#sent, bad, sentUs: nowUs() });
    this.#pending.set(id, { text, bad, accepted: false, held: false });
    tally.add('sent');
    if (bad) tally.add('badSent');
    this.#socket?.send(JSON.stringify({ type: 'send', id, text }));
  }

  /** The network breaks: the member comes back as the protocol says. */
  cut(): void {
    this.#context.tally.add('cuts');
    this.#socket?.cut();
    this.#left();
    this.#reconnect(undefined);
  }

  leave(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #frame(text: string): void {
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      this.#context.tally.add('badFrames');
      return;
    }
    switch (frame.type) {
      case 'message':
        return this.#message(frame);
      case 'receipt':
        return this.#receipt(frame);
      case 'joined':
        return this.#join(frame);
      case 'error':
        return this.#error(frame);
      case 'retract':
      case 'presence':
      case 'typing':
      case 'notice':
      case 'mode':
      case 'pong':
        return;
    }
  }

  #join(frame: JoinedFrame): void {
    const { tally } = this.#context;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#backoff.reset(), STABLE_AFTER_MS);
    this.#joined = true;
    this.#joinedUs = nowUs();
    this.#anon = frame.anon ?? this.#anon;
    tally.joined++;
    tally.add('joins');
    const outcome = this.#position.join(frame);
    if (outcome !== 'fresh') tally.add(outcome === 'resumed' ? 'resumed' : 'resumesLost');
    // After a resume without history the member's own messages may be among the recent ones.
    for (const message of frame.recent ?? []) this.#settle(message);
    // A receipt may have been lost with the last connection: sending again with the same id asks for it.
    for (const [id, { text }] of this.#pending) this.#socket?.send(JSON.stringify({ type: 'send', id, text }));
  }

  #message(frame: MessageFrame): void {
    const { plan, tally, ledger } = this.#context;
    const id = parseId(plan.tag, frame.id);
    const counted = id !== undefined && id.sentUs >= plan.measureUs;
    const { kind, missing } = this.#position.take(frame, ledger, counted);
    if (kind === 'duplicate') return tally.add('duplicates');
    tally.add('deliveries');
    if (kind === 'disorder') tally.add('disorder');
    else if (kind === 'conflict') tally.add('conflicts');
    else if (kind === 'gap') {
      tally.add('gaps');
      tally.add('missing', missing);
    }
    if (!id) return;
    // A message from the time that the member was away is a replay: its age is that of the member's absence.
    if (id.sentUs < this.#joinedUs) tally.add('replayed');
    else tally.latencyUs(nowUs() - id.sentUs, counted);
    if (id.member === this.#number) this.#settle(frame);
  }

  /** An own message was shown. */
  #settle(frame: MessageFrame): void {
    const pending = frame.id === undefined ? undefined : this.#pending.get(frame.id);
    if (frame.id === undefined || !pending) return;
    const { tally } = this.#context;
    this.#pending.delete(frame.id);
    tally.add('delivered');
    if (frame.masked === true) tally.add('masked');
    else if (pending.bad) tally.add('badShown');
  }

  #receipt({ id, status, reason }: ReceiptFrame): void {
    const { tally } = this.#context;
    const pending = this.#pending.get(id);
    if (!pending) return;
    if (status === 'accepted') {
      if (!pending.accepted) tally.add('accepted');
      pending.accepted = true;
    } else if (status === 'held') {
      if (!pending.held) tally.add('held');
      pending.held = true;
    } else if (status === 'duplicate') {
      tally.add('duplicateReceipts');
      this.#pending.delete(id);
    } else {
      this.#pending.delete(id);
      tally.reason('rejected', reason ?? 'unknown');
      if (!pending.bad) tally.add('goodRejected');
    }
  }

  #error({ code, message, id }: ErrorFrame): void {
    const { tally } = this.#context;
    tally.reason('errors', code);
    tally.problem(`error ${code}: ${message}`);
    if (id !== undefined) this.#pending.delete(id);
  }

  #closed(end: SocketEnd): void {
    const { tally } = this.#context;
    if (this.#stopped) return;
    this.#left();
    if (end.status === undefined) {
      tally.add('closedByServer');
      tally.reason('closes', end.code === 1006 ? `1006 ${end.reason}` : String(end.code));
      tally.problem(`closed with ${end.code} ${end.reason}`);
    } else {
      tally.add('refused');
      tally.reason('closes', `HTTP ${end.status}`);
      tally.problem(`refused with HTTP ${end.status} ${end.reason}`);
    }
    const final =
      stopReasonOf(end.code) !== undefined || (end.status !== undefined && end.status >= 400 && end.status < 500);
    if (final) {
      this.#stopped = true;
      tally.add('stopped');
    } else this.#reconnect(end.retryAfterSec);
  }

  #left(): void {
    clearTimeout(this.#timer);
    if (this.#joined) this.#context.tally.joined--;
    this.#joined = false;
  }

  #reconnect(retryAfterSec: number | undefined): void {
    const waitMs = Math.max(this.#backoff.nextMs(this.#context.random()), (retryAfterSec ?? 0) * 1_000);
    this.#timer = setTimeout(() => {
      if (!this.#stopped) this.connect();
    }, waitMs);
  }
}
