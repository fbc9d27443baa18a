import type { ObservedProfile } from '../observe/index.js';
import type { PlannedChange } from './plan.js';
import type { WantedProfile } from './wanted-profile.js';

/**
 * How a profile of an existing device is put in force. `reapply` changes it in place; `up` activates it again, which for a
 * controller is an outage of everything on it; `recreate` removes the device first, because the kernel cannot change it.
 */
export type ProfileMethod = 'reapply' | 'up' | 'recreate';

/** What `nmcli device reapply` takes (NM: src/core/devices/nm-device*.c can_reapply_change; tried with 1.52.1). */
const IN_PLACE: readonly RegExp[] = [
  /^ipv[46]\./,
  /^(link|user|proxy)\./,
  /^connection\.(id|zone|autoconnect.*|stable-id|lldp|mdns|llmnr|metered|permissions)$/,
  /^ethernet\.(mtu|speed|duplex|auto-negotiate|wake-on-lan.*)$/,
  /^bridge\.(?!mac-address$)/,
  /^bridge-port\.(priority|path-cost|hairpin-mode)$/,
  /^bond\.(primary|active_slave|miimon|updelay|downdelay|arp_.*|primary_reselect|min_links|resend_igmp|num_grat_arp|num_unsol_na|lp_interval|packets_per_slave|all_slaves_active|xmit_hash_policy)$/,
  // Drift: the profile is right and is applied once more.
  /^(mtu|address|route|zone|bridge\.vlan-filtering|bridge\.stp)$/,
];

/** `bridge-port.vlans` since 1.52.2 and 1.54; 1.52.1 refuses it. */
function reappliesPortVlans(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return major > 1 || minor >= 54 || (minor === 52 && patch >= 2);
}

/** Device properties that the kernel fixes when it makes the device (nm-device-vlan.c, bond_options.c NOSLAVES). */
const FIXED: readonly RegExp[] = [
  /^vlan\.(id|parent|flags|protocol)$/,
  /^connection\.(type|interface-name)$/,
];

/** The section is not there yet: for NetworkManager all that it could hold changes, and some of that cannot be reapplied. */
const hasNoEthernet = (keyfile: string): boolean => !/^\[(802-3-)?ethernet\]/m.test(keyfile);

export function profileMethod(
  { type }: WantedProfile,
  existing: ObservedProfile,
  changes: readonly PlannedChange[],
  version: string,
): ProfileMethod {
  if (type !== 'ethernet' && changes.some(({ path }) => FIXED.some((pattern) => pattern.test(path))))
    return 'recreate';
  // NetworkManager refuses to activate a bridge whose MAC is another than the device's.
  if (type === 'bridge' && changes.some(({ path }) => path === 'ethernet.cloned-mac-address'))
    return 'recreate';
  if (
    type === 'bond' &&
    changes.some(({ path }) => path.startsWith('ethernet.')) &&
    hasNoEthernet(existing.content)
  )
    return 'up';
  const inPlace = changes.every(
    ({ path, running }) =>
      IN_PLACE.some((pattern) => pattern.test(path)) ||
      (path === 'bridge-port.vlans' && running !== true && reappliesPortVlans(version)),
  );
  return inPlace ? 'reapply' : 'up';
}
