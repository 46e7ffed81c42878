export { fanoutVariables, readConfig } from './config.js';
export type { FanoutConfig } from './config.js';
export { createFanout } from './service.js';
export { fanoutMetrics } from './metrics.js';
