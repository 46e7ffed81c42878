import type { ErrorFrame, Limits, MessageFrame, ReceiptFrame } from './frames.js';
import type { Runtime } from './runtime.js';
import { encodeSend, textProblem } from './text.js';

/** An id is not sent again this long after it first went out: the server recognises repeats for 5 minutes. */
export const RESEND_WINDOW_MS = 270_000;
/** A message that never went out is given up after this. */
export const QUEUE_TTL_MS = 300_000;
/** A held message whose decision never comes is given up after this. */
export const HELD_TIMEOUT_MS = 900_000;
/** Times that a message is sent again after `unavailable`, `rate_limited` or `internal`. */
export const RETRIES_MAX = 5;
/** Wait after such an error that names no time, and the bounds of one that does. */
export const RETRY_DEFAULT_MS = 1_000;
export const RETRY_MIN_MS = 100;
export const RETRY_MAX_MS = 60_000;
/** Sends are spread over slightly more than the server's second, since the network can push them together. */
export const PACE_MARGIN = 1.1;

export type FailReason =
  | 'empty'
  | 'too_long'
  | 'queue_full'
  | 'expired'
  | 'stopped'
  | 'unavailable'
  | 'rate_limited'
  | 'internal'
  | (string & {});

/**
 * How a `send` ended. `delivered`: everybody in the room has it. `rejected`: moderation or a sanction refused it.
 * `failed`: the server never took it, so sending it again can't double it. `unknown`: it may have been delivered, or
 * still be; the connection was lost too long or for good.
 */
export type Verdict =
  | { status: 'delivered'; id: string; seq: number; masked: boolean; text?: string | undefined; repeated: boolean }
  | { status: 'rejected'; id: string; reason: string; category?: string | undefined }
  | { status: 'failed'; id: string; reason: FailReason }
  | { status: 'unknown'; id: string; reason: string };

/** Where an unsettled message is: waiting here, on its way, taken by the server, or held for a decision. */
export type SendState = 'queued' | 'sent' | 'accepted' | 'held';

interface Entry {
  readonly id: string;
  readonly text: string;
  readonly settle: (verdict: Verdict) => void;
  readonly onState: ((state: SendState) => void) | undefined;
  state: SendState;
  onWire: boolean;
  /** True once the server may have taken it without this client knowing. */
  doubt: boolean;
  firstSentMs: number | undefined;
  retries: number;
  deadline: unknown;
}

/** Every message that has no verdict yet, in the order it was sent; paced to the server's limit. */
export class Outbox {
  readonly #runtime: Runtime;
  readonly #max: number;
  readonly #transmit: (frame: string) => boolean;
  readonly #entries = new Map<string, Entry>();
  #limits: Limits | undefined;
  #live = false;
  #pausedUntilMs = 0;
  #sentMs: number[] = [];
  #pumpTimer: unknown;

  /** `transmit` writes one frame and returns false when the socket did not take it. */
  constructor(runtime: Runtime, max: number, transmit: (frame: string) => boolean) {
    this.#runtime = runtime;
    this.#max = max;
    this.#transmit = transmit;
  }

  get size(): number {
    return this.#entries.size;
  }

  add(id: string, text: string, limits: Limits, onState?: (state: SendState) => void): Promise<Verdict> {
    const problem = textProblem(text, id, limits);
    if (problem !== undefined) return Promise.resolve({ status: 'failed', id, reason: problem });
    if (this.#entries.has(id))
      throw new RangeError(`A message with id ${id} is under way. Use a new id for a new one.`);
    if (this.#entries.size >= this.#max) return Promise.resolve({ status: 'failed', id, reason: 'queue_full' });
    return new Promise((settle) => {
      const entry: Entry = {
        id,
        text,
        settle,
        onState,
        state: 'queued',
        onWire: false,
        doubt: false,
        firstSentMs: undefined,
        retries: 0,
        deadline: undefined,
      };
      this.#entries.set(id, entry);
      this.#setDeadline(entry, QUEUE_TTL_MS, () => this.#fail(entry, 'expired'));
      onState?.('queued');
      this.#pump();
    });
  }

  /** The connection is joined: everything unsettled goes out, oldest first. */
  online(limits: Limits, sameUser: boolean): void {
    this.#limits = limits;
    this.#live = true;
    this.#sentMs = [];
    // Ids are unique per user: under a new identity the server would not recognise the repeat.
    if (!sameUser) for (const entry of [...this.#entries.values()]) if (entry.doubt) this.#fail(entry, 'new_identity');
    this.#pump();
  }

  offline(): void {
    this.#live = false;
    this.#pausedUntilMs = 0;
    this.#clearPump();
    for (const entry of this.#entries.values()) {
      if (!entry.onWire) continue;
      entry.onWire = false;
      entry.doubt = true;
      if (entry.state === 'sent') this.#setState(entry, 'queued');
    }
  }

  /** The room is over: nothing here will be sent any more. */
  stop(): void {
    this.offline();
    for (const entry of [...this.#entries.values()]) this.#fail(entry, 'stopped');
  }

  receipt(frame: ReceiptFrame): void {
    const entry = this.#entries.get(frame.id);
    if (entry === undefined) return;
    if (frame.status === 'rejected') {
      const { reason = 'rejected', category } = frame;
      this.#settle(entry, {
        status: 'rejected',
        id: entry.id,
        reason,
        ...(category === undefined ? {} : { category }),
      });
    } else if (frame.status === 'duplicate' && frame.seq !== undefined) {
      this.#settle(entry, { status: 'delivered', id: entry.id, seq: frame.seq, masked: false, repeated: true });
    } else {
      entry.doubt = true;
      if (frame.status === 'held') this.#setDeadline(entry, HELD_TIMEOUT_MS, () => this.#fail(entry, 'held'));
      this.#setState(entry, frame.status === 'held' ? 'held' : 'accepted');
    }
  }

  /** One of the user's own messages came back: that is its delivery. */
  delivered(id: string, { seq, text, masked }: MessageFrame): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#settle(entry, { status: 'delivered', id, seq, text, masked: masked === true, repeated: false });
  }

  error(frame: ErrorFrame): void {
    const passing = frame.code === 'unavailable' || frame.code === 'rate_limited' || frame.code === 'internal';
    if (passing) this.#pause(frame.retryAfterMs ?? RETRY_DEFAULT_MS);
    const entry = frame.id === undefined ? undefined : this.#entries.get(frame.id);
    if (entry === undefined) return;
    // Of an internal error nobody knows how far the message had come.
    if (frame.code === 'internal') entry.doubt = true;
    if (!passing || entry.retries >= RETRIES_MAX) return this.#fail(entry, frame.code);
    entry.retries++;
    entry.onWire = false;
    this.#setState(entry, 'queued');
  }

  #pause(retryAfterMs: number): void {
    const boundedMs = Math.min(RETRY_MAX_MS, Math.max(RETRY_MIN_MS, retryAfterMs));
    // Up to half as long again, since an outage says the same number to every client.
    const waitMs = boundedMs * (1 + this.#runtime.random() / 2);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#runtime.now() + waitMs);
    this.#schedulePump();
  }

  #pump(): void {
    if (!this.#live || this.#limits === undefined) return;
    for (const entry of [...this.#entries.values()]) {
      if (entry.onWire || this.#pastResend(entry)) continue;
      if (this.#waitMs() > 0) return this.#schedulePump();
      const problem = textProblem(entry.text, entry.id, this.#limits);
      if (problem !== undefined) this.#fail(entry, problem);
      else if (!this.#write(entry)) return;
    }
  }

  #write(entry: Entry): boolean {
    if (!this.#transmit(encodeSend(entry.id, entry.text))) return false;
    const nowMs = this.#runtime.now();
    this.#sentMs.push(nowMs);
    entry.onWire = true;
    if (entry.firstSentMs === undefined) {
      entry.firstSentMs = nowMs;
      this.#setDeadline(entry, RESEND_WINDOW_MS, () => this.#fail(entry, 'no_answer'));
    }
    if (entry.state === 'queued') this.#setState(entry, 'sent');
    return true;
  }

  #pastResend(entry: Entry): boolean {
    return entry.firstSentMs !== undefined && this.#runtime.now() - entry.firstSentMs >= RESEND_WINDOW_MS;
  }

  /** Ms until the next frame may go out: the pause after an error, then the server's sends per second. */
  #waitMs(): number {
    const nowMs = this.#runtime.now();
    if (this.#pausedUntilMs > nowMs) return this.#pausedUntilMs - nowMs;
    const perSec = this.#limits?.sendPerSec ?? 0;
    if (perSec <= 0) {
      this.#sentMs.length = 0;
      return 0;
    }
    const burst = Math.max(1, Math.floor(perSec));
    const windowMs = (burst / perSec) * 1000 * PACE_MARGIN;
    while (this.#sentMs.length > 0 && nowMs - (this.#sentMs[0] as number) >= windowMs) this.#sentMs.shift();
    return this.#sentMs.length < burst ? 0 : (this.#sentMs[0] as number) + windowMs - nowMs;
  }

  #schedulePump(): void {
    this.#clearPump();
    if (!this.#live) return;
    this.#pumpTimer = this.#runtime.setTimeout(() => {
      this.#pumpTimer = undefined;
      this.#pump();
    }, Math.ceil(this.#waitMs()));
  }

  #clearPump(): void {
    if (this.#pumpTimer !== undefined) this.#runtime.clearTimeout(this.#pumpTimer);
    this.#pumpTimer = undefined;
  }

  #setState(entry: Entry, state: SendState): void {
    if (entry.state === state) return;
    entry.state = state;
    entry.onState?.(state);
  }

  #setDeadline(entry: Entry, delayMs: number, run: () => void): void {
    if (entry.deadline !== undefined) this.#runtime.clearTimeout(entry.deadline);
    entry.deadline = this.#runtime.setTimeout(run, delayMs);
  }

  #fail(entry: Entry, reason: FailReason): void {
    // A message still on the wire has no answer yet, so the server may have it.
    const maybeTaken = entry.doubt || (entry.onWire && (reason === 'no_answer' || reason === 'stopped'));
    this.#settle(entry, { status: maybeTaken ? 'unknown' : 'failed', id: entry.id, reason });
  }

  #settle(entry: Entry, verdict: Verdict): void {
    this.#runtime.clearTimeout(entry.deadline);
    this.#entries.delete(entry.id);
    entry.settle(verdict);
  }
}
