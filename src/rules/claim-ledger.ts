import { compareOrigins, type Finding } from '../model/index.js';
import type { Claim } from './claim.js';

/** All claims that one rule knows, by key, with the findings of each key on which more than one claim stands. */
export class ClaimLedger {
  readonly #claims = new Map<string, Set<Claim>>();
  readonly #findings = new Map<string, readonly Finding[]>();
  readonly #touched = new Set<string>();

  add(claims: Iterable<Claim>): void {
    for (const claim of claims) {
      const group = this.#claims.get(claim.key);
      if (group) group.add(claim);
      else this.#claims.set(claim.key, new Set([claim]));
      this.#touched.add(claim.key);
    }
  }

  remove(claims: Iterable<Claim>): void {
    for (const claim of claims) {
      const group = this.#claims.get(claim.key);
      group?.delete(claim);
      if (group?.size === 0) this.#claims.delete(claim.key);
      this.#touched.add(claim.key);
    }
  }

  /** Judges again the keys whose claims changed, and gives the findings of all keys. */
  settle(judge: (claims: readonly Claim[]) => readonly Finding[]): Iterable<Finding> {
    for (const key of this.#touched) {
      const group = this.#claims.get(key);
      const findings =
        group && group.size > 1
          ? judge(
              [...group].sort(
                (a, b) => compareOrigins(a.origin, b.origin) || (a.subject < b.subject ? -1 : 1),
              ),
            )
          : [];
      if (findings.length > 0) this.#findings.set(key, findings);
      else this.#findings.delete(key);
    }
    this.#touched.clear();
    return [...this.#findings.values()].flat();
  }
}
