import { assertNever, comparePositions, routeDevices } from '../../model/index.js';
import type {
  BridgedNetwork,
  Device,
  ElementId,
  Host,
  ManagedNetwork,
  NetworkIndex,
  Origin,
  SshTarget,
} from '../../model/index.js';
import type { GraphBuilder } from '../graph-builder.js';
import type { GraphNode, Mark, Tone } from '../graph.js';
import type { NetworkLabels } from '../network-labels.js';
import { listDetail, optionalDetail, routeDetails } from './describe-addressing.js';
import { describeDevice } from './describe-device.js';
import { describeVirtualNetwork } from './describe-virtual-network.js';
import { outsidesOf } from './outside.js';

export interface DevicesContext {
  readonly index: NetworkIndex;
  readonly labels: NetworkLabels;
  readonly builder: GraphBuilder;
}

export const sshText = ({ user, name, port }: SshTarget): string =>
  `${user === undefined ? '' : `${user}@`}${name}${port === undefined ? '' : `:${port}`}`;

export function addHost(host: Host, pools: readonly string[], context: DevicesContext): void {
  const { builder, index, labels } = context;
  builder.addNode(hostFrame(host, pools));
  for (const outside of outsidesOf(host.devices, index)) {
    const id = `${outside.device.id}/outside`;
    builder.addNode({
      id,
      kind: 'outside',
      frame: host.id,
      label: 'LAN',
      sublabels: outside.sublabels,
      marks: [],
      origin: outside.device.places.name,
      details: [
        { name: 'kind', value: 'what lies beyond the host' },
        ...listDetail('frames', outside.sublabels),
        { name: 'through', value: outside.device.name },
      ],
    });
    for (const nic of outside.nics) {
      builder.addEdge({
        id: `${id}>${nic.id}`,
        kind: 'uplink',
        source: id,
        target: nic.id,
        tone: 'none',
        ...(isStandby(nic, index) && { standby: true }),
      });
    }
  }
  const bridged = host.virtualNetworks.filter((virtual) => virtual.kind === 'bridged');
  for (const device of host.devices) {
    addDevice(
      device,
      bridged.filter((virtual) => virtual.device === device.id),
      context,
    );
  }
  for (const virtual of host.virtualNetworks) {
    if (virtual.kind !== 'bridged') addVirtualNetwork(virtual, labels, context);
  }
}

/** The frame of a host, the same in every perspective. */
export function hostFrame(host: Host, pools: readonly string[]): GraphNode {
  const profiles = host.profiles.map(({ value }) => value);
  const written = host.profiles.filter(({ origin }) => isWithin(origin, host.places.whole));
  return {
    id: host.id,
    kind: 'host',
    label: host.name,
    sublabels: [
      ...(host.number ? [`number ${host.number.value}`] : []),
      ...(written.length > 0 ? [`is ${written.map(({ value }) => value).join(', ')}`] : []),
      ...(pools.length > 0 ? [`in ${pools.join(', ')}`] : []),
    ],
    marks: [],
    origin: host.places.name,
    extent: host.places.whole,
    details: [
      { name: 'kind', value: 'host' },
      { name: 'SSH', value: sshText(host.ssh.value) },
      ...optionalDetail('number', host.number),
      ...listDetail('profiles', profiles),
      ...listDetail('pools', pools),
      ...routeDetails(host.routes),
      ...listDetail(
        'DNS',
        host.dns.map(({ value }) => value),
      ),
      ...optionalDetail('forwarding', host.forwarding, (value) => (value ? 'on' : 'off')),
    ],
    ...(host.documentation !== undefined && { documentation: host.documentation }),
  };
}

/** Profiles that are made of others bring those along; what the host itself says stands in its own braces. */
const isWithin = ({ uri, range }: Origin, whole: Origin): boolean =>
  uri === whole.uri &&
  comparePositions(whole.range.start, range.start) <= 0 &&
  comparePositions(range.end, whole.range.end) <= 0;

/** The networks that pass a device: its own, and those of the bridge that it is a port of. */
export function networksThrough(device: Device, index: NetworkIndex): readonly ElementId[] {
  const controller = device.controller === undefined ? undefined : index.device(device.controller);
  const above = controller?.kind === 'bridge' ? controller.networks : [];
  return [...new Set([...device.networks, ...above].map(({ value }) => value))];
}

const marksOf = (ids: readonly ElementId[], labels: NetworkLabels): readonly Mark[] =>
  ids.flatMap((id) => labels.ofNetwork(id) ?? []);

/** A port of an active-backup bond that is not its primary waits; without a primary nobody knows which one does. */
function isStandby(device: Device, index: NetworkIndex): boolean {
  const bond = device.controller === undefined ? undefined : index.device(device.controller);
  if (bond?.kind !== 'bond' || bond.mode.value !== 'active-backup') return false;
  const primary = bond.options.primary?.value;
  return primary !== undefined && primary !== device.id;
}

function addDevice(
  device: Device,
  bridged: readonly BridgedNetwork[],
  { builder, index, labels }: DevicesContext,
): void {
  const { sublabels, details } = describeDevice(device, index);
  const marks = marksOf(networksThrough(device, index), labels);
  const tone = toneOfMarks(marks);
  builder.addNode({
    id: device.id,
    kind: device.kind,
    frame: device.host,
    label: device.name,
    sublabels,
    marks,
    ...(device.derived && { derived: true }),
    origin: device.places.name,
    extent: device.places.whole,
    ...(bridged.length > 0 && { stands: bridged.map(({ id }) => id) }),
    details: [
      ...details,
      ...listDetail(
        'network of libvirt',
        bridged.map(({ name }) => name),
      ),
    ],
    ...(device.documentation !== undefined && { documentation: device.documentation }),
  });
  if (device.controller !== undefined) {
    const controller = index.device(device.controller);
    builder.addEdge({
      id: `${device.id}>${device.controller}`,
      kind: 'port',
      source: device.id,
      target: device.controller,
      tone: controller?.kind === 'bridge' ? tone : 'none',
      ...(isStandby(device, index) && { standby: true }),
      ...(controller?.derived && { derived: true }),
    });
  }
  if (device.kind === 'vlan') {
    builder.addEdge({
      id: `${device.parent.value}>${device.id}`,
      kind: 'vlan',
      source: device.parent.value,
      target: device.id,
      tone,
      label: `VLAN ${device.vlanId.value}`,
      ...(device.derived && { derived: true }),
    });
  }
}

function addVirtualNetwork(
  virtual: ManagedNetwork,
  labels: NetworkLabels,
  { builder, index }: DevicesContext,
): void {
  const { sublabels, details } = describeVirtualNetwork(virtual, index);
  const mark = labels.ofVirtualNetwork(virtual.name);
  builder.addNode({
    id: virtual.id,
    kind: 'virtual-network',
    frame: virtual.host,
    label: virtual.name,
    sublabels,
    marks: mark ? [mark] : [],
    origin: virtual.places.name,
    extent: virtual.places.whole,
    details,
    ...(virtual.documentation !== undefined && { documentation: virtual.documentation }),
  });
  for (const { id } of routeDevices(virtual, index)) {
    builder.addEdge({
      id: `${id}>${virtual.id}`,
      kind: 'route',
      source: id,
      target: virtual.id,
      tone: 'virtual',
      label: reachText(virtual.kind),
    });
  }
}

function reachText(kind: ManagedNetwork['kind']): string {
  switch (kind) {
    case 'nat':
      return 'leaves through NAT';
    case 'routed':
      return 'leaves routed';
    case 'isolated':
      return 'does not leave';
    default:
      return assertNever(kind);
  }
}

/** The tone of what passes a node with these marks: one network's, or none in particular. */
export const toneOfMarks = (marks: readonly Mark[]): Tone =>
  marks.length === 1 ? (marks[0]?.tone ?? 'none') : 'none';
