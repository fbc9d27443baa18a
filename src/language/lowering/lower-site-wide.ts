import {
  hostId,
  networkId,
  poolId,
  zoneId,
  type Element,
  type ElementId,
  type LogicalNetwork,
  type Pool,
  type Zone,
} from '../../model/index.js';
import { present } from '../declarations/block-reader.js';
import type {
  Declaration,
  NetworkDeclaration,
  PoolDeclaration,
  ZoneDeclaration,
} from '../declarations/declaration.js';
import type { Lookup } from './lookup.js';

export const elementOf = (id: ElementId, { name, places, documentation }: Declaration): Element => ({
  id,
  name,
  places,
  ...present({ documentation }),
});

export const lowerNetwork = (declaration: NetworkDeclaration): LogicalNetwork => {
  const { vlan, vlans, mtu, zone, bridge, routes } = declaration;
  const { roles = [], subnets = [], gateways = [], dns = [], search = [] } = declaration;
  return {
    ...elementOf(networkId(declaration.name), declaration),
    roles,
    subnets,
    gateways,
    dns,
    search,
    routes,
    ...present({ vlan, vlans, mtu, zone, bridge }),
  };
};

export const lowerZone = (declaration: ZoneDeclaration): Zone => {
  const { target, forward, masquerade, richRules, services = [], ports = [], sources = [] } = declaration;
  return {
    ...elementOf(zoneId(declaration.name), declaration),
    services,
    ports,
    sources,
    richRules,
    ...present({ target, forward, masquerade }),
  };
};

export const lowerPool = (declaration: PoolDeclaration, lookup: Lookup): Pool => ({
  ...elementOf(poolId(declaration.name), declaration),
  hosts: (declaration.hosts ?? []).flatMap((name) => {
    const host = lookup.require('hosts', name);
    return host ? [{ value: hostId(host.name), origin: name.origin }] : [];
  }),
});
