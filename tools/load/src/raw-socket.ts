import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { OPCODE, encodeFrame, readFrame, readHead } from './websocket.js';
import type { FrameHead } from './websocket.js';

/** A response head above this is none. */
const HEAD_BYTES_MAX = 16_384;
const READ_BUFFER_BYTES = 262_144;
const ABNORMAL = 1006;

/** How a connection ended: by a close frame, or with 1006 by anything else; `status` when the upgrade was refused. */
export type SocketEnd = { code: number; reason: string; status?: number; retryAfterSec?: number };

export type RawSocketHandlers = {
  open(): void;
  /** One message: `data[start, end)`, valid only during the call. */
  message(data: Buffer, start: number, end: number): void;
  /** Called once, also when the connection never opened. */
  close(end: SocketEnd): void;
};

export type RawSocketTarget = {
  host: string;
  port: number;
  secure: boolean;
  /** With the query. */
  path: string;
  protocol?: string;
};

/**
 * A WebSocket client on a bare TCP or TLS socket. All plain sockets of a thread read into one buffer and no frame is
 * turned into an object, which is what makes tens of thousands of connections and 100,000 deliveries a second
 * possible in one thread.
 */
export class RawSocket {
  /** Shared: a read is worked off before the next one of any socket begins. */
  static readonly #readBuffer = Buffer.allocUnsafe(READ_BUFFER_BYTES);
  static readonly #head: FrameHead = { opcode: 0, final: true, start: 0, end: 0 };

  readonly #socket: Socket;
  readonly #handlers: RawSocketHandlers;
  #state: 'connecting' | 'open' | 'over' = 'connecting';
  /** The beginning of a frame whose end has not come yet. */
  #rest: Buffer | undefined;

  constructor(target: RawSocketTarget, handlers: RawSocketHandlers) {
    this.#handlers = handlers;
    const address = { host: target.host, port: target.port, noDelay: true };
    if (target.secure) {
      this.#socket = connectTls(address);
      this.#socket.setNoDelay(true);
      this.#socket.on('data', (chunk: Buffer) => this.#read(chunk));
    } else {
      const callback = (bytes: number, buffer: Uint8Array): boolean => {
        this.#read((buffer as Buffer).subarray(0, bytes));
        return true;
      };
      this.#socket = connectTcp({ ...address, onread: { buffer: RawSocket.#readBuffer, callback } });
    }
    this.#socket.once(target.secure ? 'secureConnect' : 'connect', () => this.#socket.write(request(target), 'latin1'));
    this.#socket.once('error', (error: NodeJS.ErrnoException) =>
      this.#over({ code: ABNORMAL, reason: error.code ?? '' }),
    );
    this.#socket.once('close', () => this.#over({ code: ABNORMAL, reason: 'the connection was cut' }));
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  send(text: string): void {
    if (this.#state === 'open') this.#socket.write(encodeFrame(OPCODE.text, text));
  }

  /** Says goodbye and ends; no handler is called any more. */
  close(code = 1000): void {
    if (this.#state === 'open') {
      const payload = Buffer.allocUnsafe(2);
      payload.writeUInt16BE(code);
      this.#socket.end(encodeFrame(OPCODE.close, payload));
      this.#state = 'over';
    } else this.cut();
  }

  /** Ends without a close frame, as a network that breaks; no handler is called any more. */
  cut(): void {
    this.#state = 'over';
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    if (this.#state === 'over') return;
    const data = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = undefined;
    let offset = 0;
    if (this.#state === 'connecting') {
      offset = this.#readUpgrade(data);
      if (offset < 0) return;
    }
    try {
      offset = this.#readFrames(data, offset);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return this.#over({ code: 1009, reason: error.message });
    }
    // Copied: the buffer belongs to the next read of any socket.
    if (offset < data.length && this.isOpen) this.#rest = Buffer.from(data.subarray(offset));
  }

  /** Where the frames begin, or -1 when the response is not complete or refuses. */
  #readUpgrade(data: Buffer): number {
    const end = data.indexOf('\r\n\r\n');
    if (end < 0) {
      if (data.length > HEAD_BYTES_MAX) this.#over({ code: ABNORMAL, reason: 'no HTTP response' });
      else this.#rest = Buffer.from(data);
      return -1;
    }
    const { status, headers } = readHead(data.toString('latin1', 0, end));
    if (status !== 101) {
      const retryAfterSec = Number(headers['retry-after']);
      const reason = data.toString('utf8', end + 4, end + 4 + 512);
      this.#over({ code: ABNORMAL, reason, status, ...(retryAfterSec > 0 ? { retryAfterSec } : {}) });
      return -1;
    }
    this.#state = 'open';
    this.#handlers.open();
    return end + 4;
  }

  #readFrames(data: Buffer, from: number): number {
    const head = RawSocket.#head;
    let offset = from;
    while (this.isOpen && readFrame(data, offset, head)) {
      const { opcode, final, start, end } = head;
      offset = end;
      if (opcode === OPCODE.text || opcode === OPCODE.binary) {
        if (!final) this.#over({ code: 1002, reason: 'fragmented messages are not part of the protocol' });
        else this.#handlers.message(data, start, end);
      } else if (opcode === OPCODE.ping) {
        this.#socket.write(encodeFrame(OPCODE.pong, data.subarray(start, end)));
      } else if (opcode === OPCODE.close) {
        const code = end - start >= 2 ? data.readUInt16BE(start) : 1005;
        this.#over({ code, reason: data.toString('utf8', Math.min(end, start + 2), end) });
      }
    }
    return offset;
  }

  #over(end: SocketEnd): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#socket.destroy();
    this.#handlers.close(end);
  }
}

function request({ host, port, path, protocol }: RawSocketTarget): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    // A constant: the answer is not checked, since the server is the one under test and not an unknown proxy.
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    '\r\n',
  ].join('\r\n');
}
