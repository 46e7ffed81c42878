import { decodeFrame } from './decode.js';
import type { ServerFrame } from './frames.js';
import { CLIENT_CLOSE } from './reconnect.js';
import type { Runtime } from './runtime.js';

/** The part of a WebSocket that is used; browsers', Node's and the `ws` package's all fit. */
export interface WebSocketLike {
  send(data: string): void;
  close(code?: number, reason?: string): void;
  readonly readyState: number;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  addEventListener(type: 'error', listener: (event: object) => void): void;
}
export type WebSocketConstructor = new (url: string, protocols?: string | string[]) => WebSocketLike;

const OPEN = 1;

/** How long a connection may be quiet, in ms. */
export interface ConnectionTiming {
  /** From the attempt to `joined`. */
  joinTimeoutMs: number;
  /** Between two pings; each comes after 75–100 % of it. */
  pingIntervalMs: number;
  /** From a ping to the next frame of any kind. */
  pongTimeoutMs: number;
}

export interface ConnectionHandlers {
  onFrame(frame: ServerFrame): void;
  onBadFrame(problem: string): void;
  /** The connection is over, by the server or because it fell silent (then `code` is 1006). Called at most once. */
  onClosed(code: number, reason: string): void;
}

/** One WebSocket from the attempt to its end. Nothing is reported any more after {@link close}. */
export class Connection {
  readonly #socket: WebSocketLike;
  readonly #runtime: Runtime;
  readonly #timing: ConnectionTiming;
  readonly #handlers: ConnectionHandlers;
  #timer: unknown;
  /** `joining` until `joined`, then `awaiting` from each ping to the next frame. */
  #phase: 'joining' | 'quiet' | 'awaiting' = 'joining';
  #over = false;

  /** Throws what the WebSocket constructor throws, e.g. for ws: on an https: page. */
  constructor(
    WebSocketImpl: WebSocketConstructor,
    url: string,
    runtime: Runtime,
    timing: ConnectionTiming,
    handlers: ConnectionHandlers,
  ) {
    this.#runtime = runtime;
    this.#timing = timing;
    this.#handlers = handlers;
    this.#socket = new WebSocketImpl(url, 'chat.v1');
    this.#socket.addEventListener('message', (event) => this.#onMessage(event.data));
    this.#socket.addEventListener('close', (event) => this.#onClose(event.code, event.reason));
    // A close always follows; without a listener the ws package would throw.
    this.#socket.addEventListener('error', () => undefined);
    this.#arm(timing.joinTimeoutMs, () => this.#giveUp(CLIENT_CLOSE.joinTimeout, 'no joined frame in time'));
  }

  send(frame: string): boolean {
    if (this.#over || this.#socket.readyState !== OPEN) return false;
    this.#socket.send(frame);
    return true;
  }

  /** Asks whether the server is still there, at once. */
  ping(): void {
    if (this.#phase !== 'quiet' || !this.send('{"type":"ping"}')) return;
    this.#phase = 'awaiting';
    this.#arm(this.#timing.pongTimeoutMs, () => this.#giveUp(CLIENT_CLOSE.silent, 'no answer to a ping'));
  }

  close(code: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#arm(0, undefined);
    this.#socket.close(code, reason);
  }

  #onMessage(data: unknown): void {
    if (this.#over) return;
    const decoded = decodeFrame(data);
    const joined = decoded.kind === 'frame' && decoded.frame.type === 'joined';
    if (joined || this.#phase === 'awaiting') this.#armPing();
    if (decoded.kind === 'frame') this.#handlers.onFrame(decoded.frame);
    else if (decoded.kind === 'bad') this.#handlers.onBadFrame(decoded.problem);
  }

  #armPing(): void {
    this.#phase = 'quiet';
    const delayMs = this.#timing.pingIntervalMs * (0.75 + this.#runtime.random() / 4);
    this.#arm(Math.floor(delayMs), () => this.ping());
  }

  #arm(delayMs: number, run: (() => void) | undefined): void {
    if (this.#timer !== undefined) this.#runtime.clearTimeout(this.#timer);
    this.#timer = run === undefined ? undefined : this.#runtime.setTimeout(run, delayMs);
  }

  #giveUp(code: number, reason: string): void {
    // The close handshake of a dead network can take minutes, so its end is not waited for.
    this.close(code, reason);
    this.#handlers.onClosed(1006, reason);
  }

  #onClose(code: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#arm(0, undefined);
    this.#handlers.onClosed(code, reason);
  }
}
