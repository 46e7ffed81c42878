import { AMQP_LIMITS, amqpNames, SHARDS_MAX } from './amqp.js';
import type { BusMessageName } from './bus-messages.js';
import type { Json, JsonObject } from './generate-schemas.js';

/** A channel of the AMQP side, and who sends and receives what over it. */
export type AmqpChannel = {
  address: string;
  summary: string;
  parameters?: JsonObject;
  binding: JsonObject;
  /** Bounds of the broker's object, from AMQP_LIMITS. */
  limits?: JsonObject;
  messages: readonly BusMessageName[];
  /** Publishes survive a restart of the broker, and one that reaches no queue counts as refused. */
  persistent?: boolean;
  /** Consumers acknowledge once everything that follows from a message is confirmed. */
  ack?: boolean;
  /** Service → messages that it publishes here. */
  send: Record<string, readonly BusMessageName[]>;
  /** Service → messages that it consumes here. */
  receive: Record<string, readonly BusMessageName[]>;
};

const names = amqpNames();
/** Names are functions of a number; the document wants them as functions of a parameter. */
const perShard = (name: (shard: number) => string) => name(0).replace(/0$/, '{shard}');

const SHARD: Json = { description: `Shard of the room: 0 up to the number of shards, at most ${SHARDS_MAX}.` };
const ROOM_KEY: Json = { description: 'Key of the room: 22 characters of base64url, a hash of its id.' };
const EDGE: Json = { description: 'Id of the edge.', examples: ['edge-1'] };

const queue = (name: string, more: JsonObject = {}): JsonObject => ({
  is: 'queue',
  queue: { name, ...more },
  bindingVersion: '0.3.0',
});
const exchange = (name: string, type: 'direct' | 'fanout' | 'topic', more: JsonObject): JsonObject => ({
  is: 'routingKey',
  exchange: { name, type, ...more },
  bindingVersion: '0.3.0',
});

/** Queues that lie between the stages. */
const SHARD_QUEUES: Record<string, AmqpChannel> = {
  raw: {
    address: perShard(names.raw),
    summary: 'Unmoderated batches of a shard. One consumer at a time: order per room and sender holds.',
    parameters: { shard: SHARD },
    binding: queue(perShard(names.raw), { durable: true, exclusive: false, autoDelete: false }),
    limits: { bytesMax: AMQP_LIMITS.rawBytesMax, overflow: 'publishes are refused' },
    messages: ['raw'],
    persistent: true,
    ack: true,
    send: { edge: ['raw'] },
    receive: { moderation: ['raw'] },
  },
  approved: {
    address: perShard(names.approved),
    summary: "Approved batches and edge reports of a shard. Its one consumer is the shard's owner.",
    parameters: { shard: SHARD },
    binding: queue(perShard(names.approved), { durable: true, exclusive: false, autoDelete: false }),
    limits: { messagesHigh: AMQP_LIMITS.approvedMessagesHigh, overflow: 'moderation pauses the shard' },
    messages: ['approved', 'edge-report'],
    persistent: true,
    ack: true,
    send: { moderation: ['approved'], edge: ['edge-report'] },
    receive: { fanout: ['approved', 'edge-report'] },
  },
  log: {
    address: perShard(names.log),
    summary: 'What the owner of a shard has sent in the idempotency window. The next owner reads it before it starts.',
    parameters: { shard: SHARD },
    binding: queue(perShard(names.log), { durable: true, exclusive: false, autoDelete: false }),
    limits: { ttlMs: AMQP_LIMITS.logTtlMs, bytesMax: AMQP_LIMITS.logBytesMax, overflow: 'the oldest goes' },
    messages: ['delivery', 'term'],
    send: {},
    receive: { fanout: ['delivery', 'term'] },
  },
};

/** What fan-out and moderation send to edges. */
const EDGE_CHANNELS: Record<string, AmqpChannel> = {
  rooms: {
    address: '{key}',
    summary:
      "Fan-out publishes here. The routing key is that of the shard's log; the CC header, or BCC on RabbitMQ, adds the " +
      `keys of all rooms that the message serves, or \`${perShard(names.shardKey)}\` for every edge.`,
    parameters: { key: { description: 'Routing key.', examples: [names.logKey(0)] } },
    binding: exchange(names.rooms, 'direct', { durable: true, autoDelete: false }),
    messages: ['delivery', 'term'],
    persistent: true,
    send: { fanout: ['delivery', 'term'] },
    receive: {},
  },
  room: {
    address: names.room('{roomKey}'),
    summary: 'Exchange of one room, bound from the rooms exchange and to the edges that have the room open.',
    parameters: { roomKey: ROOM_KEY },
    binding: exchange(names.room('{roomKey}'), 'fanout', { durable: false, autoDelete: false }),
    messages: ['delivery'],
    send: {},
    receive: {},
  },
  edges: {
    address: '{edge}',
    summary: 'To one edge. The routing key is its id; an edge that is gone gets nothing.',
    parameters: { edge: EDGE },
    binding: exchange(names.edges, 'direct', { durable: true, autoDelete: false }),
    messages: ['receipts', 'snapshot', 'term'],
    send: { moderation: ['receipts'], fanout: ['receipts', 'snapshot', 'term'] },
    receive: {},
  },
  'edge-queue': {
    address: names.edgeQueue('{edge}', '{nonce}'),
    summary: "An edge's own queue, named anew at every connection. What is dropped shows as a gap and is repaired.",
    parameters: { edge: EDGE, nonce: { description: 'Chosen at every connection.' } },
    binding: queue(names.edgeQueue('{edge}', '{nonce}'), { durable: false, exclusive: true, autoDelete: true }),
    limits: {
      ttlMs: AMQP_LIMITS.edgeQueueTtlMs,
      messagesMax: AMQP_LIMITS.edgeQueueMessagesMax,
      bytesMax: AMQP_LIMITS.edgeQueueBytesMax,
      overflow: 'the oldest goes',
    },
    messages: ['delivery', 'snapshot', 'receipts', 'term'],
    send: {},
    receive: { edge: ['delivery', 'snapshot', 'receipts', 'term'] },
  },
};

const CONTROL_MESSAGES: readonly BusMessageName[] = [
  'edge-alive',
  'replica-alive',
  'arrivals',
  'inquiry',
  'inquiry-answer',
  'room-policy',
  'lists',
  'lists-state',
];

export const AMQP_CHANNELS: Record<string, AmqpChannel> = {
  ...SHARD_QUEUES,
  ...EDGE_CHANNELS,
  control: {
    address: '{type}',
    summary: 'To every service, best effort. The routing key is the type of the message.',
    parameters: { type: { description: 'Type of the message.', enum: [...CONTROL_MESSAGES] } },
    binding: exchange(names.control, 'topic', { durable: true, autoDelete: false }),
    messages: CONTROL_MESSAGES,
    send: {
      edge: ['edge-alive', 'arrivals', 'inquiry', 'inquiry-answer', 'room-policy', 'lists'],
      moderation: ['replica-alive', 'room-policy', 'lists', 'lists-state'],
      fanout: ['replica-alive'],
    },
    receive: {
      edge: ['edge-alive', 'replica-alive', 'arrivals', 'inquiry', 'inquiry-answer'],
      moderation: ['edge-alive', 'replica-alive', 'room-policy', 'lists', 'lists-state'],
      fanout: ['edge-alive', 'replica-alive'],
    },
  },
  'control-log': {
    address: names.controlLog,
    summary: 'Stream of sanctions, room modes and notices. Every edge reads it from its start, then as it grows.',
    binding: queue(names.controlLog, { durable: true, exclusive: false, autoDelete: false }),
    limits: { bytesMax: AMQP_LIMITS.controlLogBytesMax, age: AMQP_LIMITS.controlLogAge, overflow: 'the oldest goes' },
    messages: ['order'],
    persistent: true,
    send: { edge: ['order'] },
    receive: { edge: ['order'] },
  },
};

/** Where what cannot be processed is parked: the body as it came, whatever it is. */
export const DEAD_LETTERS = {
  address: names.deadLetters,
  headers: {
    type: 'object',
    required: ['x-maru-origin', 'x-maru-reason', 'x-maru-at'],
    properties: {
      'x-maru-origin': { type: 'string', description: 'Queue that it came from.' },
      'x-maru-reason': { type: 'string', description: 'Why it cannot be processed; names the field.' },
      'x-maru-at': { type: 'string', format: 'date-time', description: 'When it was parked.' },
    },
  },
  binding: queue(names.deadLetters, { durable: true, exclusive: false, autoDelete: false }),
  limits: {
    ttlMs: AMQP_LIMITS.deadLetterTtlMs,
    messagesMax: AMQP_LIMITS.deadLettersMax,
    bytesMax: AMQP_LIMITS.deadLetterBytesMax,
    overflow: 'the oldest goes',
  },
};
