import { WebSocket } from 'ws';
import { createClient } from '@maru/client';
import type { Client, Room, WebSocketConstructor, WebSocketLike } from '@maru/client';
import type { Random } from './random.js';
import type { MemberTrace, SentMessage, TraceEvent, TracedMessage } from './trace.js';

/** Longest wait of a member between two tries: as a page does, whose browser says that the network is back. */
const RETRY_MAX_MS = 2_500;
const PING_INTERVAL_MS = 3_000;
const PONG_TIMEOUT_MS = 3_000;
const JOIN_TIMEOUT_MS = 4_000;
const QUEUE_MAX = 5_000;

/** Where a member can connect. `port` is asked at every attempt. */
export type Door = { name: string; port(): number };

export type MemberOptions = {
  name: string;
  room: string;
  doors: readonly Door[];
  /** Door of the first attempt; later ones go round. */
  firstDoor: number;
  random: Random;
  now: () => number;
};

/** One member: the project's own client, on sockets that write down all that goes over them. */
export class Member {
  readonly name: string;
  readonly trace: MemberTrace;
  readonly room: Room;
  readonly #client: Client;
  readonly #now: () => number;
  #socket: RecordedSocket | undefined;
  #counter = 0;
  #wake: NodeJS.Timeout | undefined;

  constructor(options: MemberOptions) {
    const { name, room, doors, firstDoor, now } = options;
    this.name = name;
    this.#now = now;
    this.trace = { member: name, room, events: [], sent: new Map(), stayed: true };
    let attempts = 0;
    const open = (url: string): RecordedSocket => {
      // What a load balancer does: every attempt goes to the next edge.
      const door = doors[(firstDoor + attempts) % doors.length] as Door;
      const connection = ++attempts;
      const record = (event: TraceEvent) => this.trace.events.push(event);
      this.#socket = new RecordedSocket(url, door, connection, record, now);
      return this.#socket;
    };
    // The client calls `new` on it; a constructor that returns an object gives that one.
    const Socket = function (url: string) {
      return open(url);
    } as unknown as WebSocketConstructor;
    this.#client = createClient({
      url: 'ws://edge.invalid',
      WebSocket: Socket,
      pingIntervalMs: PING_INTERVAL_MS,
      pongTimeoutMs: PONG_TIMEOUT_MS,
      joinTimeoutMs: JOIN_TIMEOUT_MS,
      queueMax: QUEUE_MAX,
    });
    this.room = this.#client.join(room);
    this.room.on('state', (state) => {
      clearTimeout(this.#wake);
      if (state.state === 'waiting' && state.delayMs > RETRY_MAX_MS)
        this.#wake = setTimeout(() => this.room.wake(), RETRY_MAX_MS);
    });
  }

  get live(): boolean {
    return this.room.state.state === 'live';
  }

  get edge(): string | undefined {
    return this.#socket?.door.name;
  }

  /** Seen by this member, by user and client id. */
  send(text: string, bad: boolean): string {
    const id = `${this.name}-${(++this.#counter).toString().padStart(5, '0')}`;
    const sent: SentMessage = { id, bad, queuedAt: this.#now(), outcome: undefined };
    this.trace.sent.set(id, sent);
    void this.room.send(text, { id }).then((verdict) => {
      sent.outcome = verdict.status;
    });
    return id;
  }

  /** Drops the connection without a word, as a phone that loses its network does. */
  drop(): void {
    this.#socket?.terminate();
  }

  /** Reads nothing until {@link read}. */
  stall(): void {
    this.#socket?.pause();
  }

  read(): void {
    this.#socket?.resume();
  }

  /** Leaves for good, before the end of the round. */
  leave(): void {
    this.trace.stayed = false;
    this.close();
  }

  close(): void {
    clearTimeout(this.#wake);
    this.#client.close();
    this.#socket?.terminate();
  }
}

/** A socket to one of the edges, instead of the host in the URL. */
class RecordedSocket implements WebSocketLike {
  readonly door: Door;
  readonly #socket: WebSocket;
  readonly #connection: number;
  readonly #record: (event: TraceEvent) => void;
  readonly #now: () => number;
  #over = false;

  constructor(url: string, door: Door, connection: number, record: (event: TraceEvent) => void, now: () => number) {
    this.door = door;
    this.#connection = connection;
    this.#record = record;
    this.#now = now;
    const address = new URL(url);
    address.host = `127.0.0.1:${door.port()}`;
    const resume = /^(.+):(\d+)$/.exec(address.searchParams.get('resume') ?? '');
    record({
      at: now(),
      connection,
      kind: 'open',
      edge: door.name,
      resume: resume ? { epoch: resume[1] as string, seq: Number(resume[2]) } : undefined,
    });
    this.#socket = new WebSocket(address, 'chat.v1', { perMessageDeflate: false });
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (data, isBinary) => {
      if (!this.#over && !isBinary) this.#received((data as Buffer).toString('utf8'));
    });
    this.#socket.on('close', (code) => {
      if (!this.#over) record({ at: now(), connection, kind: 'closed', code });
      this.#over = true;
    });
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  send(data: string): void {
    const frame = JSON.parse(data) as { type: string; id?: string };
    if (frame.type === 'send')
      this.#record({ at: this.#now(), connection: this.#connection, kind: 'send', id: frame.id ?? '' });
    this.#socket.send(data);
  }

  close(code?: number, reason?: string): void {
    if (!this.#over)
      this.#record({ at: this.#now(), connection: this.#connection, kind: 'closed', code: code ?? 1000 });
    this.#over = true;
    this.#socket.close(code, reason);
    // The close handshake of a dead network can take long, and a member that has left must not hold its place.
    setTimeout(() => this.#socket.terminate(), 500).unref();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  pause(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.pause();
  }

  resume(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.resume();
  }

  addEventListener(type: 'message' | 'close' | 'error', listener: (event: never) => void): void {
    this.#socket.addEventListener(type as 'message', listener as unknown as (event: { data: unknown }) => void);
  }

  #received(text: string): void {
    const frame = JSON.parse(text) as Record<string, unknown> & { type: string };
    const base = { at: this.#now(), connection: this.#connection };
    switch (frame.type) {
      case 'joined':
        return this.#record({
          ...base,
          kind: 'joined',
          user: frame['user'] as string,
          epoch: frame['epoch'] as string,
          seq: frame['seq'] as number,
          recovered: frame['recovered'] as boolean,
          recent: ((frame['recent'] ?? []) as TracedMessage[]).map(traced),
        });
      case 'message':
        return this.#record({ ...base, kind: 'message', ...traced(frame as unknown as TracedMessage) });
      case 'receipt':
        return this.#record({
          ...base,
          kind: 'receipt',
          id: frame['id'] as string,
          status: frame['status'] as string,
          reason: frame['reason'] as string | undefined,
        });
      case 'error':
        return this.#record({
          ...base,
          kind: 'error',
          code: frame['code'] as string,
          id: frame['id'] as string | undefined,
        });
      default:
    }
  }
}

const traced = ({ seq, prev, uid, user, id, ts, text }: TracedMessage): TracedMessage => ({
  seq,
  prev,
  uid,
  user,
  id,
  ts,
  text,
});
