import type { Name } from '../declarations/block-reader.js';
import type { PortDeclaration } from '../declarations/declaration.js';
import type { ReportTo } from '../findings/report-to.js';
import { writtenBridge, writtenVlan, type Draft } from './draft.js';
import type { HostDrafts } from './host-drafts.js';

/**
 * Looks up the devices that devices name: parents, ports, primaries; and says who controls whom. A device that names
 * itself is kept as it is written, so that the rule `bridge/stands-on-itself` finds it.
 */
export function resolveDevices(drafts: HostDrafts, report: ReportTo): void {
  for (const draft of drafts.written) resolveVlan(drafts, draft, report);
  leaveOutOrphans(drafts);
  for (const draft of drafts.written) {
    const { written } = draft;
    if (written?.kind === 'bond') {
      addPorts(drafts, draft, written.ports ?? []);
      const primary = written.primary && drafts.require(written.primary);
      if (primary) draft.primary = { value: primary.id, origin: written.primary.origin };
    }
    const bridge = writtenBridge(draft);
    if (bridge) {
      addPorts(drafts, draft, bridge.ports ?? [], bridge.portBlocks);
      for (const block of bridge.portBlocks) addPorts(drafts, draft, [block.device], [block]);
    }
  }
  for (const draft of drafts.all()) for (const port of draft.ports) port.draft.controller ??= draft;
}

/** A VLAN device is nothing without a device below it and an id. */
function resolveVlan(drafts: HostDrafts, draft: Draft, report: ReportTo): void {
  const vlan = writtenVlan(draft);
  if (!vlan) return;
  const missing = (property: string, restsOn: readonly string[] = []): void => {
    report({
      code: 'syntax/missing-property',
      message: `The VLAN '${draft.name}' needs ${property}.`,
      origin: draft.places.name,
      restsOn,
    });
  };
  if (vlan.parent) {
    const parent = drafts.require(vlan.parent);
    if (parent) draft.parent = { draft: parent, origin: vlan.parent.origin };
  } else if (!draft.parent) missing("the device that it is on ('on DEVICE')");
  if (!draft.vlanId) missing("its id ('id N', or a network that has one)", ['vlan']);
  if (!draft.parent || !draft.vlanId) drafts.leaveOut(draft);
}

/** A VLAN device on one that was left out after its name had been looked up goes as well, and so do those on it. */
function leaveOutOrphans(drafts: HostDrafts): void {
  const onTop = new Map<Draft, Draft[]>();
  for (const draft of drafts.written) {
    if (!draft.parent) continue;
    const others = onTop.get(draft.parent.draft);
    if (others) others.push(draft);
    else onTop.set(draft.parent.draft, [draft]);
  }
  const gone = drafts.written.filter((draft) => drafts.get(draft.name) !== draft);
  for (let draft = gone.pop(); draft; draft = gone.pop())
    for (const orphan of onTop.get(draft) ?? [])
      if (drafts.get(orphan.name) === orphan) {
        drafts.leaveOut(orphan);
        gone.push(orphan);
      }
}

function addPorts(
  drafts: HostDrafts,
  controller: Draft,
  names: readonly Name[],
  blocks: readonly PortDeclaration[] = [],
): void {
  for (const name of names) {
    const port = drafts.require(name);
    if (!port || controller.ports.some(({ draft }) => draft === port)) continue;
    const block = blocks.find(({ device }) => device.value === name.value);
    controller.ports.push({ draft: port, origin: name.origin, ...(block && { block }) });
  }
}
