export { compareStatus } from './compare-status.js';
export * from './host-status.js';
export { statusOfHosts } from './status-of-hosts.js';
