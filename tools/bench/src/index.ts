export * from './bench.js';
export * from './docs.js';
export * from './report.js';
export type { Result, RunOptions } from './run-scenario.js';
export * from './scenarios.js';
export { maruOnBroker, maruOnMemory } from './systems/maru.js';
export { rawUws } from './systems/raw-uws.js';
export type { StartOptions, System, SystemKind } from './systems/system.js';
