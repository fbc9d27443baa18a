import type { Host, ManagedNetwork, Zone } from '../../model/index.js';
import type { Artifact } from '../artifact.js';
import type { HostContext } from '../host-context.js';
import { fileNameOf } from '../identity/file-name.js';
import { writeXmlDocument } from '../xml/write-xml.js';
import { omitUnwritable } from '../xml/xml-omissions.js';
import { xmlOrigins } from '../xml/xml-origins.js';
import { policyDocument, policyName } from './policy-document.js';
import { zoneDocument } from './zone-document.js';

export const ZONES_FOLDER = '/etc/firewalld/zones';
export const POLICIES_FOLDER = '/etc/firewalld/policies';

/** firewalld does not look at modes, reads as root, and keeps its folder to root; it writes its own firewalld.conf so. */
const ZONE_MODE = 0o600;

/** Names of the zones that something on the host is in. */
function zonesInUse({ devices, virtualNetworks }: Host): ReadonlySet<string> {
  const used = [
    ...devices.map(({ addressing }) => addressing.zone),
    ...virtualNetworks.map((network) => (network.kind === 'bridged' ? undefined : network.zone)),
  ];
  return new Set(used.flatMap((zone) => (zone ? [zone.value] : [])));
}

/** A host gets the zones that its devices are in, and those that apply by the source of packets. */
export const isZoneOf = (zone: Zone, host: Host): boolean =>
  zone.sources.length > 0 || zonesInUse(host).has(zone.name);

export function zoneArtifact(zone: Zone, context: HostContext): Artifact {
  const document = zoneDocument(zone, context);
  omitUnwritable(document, zone, context);
  return {
    kind: 'firewalld-zone',
    host: context.host.id,
    name: zone.name,
    path: `${ZONES_FOLDER}/${fileNameOf(zone.name)}.xml`,
    mode: ZONE_MODE,
    content: writeXmlDocument(document),
    subject: zone.id,
    origin: zone.places.name,
    fieldOrigins: xmlOrigins(document),
  };
}

/** undefined when the network needs none. */
export function policyArtifact(network: ManagedNetwork, context: HostContext): Artifact | undefined {
  const document = policyDocument(network, context);
  if (!document) return undefined;
  return {
    kind: 'firewalld-policy',
    host: context.host.id,
    name: policyName(network),
    path: `${POLICIES_FOLDER}/${policyName(network)}.xml`,
    mode: ZONE_MODE,
    content: writeXmlDocument(document),
    subject: network.id,
    origin: network.places.name,
    fieldOrigins: xmlOrigins(document),
  };
}
