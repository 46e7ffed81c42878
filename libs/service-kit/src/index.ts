export * from './common-variables.js';
export * from './env.js';
export * from './run.js';
export * from './rehearsal.js';
