import type { Bond, Bridge, Device, Edit, ElementId, Host, Origin } from '../model/index.js';

export type Controller = Bond | Bridge;

/** A bond or bridge lists a device as its port. */
export interface Membership {
  readonly controller: Controller;
  readonly port: ElementId;
  readonly origin: Origin;
  /** Takes the port out of the text. */
  readonly removal: Edit;
}

/** The ports that a bond or bridge lists, whether or not they follow it: `controller` of a device holds one only. */
export const membershipsOf = (controller: Controller): readonly Membership[] =>
  controller.kind === 'bond'
    ? controller.ports.map(({ value, origin }) => ({
        controller,
        port: value,
        origin,
        removal: { kind: 'remove-item', at: origin },
      }))
    : controller.ports.map(({ device, origin, block }) => ({
        controller,
        port: device,
        origin,
        removal: block ? { kind: 'remove', at: block } : { kind: 'remove-item', at: origin },
      }));

export const isController = (device: Device): device is Controller =>
  device.kind === 'bond' || device.kind === 'bridge';

/** Who lists which device: those that somebody wrote first, so that of two the derived one is the one too many. */
export function membershipsByPort(host: Host): ReadonlyMap<ElementId, readonly Membership[]> {
  const controllers = host.devices.filter(isController);
  const inOrder = [
    ...controllers.filter(({ derived }) => !derived),
    ...controllers.filter(({ derived }) => derived),
  ];
  const byPort = new Map<ElementId, Membership[]>();
  for (const membership of inOrder.flatMap(membershipsOf)) {
    const group = byPort.get(membership.port);
    if (group) group.push(membership);
    else byPort.set(membership.port, [membership]);
  }
  return byPort;
}
