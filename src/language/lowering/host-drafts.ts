import { hostId, type ElementId, type Origin } from '../../model/index.js';
import type { Name } from '../declarations/block-reader.js';
import type { HostShape } from '../declarations/declaration.js';
import { unknownReference, type ReportTo } from '../findings/report-to.js';
import { writtenBridge, writtenDraft, type Draft, type DraftPort } from './draft.js';

/** The devices of one host while it is lowered. */
export class HostDrafts {
  /** Those that are written, in the order of the text. */
  readonly written: readonly Draft[];
  private readonly followers = new Map<Draft, Draft[]>();
  private readonly bridgeOver = new Map<Draft, Draft>();
  private readonly byName = new Map<string, Draft>();
  /** Devices left out because something essential is missing: said already, so nobody is told again. */
  private readonly leftOut = new Set<string>();
  /** The written bridge that a device is a port of, by the name of the device. */
  private readonly bridgeByPort = new Map<string, Draft>();

  constructor(
    readonly host: string,
    shape: HostShape,
    private readonly report: ReportTo,
  ) {
    this.written = shape.devices.map((written) => writtenDraft(host, written));
    for (const draft of this.written) {
      this.byName.set(draft.name, draft);
      const bridge = writtenBridge(draft);
      for (const port of [
        ...(bridge?.ports ?? []),
        ...(bridge?.portBlocks ?? []).map(({ device }) => device),
      ])
        if (!this.bridgeByPort.has(port.value)) this.bridgeByPort.set(port.value, draft);
    }
  }

  get hostId(): ElementId {
    return hostId(this.host);
  }

  get(name: string): Draft | undefined {
    return this.byName.get(name);
  }

  /** All devices, derived ones right after what they follow from. */
  all(): readonly Draft[] {
    const result: Draft[] = [];
    const add = (draft: Draft): void => {
      if (!this.leftOut.has(draft.name)) result.push(draft);
      for (const follower of this.followers.get(draft) ?? []) add(follower);
    };
    this.written.forEach(add);
    return result;
  }

  /** The bridge that has the device as a port: a written one first. */
  bridgeAbove(device: Draft): Draft | undefined {
    return this.writtenBridgeAbove(device) ?? this.bridgeOver.get(device);
  }

  writtenBridgeAbove(device: Draft): Draft | undefined {
    return this.bridgeByPort.get(device.name);
  }

  /** Makes the device a port of a bridge that does not name it. */
  bridge(device: Draft, bridge: Draft, port: Omit<DraftPort, 'draft'>): void {
    if (bridge.ports.some(({ draft }) => draft === device)) return;
    bridge.ports.push({ draft: device, ...port });
    if (!this.bridgeOver.has(device)) this.bridgeOver.set(device, bridge);
  }

  /** Adds a device that follows from another one. */
  insert(draft: Draft, after: Draft): void {
    const followers = this.followers.get(after);
    if (followers) followers.push(draft);
    else this.followers.set(after, [draft]);
    this.byName.set(draft.name, draft);
  }

  leaveOut(draft: Draft): void {
    this.leftOut.add(draft.name);
    this.byName.delete(draft.name);
  }

  /** The device of a name, which may be written `kvm1.bond0`; says so when the host has none. */
  require(name: Name): Draft | undefined {
    const own = `${this.host}.`;
    const found =
      this.get(name.value) ??
      (name.value.startsWith(own) ? this.get(name.value.slice(own.length)) : undefined);
    if (!found && !this.leftOut.has(name.value))
      this.report(unknownReference('device', name, this.byName.keys(), ' on this host'));
    return found;
  }

  clash(name: string, origin: Origin, with_: Draft): void {
    const follows = with_.derived && with_.kind === 'bridge';
    const network = with_.services[0]?.network.name ?? name;
    const message = !follows
      ? `A device '${name}' follows from this, but there is another one of that name on host '${this.host}'.`
      : network === name
        ? `Another device of host '${this.host}' carries network '${name}' already, and one bridge '${name}' cannot follow from both: bond their NICs, or take it off one of them.`
        : `The bridge '${name}' follows from this, and it follows from '${network}' on another device of host '${this.host}' already.`;
    this.report({
      code: 'naming/derived-name-clash',
      message,
      origin,
      related: [{ origin: with_.places.name, message: `'${name}' comes from here.` }],
      // What is carried here ends nowhere, and whoever is in that network cannot be told so as well.
      unread: 'network',
    });
  }
}
