import {
  contains,
  singleVlan,
  vlanIds,
  vlanSet,
  type BandwidthLimit,
  type GuestNic,
  type Plug,
  type Sourced,
} from '../../model/index.js';
import { explicitTapVlan } from '../network-manager/bridge-vlans.js';
import { placed, placedOptional, type Placed } from '../placed.js';
import { element, type XmlElement } from '../xml/xml-element.js';

/** Kilobytes of 1000 bytes per second, as `tc` takes them from libvirt; rounded up, so that no limit becomes 0. */
const kilobytesPerSecond = (bitsPerSecond: number): number => Math.ceil(bitsPerSecond / 8000);
const kibibytes = (bytes: number): number => Math.ceil(bytes / 1024);

const limitElement = (
  name: 'inbound' | 'outbound',
  limit: BandwidthLimit | undefined,
): XmlElement | undefined =>
  limit &&
  element(name, {
    average: placed(limit.average, kilobytesPerSecond),
    peak: placedOptional(limit.peak, kilobytesPerSecond),
    burst: placedOptional(limit.burst, kibibytes),
  });

function bandwidthElement({ bandwidth }: GuestNic): XmlElement | undefined {
  if (!bandwidth?.in && !bandwidth?.out) return undefined;
  return element('bandwidth', {}, [
    limitElement('inbound', bandwidth.in),
    limitElement('outbound', bandwidth.out),
  ]);
}

/** Tags of the TAP on a VLAN-aware Linux bridge (libvirt 11 and later; LV: formatnetwork, "Setting VLAN tag"). */
function vlanElement(nic: GuestNic, plug: Plug): XmlElement | undefined {
  if (!plug.bridge?.vlanAware.value) return undefined;
  const { trunk, native, vlan } = nic;
  if (trunk) {
    const ids = vlanIds(vlanSet([...trunk.value, ...(native ? singleVlan(native.value) : [])]));
    const tags = ids.map((id) => {
      const isNative = id === native?.value;
      const origin = isNative ? native.origin : trunk.origin;
      return element('tag', { id: { value: id, origin }, nativeMode: isNative ? 'untagged' : undefined });
    });
    return element('vlan', { trunk: 'yes' }, tags);
  }
  const access: Placed<number> | undefined = vlan ?? native;
  const own = explicitTapVlan(plug.bridge);
  if (access) return element('vlan', {}, [element('tag', { id: access })]);
  return own === undefined ? undefined : element('vlan', {}, [element('tag', { id: own })]);
}

/** One queue is what libvirt means without the element, and it drops it from its output. */
const driverElement = (queues: Sourced<number> | undefined): XmlElement | undefined =>
  queues && queues.value > 1 ? element('driver', { name: 'vhost', queues }) : undefined;

/** Without the address a filter trusts the first packet that the guest sends; a lease says it beforehand. */
function filterElement({ filter, mac }: GuestNic, plug: Plug): XmlElement | undefined {
  if (!filter) return undefined;
  const network = plug.kind === 'virtual-network' ? plug.virtualNetwork : undefined;
  const leases = network && network.kind !== 'bridged' ? network : undefined;
  const addresses = (leases?.leases ?? []).filter(
    (lease) =>
      lease.mac === mac.value && leases?.addresses.some(({ value }) => contains(value, lease.address)),
  );
  const parameters = addresses
    .filter(({ address }) => !address.includes(':'))
    .map(({ address, origin }) => element('parameter', { name: 'IP', value: { value: address, origin } }));
  return element('filterref', { filter }, parameters);
}

function sourceElement({ attachment }: GuestNic, plug: Plug): XmlElement {
  const { origin } = attachment;
  return plug.kind === 'virtual-network'
    ? element('source', { network: { value: plug.virtualNetwork.name, origin } })
    : element('source', { bridge: { value: plug.bridge.name, origin } });
}

/** The `<interface>` of a domain (libvirt: formatdomain, "Network interfaces"), in the order in which libvirt prints it. */
export function guestInterfaceDocument(nic: GuestNic, plug: Plug): XmlElement {
  return element('interface', { type: plug.kind === 'virtual-network' ? 'network' : 'bridge' }, [
    element('mac', { address: nic.mac }),
    sourceElement(nic, plug),
    vlanElement(nic, plug),
    bandwidthElement(nic),
    element('model', { type: nic.model }),
    driverElement(nic.queues),
    filterElement(nic, plug),
    nic.link?.value === false ? element('link', { state: placed(nic.link, () => 'down') }) : undefined,
    nic.mtu && element('mtu', { size: nic.mtu }),
    nic.boot && element('boot', { order: nic.boot }),
    nic.isolated?.value ? element('port', { isolated: placed(nic.isolated, () => 'yes') }) : undefined,
  ]);
}
