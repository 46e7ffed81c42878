import { setFlagsFromString } from 'node:v8';
import { Metrics, createLogger, startOpsServer } from '@maru/observability';
import type { LogLevel, Logger, Readiness, Route } from '@maru/observability';
import { ConfigError } from './env.js';

export type Service = {
  start(): Promise<void>;
  /** Stops in order within `timeoutMs`: nothing accepted is lost, nothing is done twice. */
  stop(timeoutMs: number): Promise<void>;
  ready: Readiness;
  /** Further paths of the ops port. */
  routes?: readonly Route[];
};

export type ServiceContext = { logger: Logger; metrics: Metrics };
export type CommonConfig = { HOST: string | undefined; OPS_PORT: number; LOG_LEVEL: LogLevel; STOP_TIMEOUT_MS: number };

export type RunOptions<C extends CommonConfig> = {
  name: string;
  version: string;
  readConfig(env: NodeJS.ProcessEnv): C;
  create(config: C, context: ServiceContext): Promise<Service>;
};

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * V8 starts with a young generation of 1 MB and doubles it when as much as that has survived, which takes a service
 * long: hardly anything of a message does. Until then it collects far more often. Grown at once, the young generation
 * soon has its full size (16 MB on Node 20); its limit stays what it is.
 */
const growYoungGenerationAtOnce = (): void => setFlagsFromString('--semi-space-growth-factor=16');

/**
 * Runs a service as a process: configuration, start, ops port, and an orderly stop on SIGTERM or SIGINT. A second
 * signal, or the deadline, ends the process at once.
 */
export async function runService<C extends CommonConfig>(options: RunOptions<C>): Promise<void> {
  growYoungGenerationAtOnce();
  const config = readConfigOrExit(options);
  const logger = createLogger(options.name, config.LOG_LEVEL);
  const metrics = new Metrics(options.name, { version: options.version }).withProcessMetrics();
  // Nothing is under way until there is a service. As the first process of a container it would not end by itself.
  const leave = (signal: string): never => {
    logger.info({ signal }, 'stopped before it served');
    process.exit(0);
  };
  for (const signal of SIGNALS) process.on(signal, leave);
  let service: Service;
  try {
    service = await options.create(config, { logger, metrics });
  } catch (error) {
    refuse(error);
  }
  // The ops port answers before the service is ready, so that an orchestrator sees what it waits for.
  const ops = await startOpsServer({
    host: config.HOST ?? '127.0.0.1',
    port: config.OPS_PORT,
    metrics: [metrics],
    ready: () => service.ready(),
    ...(service.routes ? { routes: service.routes } : {}),
  });
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) {
      logger.warn({ signal }, 'second signal: stopping at once');
      process.exit(1);
    }
    stopping = true;
    logger.info({ signal, timeoutMs: config.STOP_TIMEOUT_MS }, 'stopping');
    setTimeout(() => {
      logger.error('the deadline of the stop has passed; what is left is abandoned');
      process.exit(1);
    }, config.STOP_TIMEOUT_MS + 1_000).unref();
    await service.stop(config.STOP_TIMEOUT_MS);
    await ops.close();
    logger.info('stopped');
    process.exit(0);
  };
  for (const signal of SIGNALS) process.off(signal, leave).on(signal, () => void stop(signal));
  await service.start();
  logger.info({ opsPort: ops.port, node: process.version }, 'started');
}

function readConfigOrExit<C extends CommonConfig>(options: RunOptions<C>): C {
  try {
    return options.readConfig(process.env);
  } catch (error) {
    refuse(error);
  }
}

function refuse(error: unknown): never {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
