/** Limits of a bus, in memory or over AMQP. */
export const BUS_LIMITS = {
  /** Unconfirmed publishes that one process holds at most. */
  unconfirmedMessagesMax: 20_000,
  unconfirmedBytesMax: 67_108_864,
  /** Batches of one shard that a consumer holds unacknowledged. */
  shardPrefetch: 64,
  /** Orders of the control log that a reader holds unacknowledged; streams want a prefetch. */
  orderPrefetch: 200,
  /** Heartbeat asked of the broker: a dead peer is noticed after two to three of them. */
  heartbeatSec: 5,
  reconnectMinMs: 100,
  /** Longest wait between two tries. Half of it is what a broker's return is noticed late, on average. */
  reconnectMaxMs: 2_000,
  connectTimeoutMs: 5_000,
  /** Channels, queues and what else a new connection needs are there within this, or another is tried. */
  setUpTimeoutMs: 30_000,
  /** A shard's reader of the log gives up when nothing has come for this long. */
  logReadTimeoutMs: 20_000,
  /** A stand-by subscribes this much later than the replica that a shard belongs to. */
  standbyDelayMs: 1_500,
  /** Replicas announce themselves at this interval, and are gone after three of them. */
  announceIntervalMs: 1_000,
  /** An orderly disconnection may take this long at the end of a stop. */
  goodbyeTimeoutMs: 2_000,
  /** Waits for in-flight messages when a shard goes to another replica. */
  releaseTimeoutMs: 5_000,
  /** A message that comes back this often without having been acknowledged goes to the dead letters. */
  redeliveriesMax: 20,
  /** Messages that a process remembers to have come back. */
  redeliveriesRemembered: 10_000,
  /** Channels that open rooms side by side. */
  roomChannels: 4,
  /** Rooms that a channel opens with one answer; what fails is tried again room by room. */
  roomBatchMax: 32,
  /** Rooms that wait to be removed from the broker. */
  roomRemovalsMax: 100_000,
  /** A room is removed this long after it is over, and tried again at this interval while an edge has it open. */
  roomRemovalWaitMs: 2_000,
  roomRemovalTries: 30,
  /** Dead letters carry at most this much of the body. */
  deadLetterBodyBytesMax: 262_144,
} as const;

/** Limits of the bus that are reported when they bite. */
export const BUS_LIMIT_NAMES = [
  /** {@link BUS_LIMITS.unconfirmedMessagesMax} */
  'unconfirmed_messages',
  /** {@link BUS_LIMITS.unconfirmedBytesMax} */
  'unconfirmed_bytes',
  /** A queue's own limit: the broker did not take a publish. */
  'queue_full',
  /** {@link BUS_LIMITS.redeliveriesMax} */
  'redeliveries',
  /** {@link BUS_LIMITS.releaseTimeoutMs} */
  'release_timeout',
  /** {@link BUS_LIMITS.logReadTimeoutMs} */
  'log_read_timeout',
  /** Attempts at opening a room whose exchange vanished under way. */
  'room_open_attempts',
  /** {@link BUS_LIMITS.roomRemovalsMax} */
  'room_removals',
  /** {@link BUS_LIMITS.deadLetterBodyBytesMax} */
  'dead_letter_body_bytes',
  /** The control log of the memory bus is full: its older half goes. */
  'control_orders',
] as const;
export type BusLimitName = (typeof BUS_LIMIT_NAMES)[number];
