export * from './apply-plans.js';
export { atOnce, sharedByMany, type Opening } from './at-once.js';
export { heartbeatGroups } from './heartbeat-groups.js';
export { planHosts, type SiteHost } from './plan-hosts.js';
export { rollOut, type RolloutEnd } from './roll-out.js';
export * from './startable.js';
