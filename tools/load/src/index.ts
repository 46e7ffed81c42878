export * from './clock.js';
export * from './histogram.js';
export * from './options.js';
export type { LoadReport } from './report.js';
export * from './raw-socket.js';
export * from './svg.js';
export * from './websocket.js';
