import { AMQP_LIMITS } from '@maru/contracts';
import type { AmqpNames } from '@maru/contracts';
import type { BrokerConfig } from 'rascal';
import { BUS_LIMITS } from '../limits.js';

export type Stage = 'raw' | 'approved';
export type QueueType = 'classic' | 'quorum';

/** Name of the rascal subscription of a shard. */
export const subscriptionName = (stage: Stage, shard: number): string => `${stage}.${shard}`;

const shardList = (shards: number) => Array.from({ length: shards }, (_, shard) => shard);

/**
 * A quorum queue counts returns by itself and would drop a message that came back often; the limit here is Maru's own.
 * A number out of reach, since -1 means none only from RabbitMQ 4 on: 3.x drops whatever comes back once.
 */
const QUORUM_DELIVERY_LIMIT = 1_000_000_000;
const queueArguments = (type: QueueType) => ({
  'x-queue-type': type,
  ...(type === 'quorum' ? { 'x-delivery-limit': QUORUM_DELIVERY_LIMIT } : {}),
});

function shardQueues(names: AmqpNames, shards: number, type: QueueType) {
  const shared = { ...queueArguments(type), 'x-single-active-consumer': true };
  return shardList(shards).flatMap(
    (shard) =>
      [
        [
          names.raw(shard),
          { ...shared, 'x-max-length-bytes': AMQP_LIMITS.rawBytesMax, 'x-overflow': 'reject-publish' },
        ],
        [names.approved(shard), shared],
        [
          names.log(shard),
          {
            ...queueArguments(type),
            'x-message-ttl': AMQP_LIMITS.logTtlMs,
            'x-max-length-bytes': AMQP_LIMITS.logBytesMax,
          },
        ],
      ] as [string, Record<string, unknown>][],
  );
}

/**
 * Everything on the broker that outlives a room or an edge, as a rascal configuration: the shards' queues, the
 * exchanges, the dead letters, and a subscription for every shard and stage.
 */
export function rascalConfig(options: {
  url: string;
  names: AmqpNames;
  shards: number;
  queueType: QueueType;
  vhost: string;
  connectionName: string;
}): BrokerConfig {
  const { names, shards } = options;
  const queues: [string, Record<string, unknown>][] = [
    ...shardQueues(names, shards, options.queueType),
    [
      names.deadLetters,
      {
        ...queueArguments(options.queueType),
        'x-max-length': AMQP_LIMITS.deadLettersMax,
        'x-max-length-bytes': AMQP_LIMITS.deadLetterBytesMax,
        'x-message-ttl': AMQP_LIMITS.deadLetterTtlMs,
      },
    ],
    [
      names.controlLog,
      {
        'x-queue-type': 'stream',
        'x-max-age': AMQP_LIMITS.controlLogAge,
        'x-max-length-bytes': AMQP_LIMITS.controlLogBytesMax,
        'x-stream-max-segment-size-bytes': AMQP_LIMITS.controlLogSegmentBytes,
      },
    ],
    [names.secret, { ...queueArguments(options.queueType), 'x-max-length': 1, 'x-overflow': 'reject-publish' }],
  ];
  const stages = (['raw', 'approved'] as const).flatMap((stage) =>
    shardList(shards).map((shard) => ({ stage, shard })),
  );
  return {
    // A lost connection is made again by ShardLink. rascal reads this from its defaults alone, where it is 1 to 60 s.
    defaults: { vhosts: { connection: { retry: false } } },
    vhosts: {
      [options.vhost]: {
        connection: {
          url: options.url,
          socketOptions: {
            timeout: BUS_LIMITS.connectTimeoutMs,
            noDelay: true,
            clientProperties: { connection_name: options.connectionName },
          },
        },
        // Nothing is published through rascal: one message per confirm and channel would be too slow.
        publicationChannelPools: { regularPool: { min: 0 }, confirmPool: { min: 0 } },
        exchanges: {
          [names.rooms]: { type: 'direct', options: { durable: true } },
          [names.edges]: { type: 'direct', options: { durable: true } },
          [names.control]: { type: 'topic', options: { durable: true } },
        },
        queues: Object.fromEntries(
          queues.map(([name, args]) => [name, { options: { durable: true, arguments: args } }]),
        ),
        bindings: Object.fromEntries(
          shardList(shards).map((shard) => [
            `log.${shard}`,
            {
              source: names.rooms,
              destination: names.log(shard),
              destinationType: 'queue',
              bindingKey: names.logKey(shard),
            },
          ]),
        ),
      },
    },
    subscriptions: Object.fromEntries(
      stages.map(({ stage, shard }) => [
        subscriptionName(stage, shard),
        {
          vhost: options.vhost,
          queue: names[stage](shard),
          // Bodies are checked here, against the contracts, whatever their content type says.
          contentType: 'application/octet-stream',
          prefetch: BUS_LIMITS.shardPrefetch,
          retry: { min: BUS_LIMITS.reconnectMinMs, max: BUS_LIMITS.reconnectMaxMs, factor: 2, strategy: 'exponential' },
          redeliveries: { limit: BUS_LIMITS.redeliveriesMax, counter: 'inMemory', timeout: 1_000 },
          // A consumer that leaves keeps its last message unacknowledged (see ShardSubscription): no use in waiting for it.
          closeTimeout: 1,
        },
      ]),
    ),
    redeliveries: { counters: { inMemory: { type: 'inMemory' } } },
  } as unknown as BrokerConfig;
}
