export * from './catalogue.js';
export * from './documents.js';
export * from './queries.js';
