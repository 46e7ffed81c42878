import { BlockList, isIP } from 'node:net';
import { CLOSE, FRAME_BYTES_MAX } from '@maru/contracts';
import type { UpgradeCode } from '@maru/contracts';
import { AddressLimits, addressUnit } from './address-limits.js';
import type { EdgeConfig } from './config.js';
import { Connection, nobody } from './connection.js';
import type { Admission, SocketData } from './connection.js';
import type { AnonymousIdentities } from './identity.js';
import type { EdgeLimit, EdgeMetrics } from './metrics.js';
import type { Sessions } from './session.js';
import type { StaticFile } from './static-files.js';
import { takeToken, tokenRule } from './token-bucket.js';
import { emptyBudget } from './user-limits.js';
import { BAD_ROOM, PROTOCOL, admit, admitByToken, clientAddress, readOrigins, tokenOf } from './upgrade.js';
import type { Claims, TokenRefusal, TokenVerifier } from './tokens.js';
import type { Refusal } from './upgrade.js';
import type { HttpRequest, HttpResponse, TemplatedApp, Uws, us_listen_socket, us_socket_context_t } from './uws.js';

/**
 * Frames above the protocol's limit are answered up to this size; beyond it the socket is cut off (1006). The longest
 * text that is allowed, with every character of it escaped, has 24,000 bytes: whoever sends it is told what is wrong.
 */
const PAYLOAD_BYTES_MAX = 8 * FRAME_BYTES_MAX;
/** Upgrades whose tokens are being checked; more are turned away. */
const PENDING_UPGRADES_MAX = 2_000;
/** How uWebSockets says that it cut a socket off for its frame's size: nothing is sent, so the code is 1006. */
const ABNORMAL = 1006;
const TOO_BIG = 'Received too big message';
/** uWebSockets' listen option: a port in use is an error, not shared. */
const EXCLUSIVE_PORT = 1;
/** Where a socket is cut off without a close frame: far above the limit for slow consumers, which acts first. */
const BACKPRESSURE_BYTES_MAX = 4_194_304;
/** Sockets are looked after in turns: each is seen once in this time. */
const ROUND_MS = 30_000;
/** Those who were refused for lack of room are asked to come back within this, each at another moment. */
const RETRY_AFTER_MAX_SEC = 5;

/** What an upgrade needs of the request; copied, since the request is gone once a token has been checked. */
type Handshake = {
  key: string;
  protocols: string;
  extensions: string;
  browser: boolean;
  context: us_socket_context_t;
  late: boolean;
};
const NO_TOKENS: Refusal = {
  status: '401 Unauthorized',
  code: 'unauthorized',
  message: 'Tokens are not set up here. Set JWT_SECRET or JWKS_URL, or connect without one.',
};

export type ServerOptions = {
  config: EdgeConfig;
  uws: Uws;
  identities: AnonymousIdentities;
  sessions: Sessions;
  /** Undefined where no tokens are set up. */
  tokens: TokenVerifier | undefined;
  /** Wait until a room takes another member, ms; 0 for now. */
  joinWaitMs(room: string): number;
  /** Answers what belongs to other parts of the edge; false when the path is not theirs. */
  route(response: HttpResponse, request: HttpRequest): boolean;
  metrics: EdgeMetrics;
  files: ReadonlyMap<string, StaticFile>;
  /** Why nobody can be taken now; undefined when they can. */
  unavailable(): { code: 'draining' | 'unavailable'; message: string } | undefined;
  opened(connection: Connection, admission: Admission): void;
  closed(connection: Connection): void;
  now(): number;
  random(): number;
};

/** The public port: upgrades, sockets and the chat page. */
export class EdgeServer {
  readonly #options: ServerOptions;
  readonly #app: TemplatedApp;
  readonly #connections: Connection[] = [];
  readonly #addresses: AddressLimits;
  readonly #origins;
  readonly #trusted: BlockList | undefined;
  readonly #connectRule;
  readonly #connects;
  #socket: us_listen_socket | undefined;
  #port = 0;
  #next = 0;
  #pendingUpgrades = 0;

  constructor(options: ServerOptions) {
    this.#options = options;
    const { config, uws } = options;
    this.#origins = readOrigins(config.ORIGINS ?? '*');
    this.#trusted = readNetworks(config.TRUSTED_PROXIES);
    this.#addresses = new AddressLimits(config.CONNECTIONS_PER_IP, options.now);
    this.#connectRule = tokenRule(config.CONNECTS_PER_SEC);
    this.#connects = { tokens: this.#connectRule.burst, atMs: options.now() };
    this.#app = uws.App();
    this.#routes();
  }

  get port(): number {
    return this.#port;
  }

  get connections(): number {
    return this.#connections.length;
  }

  listen(): Promise<void> {
    const { config, uws } = this.#options;
    return new Promise((resolve, reject) => {
      this.#app.listen(config.HOST ?? '127.0.0.1', config.PORT, EXCLUSIVE_PORT, (socket) => {
        if (!socket)
          return reject(
            new Error(
              `Port ${config.PORT} of ${config.HOST ?? '127.0.0.1'} cannot be opened. Is something else running on it? Choose another with PORT.`,
            ),
          );
        this.#socket = socket;
        this.#port = uws.us_socket_local_port(socket);
        resolve();
      });
    });
  }

  stopListening(): void {
    if (this.#socket) this.#options.uws.us_listen_socket_close(this.#socket);
    this.#socket = undefined;
  }

  /** Closes everybody with `code`, spread evenly over `spreadMs`, so that they don't all come back at one moment. */
  async closeAll(code: number, reason: string, spreadMs: number): Promise<void> {
    const waiting = [...this.#connections];
    const started = this.#options.now();
    const total = waiting.length;
    while (waiting.length > 0) {
      const share = spreadMs === 0 ? 1 : Math.min(1, (this.#options.now() - started) / spreadMs);
      const due = Math.ceil(total * share) - (total - waiting.length);
      for (const connection of waiting.splice(0, due)) connection.close(code, reason);
      if (waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  close(): void {
    this.stopListening();
    for (const connection of [...this.#connections]) connection.socket?.close();
    this.#app.close();
  }

  /** Called every second: closes slow consumers, pings the silent, closes those that stay so. */
  sweep(intervalMs: number): void {
    const { config, now, metrics } = this.#options;
    this.#addresses.sweep();
    const nowMs = now();
    const count = this.#connections.length;
    const turn = Math.min(count, Math.ceil((count * intervalMs) / ROUND_MS));
    for (let i = 0; i < turn; i++) {
      const connection = this.#connections[this.#next++ % Math.max(1, this.#connections.length)];
      if (!connection) continue;
      const silentMs = nowMs - connection.seenMs;
      if (silentMs > config.IDLE_TIMEOUT_MS) {
        metrics.limitHit('idle_timeout');
        connection.close(CLOSE.idle, 'no traffic');
      } else if (silentMs > Math.min(ROUND_MS, config.IDLE_TIMEOUT_MS / 3)) connection.socket?.ping();
    }
  }

  /** Closes a connection that too much waits for. It resumes when it can read again; nobody else feels it. */
  checkSlow(connection: Connection): void {
    const { config, metrics } = this.#options;
    if (!connection.live || !connection.socket || connection.socket.getBufferedAmount() <= config.SLOW_CONSUMER_BYTES)
      return;
    metrics.limitHit('slow_consumer_bytes');
    connection.close(CLOSE.slowConsumer, 'too slow');
  }

  #routes(): void {
    const { sessions, files, opened, closed, metrics, now } = this.#options;
    this.#app
      .ws<SocketData>('/ws/:room', {
        maxPayloadLength: PAYLOAD_BYTES_MAX,
        maxBackpressure: BACKPRESSURE_BYTES_MAX,
        closeOnBackpressureLimit: true,
        // Pings are the sweep's business, which also tells the client why it was closed.
        idleTimeout: 0,
        sendPingsAutomatically: false,
        upgrade: (response, request, context) => this.#upgrade(response, request, context),
        open: (socket) => {
          const { connection, refused } = socket.getUserData();
          connection.socket = socket;
          connection.index = this.#connections.push(connection) - 1;
          if (refused !== undefined) return connection.close(CLOSE.tokenInvalid, refused);
          const { admission } = connection;
          if (admission) opened(connection, admission);
        },
        message: (socket, data, isBinary) => sessions.frame(socket.getUserData().connection, data, isBinary),
        pong: (socket) => {
          socket.getUserData().connection.seenMs = now();
        },
        dropped: () => metrics.limitHit('backpressure_bytes'),
        drain: (socket) => sessions.replay(socket.getUserData().connection),
        close: (socket, code, reason) => {
          if (code === ABNORMAL && Buffer.from(reason).toString() === TOO_BIG) metrics.limitHit('payload_bytes');
          const { connection, refused } = socket.getUserData();
          if (refused === undefined) sessions.limits.leave(connection.user, connection.ip, connection.anonymous);
          connection.socket = undefined;
          connection.live = false;
          this.#forget(connection);
          metrics.closed(code);
          closed(connection);
        },
      })
      .any('/*', (response, request) => {
        const url = request.getUrl();
        if (url.startsWith('/api/') && this.#options.route(response, request)) return;
        const file = files.get(url) ?? (url.startsWith('/r/') ? files.get('/') : undefined);
        if (file && (request.getMethod() === 'get' || request.getMethod() === 'head')) sendFile(response, file);
        else if (url.startsWith('/ws/') && request.getHeader('upgrade') === '')
          this.#refuse(response, {
            status: '426 Upgrade Required',
            code: 'bad_request',
            message: 'Connect with a WebSocket.',
          });
        else if (url.startsWith('/ws/')) this.#refuse(response, BAD_ROOM);
        else
          this.#refuse(response, {
            status: '404 Not Found',
            code: 'not_found',
            message: 'There is nothing here. The chat page is at /.',
          });
      });
  }

  #upgrade(response: HttpResponse, request: HttpRequest, context: us_socket_context_t): void {
    const { random, identities, config, tokens } = this.#options;
    const ip = this.#address(response, request);
    const refused = this.#full(ip);
    if (refused) return this.#refuse(response, refused);
    const handshake: Handshake = {
      key: request.getHeader('sec-websocket-key'),
      protocols: request.getHeader('sec-websocket-protocol'),
      extensions: request.getHeader('sec-websocket-extensions'),
      browser: request.getHeader('origin') !== '',
      context,
      late: false,
    };
    const token = tokenOf(request.getQuery('token'), request.getHeader('authorization'));
    const admission = admit(
      {
        segment: request.getParameter(0) ?? '',
        query: (name) => request.getQuery(name),
        origin: request.getHeader('origin'),
        protocols: handshake.protocols,
        acceptLanguage: request.getHeader('accept-language'),
        ip,
      },
      { origins: this.#origins, identities, anonymous: config.ANONYMOUS, random },
      token !== undefined,
    );
    if ('status' in admission) return this.#turnAway(response, handshake, ip, admission);
    if (token === undefined) return this.#accept(response, handshake, admission);
    if (!tokens) return this.#turnAway(response, handshake, ip, NO_TOKENS);
    this.#acceptByToken(response, handshake, admission, tokens.verify(token));
  }

  /** The check takes a moment (a key set may have to be fetched), in which the client can go away. */
  #acceptByToken(
    response: HttpResponse,
    handshake: Handshake,
    admission: Admission,
    verdict: ReturnType<TokenVerifier['verify']>,
  ): void {
    let aborted = false;
    response.onAborted(() => {
      aborted = true;
    });
    this.#pendingUpgrades++;
    this.#addresses.enter(admission.ip);
    handshake.late = true;
    const decide = (claims: Claims | TokenRefusal) => {
      this.#pendingUpgrades--;
      this.#addresses.leave(admission.ip);
      if (aborted) return;
      const reason = this.#options.unavailable();
      if (reason) return this.#refuse(response, { status: '503 Service Unavailable', ...reason, retryAfterSec: 1 });
      const admitted = admitByToken(admission, claims);
      if ('status' in admitted) this.#turnAway(response, handshake, admission.ip, admitted);
      else this.#accept(response, handshake, admitted);
    };
    // A promise settles within whatever handler runs, while the socket of that one may be corked.
    void verdict.then((claims) => setImmediate(decide, claims));
  }

  #accept(response: HttpResponse, handshake: Handshake, admission: Admission): void {
    const { metrics, sessions, now, joinWaitMs } = this.#options;
    const waitMs = admission.moderator ? 0 : joinWaitMs(admission.roomName);
    if (waitMs > 0) {
      metrics.limitHit('raid_joins');
      return this.#refuse(response, {
        status: '503 Service Unavailable',
        code: 'too_many_connections',
        message: 'Too many people come into this room at once. Try again soon.',
        retryAfterSec: Math.ceil(waitMs / 1000),
      });
    }
    this.#addresses.enter(admission.ip);
    metrics.upgraded();
    const budget = sessions.limits.enter(admission.user, admission.ip, admission.fresh);
    this.#open(response, handshake, { connection: new Connection(admission, now(), budget) });
  }

  /**
   * Makes the request a WebSocket. Outside uWebSockets' own handler that has to be in a cork, but in a cork of its own
   * the socket may be cut off at once (1006): uWebSockets goes on to read it as the HTTP response it was
   * (github.com/uNetworking/uWebSockets/issues/1928). Within the cork of another socket it does not cork this one, and
   * does not ask. Where there is no other socket it is done without, for the price of a warning.
   */
  #open(response: HttpResponse, { key, protocols, extensions, context, late }: Handshake, data: SocketData): void {
    const open = () => void response.upgrade(data, key, protocols === '' ? '' : PROTOCOL, extensions, context);
    const other = late ? this.#connections.at(-1)?.socket : undefined;
    if (other) other.cork(() => void response.cork(open));
    else open();
  }

  /**
   * Refuses. A page cannot see the status of a refused upgrade and would try for ever, so a browser without a good
   * token gets its socket, and is told by the close code.
   */
  #turnAway(response: HttpResponse, handshake: Handshake, ip: string, refusal: Refusal): void {
    const { metrics, now } = this.#options;
    if (!handshake.browser || (refusal.code !== 'unauthorized' && refusal.code !== 'forbidden'))
      return this.#refuse(response, refusal);
    metrics.upgradeRefused(refusal.code);
    this.#addresses.enter(ip);
    const nowMs = now();
    const connection = new Connection(nobody(ip), nowMs, emptyBudget(nowMs));
    this.#open(response, handshake, { connection, refused: refusal.message });
  }

  #address(response: HttpResponse, request: HttpRequest): string {
    const peer = Buffer.from(response.getRemoteAddressAsText()).toString('latin1');
    return addressUnit(clientAddress(peer, request.getHeader('x-forwarded-for'), this.#trusted));
  }

  /** Whether there is room for one more from this address. */
  #full(ip: string): Refusal | undefined {
    const { config, unavailable, now, random } = this.#options;
    const reason = unavailable();
    const retryAfterSec = 1 + Math.floor(random() * RETRY_AFTER_MAX_SEC);
    if (reason) return { status: '503 Service Unavailable', ...reason, retryAfterSec };
    const limited = (limit: EdgeLimit, message: string): Refusal => {
      this.#options.metrics.limitHit(limit);
      return { status: '503 Service Unavailable', code: 'too_many_connections', message, retryAfterSec };
    };
    if (this.#pendingUpgrades >= PENDING_UPGRADES_MAX)
      return limited('pending_upgrades', 'Too many tokens are being checked. Try again soon.');
    if (config.CONNECTIONS_MAX > 0 && this.connections + this.#pendingUpgrades >= config.CONNECTIONS_MAX)
      return limited('connections_max', 'This server has all the connections it takes. Try again soon.');
    const address = this.#addresses.refusal(ip);
    if (address === 'connections_per_ip') return limited(address, 'There are too many connections from this address.');
    if (address) return limited(address, 'This address connects too often. Try again soon.');
    if (takeToken(this.#connects, this.#connectRule, now()) > 0)
      return limited('connects_per_sec', 'Too many people come at once. Try again soon.');
    return undefined;
  }

  #refuse(response: HttpResponse, refusal: Refusal): void {
    const code: UpgradeCode = refusal.code;
    this.#options.metrics.upgradeRefused(code);
    response.cork(() => {
      response.writeStatus(refusal.status).writeHeader('content-type', 'application/json');
      if (refusal.retryAfterSec !== undefined) response.writeHeader('retry-after', String(refusal.retryAfterSec));
      response.end(JSON.stringify({ code, message: refusal.message }));
    });
  }

  #forget(connection: Connection): void {
    const last = this.#connections.pop();
    if (last && last !== connection) {
      this.#connections[connection.index] = last;
      last.index = connection.index;
    }
    this.#addresses.leave(connection.ip);
  }
}

function sendFile(response: HttpResponse, file: StaticFile): void {
  response.cork(() => {
    response.writeStatus('200 OK');
    for (const [name, value] of file.headers) response.writeHeader(name, value);
    response.end(file.body);
  });
}

/** Addresses and networks, as BlockList takes them. The config has checked the characters, this checks the rest. */
function readNetworks(list: string | undefined): BlockList | undefined {
  if (list === undefined) return undefined;
  const networks = new BlockList();
  for (const entry of list.split(',')) {
    const [address = '', bits] = entry.trim().split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) networks.addAddress(address, family);
    else networks.addSubnet(address, Number(bits), family);
  }
  return networks;
}
