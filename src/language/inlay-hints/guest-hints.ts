import {
  DEFAULT_MTU,
  formatVlanSet,
  type Guest,
  type GuestNic,
  type LogicalNetwork,
  type NetworkIndex,
} from '../../model/index.js';
import { appendTo, vlanHint } from './device-hints.js';
import type { Hint } from './hint.js';
import { override } from './override-hints.js';

/** What follows for a guest: MACs, queues, and what its networks give. */
export function guestHints(guest: Guest, index: NetworkIndex): readonly Hint[] {
  return guest.nics.flatMap((nic) => {
    const { attachment } = nic;
    const network =
      attachment.kind === 'network' && attachment.network !== undefined
        ? index.logicalNetwork(attachment.network)
        : undefined;
    return [...ownHints(nic, guest), ...(network ? networkHints(nic, network) : [])];
  });
}

function ownHints({ mac, queues, places, name }: GuestNic, guest: Guest): readonly Hint[] {
  const hints: Hint[] = [];
  if (mac.follows && mac.value !== '')
    hints.push({
      kind: 'macs',
      at: places.name,
      label: mac.value,
      why: `Made from the names of guest and NIC, ${guest.name} and ${name}: the same wherever the site is checked out.`,
      edit: appendTo(places, `mac ${mac.value}`),
    });
  if (queues?.follows && guest.vcpus)
    hints.push({
      kind: 'queues',
      at: queues.origin,
      label: `${queues.value}`,
      why: `As many as ${guest.name} has vCPUs.`,
      source: guest.vcpus.origin,
      edit: { kind: 'replace', at: queues.origin, text: `${queues.value}` },
    });
  return hints;
}

function networkHints(nic: GuestNic, network: LogicalNetwork): readonly Hint[] {
  const at = nic.attachment.origin;
  const hints: Hint[] = [];
  const { vlan, trunk, mtu, places } = nic;
  if (trunk?.follows && network.vlans)
    hints.push({
      kind: 'vlans',
      at,
      label: `trunk ${formatVlanSet(trunk.value)}`,
      why: `The guest gets all VLANs of the network ${network.name}, tagged.`,
      source: network.vlans.origin,
      edit: appendTo(places, `trunk ${formatVlanSet(trunk.value)}`),
    });
  else if (network.vlan && (vlan === undefined || vlan.follows)) {
    const hint = vlanHint(network, at);
    if (hint) hints.push(hint);
  }
  if (mtu?.follows && mtu.value !== DEFAULT_MTU)
    hints.push({
      kind: 'mtus',
      at,
      label: `mtu ${mtu.value}`,
      why: `${mtu.value} bytes of the network ${network.name}.`,
      ...(network.mtu && { source: network.mtu.origin }),
      edit: appendTo(places, `mtu ${mtu.value}`),
    });
  if (mtu && !mtu.follows && network.mtu && network.mtu.value !== mtu.value)
    hints.push(override(mtu.origin, `mtu ${network.mtu.value}`, network, network.mtu.origin));
  return hints;
}
