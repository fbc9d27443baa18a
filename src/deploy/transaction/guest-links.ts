import { attributeOf, childrenOf, parseXml, type XmlElement } from '../../compiler/index.js';
import type { ObservedHost, ObservedLink } from '../observe/index.js';
import type { Plan } from '../plan/index.js';

/** Where a running guest's NIC is plugged in. */
interface GuestLink {
  /** `web1 52:54:00:00:00:01` */
  readonly name: string;
  /** The bridge that its network has now. */
  readonly wanted: string;
  readonly found: string | undefined;
  /** `10 pvid untagged, 20` */
  readonly vlans: string;
  /** What libvirt has been told of them; absent: nothing, so the TAP has those that its bridge gives. */
  readonly told?: string;
}

/**
 * What running guests have lost on the way, that they had before: NetworkManager and libvirt both let go of TAPs, or of their
 * VLANs, and no file says so.
 */
export function lostGuestLinks(
  before: ObservedHost,
  after: ObservedHost,
  plan: Pick<Plan, 'steps'>,
): readonly string[] {
  const former = new Map(guestLinks(before).map((link) => [link.name, link]));
  // What changes guests or their networks gives TAPs other VLANs, but those that libvirt has been told of, and still is.
  const bridgesStay = !plan.steps.some(
    ({ kind }) => kind === 'guest-interface' || kind === 'libvirt-network',
  );
  return guestLinks(after).flatMap(({ name, wanted, found, vlans, told }) => {
    const was = former.get(name);
    if (was?.found !== was?.wanted) return [];
    if (found !== wanted) return [`guest ${name}: is on ${found ?? 'nothing'}, not on ${wanted}`];
    const vlansStay = bridgesStay || (told !== undefined && told === was?.told);
    return vlansStay && was && was.vlans !== vlans
      ? [`guest ${name}: has VLANs ${vlans || 'none'}, not ${was.vlans || 'none'}`]
      : [];
  });
}

function guestLinks({ libvirt, links }: ObservedHost): readonly GuestLink[] {
  const linkOf = new Map(links.map((link) => [link.name, link]));
  const bridgeOf = new Map(
    libvirt.networks.flatMap(({ name, liveXml }) => {
      const bridge = liveXml === undefined ? undefined : attributeIn(liveXml, 'bridge', 'name');
      return bridge === undefined ? [] : [[name, bridge] as const];
    }),
  );
  return libvirt.domains.flatMap(({ name, liveInterfaces = [] }) =>
    liveInterfaces.flatMap(({ mac, target = '', xml }): readonly GuestLink[] => {
      const link = linkOf.get(target);
      const network = attributeIn(xml, 'source', 'network');
      // The bridge that a running guest's XML names is the one that its network had when the NIC was plugged in: a network
      // that was changed since has another, one that was removed has none. A network of the mode `bridge` is not named at all.
      const wanted = network === undefined ? attributeIn(xml, 'source', 'bridge') : bridgeOf.get(network);
      // A bridge that is gone is the profile's matter, and gone because the plan says so.
      if (!link || wanted === undefined || !linkOf.has(wanted)) return [];
      // Elements hold nothing but what the text says, in its order.
      const vlan = childIn(xml, 'vlan');
      const told = vlan && JSON.stringify(vlan);
      return [
        {
          ...{ name: `${name} ${mac}`, wanted, found: link.controller, vlans: formatVlans(link) },
          ...(told !== undefined && { told }),
        },
      ];
    }),
  );
}

function attributeIn(xml: string, element: string, attribute: string): string | undefined {
  const child = childIn(xml, element);
  return child && attributeOf(child, attribute);
}

function childIn(xml: string, element: string): XmlElement | undefined {
  const parsed = parseXml(xml);
  return parsed.ok ? childrenOf(parsed.value, element)[0] : undefined;
}

const formatVlans = ({ vlans }: ObservedLink): string =>
  vlans
    .map(({ id, pvid, untagged }) => `${id}${pvid ? ' pvid' : ''}${untagged ? ' untagged' : ''}`)
    .join(', ');
