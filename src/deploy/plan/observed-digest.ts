import { digestOf } from '../digest.js';
import type { ObservedHost, ObservedLink } from '../observe/index.js';

/**
 * SHA-256 of everything that plans rely on and that stays the same while nobody changes the host: not routes that a daemon
 * learns, nor what spanning tree does; and not what follows from a guest or container that starts, or whose TAP begins to
 * forward, in the meantime: TAPs, veths, the profiles that NetworkManager generates for them a few seconds later, the carrier
 * and the MAC of their bridge.
 */
export function observedDigest(host: ObservedHost): string {
  const { networkManager, links, routes, libvirt, firewalld, files, kernelSettings, record, session } = host;
  return digestOf({
    version: networkManager.version,
    // Of another tool: it would undo what is committed meanwhile.
    checkpoints: networkManager.checkpoints,
    profiles: byKey(
      networkManager.profiles.filter(({ generated }) => !generated),
      ({ uuid }) => uuid,
    ).map(({ uuid, path, content, device }) => ({
      uuid,
      path,
      device,
      // Written by NetworkManager whenever it activates the profile.
      content: content.replace(/^timestamp=.*$/m, ''),
    })),
    links: byKey(
      links.filter(({ kind }) => kind !== 'tun' && kind !== 'veth'),
      ({ name }) => name,
    ).map(({ carrier, mac, bridge, ...link }) => ({
      ...link,
      ...(link.kind === undefined && { carrier, mac }),
      ...(bridge && { bridge: ownOf(bridge) }),
    })),
    // As NetworkManager writes those of profiles; `dhcp`, `ra` and those of routing daemons come and go.
    routes: byKey(
      routes.filter(({ protocol }) => protocol === 'static'),
      (route) => JSON.stringify(route),
    ),
    libvirt: {
      state: libvirt.state,
      networks: byKey(libvirt.networks, ({ uuid }) => uuid),
      domains: byKey(libvirt.domains, ({ uuid }) => uuid).map(({ liveInterfaces, ...domain }) => ({
        ...domain,
        live: liveInterfaces?.map(({ mac, xml }) => ({
          mac,
          source: /<source [^>]*(network|bridge)='[^']*'/.exec(xml)?.[0],
        })),
      })),
    },
    firewalld: { state: firewalld.state, zones: [...firewalld.zones].sort() },
    files: byKey(files, ({ path }) => path),
    kernelSettings,
    generation: record?.generation ?? 0,
    server: session?.server,
  });
}

/** Without what spanning tree changes by itself: the times of a root bridge elsewhere, and how long addresses are kept. */
function ownOf({ followsRoot, ageingTime, ...bridge }: NonNullable<ObservedLink['bridge']>): object {
  const { forwardDelay, helloTime, maxAge, ...own } = bridge;
  return {
    ...own,
    ...(!followsRoot && { forwardDelay, helloTime, maxAge }),
    ...(!bridge.stp && { ageingTime }),
  };
}

const byKey = <T>(items: readonly T[], key: (item: T) => string): readonly T[] =>
  [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
