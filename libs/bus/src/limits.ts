/** Limits of a bus, in memory or over AMQP. */
export const BUS_LIMITS = {
  /** Unconfirmed publishes that one process holds at most. */
  unconfirmedMessagesMax: 20_000,
  unconfirmedBytesMax: 67_108_864,
  /** Batches of one shard that a consumer holds unacknowledged. */
  shardPrefetch: 64,
  /** Heartbeat asked of the broker: a dead peer is noticed after two to three of them. */
  heartbeatSec: 5,
  reconnectMinMs: 100,
  reconnectMaxMs: 5_000,
  connectTimeoutMs: 5_000,
  /** A shard's reader of the log gives up after this. */
  logReadTimeoutMs: 20_000,
  /** A stand-by subscribes this much later than the replica that a shard belongs to. */
  standbyDelayMs: 1_500,
  /** Replicas announce themselves at this interval, and are gone after three of them. */
  announceIntervalMs: 1_000,
  /** Waits for in-flight messages when a shard goes to another replica. */
  releaseTimeoutMs: 5_000,
  /** A message that comes back this often without having been acknowledged goes to the dead letters. */
  redeliveriesMax: 20,
  /** Channels that open rooms side by side. */
  roomChannels: 4,
  /** Dead letters carry at most this much of the body. */
  deadLetterBodyBytesMax: 262_144,
} as const;
