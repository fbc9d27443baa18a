import {
  checkedNetwork,
  createIndexCache,
  indexNetwork,
  type CheckedNetwork,
  type Finding,
  type IndexCache,
  type Network,
  type NetworkIndex,
} from '../../model/index.js';
import { checkNetwork, createRuleCache, type RuleCache } from '../../rules/index.js';
import type { Declarations } from '../declarations/declaration.js';
import { createLoweringCache, lowerSite, type LoweringCache } from '../lowering/lower-site.js';
import { withoutFollowUps } from '../report/follow-ups.js';
import { reportFindings, type ReportSettings } from '../report/report-findings.js';
import { unusedSuppressions } from '../report/unused-suppressions.js';

/** What was found out about a site before. It changes with each analysis. */
export interface SiteCache {
  readonly lowering: LoweringCache;
  readonly index: IndexCache;
  readonly rules: RuleCache;
}

export const createSiteCache = (): SiteCache => ({
  lowering: createLoweringCache(),
  index: createIndexCache(),
  rules: createRuleCache(),
});

export interface SiteAnalysis {
  readonly network: Network;
  readonly index: NetworkIndex;
  /** As reported to people. */
  readonly findings: readonly Finding[];
  /** Present when no error stands. */
  readonly checked?: CheckedNetwork;
}

/** From what the files declare to the network and everything that is wrong with it. Total. */
export function analyseSite(
  folder: string,
  files: readonly Declarations[],
  extra: readonly Finding[] = [],
  cache: SiteCache = createSiteCache(),
  settings: ReportSettings = {},
): SiteAnalysis {
  const { network, findings: lowered } = lowerSite(folder, files, cache.lowering);
  const index = indexNetwork(network, cache.index);
  const found = [...extra, ...lowered, ...checkNetwork(index, { reuse: cache.rules })];
  const suppressions = files.flatMap((file) => file.suppressions);
  const told = withoutFollowUps(found, index);
  const unused = unusedSuppressions(told, suppressions, folder);
  const findings = reportFindings([...told, ...unused], suppressions, settings);
  // Whether it can be compiled does not depend on how somebody likes to see it.
  const checked = checkedNetwork(network, found);
  return { network, index, findings, ...(checked && { checked }) };
}
