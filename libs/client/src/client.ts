import type { ConnectionTiming, WebSocketConstructor } from './connection.js';
import type { JoinedFrame } from './frames.js';
import { Room } from './room.js';
import type { RoomContext } from './room.js';
import { idSource, systemRuntime } from './runtime.js';
import type { Runtime } from './runtime.js';
import { memoryStorage } from './storage.js';
import type { IdentityStorage } from './storage.js';
import { codePoints, normalizeRoom } from './text.js';

export interface ClientOptions {
  /** Where the edge is: `http(s)://host` or `ws(s)://host`, with a path prefix if it has one. */
  url: string;
  /** A JWT, or a function asked for one before every attempt. Without it the user is anonymous. */
  token?: string | (() => string | Promise<string>) | undefined;
  /** Wished nickname of an anonymous user, 1–32 code points. */
  nick?: string | undefined;
  /** `final` asks the server to leave `accepted` receipts out. Default `all`. */
  receipts?: 'all' | 'final';
  /** Keeps the anonymous identity. Default: memory, forgotten with the process. */
  storage?: IdentityStorage;
  /** Default `globalThis.WebSocket`; Node 20 has none, so pass the one of the `ws` package there. */
  WebSocket?: WebSocketConstructor;
  /** Messages of one room that may wait for a verdict at once; default 200. More fail with `queue_full`. */
  queueMax?: number;
  /** Default 10,000 ms. */
  joinTimeoutMs?: number;
  /** Default 25,000 ms. */
  pingIntervalMs?: number;
  /** Default 10,000 ms. */
  pongTimeoutMs?: number;
  /** Time and chance; default the system's. */
  runtime?: Runtime;
  /** Ids for messages, unique per user over all devices; default random. */
  createId?: () => string;
}

/** A way into the rooms of one server, for one user. */
export interface Client {
  /** Opens a room, or gives the one that is open. Throws RangeError for a name that the protocol does not allow. */
  join(room: string): Room;
  /** Wishes for another nickname of an anonymous user: the rooms connect again with it, under the same identity. Throws RangeError for one that is empty or longer than 32 code points. */
  rename(nick: string): void;
  /** Passes on that the network may be back: see {@link Room.wake}. */
  wake(): void;
  /** Leaves every room. */
  close(): void;
}

const QUEUE_MAX = 200;
/** Longest nickname, in code points. */
const NICK_MAX = 32;

export function createClient(options: ClientOptions): Client {
  const base = baseUrl(options.url);
  const storage = options.storage ?? memoryStorage();
  const storageKey = `maru.anon:${base.host}`;
  const rooms = new Map<string, Room>();
  let nick = checkedNick(options.nick);

  const address = (room: string, resume: string | undefined, token: string | undefined): string => {
    const url = new URL(base);
    url.pathname = `${url.pathname.replace(/\/$/, '')}/ws/${encodeURIComponent(room)}`;
    if (token !== undefined) url.searchParams.set('token', token);
    else {
      if (nick !== undefined) url.searchParams.set('nick', nick);
      const anon = storage.get(storageKey);
      if (anon !== undefined) url.searchParams.set('anon', anon);
    }
    if (resume !== undefined) url.searchParams.set('resume', resume);
    if (options.receipts === 'final') url.searchParams.set('receipts', 'final');
    return url.href;
  };

  const context: RoomContext = {
    WebSocket: options.WebSocket ?? platformWebSocket(),
    runtime: options.runtime ?? systemRuntime,
    timing: timingOf(options),
    queueMax: options.queueMax ?? QUEUE_MAX,
    createId: options.createId ?? idSource(),
    address(room, resume) {
      const token = typeof options.token === 'function' ? options.token() : options.token;
      if (typeof token !== 'object') return address(room, resume, token);
      return token.then((ready) => address(room, resume, ready));
    },
    nickRefused() {
      nick = undefined;
    },
    joined(frame: JoinedFrame) {
      if (frame.anon !== undefined) storage.set(storageKey, frame.anon);
    },
  };

  return {
    join(name) {
      const id = normalizeRoom(name);
      if (id === undefined)
        throw new RangeError(
          `"${name}" is not a room name. Use 1 to 64 letters, marks, digits and - _ . : ~ (not "." or "..").`,
        );
      let room = rooms.get(id);
      if (room === undefined) rooms.set(id, (room = new Room(id, context)));
      room.reopen();
      return room;
    },
    rename(wish) {
      nick = checkedNick(wish);
      for (const room of rooms.values()) room.reconnect();
    },
    wake() {
      for (const room of rooms.values()) room.wake();
    },
    close() {
      for (const room of rooms.values()) room.leave();
    },
  };
}

/** The server answers 400 to others, which a browser shows as a connection that fails again and again. */
function checkedNick(nick: string | undefined): string | undefined {
  if (nick === undefined || (nick.trim() !== '' && codePoints(nick) <= NICK_MAX)) return nick;
  throw new RangeError(`A nickname is 1 to ${NICK_MAX} characters; this one has ${codePoints(nick.trim())}.`);
}

function baseUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TypeError(`"${text}" is not a URL. Pass the edge's address, e.g. http://localhost:8080.`);
  }
  if (!/^(https?|wss?):$/.test(url.protocol))
    throw new TypeError(`The address starts with ${url.protocol} – use http, https, ws or wss.`);
  url.protocol = url.protocol.replace('http', 'ws');
  url.search = '';
  url.hash = '';
  return url;
}

function platformWebSocket(): WebSocketConstructor {
  const found = (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
  if (found !== undefined) return found;
  throw new TypeError(
    'This platform has no global WebSocket (Node has one from 22 on). Install the ws package and pass it: ' +
      "import { WebSocket } from 'ws'; createClient({ url, WebSocket }).",
  );
}

function timingOf(options: ClientOptions): ConnectionTiming {
  return {
    joinTimeoutMs: options.joinTimeoutMs ?? 10_000,
    pingIntervalMs: options.pingIntervalMs ?? 25_000,
    pongTimeoutMs: options.pongTimeoutMs ?? 10_000,
  };
}
