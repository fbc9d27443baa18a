import { assertNever, hasAddress, type Device, type Origin } from '../../model/index.js';
import type { Artifact } from '../artifact.js';
import type { HostContext } from '../host-context.js';
import { fileNameOf } from '../identity/file-name.js';
import { connectionUuid } from '../identity/uuid.js';
import { omitUnreachable } from './ip-omissions.js';
import { ipSections } from './ip-sections.js';
import { entry, section, type Keyfile, type KeyfileSection } from './keyfile.js';
import { losesInKeyfile } from './keyfile-escapes.js';
import { linkSections } from './link-sections.js';
import { keyfileOrigins } from './keyfile-origins.js';
import { portSections } from './port-section.js';
import { writeKeyfile } from './write-keyfile.js';

export const CONNECTIONS_FOLDER = '/etc/NetworkManager/system-connections';

/** NetworkManager refuses keyfiles that others than root may read (nms-keyfile-utils.c). */
const KEYFILE_MODE = 0o600;

function connectionType(device: Device): string {
  switch (device.kind) {
    case 'nic':
      return 'ethernet';
    case 'bond':
    case 'vlan':
    case 'bridge':
      return device.kind;
    default:
      return assertNever(device);
  }
}

/** Where the device is named as a port. */
function portPlace(device: Device, controller: Device): { readonly origin?: Origin } {
  const origin =
    controller.kind === 'bond'
      ? controller.ports.find(({ value }) => value === device.id)?.origin
      : controller.kind === 'bridge'
        ? controller.ports.find((port) => port.device === device.id)?.origin
        : undefined;
  return origin ? { origin } : {};
}

/** Without `autoconnect-ports` a controller that is activated again leaves its ports outside. */
function connectionSection(device: Device, context: HostContext): KeyfileSection {
  const { host, index, vocabulary, nameOf } = context;
  const words =
    vocabulary === 'controller'
      ? { controller: 'controller', portType: 'port-type', autoconnect: 'autoconnect-ports' }
      : { controller: 'master', portType: 'slave-type', autoconnect: 'autoconnect-slaves' };
  const controller = device.controller === undefined ? undefined : index.device(device.controller);
  const isController = device.kind === 'bond' || device.kind === 'bridge';
  const byMac = device.kind === 'nic' && device.mac !== undefined;
  return section(
    'connection',
    entry('id', device.name),
    entry('uuid', connectionUuid(host.name, device.name)),
    entry('type', connectionType(device)),
    byMac ? [] : entry('interface-name', device.name),
    isController ? entry(words.autoconnect, 1) : [],
    controller
      ? entry(words.controller, { value: nameOf(controller), ...portPlace(device, controller) })
      : [],
    controller ? entry(words.portType, connectionType(controller)) : [],
    entry('zone', device.addressing.zone),
  );
}

/** Seen by `nmcli` and kept when NetworkManager rewrites the file, unlike a comment. Its keys need a dot. */
const ownerSection = (device: Device): KeyfileSection =>
  section('user', entry('org.kvmnet.owner', device.id));

/**
 * A NIC that the text gives nothing to do is left alone: whatever configures it now goes on. As soon as it is a port,
 * carries something, is a parent or has a setting, it needs a profile, were it only to be up.
 */
export function needsProfile(device: Device, { index }: HostContext): boolean {
  if (device.kind !== 'nic') return true;
  const { addressing, controller, networks, carries, mtu, wakeOnLan } = device;
  return (
    controller !== undefined ||
    index.vlansOn(device.id).length > 0 ||
    networks.length > 0 ||
    carries.length > 0 ||
    hasAddress(addressing) ||
    [addressing.none, addressing.zone, wakeOnLan].some((written) => written !== undefined) ||
    [addressing.gateways, addressing.dns, addressing.search, addressing.routes].some(
      ({ length }) => length > 0,
    ) ||
    mtu.follows === undefined
  );
}

export function profileOf(device: Device, context: HostContext): Keyfile {
  return {
    sections: [
      connectionSection(device, context),
      ...linkSections(device, context),
      ...portSections(device, context),
      ...ipSections(device, context),
      ownerSection(device),
    ],
  };
}

function omitUnwritable(device: Device, { omit }: HostContext): void {
  const texts = [...device.addressing.search, ...(device.addressing.zone ? [device.addressing.zone] : [])];
  for (const { value, origin } of texts.filter(({ value }) => losesInKeyfile(value))) {
    const message = `${JSON.stringify(value)} holds a character that no keyfile can hold; it is written as U+FFFD.`;
    omit({ subject: device.id, origin, message });
  }
}

/** The profile of one device, as a file. */
export function keyfileArtifact(device: Device, context: HostContext): Artifact {
  const keyfile = profileOf(device, context);
  omitUnreachable(device, context);
  omitUnwritable(device, context);
  return {
    kind: 'keyfile',
    host: context.host.id,
    name: device.name,
    path: `${CONNECTIONS_FOLDER}/${fileNameOf(device.name)}.nmconnection`,
    mode: KEYFILE_MODE,
    content: writeKeyfile(keyfile),
    uuid: connectionUuid(context.host.name, device.name),
    subject: device.id,
    origin: device.places.name,
    fieldOrigins: keyfileOrigins(keyfile),
  };
}
