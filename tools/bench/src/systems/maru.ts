import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort, rabbitMqCommand, startRabbitMq } from '@maru/local-broker';
import { CHAT_V1 } from '../client/wire.js';
import { isReady, startAll, startChild, stopAll } from './child.js';
import type { Child } from './child.js';
import type { StartOptions, System, SystemKind } from './system.js';

/** Limits for one client that is thousands of people. Everything else stays as it is shipped. */
const OPEN_LIMITS = {
  SENDS_PER_SEC: '0',
  FRAMES_PER_SEC: '0',
  CONNECTIONS_PER_IP: '0',
  CONNECTS_PER_SEC: '0',
  CONNECTIONS_MAX: '0',
  LOG_LEVEL: 'warn',
  DRAIN_MS: '0',
};

const script = (name: string): string => fileURLToPath(import.meta.resolve(name)).replace(/index\.js$/, 'main.js');

/** Own environment without what would change the measured services, and with what the caller wants changed. */
function environment(extra: NodeJS.ProcessEnv, options: StartOptions): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, ...OPEN_LIMITS, ...extra, ...options.environment };
}

async function startNode(name: string, module: string, env: NodeJS.ProcessEnv, options: StartOptions): Promise<Child> {
  const opsPort = env['OPS_PORT'] === undefined ? await freePort() : Number(env['OPS_PORT']);
  const { cpuProfDir } = options;
  const profile =
    cpuProfDir === undefined
      ? []
      : ['--cpu-prof', '--cpu-prof-dir', cpuProfDir, '--cpu-prof-name', `${name}-${Date.now()}.cpuprofile`];
  return startChild({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', ...profile, script(module)],
    env: environment({ ...env, OPS_PORT: String(opsPort) }, options),
    ready: () => isReady(opsPort),
  });
}

/** Everything in one process, as `npm start` runs it. */
export const maruOnMemory: SystemKind = {
  name: 'memory',
  label: 'Maru, memory bus',
  missing: () => undefined,
  start: async (options) => {
    const port = await freePort();
    const child = await startNode('maru', '@maru/demo', { PORT: String(port) }, options);
    return {
      ports: [port],
      processes: [{ name: 'maru', pid: child.pid }],
      wire: CHAT_V1,
      description: 'edge, moderation and fan-out in one process',
      stop: () => child.stop(),
    };
  },
};

export type BrokerChoice = {
  /** A running broker, and the process to count its CPU by. Without it a RabbitMQ node of its own is started. */
  url: string | undefined;
  pid: number | undefined;
};

type Broker = { url: string; pid: number | undefined; description: string; stop(): Promise<void> };

async function startBroker({ url, pid }: BrokerChoice): Promise<Broker> {
  if (url !== undefined)
    return {
      url,
      pid,
      description:
        pid === undefined
          ? 'the broker of AMQP_URL (its CPU is NOT counted: name its process with --broker-pid)'
          : 'the broker of AMQP_URL',
      stop: async () => undefined,
    };
  const broker = await startRabbitMq();
  return { url: broker.url, pid: broker.pid(), description: 'RabbitMQ', stop: () => broker.destroy() };
}

/** The services as processes of their own, on a broker: `edges` edges, one moderation, one fan-out. */
export const maruOnBroker = (choice: BrokerChoice): SystemKind => ({
  name: 'broker',
  label: 'Maru, broker',
  missing: () =>
    choice.url === undefined && rabbitMqCommand() === undefined
      ? 'RabbitMQ is not installed (Debian: apt-get install rabbitmq-server) and AMQP_URL is not set'
      : undefined,
  start: async (options): Promise<System> => {
    const broker = await startBroker(choice);
    const common = { AMQP_URL: broker.url, AMQP_PREFIX: `bench-${randomBytes(4).toString('hex')}` };
    const freePorts = () => Promise.all(Array.from({ length: options.edges }, freePort));
    const [ports, edgeOpsPorts] = [await freePorts(), await freePorts()];
    const edges = ports.map(
      (port, i) => () =>
        startNode(
          `edge-${i + 1}`,
          '@maru/edge',
          { ...common, PORT: String(port), OPS_PORT: String(edgeOpsPorts[i]), EDGE_ID: `bench-${i + 1}` },
          options,
        ),
    );
    const services = [
      () => startNode('fanout', '@maru/fanout', common, options),
      () => startNode('moderation', '@maru/moderation', common, options),
      ...edges,
    ];
    const children = await startAll(services).catch(async (error: unknown) => {
      await broker.stop();
      throw error;
    });
    return {
      ports,
      edgeOpsPorts,
      processes: [
        ...children.map(({ name, pid }) => ({ name, pid })),
        ...(broker.pid === undefined ? [] : [{ name: 'broker', pid: broker.pid }]),
      ],
      wire: CHAT_V1,
      description: `${options.edges} edge${options.edges === 1 ? '' : 's'}, moderation, fan-out, ${broker.description}`,
      stop: async () => {
        await stopAll(children);
        await broker.stop();
      },
    };
  },
});
