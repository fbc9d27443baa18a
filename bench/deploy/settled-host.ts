import { compile, type Artifact } from '../../src/compiler/index.js';
import {
  compileOptionsFor,
  managementAddresses,
  planHost,
  readObservation,
  type BondState,
  type GenerationRecord,
} from '../../src/deploy/index.js';
import { formatFrames } from '../../src/deploy/framed-text.js';
import { wantedProfile, type WantedProfile } from '../../src/deploy/plan/wanted-profile.js';
import type { CheckedNetwork, Host } from '../../src/model/index.js';

/** Files of a host below its root; those in `/answers` are what the stand-ins of its programs print. */
export type HostFiles = Readonly<Record<string, string>>;

const NETWORK_MANAGER = 's "1.52.1"\nao 0\n';
const LIBVIRT = 'Running against daemon: 11.3.0\n';

/** What planning looks at before anything was deployed: the versions alone. */
const UNTOUCHED = formatFrames([
  { name: 'system', text: 'user=0\n' },
  { name: 'addresses', text: '[{"ifname":"lo","flags":["UP","LOWER_UP"],"mtu":65536}]\n' },
  { name: 'network-manager', text: NETWORK_MANAGER },
]);

/** A host that is as the text says, down to what its kernel shows and the record of the deploy that brought it there. */
export function settledHost(network: CheckedNetwork, host: Host): HostFiles {
  const observed = readObservation(host.name, UNTOUCHED);
  if (!observed.ok) throw new Error(observed.failure.message);
  const [compiled] = compile(network, compileOptionsFor(host, observed.value));
  if (!compiled) throw new Error(`${host.name} is not in the network.`);
  const { artifacts } = compiled;
  const plan = planHost({
    compiled,
    observed: observed.value,
    managementAddresses: managementAddresses(network, host.id),
  });
  const record: GenerationRecord = {
    ...plan.work.record,
    author: 'bench@localhost',
    at: '2026-01-31T12:00:00.000Z',
    planDigest: plan.digest,
  };
  const recordText = `${JSON.stringify(record, undefined, 1)}\n`;
  const profiles = artifacts
    .filter(({ kind }) => kind === 'keyfile')
    .map((artifact) => wantedProfile(artifact, observed.value.links));
  return {
    ...Object.fromEntries(
      artifacts.filter(({ kind }) => isFile(kind)).map(({ path, content }) => [path, content]),
    ),
    '/var/lib/kvmnet/generations/1.json': recordText,
    '/var/lib/kvmnet/generations/current': recordText,
    '/answers/busctl': NETWORK_MANAGER,
    '/answers/ip/addr': JSON.stringify([
      {
        ifname: 'lo',
        flags: ['UP', 'LOWER_UP'],
        mtu: 65536,
        addr_info: [addressInfo('127.0.0.1/8', 'host')],
      },
      ...profiles.map(linkOf),
    ]),
    '/answers/ip/route-4': JSON.stringify(profiles.flatMap((profile) => routesOf(profile, 4))),
    '/answers/ip/route-6': JSON.stringify(profiles.flatMap((profile) => routesOf(profile, 6))),
    '/answers/bridge': JSON.stringify(profiles.flatMap(bridgeVlans)),
    '/answers/nmcli/connections': profiles
      .map(({ uuid, device = '', artifact }) => `${uuid}:${device}:activated:${artifact.path}\n`)
      .join(''),
    '/answers/nmcli/devices': profiles.map(({ device = '' }) => `${device}:connected\n`).join(''),
    ...libvirtAnswers(artifacts),
  };
}

const isFile = (kind: Artifact['kind']): boolean => kind !== 'libvirt-network' && kind !== 'guest-interface';

const addressInfo = (text: string, scope: string): object => {
  const [local = '', prefix = ''] = text.split('/');
  return { local, prefixlen: Number(prefix), scope };
};

/** iproute2 has a name of its own for the rate. */
const bondInfo = ({ mode, options: { lacp_rate, ...options } }: BondState): object => ({
  mode,
  ...options,
  ...(lacp_rate !== undefined && { ad_lacp_rate: lacp_rate }),
});

/** As `ip -j -d addr` shows the device of a profile that is in force. */
function linkOf({ device, type, controller, mtu, vlan, bond, bridge, addresses }: WantedProfile): object {
  const data = bridge && {
    vlan_filtering: Number(bridge.vlanFiltering),
    stp_state: Number(bridge.stp),
    forward_delay: bridge.forwardDelay * 100,
  };
  const info = vlan ? { id: vlan.id } : bond ? bondInfo(bond) : data;
  return {
    ifname: device,
    flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
    mtu: mtu ?? 1500,
    ...(controller !== undefined && { master: controller }),
    ...(vlan && { link: vlan.parent }),
    ...(type !== 'ethernet' && { linkinfo: { info_kind: type, info_data: info } }),
    addr_info: addresses.map((address) => addressInfo(address, 'global')),
  };
}

/** As `ip -j route` shows them. */
const routesOf = ({ device, routes }: WantedProfile, family: 4 | 6): readonly object[] =>
  routes
    .filter((route) => route.family === family)
    .map(({ destination, gateway, metric = 100 }) => ({
      dst: destination,
      dev: device,
      protocol: 'static',
      metric,
      ...(gateway !== undefined && { gateway }),
    }));

const bridgeVlans = ({ device, vlans }: WantedProfile): readonly object[] =>
  vlans
    ? [
        {
          ifname: device,
          vlans: vlans.map(({ id, pvid, untagged }) => ({
            vlan: id,
            flags: [...(pvid ? ['PVID'] : []), ...(untagged ? ['Egress Untagged'] : [])],
          })),
        },
      ]
    : [];

/** Networks that run and start with the host; guests that are defined and shut off. */
function libvirtAnswers(artifacts: readonly Artifact[]): HostFiles {
  const networks = artifacts.filter(({ kind }) => kind === 'libvirt-network');
  const guests = new Map<string, string>();
  for (const { kind, name, content } of artifacts) {
    const guest = name.split('/')[0] ?? '';
    if (kind === 'guest-interface') guests.set(guest, `${guests.get(guest) ?? ''}${content}`);
  }
  const domains = [...guests].map(([name, interfaces], index) => ({
    uuid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    xml: `<domain type='kvm'><name>${name}</name><devices>${interfaces}</devices></domain>\n`,
  }));
  return {
    '/answers/virsh/version': LIBVIRT,
    '/answers/virsh/networks': networks.map(({ uuid = '' }) => `${uuid}\n`).join(''),
    '/answers/virsh/domains': domains.map(({ uuid }) => `${uuid}\n`).join(''),
    ...Object.fromEntries(networks.map(({ uuid = '', content }) => [`/answers/virsh/${uuid}`, content])),
    ...Object.fromEntries(domains.map(({ uuid, xml }) => [`/answers/virsh/${uuid}`, xml])),
  };
}
