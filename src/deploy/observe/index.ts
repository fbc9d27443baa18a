export * from './observe-host.js';
export * from './physical-nics.js';
export type * from './observed-host.js';
