import { DEFAULT_MTU, networkId, type Sourced } from '../../model/index.js';
import type { Draft } from './draft.js';

/**
 * MTUs of all devices of a host: what is written; else the largest of the device's networks; else 1500. A device that
 * carries others is raised to the largest of them when nothing is written on it: a VLAN or bridge cannot send what its
 * lower device does not take (LINUX: vlan_dev_change_mtu, br_mtu_auto_adjust), and a bond sets its ports.
 */
export function deviceMtus(drafts: readonly Draft[]): ReadonlyMap<Draft, Sourced<number>> {
  const above = new Map<Draft, Draft[]>();
  const put = (lower: Draft, upper: Draft): void => {
    const list = above.get(lower);
    if (list) list.push(upper);
    else above.set(lower, [upper]);
  };
  for (const draft of drafts) {
    if (draft.parent) put(draft.parent.draft, draft);
    for (const port of draft.ports) put(port.draft, draft);
  }
  const known = new Map<Draft, Sourced<number>>();
  const inProgress = new Set<Draft>();

  function mtuOf(draft: Draft): Sourced<number> {
    const earlier = known.get(draft);
    if (earlier) return earlier;
    if (inProgress.has(draft)) return ownMtu(draft);
    inProgress.add(draft);
    let mtu = ownMtu(draft);
    if (!draft.written?.mtu)
      for (const upper of above.get(draft) ?? []) {
        const { value } = mtuOf(upper);
        if (value > mtu.value)
          mtu = { value, origin: draft.places.name, follows: { rule: 'children', from: upper.id } };
      }
    inProgress.delete(draft);
    known.set(draft, mtu);
    return mtu;
  }
  return new Map(drafts.map((draft) => [draft, mtuOf(draft)]));
}

function ownMtu(draft: Draft): Sourced<number> {
  if (draft.written?.mtu) return draft.written.mtu;
  let mtu: Sourced<number> | undefined;
  for (const { network, origin } of draft.services)
    if (network.mtu && network.mtu.value > (mtu?.value ?? 0))
      mtu = { value: network.mtu.value, origin, follows: { rule: 'network', from: networkId(network.name) } };
  return mtu ?? { value: DEFAULT_MTU, origin: draft.places.name, follows: { rule: 'default' } };
}
