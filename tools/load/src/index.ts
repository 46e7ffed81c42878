export * from './clock.js';
export * from './histogram.js';
export * from './raw-socket.js';
export * from './websocket.js';
export * from './options.js';
