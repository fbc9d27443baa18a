import { networkId } from '../../model/index.js';
import type { ElementId, Guest, GuestNic, NetworkIndex, Host, Plug, Pool } from '../../model/index.js';
import type { SiteFrame } from '../folding/site-frames.js';
import { UNPLACED_ID } from '../graph.js';
import type { Detail, GraphNode, Mark } from '../graph.js';
import type { NetworkLabels } from '../network-labels.js';
import { listDetail } from './describe-addressing.js';
import { describeGuest, describeGuestNic, guestVlanText } from './describe-guest.js';
import { toneOfMarks } from './host-nodes.js';
import type { DevicesContext } from './host-nodes.js';

/** The frame of a pool, the same in every perspective. */
export function poolFrame(pool: Pool, hosts: readonly Host[]): GraphNode {
  const names = hosts.map(({ name }) => name);
  return {
    id: pool.id,
    kind: 'pool',
    label: pool.name,
    sublabels: [],
    marks: [],
    origin: pool.places.name,
    extent: pool.places.whole,
    details: [{ name: 'kind', value: 'pool' }, ...listDetail('hosts', names)],
    ...(pool.documentation !== undefined && { documentation: pool.documentation }),
  };
}

export const UNPLACED_FRAME: GraphNode = {
  id: UNPLACED_ID,
  kind: 'unplaced',
  label: 'without a host',
  sublabels: [],
  marks: [],
  details: [{ name: 'kind', value: 'guests whose host or pool is not declared' }],
};

/** Where a guest is drawn, and what its NICs are plugged into there. */
interface Place {
  readonly frame: string;
  readonly text: Detail;
  /** Id of the node on the other side of the TAP, when there is one. */
  plugNode(nic: GuestNic): string | undefined;
}

export function addGuestOnHost(guest: Guest, host: ElementId, context: DevicesContext): void {
  const name = context.index.host(host)?.name ?? host;
  addGuest(guest, context, {
    frame: host,
    text: { name: 'on', value: name },
    plugNode: (nic) => nodeOfPlug(context.index.plugOf(nic, host)),
  });
}

export const nodeOfPlug = (plug: Plug | undefined): string | undefined =>
  plug && (plug.kind === 'bridge' ? plug.bridge.id : (plug.bridge?.id ?? plug.virtualNetwork.id));

/**
 * A guest of a pool runs on one host at a time, nobody knows on which: it is drawn once, in a frame of its pool, and
 * each network that the pool's guests use is drawn there as the plug that every host of the pool must have.
 */
export function addPoolGuests(
  { pool, hosts, guests }: SiteFrame & { readonly kind: 'pool' },
  context: DevicesContext,
): void {
  const { builder, index } = context;
  const hostNames = hosts.map(({ name }) => name);
  builder.addNode({
    ...poolFrame(pool, hosts),
    sublabels: [hostNames.length > 0 ? `runs on any of ${listNames(hostNames)}` : 'pool without hosts'],
  });
  for (const guest of guests) {
    for (const nic of guest.nics) {
      const id = plugId(pool, nic);
      if (builder.hasNode(id)) continue;
      const without = hosts.filter(({ id: host }) => !index.plugOf(nic, host)).map(({ name }) => name);
      builder.addNode({
        id,
        kind: 'plug',
        frame: pool.id,
        label: nic.attachment.name,
        sublabels: [without.length === 0 ? 'alike on each host' : `not on ${listNames(without)}`],
        marks: marksOfNic(guest, nic, context),
        derived: true,
        origin: nic.attachment.origin,
        details: [
          { name: 'kind', value: 'network or bridge that each host of the pool must have' },
          ...listDetail('hosts', hostNames),
          ...listDetail('missing on', without),
        ],
      });
    }
    addGuest(guest, context, {
      frame: pool.id,
      text: { name: 'in pool', value: pool.name },
      plugNode: (nic) => plugId(pool, nic),
    });
  }
}

/** Guests whose host or pool does not exist: shown apart, so that they do not vanish while a name is being typed. */
export function addUnplacedGuests(guests: readonly Guest[], context: DevicesContext): void {
  context.builder.addNode(UNPLACED_FRAME);
  for (const guest of guests) {
    addGuest(guest, context, {
      frame: UNPLACED_ID,
      text: { name: 'on', value: 'nothing that is declared' },
      plugNode: () => undefined,
    });
  }
}

export const plugId = (pool: Pick<Pool, 'id'>, { attachment }: GuestNic): string =>
  `${pool.id}/${attachment.kind}/${networkId(attachment.name)}`;

/** At most three names; whoever wants all of them finds them in the details. */
function listNames(names: readonly string[]): string {
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** Numbers of the networks that a guest's NIC is in: by name, or because the bridge that it names serves them. */
export function marksOfNic(guest: Guest, nic: GuestNic, { index, labels }: Numbering): readonly Mark[] {
  const { attachment } = nic;
  if (attachment.kind === 'network') {
    const mark =
      attachment.network === undefined
        ? labels.ofVirtualNetwork(attachment.name)
        : labels.ofNetwork(attachment.network);
    return mark ? [mark] : [];
  }
  for (const host of guest.hosts) {
    const bridge = index.plugOf(nic, host)?.bridge;
    if (bridge) return bridge.networks.flatMap(({ value }) => labels.ofNetwork(value) ?? []);
  }
  return [];
}

interface Numbering {
  readonly index: NetworkIndex;
  readonly labels: NetworkLabels;
}

function addGuest(guest: Guest, context: DevicesContext, place: Place): void {
  const { builder } = context;
  const { sublabels, details } = describeGuest(guest);
  builder.addNode({
    id: guest.id,
    kind: 'guest',
    frame: place.frame,
    label: guest.name,
    sublabels,
    marks: [],
    origin: guest.places.name,
    extent: guest.places.whole,
    details: [...details, place.text],
    ...(guest.documentation !== undefined && { documentation: guest.documentation }),
  });
  for (const nic of guest.nics) {
    const marks = marksOfNic(guest, nic, context);
    const described = describeGuestNic(nic);
    builder.addNode({
      id: nic.id,
      kind: 'guest-nic',
      frame: guest.id,
      label: nic.name,
      sublabels: [
        ...(place.plugNode(nic) === undefined ? ['not connected'] : []),
        ...(nic.name === nic.attachment.name ? [] : [`in ${nic.attachment.name}`]),
        ...described.sublabels,
      ],
      marks,
      origin: nic.places.name,
      extent: nic.places.whole,
      details: [{ name: 'name', value: nic.name }, ...described.details],
      ...(nic.documentation !== undefined && { documentation: nic.documentation }),
    });
    addTap(nic, marks, place, context);
  }
}

function addTap(nic: GuestNic, marks: readonly Mark[], place: Place, { builder }: DevicesContext): void {
  const plug = place.plugNode(nic);
  if (plug === undefined) return;
  const id = `${nic.id}/tap`;
  const tone = toneOfMarks(marks);
  const label = guestVlanText(nic);
  builder.addNode({
    id,
    kind: 'tap',
    frame: place.frame,
    label: 'TAP',
    sublabels: [],
    marks: [],
    derived: true,
    origin: nic.places.name,
    details: [
      { name: 'kind', value: 'TAP device' },
      { name: 'name', value: 'vnetN, given by libvirt when the guest starts' },
      { name: 'of', value: nic.attachment.name },
    ],
  });
  const vlans = label === undefined ? {} : { label };
  builder.addEdge({ id: `${plug}>${id}`, kind: 'tap', source: plug, target: id, tone, ...vlans });
  builder.addEdge({ id: `${id}>${nic.id}`, kind: 'tap', source: id, target: nic.id, tone, ...vlans });
}
