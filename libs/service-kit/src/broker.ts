import { AmqpBus, BUS_LIMIT_NAMES } from '@maru/bus';
import type { Bus, BusObserver } from '@maru/bus';
import type { Logger, Metrics } from '@maru/observability';
import { ConfigError } from './env.js';
import { rehearse } from './rehearsal.js';
import type { Stage } from './rehearsal.js';
import { runService } from './run.js';
import type { CommonConfig, Service, ServiceContext } from './run.js';

export type BusConfig = {
  AMQP_URL: string | undefined;
  AMQP_PREFIX: string | undefined;
  AMQP_QUEUE_TYPE: 'classic' | 'quorum';
  SHARDS: number;
  REHEARSAL_MS: number;
};

export const VERSION = '0.1.0';

const BUS_STATES = ['up', 'blocked', 'down'] as const;

/** Bus metrics and log lines, the same for every service. */
export function observeBus(logger: Logger, metrics: Metrics, bus: () => Bus | undefined): BusObserver {
  const published = metrics.counter('maru_bus_published_total', 'Bus messages confirmed by the broker');
  const bytes = metrics.counter('maru_bus_published_bytes_total', 'Bytes of bus messages confirmed by the broker');
  const confirm = metrics.histogram('maru_bus_confirm_seconds', "From a publish to the broker's confirm, s");
  const malformed = metrics.counter('maru_bus_malformed_total', 'Bus messages that were not what their schema says');
  const deadLetters = metrics.counter('maru_bus_dead_letters_total', 'Messages parked with the dead letters');
  const reconnects = metrics.counter('maru_bus_reconnects_total', 'Connections to the broker made again');
  const bind = metrics.histogram('maru_bus_room_bind_seconds', 'Time to open a room on the broker, s');
  const limits = metrics.counterBy(
    'maru_bus_limits_hit_total',
    'Times a limit of the bus was hit, by its name',
    'limit',
    BUS_LIMIT_NAMES,
  );
  const owned = new Set<number>();
  metrics.gauge('maru_bus_up', '1 while the broker is connected and takes publishes', () =>
    bus()?.status === 'up' ? 1 : 0,
  );
  metrics.gauge('maru_bus_state', 'State of the broker connection: 1 for the one it is in', {
    label: 'state',
    values: BUS_STATES,
    read: () => Object.fromEntries(BUS_STATES.map((state) => [state, bus()?.status === state ? 1 : 0])),
  });
  metrics.gauge('maru_bus_unconfirmed_messages', 'Publishes that wait for a confirm', () => bus()?.load.messages ?? 0);
  metrics.gauge(
    'maru_bus_unconfirmed_bytes',
    'Bytes of publishes that wait for a confirm',
    () => bus()?.load.bytes ?? 0,
  );
  metrics.gauge('maru_bus_shards_active', 'Shards that deliver to this process', () => owned.size);
  metrics.gauge('maru_bus_shard_active', '1 for every shard that delivers to this process', {
    label: 'shard',
    values: '0 to SHARDS - 1',
    read: () => Object.fromEntries([...owned].map((shard) => [shard, 1])),
  });
  return {
    published: (count, size, confirmMs) => {
      published.inc(count);
      bytes.inc(size);
      confirm.observe(confirmMs / 1000);
    },
    malformed: (origin, reason) => {
      malformed.inc();
      logger.warn({ origin, reason }, 'a bus message was refused');
    },
    deadLettered: (origin, reason) => {
      deadLetters.inc();
      logger.error({ origin, reason }, 'a message went to the dead letters');
    },
    reconnected: (attempts) => {
      reconnects.inc();
      logger.info({ attempts }, 'the broker is connected again');
    },
    roomBound: (milliseconds) => bind.observe(milliseconds / 1000),
    ownership: (shard, active) => {
      if (active) owned.add(shard);
      else owned.delete(shard);
      logger.info({ shard, active }, active ? 'a shard delivers here' : 'a shard is given up');
    },
    limitHit: (limit) => limits.inc(limit),
    problem: (message, err) => logger.warn({ err }, message),
  };
}

/** Runs a service as a process of its own, on a broker. */
export function runOnBroker<C extends CommonConfig & BusConfig>(options: {
  name: string;
  readConfig(env: NodeJS.ProcessEnv): C;
  create(config: C, context: ServiceContext & { bus: Bus }): Service;
  /** What the service does for REHEARSAL_MS before it serves. */
  rehearse(stage: Stage, config: C): Promise<void>;
}): Promise<void> {
  return runService<C>({
    name: options.name,
    version: VERSION,
    readConfig: (env) => {
      const config = options.readConfig(env);
      if (config.AMQP_URL === undefined)
        throw new ConfigError([
          'AMQP_URL: is not set. A service of its own needs a broker, for example amqp://127.0.0.1:5672. To try Maru without one, run npm start.',
        ]);
      return config;
    },
    create: async (config, { logger, metrics }) => {
      // Before the service that serves is made: what it is made of then has the shapes that the code is compiled for.
      // Without one the service is slower at first, and as good.
      if (config.REHEARSAL_MS > 0) logger.info({ durationMs: config.REHEARSAL_MS }, 'rehearsing');
      await rehearse(config.REHEARSAL_MS, (stage) => options.rehearse(stage, config)).catch((error: unknown) =>
        logger.warn({ err: error }, 'the rehearsal failed; starting without it'),
      );
      const bus: Bus = new AmqpBus({
        url: config.AMQP_URL ?? '',
        ...(config.AMQP_PREFIX === undefined ? {} : { prefix: config.AMQP_PREFIX }),
        shards: config.SHARDS,
        queueType: config.AMQP_QUEUE_TYPE,
        observer: observeBus(logger, metrics, (): Bus => bus),
      });
      return options.create(config, { logger, metrics, bus });
    },
  });
}
