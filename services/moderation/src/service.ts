import { randomBytes } from 'node:crypto';
import { FlushClock } from '@maru/bus';
import type { Bus, ShardConsumer } from '@maru/bus';
import type { Service, ServiceContext } from '@maru/service-kit';
import type { Filter } from '@maru/word-filter';
import { readPolicies } from './config.js';
import type { ModerationConfig } from './config.js';
import { Deliberation } from './deliberation.js';
import { ExternalModerator } from './external/external-moderator.js';
import { Shadow } from './lists/shadow.js';
import { WordLists } from './lists/word-lists.js';
import { moderationMetrics } from './metrics.js';
import type { ModerationMetrics } from './metrics.js';
import { createModerator } from './moderator.js';
import type { Moderator } from './moderator.js';
import { PolicyControl } from './policy/policy-control.js';
import { PolicyTable } from './policy/policy-table.js';
import { ShardWorker } from './shard-worker.js';
import { Spam } from './spam/spam.js';

const DEPTH_INTERVAL_MS = 1_000;
/**
 * Under load, batches that come within this go on as one, ms: the ticks of edges are the same to a few milliseconds.
 * When every edge's has come, nothing waits any more.
 */
const GATHER_MS = 10;
/** Items per second up to which nothing waits, and from which it waits that long: a hall of 100 a second gathers too. */
const GATHER_FROM_PER_SEC = 60;
const GATHER_FULL_PER_SEC = 80;

export type ModerationDependencies = ServiceContext & {
  bus: Bus;
  now?: () => number;
  /** Decides in place of the word lists, policies and spam rules. */
  moderator?: Moderator;
  /** The built-in lists, when the caller has compiled them already. */
  builtin?: Filter;
  /** Where SIGHUP comes from. */
  signals?: Pick<NodeJS.Process, 'on' | 'off'>;
};

/** Decides what may be seen. */
export function createModeration(config: ModerationConfig, dependencies: ModerationDependencies): Service {
  const { bus, logger, metrics: registry, now = Date.now, builtin, signals = process } = dependencies;
  const replica = `moderation-${randomBytes(5).toString('hex')}`;
  // Edges send at the same ticks: what they sent together goes on together.
  const clock = new FlushClock({
    lingerMaxMs: GATHER_MS,
    quietPerSec: GATHER_FROM_PER_SEC,
    busyPerSec: GATHER_FULL_PER_SEC,
    align: 'first',
  });
  const workers: ShardWorker[] = [];
  /** Of the shards that are owned here, as last seen. */
  const depths = new Map<string, number>();
  const sum = (read: (worker: ShardWorker) => number) => workers.reduce((total, worker) => total + read(worker), 0);
  const metrics: ModerationMetrics = moderationMetrics(registry, {
    paused: () => workers.filter((worker) => worker.paused).length,
    waiting: () => sum((worker) => worker.held),
    depths: () => Object.fromEntries(depths),
    undecided: () => sum((worker) => worker.undecided),
    onHold: () => sum((worker) => worker.onHold),
    spamEntries: () => spam.size,
    roomPolicies: () => policies.rooms,
    lists: () => lists.filter.lists,
    listTerms: () => ({ live: lists.filter.lists.termCount, shadow: lists.shadow.filter?.lists.termCount ?? 0 }),
    replicas: () => lists.convergence.replicas,
    external: () =>
      external && {
        waiting: external.waiting,
        inFlight: external.inFlight,
        afterWaiting: deliberation.afterWaiting,
        breaker: external.breakerState,
      },
  });
  const spam = new Spam(() => metrics.limitHit('spam_window'));
  const policies = new PolicyTable(config.policies, now, () => metrics.limitHit('room_policies'));
  const lists = new WordLists({
    bus,
    replica,
    dir: config.LISTS_DIR,
    base: config.LISTS_BASE,
    pollMs: config.LISTS_POLL_MS,
    events: {
      swapped: metrics.listsSwapped,
      failed: metrics.listsFailed,
      replicaLeftOut: () => metrics.limitHit('compared_replicas'),
    },
    logger,
    now,
    ...(builtin ? { builtin } : {}),
  });
  const shadow = new Shadow({
    samplesPerMinute: config.SHADOW_SAMPLES_PER_MIN,
    logger,
    now,
    outcome: metrics.shadowCompared,
  });
  const moderator =
    dependencies.moderator ??
    createModerator({
      filter: () => lists.filter,
      shadowFilter: () => lists.shadow.filter,
      shadow,
      policies,
      spam,
      reserved: config.RESERVED_NICKS,
      caught: metrics.wordCaught,
    });
  const external = createExternal(config, metrics, (message, err) => logger.warn({ err }, message));
  const deliberation = new Deliberation({
    moderator: () => moderator,
    external,
    externalWaitMs: config.EXTERNAL_TIMEOUT_MS,
    holdTimeMs: config.HOLD_TIME_MS,
    metrics,
  });
  const policyControl = new PolicyControl({
    bus,
    replica,
    table: policies,
    logger,
    changed: metrics.policyChanged,
    unknown: metrics.policyUnknown,
  });
  for (let shard = 0; shard < bus.shards; shard++)
    workers.push(
      new ShardWorker({ bus, clock, shard, moderator: () => moderator, deliberation, metrics, logger, now }),
    );

  let consumer: ShardConsumer | undefined;
  let timer: NodeJS.Timeout | undefined;
  let endControl: (() => void) | undefined;
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
  const reload = () => {
    void lists.reload();
    const { policies: read, problems } = readPolicies(config);
    if (problems.length > 0)
      return logger.error({ problems }, 'the policy file cannot be used; the policies stay as they are');
    policies.replace(read);
    logger.info({ policies: policies.names }, 'policies read again');
  };
  return {
    start: async () => {
      await bus.start();
      endControl = bus.onControl((message) => {
        lists.control(message);
        policyControl.control(message);
      });
      await lists.start();
      consumer = await bus.consumeRaw({
        message: (delivery) => workers[delivery.shard]?.take(delivery),
        release: async (shard) => workers[shard]?.idle(),
      });
      timer = setInterval(() => void watchDepth(), DEPTH_INTERVAL_MS);
      // A terminal that closes sends it too: without files to read it keeps its meaning.
      if (config.LISTS_DIR !== undefined || config.POLICY_FILE !== undefined) signals.on('SIGHUP', reload);
    },
    stop: async (timeoutMs) => {
      signals.off('SIGHUP', reload);
      clearInterval(timer);
      await consumer?.close(timeoutMs);
      external?.close();
      policyControl.stop();
      lists.stop();
      endControl?.();
      await bus.close(timeoutMs);
    },
    ready: () => (bus.status === 'up' ? undefined : `the broker is ${bus.status}`),
  };
}

function createExternal(
  config: ModerationConfig,
  metrics: ModerationMetrics,
  problem: (message: string, cause: unknown) => void,
): ExternalModerator | undefined {
  if (config.EXTERNAL_URL === undefined) return undefined;
  return new ExternalModerator({
    url: config.EXTERNAL_URL,
    ...(config.EXTERNAL_TOKEN === undefined ? {} : { token: config.EXTERNAL_TOKEN }),
    // All tries together fit into the wait.
    requestTimeoutMs: Math.max(10, Math.floor(config.EXTERNAL_TIMEOUT_MS / (config.EXTERNAL_RETRIES + 1))),
    retries: config.EXTERNAL_RETRIES,
    batchMax: config.EXTERNAL_BATCH_MAX,
    concurrency: config.EXTERNAL_CONCURRENCY,
    queueMax: config.EXTERNAL_QUEUE_MAX,
    metrics: {
      answered: metrics.externalAnswered,
      unanswered: metrics.externalUnanswered,
      request: metrics.externalRequest,
    },
    problem,
  });
}
