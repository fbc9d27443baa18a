import {
  formatVlanSet,
  vlanSet,
  vlanSetHas,
  vlanSetMinus,
  type Bridge,
  type LogicalNetwork,
  type VlanSet,
} from '../../../model/index.js';
import { vlanRange } from '../../literals/numbers.js';
import { nextVlan } from '../free-values.js';
import { hostOf, hostsOfGuest, innermost, networkNamed, said, type Situation } from '../situation.js';
import { words, type Value } from '../value.js';
import { networksSaid } from './devices.js';

/** The id of a network or VLAN device: like its subnet where people write 10.11.13.0/24 for 13, else the next free. */
export function vlanIdValues(situation: Situation): readonly Value[] {
  const { network } = situation.site.index;
  const used = new Set(network.networks.flatMap(({ vlan }) => (vlan ? [vlan.value] : [])));
  const third = Number(/^\d+\.\d+\.(\d+)\.0\/24$/.exec(said(situation, 'subnet')[0] ?? '')?.[1]);
  const alike =
    third > 1 && !used.has(third) && network.networks.some((known) => isAlike(known))
      ? words([String(third)], 'like its subnet')
      : [];
  return [...alike, ...words([String(nextVlan(network))], 'next free')];
}

const isAlike = ({ vlan, subnets }: LogicalNetwork): boolean =>
  subnets.some(({ value }) => value.address.split('.')[2] === String(vlan?.value));

/** A trunk of a hundred ids that nothing in the site uses. */
export function vlanRangeValues({ site }: Situation): readonly Value[] {
  const { networks } = site.index.network;
  const used: VlanSet = vlanSet(
    networks.flatMap(({ vlan, vlans }) => [
      ...(vlan ? [{ first: vlan.value, last: vlan.value }] : []),
      ...(vlans?.value ?? []),
    ]),
  );
  for (let first = 100; first < 4_000; first += 100) {
    const range = [{ first, last: first + 99 }];
    if (
      vlanSetMinus(range, used)[0]?.first === first &&
      formatVlanSet(vlanSetMinus(range, used)) === formatVlanSet(range)
    )
      return words([formatVlanSet(range)], 'free');
  }
  return [];
}

/** The ids among some words; what is no id is left out. */
const rangesIn = (texts: readonly string[]): VlanSet =>
  vlanSet(
    texts.flatMap((text) => {
      const reading = vlanRange(text);
      return 'value' in reading ? [reading.value] : [];
    }),
  );

/** VLANs that a bridge lets pass: written there, or of its networks. */
function vlansOfBridge(bridge: Bridge | undefined, networks: readonly LogicalNetwork[]): VlanSet {
  return vlanSet([
    ...(bridge?.vlans?.value ?? []),
    ...networks.flatMap(({ vlan, vlans }) => [
      ...(vlan ? [{ first: vlan.value, last: vlan.value }] : []),
      ...(vlans?.value ?? []),
    ]),
  ]);
}

/** What the bridge around the cursor, or the bridge or network that a guest's NIC plugs into, carries. */
export function carriedVlans(situation: Situation): VlanSet {
  const { rule } = situation.cursor.vocabulary;
  if (rule === 'GuestNicBlock') return vlansOfPlug(situation);
  const { blocks } = situation.cursor;
  const block = rule === 'PortBlock' ? blocks.at(-2) : innermost(situation);
  const name = block?.header[0];
  const device = hostOf(situation)?.devices.find((each) => each.name === name);
  const networks = [...(block?.said.get('network') ?? [])].flatMap(
    (each) => networkNamed(situation, each) ?? [],
  );
  const writtenVlans = rangesIn(block?.said.get('vlans') ?? []);
  return vlanSet([
    ...vlansOfBridge(device?.kind === 'bridge' ? device : undefined, networks),
    ...writtenVlans,
  ]);
}

function vlansOfPlug(situation: Situation): VlanSet {
  const networks = networksSaid(situation);
  if (networks.length > 0) return vlansOfBridge(undefined, networks);
  const [name] = said(situation, 'bridge');
  const bridges = hostsOfGuest(situation).flatMap(({ devices }) =>
    devices.flatMap((device) => (device.kind === 'bridge' && device.name === name ? [device] : [])),
  );
  return vlanSet(bridges.flatMap((bridge) => bridge.vlans?.value ?? []));
}

/** What may pass tagged: all that the bridge carries, and its parts. */
export function trunkValues(situation: Situation): readonly Value[] {
  const carried = carriedVlans(situation);
  const rest = vlanSetMinus(carried, rangesIn(said(situation, 'trunk')));
  const all = rest.length > 1 ? [{ name: formatVlanSet(rest), detail: 'all that the bridge carries' }] : [];
  return [
    ...all,
    ...words(
      rest.map((range) => formatVlanSet([range])),
      'carried by the bridge',
    ),
  ];
}

/** The untagged VLAN: one of the trunk, as far as that is written, or of the bridge. */
export function nativeValues(situation: Situation): readonly Value[] {
  const trunk = rangesIn(said(situation, 'trunk'));
  const carried = trunk.length > 0 ? trunk : carriedVlans(situation);
  const preferred = carried.some(({ first }) => first === 1) ? [1] : [];
  const ids = carried.flatMap(({ first, last }) =>
    Array.from({ length: Math.min(last - first + 1, 20) }, (_, i) => first + i),
  );
  return words([...new Set([...preferred, ...ids])].slice(0, 50).map(String), 'carried here');
}

/** `pvid` of a bridge: an id that passes it. */
export const pvidValues = (situation: Situation): readonly Value[] => {
  const carried = carriedVlans(situation);
  const one = vlanSetHas(carried, 1) ? [] : words(['1'], "the kernel's default");
  return [...one, ...nativeValues(situation)];
};

/** Whether VLANs can be told apart where the NIC of a guest is plugged in; undefined while that is not said. */
export function isTrunkHere(situation: Situation): boolean | undefined {
  const networks = networksSaid(situation);
  if (networks.length > 0) return networks.some(({ vlans }) => vlans !== undefined);
  const [name] = said(situation, 'bridge');
  if (name === undefined) return said(situation, 'network').length > 0 ? false : undefined;
  return hostsOfGuest(situation).some(({ devices }) =>
    devices.some((device) => device.kind === 'bridge' && device.name === name && device.vlanAware.value),
  );
}
