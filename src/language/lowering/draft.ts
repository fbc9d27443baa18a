import {
  deviceId,
  networkId,
  type Bond,
  type DeviceKind,
  type ElementId,
  type Follows,
  type Origin,
  type Places,
  type Sourced,
} from '../../model/index.js';
import type {
  BridgeDeclaration,
  DeviceDeclaration,
  NetworkDeclaration,
  PortDeclaration,
  VlanDeclaration,
} from '../declarations/declaration.js';

/** A logical network that ends at a device, and where that is said. */
export interface Service {
  readonly network: NetworkDeclaration;
  readonly origin: Origin;
  readonly follows?: Follows;
}

export interface DraftPort {
  readonly draft: Draft;
  readonly origin: Origin;
  readonly follows?: Follows;
  readonly block?: PortDeclaration;
}

/** A device while it is put together: what is written, and what follows. */
export interface Draft {
  readonly id: ElementId;
  readonly name: string;
  readonly kind: DeviceKind;
  readonly places: Places;
  readonly documentation?: string;
  /** What is written of it; of a derived device nothing. */
  readonly written?: DeviceDeclaration;
  readonly derived?: { readonly network: ElementId; readonly on: ElementId };
  readonly services: Service[];
  /** Networks whose frames pass a VLAN-aware bridge, while their address is on a VLAN device above it. */
  readonly passing: Service[];
  readonly ports: DraftPort[];
  /** The networks of its `carries`. */
  carried?: readonly Service[];
  controller?: Draft;
  parent?: { readonly draft: Draft; readonly origin: Origin; readonly follows?: Follows };
  vlanId?: Sourced<number>;
  primary?: NonNullable<Bond['options']['primary']>;
  /** A bridge that was derived for a trunk. */
  trunk?: true;
}

export const writtenDraft = (host: string, written: DeviceDeclaration): Draft => ({
  id: deviceId(host, written.name),
  name: written.name,
  kind: written.kind,
  places: written.places,
  ...(written.documentation !== undefined && { documentation: written.documentation }),
  written,
  services: [],
  passing: [],
  ports: [],
});

export function derivedDraft(
  host: string,
  kind: 'vlan' | 'bridge',
  name: string,
  service: Service,
  on: Draft,
): Draft {
  const { network, origin } = service;
  return {
    id: deviceId(host, name),
    name,
    kind,
    places: { name: origin, whole: origin },
    ...(network.documentation !== undefined && { documentation: network.documentation }),
    derived: { network: networkId(network.name), on: on.id },
    services: [],
    passing: [],
    ports: [],
  };
}

export const writtenVlan = ({ written }: Draft): VlanDeclaration | undefined =>
  written?.kind === 'vlan' ? written : undefined;

export const writtenBridge = ({ written }: Draft): BridgeDeclaration | undefined =>
  written?.kind === 'bridge' ? written : undefined;

/** Adds the network unless the device has it already; what is written comes before what follows. */
export function serve(draft: Draft, service: Service): void {
  if (draft.services.every(({ network }) => network !== service.network)) draft.services.push(service);
}

export const isVlanAware = (draft: Draft): boolean =>
  writtenBridge(draft)?.vlanAware?.value ?? draft.trunk ?? false;

export const hasRoleVm = ({ roles = [] }: NetworkDeclaration): boolean =>
  roles.some(({ value }) => value === 'vm');

/** Hosts have an address in a network of any role but `vm`. */
export const addressesHosts = ({ roles = [] }: NetworkDeclaration): boolean =>
  roles.some(({ value }) => value !== 'vm');
