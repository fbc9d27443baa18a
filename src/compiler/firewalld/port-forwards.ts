import type { IpAddress, ManagedNetwork, PortForward } from '../../model/index.js';
import type { HostContext } from '../host-context.js';

/** A forward whose guest has a fixed address in the network. */
export interface ResolvedForward {
  readonly forward: PortForward;
  readonly address: IpAddress;
}

type Context = Pick<HostContext, 'host' | 'index'>;

/** Addresses that the network's leases give to the guest's NICs in it. */
function fixedAddresses(
  network: ManagedNetwork,
  { guest }: PortForward,
  { host, index }: Context,
): readonly IpAddress[] {
  const macs = (index.guest(guest.value)?.nics ?? [])
    .filter((nic) => {
      const plug = index.plugOf(nic, host.id);
      return plug?.kind === 'virtual-network' && plug.virtualNetwork.id === network.id;
    })
    .map(({ mac }) => mac.value);
  return network.leases.filter(({ mac }) => macs.includes(mac)).map(({ address }) => address);
}

/** The forwards of a `nat` network that can be expressed. */
export const resolvedForwards = (network: ManagedNetwork, context: Context): readonly ResolvedForward[] =>
  network.kind !== 'nat'
    ? []
    : network.forwards.flatMap((forward) =>
        fixedAddresses(network, forward, context).map((address) => ({ forward, address })),
      );

/** Notes the forwards that cannot, and what a network with forwards must do without. */
export function omitForwards(network: ManagedNetwork, context: HostContext): void {
  const resolved = resolvedForwards(network, context);
  for (const forward of network.forwards.filter(
    (each) => !resolved.some((other) => other.forward === each),
  )) {
    const { number, protocol } = forward.port;
    const why =
      network.kind === 'nat'
        ? 'the guest has no fixed address in the network'
        : 'only a nat network forwards ports';
    const message = `The forward of port ${number}/${protocol} is left out: ${why}.`;
    context.omit({ subject: network.id, origin: forward.origin, message });
  }
  if (network.over && resolved.length > 0) {
    const message = `Network ${network.name} is not held to one device: libvirt leaves a network with forwarded ports to firewalld, which translates addresses on all.`;
    context.omit({ subject: network.id, origin: network.over.origin, message });
  }
}
