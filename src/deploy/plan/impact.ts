import { attributeOf, childrenOf, parseXml } from '../../compiler/index.js';
import type { ObservedHost } from '../observe/index.js';
import { graphOfLinks } from './device-graph.js';
import type { Impact } from './plan.js';
import type { Silence } from './silence.js';

/** What NetworkManager needs, seen in a lab without hardware acceleration and rounded up. Seconds. */
const PORT_SECONDS = 2;
const CONTROLLER_SECONDS = 5;

/** A guest's NIC that is plugged in somewhere now. */
export interface PluggedGuest {
  readonly guest: string;
  readonly mac: string;
  /** Its end on the host. */
  readonly tap: string;
  /** The interface that its TAP is a port of. */
  readonly bridge: string;
  /** What the guest calls it: a libvirt network, else the bridge. */
  readonly network: string;
}

export function pluggedGuests({ libvirt, links }: ObservedHost): readonly PluggedGuest[] {
  return libvirt.domains.flatMap(({ name: guest, liveInterfaces = [] }) =>
    liveInterfaces.flatMap(({ mac, target, xml }): readonly PluggedGuest[] => {
      const bridge = links.find(({ name }) => name === target)?.controller;
      if (target === undefined || bridge === undefined) return [];
      const parsed = parseXml(xml);
      const source = parsed.ok ? childrenOf(parsed.value, 'source')[0] : undefined;
      return [
        { guest, mac, tap: target, bridge, network: (source && attributeOf(source, 'network')) ?? bridge },
      ];
    }),
  );
}

export type Disruption =
  /** Nothing is interrupted. */
  | 'none'
  /** The device alone is activated again. */
  | 'device'
  /** The device with everything on it. */
  | 'controller'
  /** The device goes away. */
  | 'removal';

/**
 * Answers what changing a device does to those who use it.
 * @param kept libvirt networks that the text has: a guest on one of them gets another bridge when its own goes
 * @param untilReached how long the way of this connection is silent when these devices are activated; seconds
 */
export function impactAssessor(
  host: ObservedHost,
  silence: Silence,
  kept: ReadonlySet<string>,
  untilReached: (disrupted: ReadonlySet<string>) => number,
): (device: string, disruption: Disruption) => readonly Impact[] {
  const graph = graphOfLinks(host.links);
  const plugged = pluggedGuests(host);
  const path = new Set(host.session?.device === undefined ? [] : graph.pathDown(host.session.device));
  const linkOf = (name: string): ObservedHost['links'][number] | undefined =>
    host.links.find((link) => link.name === name);

  /** Another port of its bond goes on. */
  const isRedundant = (device: string): boolean => {
    const controller = linkOf(device)?.controller;
    const ports = host.links.filter((link) => link.controller === controller && link.carrier);
    return (
      controller !== undefined &&
      linkOf(controller)?.kind === 'bond' &&
      ports.some(({ name }) => name !== device)
    );
  };

  return (device, disruption) => {
    if (disruption === 'none' || linkOf(device) === undefined) return [];
    const seconds = disruption === 'device' ? PORT_SECONDS : CONTROLLER_SECONDS;
    if (disruption === 'device' && isRedundant(device)) return [{ kind: 'link-flap', device, seconds }];
    const affected = graph.closureUp(device);
    const resting = silence.resting(device);
    const total = seconds + silence.ofFrames(resting);
    const guests = plugged.filter(({ bridge }) => affected.has(bridge));
    return [
      ...(path.has(device)
        ? [{ kind: 'carries-connection', device, seconds: seconds + untilReached(resting) } as const]
        : []),
      ...(linkOf(device)?.kind === undefined && linkOf(device)?.carrier
        ? [{ kind: 'link-flap', device, seconds } as const]
        : []),
      ...guests.map(({ guest, network }): Impact => ({
        kind: 'guest-network',
        guest,
        network,
        ...((disruption !== 'removal' || kept.has(network)) && { seconds: total }),
      })),
    ];
  };
}
