import { Connection } from './connection.js';
import type { ConnectionTiming, WebSocketConstructor } from './connection.js';
import { Emitter } from './emitter.js';
import type {
  ErrorFrame,
  JoinedFrame,
  Limits,
  MessageFrame,
  ModeFrame,
  NoticeFrame,
  PresenceFrame,
  ReceiptFrame,
  RetractFrame,
  RoomMode,
  ServerFrame,
  TypingFrame,
} from './frames.js';
import { Outbox } from './outbox.js';
import type { SendState, Verdict } from './outbox.js';
import { Position } from './position.js';
import { Backoff, CLIENT_CLOSE, STABLE_AFTER_MS, stopReasonOf } from './reconnect.js';
import type { StopReason } from './reconnect.js';
import type { Runtime } from './runtime.js';

/** Times that the same gap is asked for again before the client goes on without the messages in it. */
export const GAP_RESUMES_MAX = 2;
/** `typing` goes out at most once in this time; the server relays no more. */
export const TYPING_INTERVAL_MS = 3_000;

/** Limits used before the first `joined`: the protocol's own. */
const DEFAULT_LIMITS: Limits = { textMax: 2_000, frameBytesMax: 4_096, sendPerSec: 0, slowModeSec: 0 };

export type RoomState =
  | { state: 'connecting'; attempt: number }
  | { state: 'live' }
  /** The connection was lost with `code`; the next attempt starts in `delayMs`. */
  | { state: 'waiting'; delayMs: number; code: number; reason: string }
  /** Over, until {@link Room.reopen}. `remainingSec` is how much longer a ban lasts, when the server said so. */
  | { state: 'stopped'; why: StopReason; code: number; reason: string; remainingSec?: number };

/** A message, once and in order. `history` is true for those sent before this connection was live. */
export interface ChatMessage extends Omit<MessageFrame, 'type'> {
  own: boolean;
  history: boolean;
}

/** Messages may be missing between two places. `epoch` is another one when the room started a new life. */
export interface Gap {
  after: { epoch: string; seq: number };
  before: { epoch: string; seq: number };
}

/** An `error` frame, or `bad_frame` and `token_failed` noticed on this side (`local`). */
export interface RoomError extends Omit<ErrorFrame, 'type'> {
  local: boolean;
}

export interface RoomEvents {
  state: RoomState;
  joined: JoinedFrame;
  message: ChatMessage;
  receipt: ReceiptFrame;
  retract: RetractFrame;
  presence: PresenceFrame;
  typing: TypingFrame;
  notice: NoticeFrame;
  mode: RoomMode;
  gap: Gap;
  error: RoomError;
}

/** What a room needs from its client. */
export interface RoomContext {
  WebSocket: WebSocketConstructor;
  runtime: Runtime;
  timing: ConnectionTiming;
  queueMax: number;
  createId: () => string;
  /** Address of the next attempt; a promise when the token has to be fetched first. */
  address(room: string, resume: string | undefined): string | Promise<string>;
  joined(frame: JoinedFrame): void;
  /** The server did not allow the wished nickname. */
  nickRefused(): void;
}

/** One room: its connection, its place in the order of messages, and what is being sent to it. */
export class Room {
  readonly name: string;
  readonly #context: RoomContext;
  readonly #events = new Emitter<RoomEvents>();
  readonly #backoff = new Backoff();
  readonly #outbox: Outbox;
  #position = new Position();
  #connection: Connection | undefined;
  #attempt = 0;
  #state: RoomState = { state: 'stopped', why: 'left', code: 1000, reason: 'not opened yet' };
  #retryTimer: unknown;
  #joined: JoinedFrame | undefined;
  #joinedAtMs: number | undefined;
  #historyUntil = 0;
  #members = 0;
  #mode: RoomMode | undefined;
  #gap = { seq: -1, resumes: 0 };
  #typedAtMs = -TYPING_INTERVAL_MS;

  /** Use `client.join(room)`. */
  constructor(name: string, context: RoomContext) {
    this.name = name;
    this.#context = context;
    this.#outbox = new Outbox(context.runtime, context.queueMax, (frame) => this.#connection?.send(frame) ?? false);
  }

  get state(): RoomState {
    return this.#state;
  }
  /** The user's id in this room, once joined. */
  get user(): string | undefined {
    return this.#joined?.user;
  }
  get nick(): string | undefined {
    return this.#joined?.nick;
  }
  /** Members over all edges, as last told. */
  get members(): number {
    return this.#members;
  }
  get mode(): RoomMode | undefined {
    return this.#mode;
  }
  get limits(): Limits {
    return this.#joined?.limits ?? DEFAULT_LIMITS;
  }
  /** Messages that have no verdict yet. */
  get unsettled(): number {
    return this.#outbox.size;
  }

  /** Calls `listener` on every such event. Returns a function that ends it. */
  on<Name extends keyof RoomEvents>(event: Name, listener: (value: RoomEvents[Name]) => void): () => void {
    return this.#events.on(event, listener);
  }

  /** Resolves when the room is live; rejects when it stops before. */
  whenLive(): Promise<void> {
    if (this.#state.state === 'live') return Promise.resolve();
    return new Promise((resolve, reject) => {
      const off = this.on('state', (state) => {
        if (state.state === 'live') resolve();
        else if (state.state === 'stopped') reject(new RoomStoppedError(this.name, state.why, state.code));
        else return;
        off();
      });
    });
  }

  /**
   * Sends a text. Settles with the verdict and never rejects for what the server or the network does. Offline, the
   * message waits and goes out after the reconnect. `onState` tells where it is until then.
   * Throws RangeError for an `id` that is not 1–64 printable ASCII characters or is under way already.
   */
  async send(text: string, options: { id?: string; onState?: (state: SendState) => void } = {}): Promise<Verdict> {
    const id = options.id ?? this.#context.createId();
    if (!/^[\x20-\x7e]{1,64}$/.test(id)) throw new RangeError('A message id is 1 to 64 printable ASCII characters.');
    if (this.#state.state === 'stopped') return { status: 'failed', id, reason: 'stopped' };
    return this.#outbox.add(id, text.toWellFormed().trim(), this.limits, options.onState);
  }

  /** Says that the user is writing. Dropped while not live, and when said less than 3 s ago. */
  typing(): void {
    const nowMs = this.#context.runtime.now();
    if (this.#state.state !== 'live' || nowMs - this.#typedAtMs < TYPING_INTERVAL_MS) return;
    if (this.#connection?.send('{"type":"typing"}') === true) this.#typedAtMs = nowMs;
  }

  /** The network may be back (browser `online`, app in front): connects at once, or checks a live connection. */
  wake(): void {
    if (this.#state.state === 'waiting') this.#connect();
    else if (this.#state.state === 'live') this.#connection?.ping();
  }

  /** Connects, also after a stop. The place in the room is kept, so what was missed comes back if it can. */
  reopen(): void {
    if (this.#state.state !== 'stopped') return;
    this.#backoff.reset();
    this.#connect();
  }

  /** Connects anew at once, e.g. under another nickname. Unsettled messages go out again as after any reconnect. */
  reconnect(): void {
    if (this.#state.state === 'stopped') return;
    this.#connection?.close(CLIENT_CLOSE.left, 'reconnect');
    this.#connection = undefined;
    this.#outbox.offline();
    this.#backoff.reset();
    this.#connect();
  }

  /** Leaves for good. What has no verdict yet ends as `failed` or `unknown`. */
  leave(): void {
    if (this.#state.state !== 'stopped') this.#stop('left', CLIENT_CLOSE.left, 'left');
  }

  #connect(): void {
    this.#context.runtime.clearTimeout(this.#retryTimer);
    const attempt = ++this.#attempt;
    this.#joinedAtMs = undefined;
    this.#setState({ state: 'connecting', attempt: this.#backoff.attempt });
    const failed = (error: unknown): void => {
      if (attempt !== this.#attempt) return;
      this.#localError('token_failed', error instanceof Error ? error.message : String(error));
      this.#lost(1006, 'no token');
    };
    // Asynchronous even when the address is known, so that listeners added right after join() hear everything.
    Promise.resolve()
      .then(() => this.#context.address(this.name, this.#position.resume))
      .then((url) => this.#open(attempt, url), failed);
  }

  #open(attempt: number, url: string): void {
    // A leave() or a newer attempt may have come while the token was fetched.
    if (attempt !== this.#attempt) return;
    const { WebSocket, runtime, timing } = this.#context;
    try {
      this.#connection = new Connection(WebSocket, url, runtime, timing, {
        onFrame: (frame) => this.#onFrame(frame),
        onBadFrame: (problem) =>
          this.#localError('bad_frame', `The server sent a frame that can't be read: ${problem}.`),
        onClosed: (code, reason) => this.#lost(code, reason),
      });
    } catch (error) {
      this.#localError('unavailable', error instanceof Error ? error.message : String(error));
      this.#lost(1006, 'the platform refused to connect');
    }
  }

  /** The connection is gone, by its own end or because this side gave it up. */
  #lost(code: number, reason: string): void {
    this.#connection = undefined;
    const why = stopReasonOf(code);
    if (why !== undefined) return this.#stop(why, code, reason);
    const { runtime } = this.#context;
    const livedMs = this.#joinedAtMs === undefined ? -1 : runtime.now() - this.#joinedAtMs;
    // A drain or a gap is no outage: the next attempt comes from the first window again.
    const atOnce = livedMs >= 0 && (code === 1001 || code === CLIENT_CLOSE.gap);
    if (atOnce || livedMs >= STABLE_AFTER_MS) this.#backoff.reset();
    this.#outbox.offline();
    const delayMs = this.#backoff.nextMs(runtime.random());
    this.#retryTimer = runtime.setTimeout(() => this.#connect(), delayMs);
    this.#setState({ state: 'waiting', delayMs, code, reason });
  }

  #stop(why: StopReason, code: number, reason: string): void {
    this.#attempt++;
    this.#context.runtime.clearTimeout(this.#retryTimer);
    this.#connection?.close(CLIENT_CLOSE.left, 'left');
    this.#connection = undefined;
    this.#outbox.stop();
    const seconds = why === 'banned' && /^\d+$/.test(reason) ? { remainingSec: Number(reason) } : {};
    this.#setState({ state: 'stopped', why, code, reason, ...seconds });
  }

  #onFrame(frame: ServerFrame): void {
    switch (frame.type) {
      case 'joined':
        return this.#onJoined(frame);
      case 'message':
        return this.#onMessage(frame);
      case 'receipt':
        this.#events.emit('receipt', frame);
        return this.#outbox.receipt(frame);
      case 'error':
        return this.#onError(frame);
      case 'presence':
        this.#members = frame.members;
        return this.#events.emit('presence', frame);
      case 'mode':
        return this.#onMode(frame);
      case 'retract':
        return this.#events.emit('retract', frame);
      case 'typing':
        return this.#events.emit('typing', frame);
      case 'notice':
        return this.#events.emit('notice', frame);
      case 'pong':
        return;
    }
  }

  #onJoined(frame: JoinedFrame): void {
    const before = { epoch: this.#position.epoch, seq: this.#position.seq };
    const sameUser = this.#joined === undefined || this.#joined.user === frame.user;
    this.#joined = frame;
    this.#joinedAtMs = this.#context.runtime.now();
    this.#members = frame.members;
    this.#mode = frame.mode;
    this.#historyUntil = frame.seq;
    this.#context.joined(frame);
    const { fresh, missed } = this.#position.join(frame);
    this.#events.emit('joined', frame);
    this.#setState({ state: 'live' });
    if (missed && before.epoch !== undefined) {
      const first = fresh[0];
      const after = { epoch: before.epoch, seq: before.seq };
      this.#events.emit('gap', { after, before: { epoch: frame.epoch, seq: first?.seq ?? frame.seq } });
    }
    for (const message of fresh) this.#show(message, true);
    this.#outbox.online(frame.limits, sameUser);
  }

  #onMessage(frame: MessageFrame): void {
    const position = this.#position;
    // Before `joined` there is no place to put it, and `joined` or the replay after it will carry it.
    if (this.#joinedAtMs === undefined) return;
    const placement = position.place(frame);
    if (placement === 'repeat') return;
    if (placement === 'gap') {
      const { epoch, seq } = position;
      if (this.#gap.seq !== seq) this.#gap = { seq, resumes: 0 };
      if (this.#gap.resumes++ < GAP_RESUMES_MAX) {
        this.#connection?.close(CLIENT_CLOSE.gap, 'gap');
        return this.#lost(CLIENT_CLOSE.gap, 'a message is missing');
      }
      if (epoch !== undefined) this.#events.emit('gap', { after: { epoch, seq }, before: { epoch, seq: frame.seq } });
    }
    if (position.advance(frame)) this.#show(frame, frame.seq <= this.#historyUntil);
  }

  #show(frame: MessageFrame, history: boolean): void {
    const own = frame.user === this.#joined?.user;
    this.#events.emit('message', { ...withoutType(frame), own, history });
    if (own && frame.id !== undefined) this.#outbox.delivered(frame.id, frame);
  }

  #onMode(frame: ModeFrame): void {
    this.#mode = withoutType(frame);
    this.#events.emit('mode', this.#mode);
  }

  #onError(frame: ErrorFrame): void {
    // Before `joined` there is only the nickname to refuse; asking again at every reconnect would help nobody.
    if (frame.code === 'not_allowed' && this.#joinedAtMs === undefined) this.#context.nickRefused();
    this.#events.emit('error', { ...withoutType(frame), local: false });
    this.#outbox.error(frame);
  }

  #localError(code: string, message: string): void {
    this.#events.emit('error', { code, message, local: true });
  }

  #setState(state: RoomState): void {
    this.#state = state;
    this.#events.emit('state', state);
  }
}

/** {@link Room.whenLive} ends with this when the room stopped first. */
export class RoomStoppedError extends Error {
  readonly code = 'room_stopped';
  readonly why: StopReason;
  readonly closeCode: number;

  constructor(room: string, why: StopReason, closeCode: number) {
    super(`Room ${room} stopped before it was live: ${why} (close code ${closeCode}). Call reopen() to try again.`);
    this.name = 'RoomStoppedError';
    this.why = why;
    this.closeCode = closeCode;
  }
}

function withoutType<Frame extends { type: string }>({ type: _, ...rest }: Frame): Omit<Frame, 'type'> {
  return rest;
}
