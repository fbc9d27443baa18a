export type * from './apply-outcome.js';
export * from './apply-plan.js';
export type { Progress } from './progress.js';
