import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PORT_MIN = 20_000;
const PORT_MAX = 32_000;
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;
/** Debian's wrapper drops to this user; other packages run as whoever calls them. */
const SERVICE_USER = 'rabbitmq';

export type LocalBroker = {
  /** amqp:// URL of the node. */
  url: string;
  /** URL of its management API, with user and password. */
  managementUrl: string;
  /** Name of the node, for others to join it. */
  node: string;
  /** Its metrics for Prometheus; only when they were asked for. */
  metricsUrl: string | undefined;
  /** Process id of the Erlang machine, whose CPU time is the broker's. */
  pid(): number;
  /**
   * Resolves when the node has written down that it has streams: until half a second after the first of them RabbitMQ
   * 3.10 holds that in memory alone, and a node that is killed meanwhile has lost them all.
   */
  streamsKept(): Promise<void>;
  /** Stops the node in order; its data stays. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops the node and deletes its data. */
  destroy(): Promise<void>;
};

/** The server's command, or undefined when RabbitMQ is not installed. */
export function rabbitMqCommand(): string | undefined {
  const places = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'];
  return places.map((place) => join(place, 'rabbitmq-server')).find((path) => existsSync(path));
}

/** A free port below those that systems give to outgoing connections: what is started again finds its port free. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORT_MIN, PORT_MAX);
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (up: boolean) => {
      socket.destroy();
      resolve(up);
    };
    // The broker speaks only when spoken to; it answers a wrong greeting with its own and closes.
    socket.setTimeout(1_000, () => done(false));
    socket.once('connect', () => socket.write('AMQP\0\0\0\0'));
    socket.once('data', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
}

async function until(what: string, timeoutMs: number, check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`RabbitMQ: ${what} within ${timeoutMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The rabbitmq user's ids, when this process may switch to it. */
function serviceUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${SERVICE_USER}:`));
  const fields = entry?.split(':');
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
}

export type LocalBrokerOptions = {
  /** Runs RabbitMQ's exporter for Prometheus, with metrics per queue (default false). */
  metrics?: boolean;
  /** Makes the node one of a cluster: the secret that its nodes share, and a node to join, if there is one. */
  cluster?: { cookie: string; join?: string };
};

/**
 * Starts a RabbitMQ node on free ports of 127.0.0.1, with its data in a folder of its own. Any number run side by side.
 * @throws when RabbitMQ is not installed (Debian: `apt-get install rabbitmq-server`) or does not come up
 */
export async function startRabbitMq(options: LocalBrokerOptions = {}): Promise<LocalBroker> {
  const command = rabbitMqCommand();
  if (command === undefined)
    throw new Error('RabbitMQ is not installed. Install it (Debian: apt-get install rabbitmq-server) or set AMQP_URL.');
  const [port, distPort, managementPort, metricsPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const dir = mkdtempSync(join(tmpdir(), 'maru-rabbitmq-'));
  const owner = serviceUser();
  const node = `maru${port}@localhost`;
  const { join: first, cookie } = options.cluster ?? {};
  const config = [
    `listeners.tcp.local = 127.0.0.1:${port}`,
    'loopback_users = none',
    `management.tcp.port = ${managementPort}`,
    'management.tcp.ip = 127.0.0.1',
    ...(options.metrics
      ? [
          `prometheus.tcp.port = ${metricsPort}`,
          'prometheus.tcp.ip = 127.0.0.1',
          'prometheus.return_per_object_metrics = true',
          'collect_statistics_interval = 1000',
        ]
      : []),
    ...(first
      ? [
          'cluster_formation.peer_discovery_backend = classic_config',
          ...[first, node].map((name, i) => `cluster_formation.classic_config.nodes.${i + 1} = ${name}`),
        ]
      : []),
    '',
  ].join('\n');
  writeFileSync(join(dir, 'rabbit.conf'), config);
  writeFileSync(join(dir, 'plugins'), `[rabbitmq_management${options.metrics ? ',rabbitmq_prometheus' : ''}].\n`);
  if (cookie !== undefined) writeFileSync(join(dir, '.erlang.cookie'), cookie, { mode: 0o400 });
  for (const sub of ['mnesia', 'log']) mkdirSync(join(dir, sub));
  if (owner)
    for (const path of [
      '',
      'rabbit.conf',
      'plugins',
      'mnesia',
      'log',
      ...(cookie === undefined ? [] : ['.erlang.cookie']),
    ])
      chownSync(join(dir, path), owner.uid, owner.gid);
  const pidFile = join(dir, 'pid');
  const env = {
    ...process.env,
    HOME: dir,
    RABBITMQ_NODENAME: node,
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_MNESIA_BASE: join(dir, 'mnesia'),
    RABBITMQ_LOG_BASE: join(dir, 'log'),
    RABBITMQ_PID_FILE: pidFile,
    RABBITMQ_CONFIG_FILE: join(dir, 'rabbit'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(dir, 'plugins'),
    // Idle schedulers that spin would be counted as the broker's work on a small machine.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+sbwt none +sbwtdcpu none +sbwtdio none',
  };
  // The node deletes its file in an orderly stop, before it is gone.
  let pid = 0;
  const signal = async (name: 'SIGTERM' | 'SIGKILL') => {
    if (pid === 0) return;
    if (running(pid)) process.kill(pid, name);
    await until('did not stop', STOP_TIMEOUT_MS, async () => !running(pid));
  };

  const broker: LocalBroker = {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    managementUrl: `http://guest:guest@127.0.0.1:${managementPort}`,
    node,
    metricsUrl: options.metrics ? `http://127.0.0.1:${metricsPort}/metrics` : undefined,
    pid: () => pid,
    start: async () => {
      rmSync(pidFile, { force: true });
      spawn(command, [], { env, stdio: 'ignore', detached: true, cwd: dir }).unref();
      await until('did not start', START_TIMEOUT_MS, async () => existsSync(pidFile) && (await answers(port)));
      pid = Number(readFileSync(pidFile, 'utf8').trim());
    },
    streamsKept: () =>
      until('did not write down its streams', START_TIMEOUT_MS, async () => {
        const path = join(dir, 'mnesia', node, 'coordination', node, 'names.dets');
        return existsSync(path) && readFileSync(path).includes('rabbit_stream_coordinator');
      }),
    // SIGTERM makes the node flush and close its queues.
    stop: () => signal('SIGTERM'),
    kill: () => signal('SIGKILL'),
    destroy: async () => {
      await broker.kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  await broker.start();
  return broker;
}

function running(pid: number): boolean {
  const { status } = spawnSync('kill', ['-0', String(pid)], { stdio: 'ignore' });
  return status === 0;
}

export * from './cluster.js';
