import { FlushClock } from '@maru/bus';
import type { Bus, ShardConsumer } from '@maru/bus';
import type { Service, ServiceContext } from '@maru/service-kit';
import { createFilter, defaultLists } from '@maru/word-filter';
import type { ModerationConfig } from './config.js';
import { moderationMetrics } from './metrics.js';
import { uniformPolicy, wordModerator } from './moderator.js';
import type { Moderator } from './moderator.js';
import { ShardWorker } from './shard-worker.js';

const DEPTH_INTERVAL_MS = 1_000;

export type ModerationDependencies = ServiceContext & { bus: Bus; now?: () => number; moderator?: Moderator };

/** Decides what may be seen. */
export function createModeration(config: ModerationConfig, { bus, logger, metrics: registry, now = Date.now, moderator }: ModerationDependencies): Service {
  const decides = moderator ?? wordModerator(createFilter(defaultLists()), uniformPolicy(config.MODERATION_POLICY));
  const clock = new FlushClock();
  const workers: ShardWorker[] = [];
  /** Of the shards that are owned here, as last seen. */
  const depths = new Map<string, number>();
  const metrics = moderationMetrics(registry, {
    paused: () => workers.filter((worker) => worker.paused).length,
    waiting: () => workers.reduce((sum, worker) => sum + worker.held, 0),
    depths: () => Object.fromEntries(depths),
  });
  for (let shard = 0; shard < bus.shards; shard++) workers.push(new ShardWorker({ bus, clock, shard, moderator: () => decides, metrics, logger, now }));

  let consumer: ShardConsumer | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** Fan-out that is behind, or gone, must not let the queue before it grow without end. */
  const watchDepth = async () => {
    const owned = consumer?.owned() ?? [];
    for (const shard of depths.keys()) if (!owned.includes(Number(shard))) depths.delete(shard);
    for (const shard of owned) {
      try {
        const depth = await bus.shardDepth(shard);
        depths.set(String(shard), depth);
        workers[shard]?.pause(depth > config.SHARD_DEPTH_MAX);
      } catch {
        // No broker, no depth: nothing can be published either.
      }
    }
    for (const worker of workers) worker.forgetIdleEdges();
  };
  return {
    start: async () => {
      await bus.start();
      consumer = await bus.consumeRaw({
        message: (delivery) => workers[delivery.shard]?.take(delivery),
        release: async (shard) => workers[shard]?.idle(),
      });
      timer = setInterval(() => void watchDepth(), DEPTH_INTERVAL_MS);
    },
    stop: async (timeoutMs) => {
      clearInterval(timer);
      await consumer?.close(timeoutMs);
      await bus.close(timeoutMs);
    },
    ready: () => (bus.status === 'up' ? undefined : `the broker is ${bus.status}`),
  };
}
