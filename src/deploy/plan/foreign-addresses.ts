import type { ObservedHost } from '../observe/index.js';
import { addressesIn, keyfileFields } from './keyfile-fields.js';
import type { Notice } from './plan.js';
import type { ProfileDraft } from './profile-steps.js';
import { canonicalAddress, type WantedProfile } from './wanted-profile.js';

/** What clears a device of all that its profile does not say; reapplying leaves it. */
const CLEARING: ReadonlySet<ProfileDraft['action']> = new Set(['up', 'recreate', 'port']);

/** With these methods all that NetworkManager gives a device stands in its profile; with others it learns or makes up some. */
const WRITTEN: ReadonlySet<string | undefined> = new Set(['manual', 'disabled', 'ignore']);

/**
 * Addresses that somebody has given a device at run time (a floating one of keepalived or pacemaker, one by hand) and that are
 * gone once it is activated again; neither the commit nor a rollback brings them back.
 */
export function foreignAddresses(
  drafts: readonly ProfileDraft[],
  wanted: readonly WantedProfile[],
  { links, networkManager }: ObservedHost,
): readonly Notice[] {
  return drafts.flatMap(({ action, device, uuid }) => {
    const link = CLEARING.has(action) ? links.find(({ name }) => name === device) : undefined;
    const active = networkManager.profiles.find((profile) => profile.device === device);
    const profile = wanted.find((each) => each.uuid === uuid);
    if (!link || !active || !profile) return [];
    const fields = keyfileFields(active.content);
    const own = new Set([...addressesIn(fields).map(canonicalAddress), ...profile.addresses]);
    const foreign = link.addresses.filter(
      (address) => !own.has(address) && WRITTEN.has(fields.get(`ipv${address.includes(':') ? 6 : 4}.method`)),
    );
    if (foreign.length === 0) return [];
    const message = `${link.name} is activated again and loses ${foreign.join(', ')}, which no profile says (a floating address?): whoever has put it there has to do it again.`;
    return [{ code: 'foreign-address', message, origin: profile.artifact.origin }];
  });
}
