export * from './compile-options.js';
export { managementAddresses } from './management-path.js';
export * from './plan-host.js';
export type * from './plan-input.js';
export type * from './plan.js';
export { SHORTEST_WINDOW } from './window.js';
