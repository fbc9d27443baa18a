import type { Guest, GuestNic, Mac, VirtualNetwork } from '../../model/index.js';
import type { Artifact } from '../artifact.js';
import { omitForwards } from '../firewalld/port-forwards.js';
import type { HostContext } from '../host-context.js';
import { fileNameOf } from '../identity/file-name.js';
import { networkUuid } from '../identity/uuid.js';
import { writeXml } from '../xml/write-xml.js';
import { omitUnwritable } from '../xml/xml-omissions.js';
import { xmlOrigins } from '../xml/xml-origins.js';
import { guestInterfaceDocument } from './guest-interface.js';
import { networkDocument } from './network-document.js';

export const NETWORKS_FOLDER = '/etc/libvirt/qemu/networks';
export const GUESTS_FOLDER = '/var/lib/kvmnet/guests';

/** The files that libvirt itself writes there have this mode. */
const PRIVATE_MODE = 0o600;

export function networkArtifact(
  network: VirtualNetwork,
  context: HostContext,
  taken: ReadonlySet<Mac>,
): Artifact {
  const document = networkDocument(network, context, taken);
  if (network.kind !== 'bridged') omitForwards(network, context);
  omitUnwritable(document, network, context);
  return {
    kind: 'libvirt-network',
    host: context.host.id,
    name: network.name,
    path: `${NETWORKS_FOLDER}/${fileNameOf(network.name)}.xml`,
    mode: PRIVATE_MODE,
    content: writeXml(document),
    uuid: networkUuid(context.host.name, network.name),
    autostart: network.autostart.value,
    subject: network.id,
    origin: network.places.name,
    fieldOrigins: xmlOrigins(document),
  };
}

/** undefined when the host has nothing of the name that the NIC is plugged into: then nothing can be said there. */
export function guestInterfaceArtifact(
  guest: Guest,
  nic: GuestNic,
  context: HostContext,
): Artifact | undefined {
  const { host, index, omit } = context;
  const plug = index.plugOf(nic, host.id);
  const where = `${guest.name} on ${host.name}`;
  if (!plug) {
    const message = `NIC ${nic.name} of ${where} is left out: the host has no ${nic.attachment.name}.`;
    omit({ subject: nic.id, origin: nic.attachment.origin, message });
    return undefined;
  }
  const written = nic.trunk ?? nic.native ?? nic.vlan;
  if (written && !plug.bridge?.vlanAware.value) {
    const message = `The VLANs of NIC ${nic.name} of ${where} are left out: ${nic.attachment.name} is no VLAN-aware bridge there.`;
    omit({ subject: nic.id, origin: written.origin, message });
  }
  const document = guestInterfaceDocument(nic, plug);
  omitUnwritable(document, nic, context);
  return {
    kind: 'guest-interface',
    host: host.id,
    name: `${guest.name}/${nic.name}`,
    path: `${GUESTS_FOLDER}/${fileNameOf(guest.name)}/${fileNameOf(nic.name)}.xml`,
    mode: PRIVATE_MODE,
    content: writeXml(document),
    subject: nic.id,
    origin: nic.places.name,
    fieldOrigins: xmlOrigins(document),
  };
}
