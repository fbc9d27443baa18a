import {
  compareOrigins,
  type Device,
  type Finding,
  type Guest,
  type Host,
  type LogicalNetwork,
  type NetworkIndex,
} from '../model/index.js';
import type { Claim } from './claim.js';
import { ClaimLedger } from './claim-ledger.js';
import { mergeClaims } from './merge-claims.js';
import { RULES } from './registry.js';
import type { Rule, RuleCode, Violation } from './rule.js';
import { type Reads, type SiteView, stillAnswers, viewSite } from './site-view.js';
import { capitalized } from './wording.js';

type Subject = Host | Guest | LogicalNetwork;

/** What was found out about one host, guest or network, and which answers that rests on. */
interface Checked {
  readonly reads: Reads;
  readonly findings: readonly Finding[];
  readonly claims: ReadonlyMap<RuleCode, readonly Claim[]>;
}

/**
 * Results of earlier checks of one site, keyed by the identity of its hosts, guests and networks. Whoever holds a site
 * holds one and hands it to each `checkNetwork` of that site; it changes in the call.
 */
export interface RuleCache {
  readonly checked: Map<Subject, Checked>;
  readonly ledgers: Map<RuleCode, ClaimLedger>;
}

export const createRuleCache = (): RuleCache => ({ checked: new Map(), ledgers: new Map() });

export interface CheckOptions {
  readonly reuse?: RuleCache;
  /** Default: all rules. The rules of one cache must stay the same. */
  readonly rules?: readonly Rule[];
}

/** Everything that the rules have to say about a site, in the order of the text. Never throws. */
export function checkNetwork(index: NetworkIndex, options: CheckOptions = {}): Finding[] {
  const { reuse = createRuleCache(), rules = RULES } = options;
  const { hosts, guests, networks } = index.network;
  const found: Finding[] = [];
  const earlier = new Map(reuse.checked);
  reuse.checked.clear();

  const visit = (subject: Subject, checks: Checks): void => {
    const kept = earlier.get(subject);
    const current = kept && stillAnswers(index, kept.reads) ? kept : check(index, rules, checks);
    if (current !== kept) {
      if (kept) withdraw(reuse, kept);
      for (const [code, claims] of current.claims) ledgerOf(reuse, code).add(claims);
    }
    earlier.delete(subject);
    reuse.checked.set(subject, current);
    for (const finding of current.findings) found.push(finding);
  };
  for (const host of new Set(hosts)) visit(host, checksOfHost(host));
  for (const guest of new Set(guests)) visit(guest, checksOfGuest(guest));
  for (const network of new Set(networks)) visit(network, checksOfNetwork(network));
  for (const gone of earlier.values()) withdraw(reuse, gone);

  for (const rule of rules) {
    if (rule.checkSite) stamp(rule, rule.checkSite(index), found);
    const { claims } = rule;
    if (!claims) continue;
    const judge = (group: readonly Claim[]): readonly Finding[] => stamp(rule, claims.judge(group), []);
    for (const finding of mergeClaims(ledgerOf(reuse, rule.code).settle(judge))) found.push(finding);
  }
  return found.sort(compareFindings);
}

/** What a rule has to do with one subject. */
interface Checks {
  readonly own?: readonly Device[];
  readonly violations: (rule: Rule, site: SiteView) => Iterable<Violation> | undefined;
  readonly claims?: (rule: Rule, site: SiteView) => Iterable<Claim> | undefined;
}

const checksOfHost = (host: Host): Checks => ({
  own: host.devices,
  violations: (rule, site) => rule.checkHost?.(host, site),
  claims: (rule, site) => rule.claims?.claimsOfHost?.(host, site),
});

const checksOfGuest = (guest: Guest): Checks => ({
  violations: (rule, site) => rule.checkGuest?.(guest, site),
  claims: (rule, site) => rule.claims?.claimsOfGuest?.(guest, site),
});

const checksOfNetwork = (network: LogicalNetwork): Checks => ({
  violations: (rule, site) => rule.checkNetwork?.(network, site),
});

const compareFindings = (a: Finding, b: Finding): number =>
  compareOrigins(a.origin, b.origin) || (a.code === b.code ? 0 : a.code < b.code ? -1 : 1);

/** Adds what a rule says to `findings`, with its code and severity. */
function stamp({ code, severity }: Rule, violations: Iterable<Violation>, findings: Finding[]): Finding[] {
  for (const violation of violations)
    findings.push({ code, severity, ...violation, message: capitalized(violation.message) });
  return findings;
}

function check(index: NetworkIndex, rules: readonly Rule[], checks: Checks): Checked {
  const { view, reads } = viewSite(index, checks.own);
  const claims = new Map<RuleCode, readonly Claim[]>();
  const findings: Finding[] = [];
  for (const rule of rules) {
    const violations = checks.violations(rule, view);
    if (violations) stamp(rule, violations, findings);
    const claimed = checks.claims?.(rule, view);
    if (claimed) claims.set(rule.code, [...claimed]);
  }
  return { reads, findings, claims };
}

function ledgerOf({ ledgers }: RuleCache, code: RuleCode): ClaimLedger {
  const ledger = ledgers.get(code) ?? new ClaimLedger();
  ledgers.set(code, ledger);
  return ledger;
}

function withdraw(cache: RuleCache, { claims }: Checked): void {
  for (const [code, claimed] of claims) ledgerOf(cache, code).remove(claimed);
}
