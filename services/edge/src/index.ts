export { edgeVariables, readConfig } from './config.js';
export type { EdgeConfig } from './config.js';
export { createEdge } from './service.js';
export type { Edge } from './service.js';
export { edgeMetrics } from './metrics.js';
