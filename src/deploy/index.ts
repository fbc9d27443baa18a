export * from './audit/index.js';
export * from './failure.js';
export type { GenerationRecord, SetAside } from './generation.js';
export * from './history/index.js';
export * from './observe/index.js';
export * from './plan/index.js';
export * from './rollout/index.js';
export * from './session.js';
export * from './ssh/index.js';
export * from './status/index.js';
export * from './transaction/index.js';
export { formatAudit } from './present/format-audit.js';
export { formatGeneration, formatHistory } from './present/format-history.js';
export { describeLock } from './present/describe-lock.js';
export { describeProgress } from './present/describe-progress.js';
export { describeImpact, formatPlan, type PlanTextOptions, type PlanTone } from './present/format-plan.js';
export {
  describeDifference,
  describeGeneration,
  formatStatus,
  STATE_WORDS,
} from './present/format-status.js';
export { planForHost, type PlanForHostOptions } from './workflow/plan-for-host.js';
export { planRollback, type RollbackOptions } from './workflow/plan-rollback.js';
export { reachHost, whereaboutsOf, type Reach, type Whereabouts } from './workflow/reach-host.js';
export { sshCommandLine } from './workflow/ssh-command-line.js';
export { readPlanFile, writePlanFile, type SavedPlan } from './workflow/plan-file.js';
