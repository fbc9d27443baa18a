import type { ElementId, Guest, Host, Origin } from '../model/index.js';
import type { Violation } from './rule.js';
import type { SiteView } from './site-view.js';

/** “This is mine”: what one element says about a key that the whole site shares, such as an address or a MAC. */
export interface Claim {
  readonly key: string;
  readonly origin: Origin;
  /** Where the claim stands inside of its host, when `origin` is one for the whole host. */
  readonly within?: Origin;
  readonly subject: ElementId;
  /** The claimant in words: `bond bond0 of host kvm1`. */
  readonly claimant: string;
  /** What is said about the key, where claims of one key have to agree. */
  readonly value?: string;
}

/**
 * A check across the site that costs as much as what changed: each host and guest is asked for its claims once,
 * and only keys whose claims changed are judged again.
 */
export interface ClaimCheck {
  readonly claimsOfHost?: (host: Host, site: SiteView) => Iterable<Claim>;
  readonly claimsOfGuest?: (guest: Guest, site: SiteView) => Iterable<Claim>;
  /** At least two claims of one key, in the order of the text. */
  readonly judge: (claims: readonly Claim[]) => Iterable<Violation>;
}
