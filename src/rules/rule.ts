import type { Finding, Guest, Host, LogicalNetwork, NetworkIndex, Severity } from '../model/index.js';
import type { ClaimCheck } from './claim.js';
import type { SiteView } from './site-view.js';

/** The part of a code before the slash, and the folder of rule, page and cases. */
export const TOPICS = [
  'naming',
  'vlan',
  'bond',
  'bridge',
  'addressing',
  'mtu',
  'roles',
  'guest',
  'firewall',
  'safety',
] as const;
export type Topic = (typeof TOPICS)[number];

export type RuleCode = `${Topic}/${string}`;

/** What a check says; code and severity are the rule's and are added by `checkNetwork`. */
export type Violation = Omit<Finding, 'code' | 'severity'>;

/**
 * Something that cannot work, or works and hurts, with everything that a person needs to understand it.
 *
 * The checks that a rule declares are its scope. Results of `checkHost` and `checkGuest` are kept while the host or
 * guest, and whatever else was asked of the view, are the same objects; results of `claims` are kept per host and guest
 * and compared by key. `checkSite` runs on every change and therefore looks only at what a site has few of.
 * Every check is total: it takes any network, however broken, and never throws.
 */
export interface Rule {
  readonly code: RuleCode;
  readonly severity: Severity;
  /** Why the severity is what it is: who refuses it, or what goes wrong. A sentence. */
  readonly reason: string;
  /** What holds in a good site. A sentence without full stop. */
  readonly title: string;
  readonly documentation: RuleDocumentation;
  readonly checkHost?: (host: Host, site: SiteView) => Iterable<Violation>;
  readonly checkGuest?: (guest: Guest, site: SiteView) => Iterable<Violation>;
  readonly checkNetwork?: (network: LogicalNetwork, site: SiteView) => Iterable<Violation>;
  readonly checkSite?: (index: NetworkIndex) => Iterable<Violation>;
  /** For what must be unique, or equal, across the whole site. */
  readonly claims?: ClaimCheck;
}

/** Markdown, for the page of the rule. The examples are whole files of a site; a test checks them. */
export interface RuleDocumentation {
  /** What the rule looks at and when it speaks. */
  readonly what: string;
  /** What the kernel, NetworkManager, libvirt or firewalld does about it. */
  readonly why: string;
  /** Where that is written or seen. */
  readonly sources: readonly string[];
  readonly whatToDo: string;
  /** A site that breaks this rule and no other. */
  readonly bad: string;
  /** The same site put right: nothing is said about it. */
  readonly good: string;
}
