import { createHash } from 'node:crypto';

/**
 * Default number of shards. Must be the same for every service of one deployment. Each shard has queues of its own,
 * whose messages the broker writes and confirms apart: one shard costs the least, more let more replicas of moderation
 * and fan-out work at once.
 */
export const SHARDS_DEFAULT = 1;
export const SHARDS_MAX = 1_024;

/** Printable-ASCII key of a room: routing key, part of its exchange's name, and the source of its shard. 22 characters. */
export const roomKey = (room: string): string =>
  createHash('sha256').update(room, 'utf8').digest('base64url').slice(0, 22);

/** Shard of a room: FNV-1a (32 bit) of its key, modulo the number of shards. */
export function shardOf(key: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % shards;
}

/**
 * Names of AMQP objects. `prefix` keeps deployments (and tests) on one broker apart.
 */
export function amqpNames(prefix = 'maru') {
  return {
    prefix,
    /** Unmoderated batches of a shard. */
    raw: (shard: number) => `${prefix}.raw.${shard}`,
    /** Approved batches and edge reports of a shard. */
    approved: (shard: number) => `${prefix}.approved.${shard}`,
    /** What the owner of a shard has sent in the idempotency window: read by the next owner. */
    log: (shard: number) => `${prefix}.log.${shard}`,
    /** Direct exchange; keys are room keys, `shard.N` (to every edge) and `log.N`. */
    rooms: `${prefix}.rooms`,
    shardKey: (shard: number) => `shard.${shard}`,
    logKey: (shard: number) => `log.${shard}`,
    /** Fanout exchange of one room, gone with its last binding. */
    room: (key: string) => `${prefix}.room.${key}`,
    /** Direct exchange; keys are edge ids. */
    edges: `${prefix}.edges`,
    /** Queue of one edge, named anew at every connection. */
    edgeQueue: (edge: string, nonce: string) => `${prefix}.edge.${edge}.${nonce}`,
    /** Topic exchange; keys are message types. */
    control: `${prefix}.control`,
    /** Stream of sanctions, room modes and notices; every edge reads it from its start. */
    controlLog: `${prefix}.control-log`,
    deadLetters: `${prefix}.dead-letters`,
    /** Holds the deployment's shared secret for anonymous identities. */
    secret: `${prefix}.secret`,
  };
}
export type AmqpNames = ReturnType<typeof amqpNames>;

/** Limits of the broker's objects. */
export const AMQP_LIMITS = {
  /** A raw shard takes no more than this: publishes are refused then, and edges say `unavailable`. */
  rawBytesMax: 67_108_864,
  /** Moderation pauses a shard while this many batches wait for fan-out. */
  approvedMessagesHigh: 10_000,
  /** Edge queue: what waits longer, or is more, is dropped; the edge sees the gap and asks for it. */
  edgeQueueTtlMs: 30_000,
  edgeQueueMessagesMax: 20_000,
  edgeQueueBytesMax: 67_108_864,
  /** Log of a shard: the idempotency window. */
  logTtlMs: 300_000,
  logBytesMax: 536_870_912,
  /** Control log: about 60,000 orders; those older than the longest sanction go. */
  controlLogBytesMax: 16_777_216,
  controlLogSegmentBytes: 1_048_576,
  controlLogAge: '366D',
  deadLettersMax: 10_000,
  deadLetterBytesMax: 67_108_864,
  deadLetterTtlMs: 604_800_000,
} as const;
