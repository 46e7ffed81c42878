import { homedir } from 'node:os';
import { join } from 'node:path';
import { AmqpBus, MemoryBroker, MemoryBus } from '@maru/bus';
import type { Bus } from '@maru/bus';
import { createEdge, readConfig as readEdgeConfig } from '@maru/edge';
import type { EdgeConfig } from '@maru/edge';
import { createFanout, readConfig as readFanoutConfig } from '@maru/fanout';
import type { FanoutConfig } from '@maru/fanout';
import { createModeration, readConfig as readModerationConfig } from '@maru/moderation';
import type { ModerationConfig } from '@maru/moderation';
import { Metrics, createLogger, startOpsServer } from '@maru/observability';
import { ConfigError } from '@maru/service-kit';
import { VERSION, observeBus } from '@maru/service-kit/broker';

export type DemoConfig = { edge: EdgeConfig; moderation: ModerationConfig; fanout: FanoutConfig };
export type Demo = {
  /** Public port. */
  port: number;
  opsPort: number;
  stop(): Promise<void>;
};

/**
 * Configuration of all three services from one environment.
 * @throws ConfigError with every problem of all three, each once
 */
export function readDemoConfig(env: NodeJS.ProcessEnv): DemoConfig {
  const problems = new Set<string>();
  const read = <C>(readConfig: (env: NodeJS.ProcessEnv) => C): C | undefined => {
    try {
      return readConfig(env);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const problem of error.problems) problems.add(problem);
      return undefined;
    }
  };
  const edge = read(readEdgeConfig);
  const moderation = read(readModerationConfig);
  const fanout = read(readFanoutConfig);
  if (!edge || !moderation || !fanout) throw new ConfigError([...problems]);
  return { edge, moderation, fanout };
}

/**
 * Where the memory bus keeps sanctions: CONTROL_LOG_FILE, else a file per port below the user's state folder. None for
 * a port that is different every time.
 */
export function controlLogFile(
  { CONTROL_LOG_FILE: file, PORT }: EdgeConfig,
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (file !== undefined) return file === 'none' ? undefined : file;
  return PORT === 0
    ? undefined
    : join(env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'maru', `control-log-${PORT}.jsonl`);
}

/** Starts everything in this process: on the memory bus, or on the broker that AMQP_URL names. */
export async function startDemo(config: DemoConfig): Promise<Demo> {
  const {
    AMQP_URL: url,
    AMQP_PREFIX: prefix,
    SHARDS: shards,
    AMQP_QUEUE_TYPE: queueType,
    LOG_LEVEL,
    HOST,
  } = config.edge;
  const file = url === undefined ? controlLogFile(config.edge, process.env) : undefined;
  const memory = new MemoryBroker({ shards, ...(file === undefined ? {} : { controlLogFile: file }) });
  const metrics: Metrics[] = [];
  const context = (name: string) => {
    const logger = createLogger(name, LOG_LEVEL);
    const registry = new Metrics(name, { version: VERSION });
    if (metrics.length === 0) registry.withProcessMetrics();
    metrics.push(registry);
    const observer = observeBus(logger, registry, (): Bus => bus);
    const bus: Bus =
      url === undefined
        ? new MemoryBus(memory, observer)
        : new AmqpBus({ url, ...(prefix === undefined ? {} : { prefix }), shards, queueType, observer });
    return { logger, metrics: registry, bus };
  };
  const edge = createEdge(config.edge, context('edge'));
  const services = [
    createFanout(config.fanout, context('fanout')),
    createModeration(config.moderation, context('moderation')),
    edge,
  ];
  for (const service of services) await service.start();
  const ops = await startOpsServer({
    host: HOST ?? '127.0.0.1',
    port: config.edge.OPS_PORT,
    metrics,
    ready: () => services.map((service) => service.ready()).find((reason) => reason !== undefined),
    routes: services.flatMap((service) => service.routes ?? []),
  });
  return {
    port: edge.port,
    opsPort: ops.port,
    stop: async () => {
      for (const service of [...services].reverse()) await service.stop(config.edge.STOP_TIMEOUT_MS);
      await ops.close();
    },
  };
}
