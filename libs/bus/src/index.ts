export { AmqpBus } from './amqp/amqp-bus.js';
export type { AmqpBusOptions } from './amqp/amqp-bus.js';
export { Batcher } from './batcher.js';
export { FlushClock } from './flush-clock.js';
export { BUS_LIMITS, BUS_LIMIT_NAMES } from './limits.js';
export type { BusLimitName } from './limits.js';
export { MemoryBroker } from './memory/memory-broker.js';
export { MemoryBus } from './memory/memory-bus.js';
export * from './port.js';
