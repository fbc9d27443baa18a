import {
  formatVlanSet,
  isVlanId,
  networkId,
  singleVlan,
  vlanSet,
  type BondOptions,
  type BridgePort,
  type Device,
  type ElementId,
  type Sourced,
  type VlanSet,
} from '../../model/index.js';
import { present } from '../declarations/block-reader.js';
import type { BondDeclaration } from '../declarations/declaration.js';
import { addressingOf } from './device-addressing.js';
import { isVlanAware, writtenBridge, type Draft, type Service } from './draft.js';

/** The device of the model; undefined where something essential is missing. */
export function buildDevice(
  host: string,
  draft: Draft,
  mtu: Sourced<number>,
  number: Sourced<number> | undefined,
): Device | undefined {
  const { id, name, places, written, documentation, derived, controller } = draft;
  const base = {
    id,
    name,
    places,
    host,
    networks: draft.services.map(sourcedNetwork),
    mtu,
    addressing: addressingOf(draft, number),
    ...present({ documentation, derived, controller: controller?.id, leftNetworks: leftOf(draft) }),
  };
  if (draft.kind === 'vlan') {
    const { parent, vlanId } = draft;
    if (!parent || !vlanId) return undefined;
    const { origin, follows } = parent;
    return {
      ...base,
      kind: 'vlan',
      parent: { value: parent.draft.id, origin, ...present({ follows }) },
      vlanId,
    };
  }
  if (draft.kind === 'bridge') return { ...base, ...bridgeProperties(draft) };
  const carries = carriesOf(draft);
  if (written?.kind === 'nic') {
    const { mac, wakeOnLan } = written;
    return { ...base, kind: 'nic', carries, ...present({ mac, wakeOnLan }) };
  }
  if (written?.kind !== 'bond') return undefined;
  return {
    ...base,
    kind: 'bond',
    carries,
    ports: draft.ports.map(({ draft: port, origin }) => ({ value: port.id, origin })),
    mode: written.mode ?? { value: 'active-backup', origin: places.name, follows: { rule: 'default' } },
    options: bondOptions(written, draft),
    ...present({ mac: written.mac }),
  };
}

const sourcedNetwork = ({ network, origin, follows }: Service) => ({
  value: networkId(network.name),
  origin,
  ...present({ follows }),
});

function leftOf({ written }: Draft): readonly Sourced<ElementId>[] | undefined {
  const left = (written?.left ?? []).map(({ value, origin }) => ({ value: networkId(value), origin }));
  return left.length > 0 ? left : undefined;
}

const carriesOf = ({ carried = [] }: Draft) =>
  carried.map(({ network, origin }) => ({ value: networkId(network.name), origin }));

function bondOptions(written: BondDeclaration, { primary, places }: Draft): BondOptions {
  const { arpInterval, arpTargets, lacpRate, hash, minLinks, updelay, downdelay, failOverMac, adSelect } =
    written;
  // Without either kind of monitoring a bond never notices a dead link (LINUX: bonding.rst, miimon default 0).
  const miimon =
    written.miimon ??
    (arpInterval ? undefined : { value: 100, origin: places.name, follows: { rule: 'default' as const } });
  return present({
    primary,
    miimon,
    arpInterval,
    arpTargets,
    lacpRate,
    hash,
    minLinks,
    updelay,
    downdelay,
    failOverMac,
    adSelect,
  });
}

function bridgeProperties(draft: Draft) {
  const written = writtenBridge(draft);
  const { vlanAware, stp, priority, forwardDelay, helloTime, maxAge, ageingTime, multicastSnooping, mac } =
    written ?? {};
  const origin = draft.places.name;
  const aware = isVlanAware(draft);
  const vlans = aware ? passingVlans(draft) : written?.vlans;
  return {
    kind: 'bridge' as const,
    ports: draft.ports.map((port) => bridgePort(port, aware)),
    vlanAware: vlanAware ?? {
      value: aware,
      origin,
      follows: { rule: draft.trunk ? ('network' as const) : ('default' as const) },
    },
    stp: stp ?? { value: false, origin, follows: { rule: 'default' as const } },
    ...present({
      vlans,
      ownVlans: vlans === written?.vlans ? undefined : written?.vlans,
      pvid: aware ? pvidOf(draft) : written?.pvid,
      priority,
      forwardDelay,
      helloTime,
      maxAge,
      ageingTime,
      multicastSnooping,
      mac,
    }),
  };
}

/** On a VLAN-aware bridge `native` alone is an access port, as on a switch: that VLAN, untagged, and no other. */
function bridgePort({ draft, origin, block }: Draft['ports'][number], aware: boolean): BridgePort {
  if (!block) return { device: draft.id, origin };
  const { native, isolated, priority, cost } = block;
  const trunk =
    block.trunk ??
    (aware && native && isVlanId(native.value)
      ? { value: singleVlan(native.value), origin: native.origin, follows: { rule: 'default' as const } }
      : undefined);
  return {
    device: draft.id,
    origin: block.device.origin,
    block: block.origin,
    ...present({ trunk, native, isolated, priority, cost }),
  };
}

/** VLANs written on a VLAN-aware bridge and those of its networks. */
function passingVlans(draft: Draft): Sourced<VlanSet> | undefined {
  const written = writtenBridge(draft)?.vlans;
  const sources = [...draft.services, ...draft.passing].flatMap((service) => {
    const { vlan, vlans } = service.network;
    const set = vlans?.value ?? (vlan && singleVlan(vlan.value));
    return set ? [{ set, service }] : [];
  });
  const [first] = sources;
  if (!first) return written;
  const value = vlanSet([...(written?.value ?? []), ...sources.flatMap(({ set }) => set)]);
  if (written && formatVlanSet(written.value) === formatVlanSet(value)) return written;
  return {
    value,
    origin: written?.origin ?? first.service.origin,
    follows: { rule: 'network', from: networkId(first.service.network.name) },
  };
}

/**
 * Untagged frames of a VLAN-aware bridge are dropped, unless an untagged network ends there: then they are VLAN 1 inside
 * of it, which is what the kernel gives ports without configuration (LINUX: br_vlan_init).
 */
function pvidOf(draft: Draft): Sourced<number> {
  const written = writtenBridge(draft)?.pvid;
  if (written) return written;
  const untagged = draft.services.find(
    ({ network }) => network.vlan === undefined && network.vlans === undefined,
  );
  if (!untagged) return { value: 0, origin: draft.places.name, follows: { rule: 'default' } };
  const { network, origin } = untagged;
  return { value: 1, origin, follows: { rule: 'network', from: networkId(network.name) } };
}
