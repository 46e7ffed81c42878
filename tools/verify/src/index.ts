export * from './checks.js';
export * from './faults.js';
export * from './proxy.js';
export * from './random.js';
export * from './trace.js';
export * from './verify.js';
