export { type CheckOptions, checkNetwork, createRuleCache, type RuleCache } from './check-network.js';
export { FIREWALLD_SERVICES } from './firewalld-services.js';
export { nearestName } from './nearest-name.js';
export { RULES } from './registry.js';
export {
  type Rule,
  type RuleCode,
  type RuleDocumentation,
  type Topic,
  TOPICS,
  type Violation,
} from './rule.js';
