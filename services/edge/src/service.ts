import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { CLOSE, shardOf, roomKey } from '@maru/contracts';
import type { ControlMessage } from '@maru/contracts';
import { FlushClock } from '@maru/bus';
import type { Bus, BusStatus, EdgeAttachment } from '@maru/bus';
import type { Service, ServiceContext } from '@maru/service-kit';
import type { EdgeConfig } from './config.js';
import type { Admission, Connection } from './connection.js';
import { Actions } from './actions.js';
import { Inquiries } from './admin/inquiries.js';
import { adminRoutes } from './admin/routes.js';
import { postMessage } from './admin/server-messages.js';
import { ArrivalNews } from './arrivals.js';
import { Deliverer } from './delivery.js';
import { Enforcer } from './enforcer.js';
import { Expiry } from './expiry.js';
import { Hub } from './hub.js';
import { AnonymousIdentities } from './identity.js';
import { edgeMetrics } from './metrics.js';
import { NickChecks } from './nick-checks.js';
import { PublicApi } from './public-api.js';
import { Reporter } from './reporter.js';
import { Sender } from './sender.js';
import { EdgeServer } from './server.js';
import { Sessions } from './session.js';
import { readStaticFiles } from './static-files.js';
import { TokenVerifier } from './tokens.js';
import { readOrigins } from './upgrade.js';
import { loadUws } from './uws.js';

const SWEEP_INTERVAL_MS = 1_000;
const ALIVE_INTERVAL_MS = 2_000;
const STOP_WITHOUT_BROKER_MS = 3_000;
/** Where Vite puts the page, seen from dist/src. */
const PAGE_FOLDER = fileURLToPath(new URL('../../../../web/dist', import.meta.url));

export type EdgeDependencies = ServiceContext & { bus: Bus; now?: () => number; random?: () => number };
export type Edge = Service & { readonly port: number; readonly id: string };

/** Terminates sockets: takes messages to the bus, and brings the rooms' messages back. */
export function createEdge(
  config: EdgeConfig,
  { bus, logger, metrics: registry, now = Date.now, random = Math.random }: EdgeDependencies,
): Edge {
  const id = config.EDGE_ID ?? `edge-${randomBytes(4).toString('hex')}`;
  const clock = new FlushClock();
  let server: EdgeServer | undefined;
  let attachment: EdgeAttachment | undefined;
  let draining = false;
  let graceTimer: NodeJS.Timeout | undefined;
  const timers: NodeJS.Timeout[] = [];

  const metrics = edgeMetrics(registry, {
    connections: () => server?.connections ?? 0,
    connectionsMax: () => config.CONNECTIONS_MAX,
    members: () => hub.members,
    rooms: () => hub.size,
    emptyRooms: () => hub.empty,
    pending: () => sender.pending,
    oldestPendingMs: () => sender.oldestPendingMs,
    deliveriesPerSec: () => deliverer.rate,
    breaker: () => sender.breakerState,
  });
  const deliverer = new Deliverer({ clock, metrics });
  const reporter = new Reporter({ bus, edge: id, clock, metrics, logger, now });
  const sender: Sender = new Sender({
    bus,
    edge: id,
    clock,
    metrics,
    now,
    shardOf: (room) => shardOf(roomKey(room), bus.shards),
    waitMs: (room) => deliverer.sourceWaitMs(room),
    deliver: (connection, frame) => deliverer.toConnection(connection, frame),
    error: (connection, code, message, messageId, retryAfterMs) =>
      sessions?.error(connection, code, message, messageId, retryAfterMs),
  });
  let sessions: Sessions | undefined;
  const nickChecks = new NickChecks({
    shards: bus.shards,
    check: (shard, ref, nick, vouched) => sender.checkNick(shard, ref, nick, vouched),
    timedOut: () => metrics.limitHit('nick_verdict_timeout'),
    now,
  });
  const hub: Hub = new Hub({
    attachment: () => {
      if (!attachment) throw new Error('not attached');
      return attachment;
    },
    shards: bus.shards,
    sender,
    reporter,
    deliverer,
    metrics,
    logger,
    lingerMs: config.ROOM_LINGER_MS,
    now,
    mode: (room) => enforcer.orders.mode(room),
    spoke: (room, frame) => enforcer.spoke(room, frame),
    admit: (connection, room) => {
      arrivals.joined(connection, room.name);
      sessions?.joined(connection, room);
    },
    nickVerdict: (ref, allowed) => nickChecks.verdict(ref, allowed),
    removeRoom: (key) => bus.removeRooms([key]),
  });

  const enforcer: Enforcer = new Enforcer({ hub: () => hub, deliverer, metrics, now });
  const arrivals: ArrivalNews = new ArrivalNews({ bus, edge: id, hub, now });
  const expiry = new Expiry();
  const actions = new Actions({ bus, reporter, logger, now });
  const tokens =
    config.JWT_SECRET === undefined && config.JWKS_URL === undefined
      ? undefined
      : new TokenVerifier({
          secret: config.JWT_SECRET,
          jwksUrl: config.JWKS_URL,
          jwksCooldownMs: config.JWKS_COOLDOWN_MS,
          issuer: config.JWT_ISSUER,
          audience: config.JWT_AUDIENCE,
          clockToleranceSec: config.JWT_CLOCK_TOLERANCE_SEC,
          now,
        });
  const inquiries = new Inquiries({ bus, edge: id, hub, connections: () => server?.connections ?? 0, metrics, now });
  const routes = adminRoutes({
    token: config.ADMIN_TOKEN,
    logger,
    actions,
    inquiries,
    orders: enforcer.orders,
    metrics,
    post: (room, message) => postMessage({ hub, sender, shards: bus.shards, now }, room, message),
  });
  const publicApi = new PublicApi({ actions, tokens, origins: readOrigins(config.ORIGINS ?? '*'), metrics, now });

  /** Bans and closed rooms are looked at when somebody comes in, and again when an order comes. */
  const enter = (connection: Connection, roomName: string) => {
    const entry = enforcer.entry(connection, roomName);
    if (entry.ok) hub.join(connection, roomName);
    else connection.close(entry.code, entry.reason);
  };
  const opened = (connection: Connection, admission: Admission) => {
    expiry.add(connection);
    if (admission.wish === undefined) return enter(connection, admission.roomName);
    nickChecks.ask(admission.wish, !admission.anonymous, (verdict) => {
      if (!connection.open) return;
      if (verdict === 'allowed') connection.nick = admission.wish ?? connection.nick;
      else if (verdict === 'unknown')
        sessions?.error(
          connection,
          'unavailable',
          `Your nickname could not be checked in time. You are ${connection.nick} for now; wish for it again later.`,
        );
      else
        sessions?.error(
          connection,
          'not_allowed',
          `This nickname is not allowed here. You are ${connection.nick} for now.`,
        );
      enter(connection, admission.roomName);
    });
  };

  /** The broker is away: connections wait for it, but not for ever. */
  const brokerStatus = (status: BusStatus) => {
    if (status === 'up') {
      clearTimeout(graceTimer);
      graceTimer = undefined;
      return;
    }
    // A blocked broker can go away for good.
    if (status === 'down') hub.detached();
    if (draining || graceTimer) return;
    for (const room of hub.rooms()) {
      for (const connection of room.members.values())
        sessions?.error(connection, 'unavailable', 'The chat is interrupted. It goes on by itself.', undefined, 2_000);
    }
    graceTimer = setTimeout(() => {
      metrics.limitHit('broker_grace');
      void server?.closeAll(CLOSE.brokerLost, 'the chat is interrupted', config.DRAIN_MS);
    }, config.BROKER_GRACE_MS);
  };

  const sweep = () => {
    hub.sweep();
    server?.sweep(SWEEP_INTERVAL_MS);
    for (const room of hub.rooms()) {
      if (!room.busy) continue;
      room.busy = false;
      for (const connection of room.members.values()) server?.checkSlow(connection);
    }
    for (const connection of expiry.due(now())) connection.close(CLOSE.tokenInvalid, 'the token has expired');
    enforcer.sweep();
    sessions?.limits.sweep();
    nickChecks.expire();
    if (bus.status === 'up') sender.repeat(false);
  };
  const control = (message: ControlMessage) => {
    if (message.type === 'arrivals') arrivals.heard(message);
    else if (message.type === 'edge-alive') {
      arrivals.heardAlive(message);
      inquiries.edgeAlive(message.edge, message.stopping === true);
    } else if (message.type === 'inquiry') inquiries.asked(message);
    else if (message.type === 'inquiry-answer') inquiries.answered(message);
    else if (message.type === 'lists-state') inquiries.listsState(message);
  };
  const alive = (stopping = false) =>
    bus.broadcast({
      type: 'edge-alive',
      v: 1,
      at: now(),
      edge: id,
      connections: server?.connections ?? 0,
      ...(stopping ? { stopping } : {}),
    });

  return {
    id,
    routes,
    get port() {
      return server?.port ?? 0;
    },
    start: async () => {
      const uws = loadUws();
      await bus.start();
      const secret =
        config.ANON_SECRET === undefined ? await bus.sharedSecret() : Buffer.from(config.ANON_SECRET, 'utf8');
      const identities = new AnonymousIdentities(secret);
      sessions = new Sessions({ config, identities, sender, reporter, metrics, enforcer, now });
      server = new EdgeServer({
        config,
        uws,
        identities,
        sessions,
        tokens,
        joinWaitMs: (room) => enforcer.joinWaitMs(room),
        route: (response, request) => publicApi.route(response, request),
        metrics,
        files: readStaticFiles(PAGE_FOLDER),
        unavailable: () => {
          if (draining)
            return { code: 'draining', message: 'This server is stopping. Connect again: another takes over.' };
          return hub.attached && bus.status === 'up'
            ? undefined
            : { code: 'unavailable', message: 'The chat is interrupted. Try again soon.' };
        },
        opened,
        closed: (connection) => {
          expiry.remove(connection);
          hub.leave(connection);
        },
        now,
        random,
      });
      bus.onStatus(brokerStatus);
      bus.onControl(control);
      // Nobody is let in before it is known who is banned.
      await bus.followOrders((order) => {
        enforcer.apply(order);
        actions.applied(order);
      });
      let firstAttached = (): void => undefined;
      const attached = new Promise<void>((resolve) => (firstAttached = resolve));
      attachment = await bus.attachEdge(id, {
        message: (message) => hub.take(message),
        // The very first call can come before there is an attachment, and there are no rooms to open on it.
        attached: () => {
          firstAttached();
          void hub.reattach().then(() => sender.repeat(true));
        },
      });
      // Who came before that would be turned away.
      await attached;
      await server.listen();
      alive();
      timers.push(
        setInterval(sweep, SWEEP_INTERVAL_MS),
        setInterval(() => alive(), ALIVE_INTERVAL_MS),
      );
      logger.info({ edge: id, port: server.port }, 'listening');
    },
    stop: async (timeoutMs) => {
      draining = true;
      clearTimeout(graceTimer);
      // Without a broker nothing more can be confirmed: what is not has not been accepted, and its senders know.
      const deadline = now() + (bus.status === 'up' ? timeoutMs : Math.min(timeoutMs, STOP_WITHOUT_BROKER_MS));
      // Those who are refused meanwhile are told to come back: a load balancer has seen /readyz by then.
      await server?.closeAll(CLOSE.goingAway, 'the server is stopping', Math.min(config.DRAIN_MS, timeoutMs / 2));
      server?.stopListening();
      for (const timer of timers) clearInterval(timer);
      arrivals.stop();
      const settled = Promise.all([sender.idle(), reporter.idle()]).then(() => hub.closeAll());
      await Promise.race([
        settled,
        new Promise((resolve) => setTimeout(resolve, Math.max(0, deadline - now())).unref()),
      ]);
      alive(true);
      sender.close();
      await bus.close(Math.max(0, deadline - now()));
      server?.close();
    },
    ready: () => {
      if (draining) return 'stopping';
      if (bus.status !== 'up') return `the broker is ${bus.status}`;
      return hub.attached ? undefined : 'not attached to the broker yet';
    },
  };
}
