import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket as ServerSocket } from 'ws';
import type { WebSocketConstructor, WebSocketLike } from '../src/index.js';

/** The server's end of one connection, played by a test. */
export interface ServerEnd {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Cuts the connection without a close handshake. */
  abort(): void;
  /** Resolves with everything received once that is at least `count` frames. */
  received(count: number): Promise<string[]>;
  /** Resolves with the code of the client's close frame. */
  closed: Promise<number>;
}

/** One attempt of the client, waiting for the server's answer. */
export interface Attempt {
  accept(): ServerEnd;
  refuse(): void;
}

/** A way for a client and a scripted server to meet. */
export interface Transport {
  name: string;
  url: string;
  WebSocket: WebSocketConstructor;
  /** The oldest attempt that was not answered yet. */
  nextAttempt(): Promise<Attempt>;
  stop(): Promise<void>;
}

class Queue<Item> {
  readonly #items: Item[] = [];
  readonly #waiting: ((item: Item) => void)[] = [];

  push(item: Item): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#items.push(item);
    else waiting(item);
  }
  next(): Promise<Item> {
    const item = this.#items.shift();
    return item === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(item);
  }
}

class Inbox {
  readonly frames: string[] = [];
  readonly #waiting: { count: number; resolve: (frames: string[]) => void }[] = [];

  push(frame: string): void {
    this.frames.push(frame);
    for (const waiter of [...this.#waiting]) if (waiter.count <= this.frames.length) waiter.resolve(this.frames);
  }
  received(count: number): Promise<string[]> {
    if (this.frames.length >= count) return Promise.resolve(this.frames);
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }
}

type Listeners = Record<string, ((event: never) => void)[]>;

/** A socket without a network: both ends in this process, every event at once. */
class MemorySocket implements WebSocketLike {
  readyState = 0;
  onSend: ((data: string) => void) | undefined;
  onClose: ((code: number) => void) | undefined;
  readonly #listeners: Listeners = {};

  addEventListener(type: string, listener: (event: never) => void): void {
    (this.#listeners[type] ??= []).push(listener);
  }
  dispatch(type: string, event: object): void {
    for (const listener of this.#listeners[type] ?? []) (listener as (event: object) => void)(event);
  }
  send(data: string): void {
    this.onSend?.(data);
  }
  close(code = 1000): void {
    if (this.readyState >= 2) return;
    this.readyState = 3;
    this.onClose?.(code);
  }
  end(code: number, reason: string): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatch('close', { code, reason });
  }
}

/** An attempt that fails by itself, as without a network. */
export function deadSocket(): WebSocketLike {
  const socket = new MemorySocket();
  queueMicrotask(() => socket.end(1006, ''));
  return socket;
}

export function memoryTransport(): Transport {
  const attempts = new Queue<Attempt>();
  const accept = (socket: MemorySocket): ServerEnd => {
    const inbox = new Inbox();
    socket.onSend = (data) => inbox.push(data);
    const closed = new Promise<number>((resolve) => (socket.onClose = resolve));
    socket.readyState = 1;
    socket.dispatch('open', {});
    return {
      send: (text) => socket.dispatch('message', { data: text }),
      close: (code, reason) => socket.end(code, reason),
      abort: () => socket.end(1006, ''),
      received: (count) => inbox.received(count),
      closed,
    };
  };
  class Socket extends MemorySocket {
    constructor(_url: string) {
      super();
      attempts.push({ accept: () => accept(this), refuse: () => this.end(1006, '') });
    }
  }
  return {
    name: 'memory',
    url: 'http://edge.test',
    WebSocket: Socket,
    nextAttempt: () => attempts.next(),
    stop: async () => undefined,
  };
}

/** A real WebSocket server on a free port of the loopback; `WebSocket` is the client's implementation under test. */
export async function socketTransport(name: string, WebSocket: WebSocketConstructor): Promise<Transport> {
  const attempts = new Queue<Attempt>();
  const http = createServer();
  const server = new WebSocketServer({ noServer: true, handleProtocols: () => 'chat.v1' });
  const open = new Set<Duplex>();
  http.on('upgrade', (request, socket, head) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    const inbox = new Inbox();
    attempts.push({
      refuse: () => socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
      accept: () => {
        let peer: ServerSocket | undefined;
        let end: (code: number) => void;
        const closed = new Promise<number>((resolve) => (end = resolve));
        server.handleUpgrade(request, socket, head, (ready) => {
          peer = ready;
          ready.on('message', (data) => inbox.push((data as Buffer).toString('utf8')));
          ready.on('close', (code) => end(code));
        });
        return {
          send: (text) => peer?.send(text),
          close: (code, reason) => peer?.close(code, reason),
          abort: () => peer?.terminate(),
          received: (count) => inbox.received(count),
          closed,
        };
      },
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    name,
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    WebSocket,
    nextAttempt: () => attempts.next(),
    async stop() {
      for (const socket of open) socket.destroy();
      http.close();
      await once(http, 'close');
    },
  };
}
