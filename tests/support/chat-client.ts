import WebSocket from 'ws';
import type { ErrorFrame, JoinedFrame, MessageFrame, ReceiptFrame, ServerFrame } from '@maru/contracts';

const JOIN_TIMEOUT_MS = 20_000;

/** A bare protocol client that keeps everything it hears: what a test looks at, with no help from an SDK. */
export class ChatClient {
  readonly frames: ServerFrame[] = [];
  readonly messages: MessageFrame[] = [];
  readonly receipts = new Map<string, ReceiptFrame[]>();
  readonly errors: ErrorFrame[] = [];
  joined: JoinedFrame | undefined;
  closed: { code: number; reason: string } | undefined;
  readonly #socket: WebSocket;
  #wake: (() => void)[] = [];

  private constructor(url: string, headers: Record<string, string>) {
    this.#socket = new WebSocket(url, { headers });
    this.#socket.on('message', (data) => this.#take(JSON.parse((data as Buffer).toString('utf8')) as ServerFrame));
    this.#socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString('utf8') };
      this.#changed();
    });
    this.#socket.on('error', () => undefined);
  }

  /** Connects and waits for `joined`. */
  static async join(
    port: number,
    room: string,
    options: { query?: string; headers?: Record<string, string> } = {},
  ): Promise<ChatClient> {
    const client = new ChatClient(
      `ws://127.0.0.1:${port}/ws/${encodeURIComponent(room)}${options.query ?? ''}`,
      options.headers ?? {},
    );
    await client.until(() => client.joined !== undefined || client.closed !== undefined, 'joined', JOIN_TIMEOUT_MS);
    if (client.joined === undefined)
      throw new Error(`not joined: ${JSON.stringify(client.closed)} ${JSON.stringify(client.frames)}`);
    return client;
  }

  send(id: string, text: string): void {
    this.#socket.send(JSON.stringify({ type: 'send', id, text }));
  }

  raw(data: string | Buffer): void {
    this.#socket.send(data);
  }

  close(): void {
    this.#socket.close();
  }

  /** Waits for an event that makes `done` true. */
  async until(done: () => boolean, what: string, timeoutMs = 30_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!done()) {
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(`no ${what} within ${timeoutMs} ms; last frames: ${JSON.stringify(this.frames.slice(-5))}`);
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        new Promise<void>((resolve) => this.#wake.push(resolve)),
        new Promise<void>((resolve) => (timer = setTimeout(resolve, left))),
      ]);
      clearTimeout(timer);
    }
  }

  #take(frame: ServerFrame): void {
    this.frames.push(frame);
    if (frame.type === 'joined') this.joined = frame;
    else if (frame.type === 'message') this.messages.push(frame);
    else if (frame.type === 'error') this.errors.push(frame);
    else if (frame.type === 'receipt') this.receipts.set(frame.id, [...(this.receipts.get(frame.id) ?? []), frame]);
    this.#changed();
  }

  #changed(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
