export * from './compile-options.js';
export { poolsOfGuests } from './guest-pools.js';
export { managementAddresses } from './management-path.js';
export * from './plan-host.js';
export { artifactChanges } from './planned-changes.js';
export type * from './plan-input.js';
export type * from './plan.js';
export { PROBE_KINDS, probesOf, type Probe, type ProbeKind } from './probes.js';
export { shortestWindow, unheard } from './window.js';
