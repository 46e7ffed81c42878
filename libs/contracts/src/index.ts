export * from './amqp.js';
export * from './bus-messages.js';
export * from './client-frame.js';
export * from './codec.js';
export * from './codes.js';
export * from './frames.js';
export * from './limits.js';
export { MalformedMessageError } from './malformed.js';
export * from './text.js';
