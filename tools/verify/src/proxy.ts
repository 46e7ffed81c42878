import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

type Pair = { near: Socket; far: Socket };
type Chunk = { data: Buffer; dueMs: number };

/**
 * A TCP proxy on 127.0.0.1 that can fail: cut what goes through it, let it hang, or slow it down. Nothing is ever
 * changed or reordered, as with a real network below TCP.
 */
export class FaultyProxy {
  readonly #target: { host: string; port: number };
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #frozen = false;
  #refusing = false;
  #delayMs = 0;

  private constructor(target: { host: string; port: number }) {
    this.#target = target;
    this.#server = createServer({ pauseOnConnect: true }, (socket) => this.#accept(socket));
  }

  static async start(target: { host: string; port: number }): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject);
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Resets every connection; with `refuse`, new ones are reset too until {@link heal}. */
  cut(refuse: boolean): void {
    this.#refusing = refuse;
    for (const pair of [...this.#pairs]) this.#end(pair);
  }

  /** Connections stay open, new ones are taken, but nothing gets through until {@link heal}. */
  freeze(): void {
    this.#frozen = true;
    for (const { near, far } of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  /** Everything arrives this much later, both ways. */
  delay(milliseconds: number): void {
    this.#delayMs = milliseconds;
  }

  heal(): void {
    this.#refusing = false;
    this.#delayMs = 0;
    if (!this.#frozen) return;
    this.#frozen = false;
    for (const { near, far } of this.#pairs) {
      near.resume();
      far.resume();
    }
  }

  async close(): Promise<void> {
    this.cut(true);
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(near: Socket): void {
    if (this.#refusing) {
      near.on('error', () => undefined);
      reset(near);
      return;
    }
    const far = connect({ ...this.#target, noDelay: true });
    near.setNoDelay(true);
    const pair = { near, far };
    this.#pairs.add(pair);
    this.#forward(near, far, pair);
    this.#forward(far, near, pair);
    if (this.#frozen) far.pause();
    else near.resume();
  }

  #forward(from: Socket, to: Socket, pair: Pair): void {
    const waiting: Chunk[] = [];
    let timer: NodeJS.Timeout | undefined;
    const write = (data: Buffer) => {
      if (to.write(data)) return;
      from.pause();
      to.once('drain', () => {
        if (!this.#frozen) from.resume();
      });
    };
    const release = () => {
      timer = undefined;
      // A frozen line keeps what is under way.
      if (this.#frozen) return void (timer = setTimeout(release, 20));
      while (waiting[0] && waiting[0].dueMs <= performance.now()) write((waiting.shift() as Chunk).data);
      if (waiting[0]) timer = setTimeout(release, Math.max(1, waiting[0].dueMs - performance.now()));
    };
    from.on('data', (data: Buffer) => {
      if (this.#delayMs === 0 && waiting.length === 0) return write(data);
      waiting.push({ data, dueMs: performance.now() + this.#delayMs });
      timer ??= setTimeout(release, this.#delayMs);
    });
    from.on('error', () => this.#end(pair));
    from.on('end', () => {
      // Close frames and their answers are still under way.
      if (waiting.length === 0) to.end();
      else setTimeout(() => to.end(), this.#delayMs + 50);
    });
    from.on('close', () => {
      clearTimeout(timer);
      if (!this.#pairs.has(pair)) return;
      if (from.errored) this.#end(pair);
      else {
        if (!to.destroyed) to.end();
        if (to.destroyed) this.#pairs.delete(pair);
      }
    });
  }

  #end(pair: Pair): void {
    if (!this.#pairs.delete(pair)) return;
    for (const socket of [pair.near, pair.far]) reset(socket);
  }
}

/**
 * A socket that is being shut down cannot be reset: Node.js 20 takes the handle for closed, libuv does not, and the
 * process waits for it for ever at its exit.
 */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else if (!socket.destroyed) socket.resetAndDestroy();
}
