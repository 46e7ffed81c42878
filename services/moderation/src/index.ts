export { moderationVariables, readConfig } from './config.js';
export type { ModerationConfig } from './config.js';
export { createModeration } from './service.js';
export { moderationMetrics } from './metrics.js';
