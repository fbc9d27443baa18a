import { assertNever, type Bond, type Bridge, type Device, type Sourced } from '../../model/index.js';
import type { HostContext } from '../host-context.js';
import { placed, placedOptional } from '../placed.js';
import { defaultPvid, ownVlans } from './bridge-vlans.js';
import { entry, section, type KeyfileSection } from './keyfile.js';

/** NetworkManager writes MACs in capitals; so a profile that it has rewritten still reads the same. */
const capitals = (mac: string): string => mac.toUpperCase();

/** NM_SETTING_WIRED_WAKE_ON_LAN_MAGIC and _NONE (nm-setting-wired.h). */
const WAKE_ON_MAGIC_PACKET = 64;
const WAKE_NEVER = 0;

/**
 * Whether a DHCP server may choose the MTU: it can give one with the address (option 26), and one in the profile would win
 * over it. A bond gives its own to its ports, a device to the VLANs on it. Anywhere else the default is said too:
 * NetworkManager leaves a device the MTU that it has, or a VLAN that of its parent, where a profile names none.
 */
function takesMtuOfLease(device: Device, { index }: HostContext): boolean {
  // A bridge that was never told its MTU takes the smallest of its ports, guests' TAPs too (LINUX: br_mtu_auto_adjust).
  if (device.kind === 'bridge' || device.mtu.follows?.rule !== 'default') return false;
  const belowOrAbove = device.kind === 'vlan' ? device.parent.value : device.controller;
  const source = belowOrAbove === undefined ? undefined : index.device(belowOrAbove);
  return [device, source].some((one) => one?.addressing.dhcp !== undefined && one.kind !== 'bridge');
}

function ethernetSection(device: Device, context: HostContext): KeyfileSection {
  return section(
    'ethernet',
    device.kind === 'nic' ? entry('mac-address', placedOptional(device.mac, capitals)) : [],
    device.kind === 'bond' || device.kind === 'bridge'
      ? entry('cloned-mac-address', placedOptional(device.mac, capitals))
      : [],
    takesMtuOfLease(device, context) ? [] : entry('mtu', device.mtu),
    device.kind === 'nic'
      ? entry(
          'wake-on-lan',
          placedOptional(device.wakeOnLan, (on) => (on ? WAKE_ON_MAGIC_PACKET : WAKE_NEVER)),
        )
      : [],
  );
}

/** Options by the names that the kernel gives them (LINUX: Documentation/networking/bonding.rst). */
function bondSection({ mode, options }: Bond, { index, nameOf }: HostContext): KeyfileSection {
  const primary = options.primary && index.device(options.primary.value);
  const targets = options.arpTargets ?? [];
  return section(
    'bond',
    entry('mode', mode),
    entry('miimon', options.miimon),
    entry('updelay', options.updelay),
    entry('downdelay', options.downdelay),
    entry('arp_interval', options.arpInterval),
    targets[0]
      ? entry('arp_ip_target', { value: targets.map(({ value }) => value).join(), origin: targets[0].origin })
      : [],
    options.primary && primary
      ? entry(
          'primary',
          placed(options.primary, () => nameOf(primary)),
        )
      : [],
    entry('lacp_rate', options.lacpRate),
    entry('xmit_hash_policy', options.hash),
    entry('min_links', options.minLinks),
    entry('ad_select', options.adSelect),
    entry('fail_over_mac', options.failOverMac),
  );
}

/** Times in seconds. `stp` is always said: NetworkManager's default is on, and a port then stays silent for 30 s. */
function bridgeSection(bridge: Bridge, { index }: HostContext): KeyfileSection {
  const idsOnTop = index
    .vlansOn(bridge.id)
    .flatMap((device) => (device.kind === 'vlan' ? [device.vlanId.value] : []));
  const aware: Sourced<boolean> = bridge.vlanAware;
  const vlans = ownVlans(bridge, idsOnTop);
  return section(
    'bridge',
    entry('stp', bridge.stp),
    entry('priority', bridge.priority),
    entry('forward-delay', bridge.forwardDelay),
    entry('hello-time', bridge.helloTime),
    entry('max-age', bridge.maxAge),
    entry('ageing-time', bridge.ageingTime),
    entry('multicast-snooping', bridge.multicastSnooping),
    ...(aware.value
      ? [
          entry('vlan-filtering', aware),
          entry('vlan-default-pvid', {
            value: defaultPvid(bridge),
            origin: bridge.pvid?.origin ?? aware.origin,
          }),
          entry('vlans', vlans === '' ? undefined : vlans),
        ]
      : []),
  );
}

/** What makes the link: the sections of layer 2 that belong to the kind of the device. */
export function linkSections(device: Device, context: HostContext): readonly KeyfileSection[] {
  const ethernet = ethernetSection(device, context);
  switch (device.kind) {
    case 'nic':
      return [ethernet];
    case 'bond':
      // NetworkManager takes a section that comes or goes for a change of all it could hold, and does not reapply it.
      return [{ ...ethernet, stays: true }, bondSection(device, context)];
    case 'bridge':
      return [ethernet, bridgeSection(device, context)];
    case 'vlan': {
      const parent = context.index.device(device.parent.value);
      return [
        ethernet,
        // The reader takes 1 (REORDER_HDR) for a missing key, D-Bus 0: said, so that both mean the same.
        section(
          'vlan',
          entry('flags', 1),
          entry('id', device.vlanId),
          parent
            ? entry(
                'parent',
                placed(device.parent, () => context.nameOf(parent)),
              )
            : [],
        ),
      ];
    }
    default:
      return assertNever(device);
  }
}
