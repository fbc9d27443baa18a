import type { Bridge, BridgePort, Device } from '../../model/index.js';
import type { HostContext } from '../host-context.js';
import { portVlans } from './bridge-vlans.js';
import { entry, section, type KeyfileSection } from './keyfile.js';

const portOf = (bridge: Bridge, device: Device): BridgePort | undefined =>
  bridge.ports.find((port) => port.device === device.id);

/** What the device is as a port of a bridge. A port of a bond needs nothing said. */
export function portSections(device: Device, { index, omit }: HostContext): readonly KeyfileSection[] {
  const controller = device.controller === undefined ? undefined : index.device(device.controller);
  const port = controller?.kind === 'bridge' ? portOf(controller, device) : undefined;
  if (controller?.kind !== 'bridge' || !port) return [];
  if (port.isolated?.value === true) {
    omit({
      subject: device.id,
      origin: port.isolated.origin,
      message: `Port ${device.name} is not isolated: NetworkManager has no such setting for the ports of a bridge.`,
    });
  }
  const vlans = controller.vlanAware.value ? portVlans(controller, port) : '';
  const origin = port.trunk?.origin ?? port.native?.origin ?? port.origin;
  return [
    section(
      'bridge-port',
      entry('priority', port.priority),
      entry('path-cost', port.cost),
      vlans === '' ? [] : entry('vlans', { value: vlans, origin }),
    ),
  ];
}
