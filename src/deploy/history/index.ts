export * from './generation-changes.js';
export * from './history-of-hosts.js';
export { readGeneration } from './read-generation.js';
