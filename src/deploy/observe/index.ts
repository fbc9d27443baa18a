export * from './observe-host.js';
export type * from './observed-host.js';
