import { FIREWALLD_SERVICES } from '../../../rules/index.js';
import { described, words, type Value } from '../value.js';

/** What hosts of this kind usually let in, in this order; then all that firewalld knows. */
const USUAL = [
  'ssh',
  'cockpit',
  'dhcp',
  'dns',
  'http',
  'https',
  'ntp',
  'nfs',
  'iscsi-target',
  'libvirt',
  'libvirt-tls',
  'snmp',
  'high-availability',
  'ceph',
];

export const serviceValues = (): readonly Value[] => [
  ...words(USUAL),
  ...words([...FIREWALLD_SERVICES].filter((name) => !USUAL.includes(name))),
];

export const openPortValues = (): readonly Value[] =>
  described({
    '22/tcp': 'ssh',
    '80/tcp': 'http',
    '443/tcp': 'https',
    '8080/tcp': 'http, other',
    '16514/tcp': 'libvirt over TLS',
    '49152-49215/tcp': 'live migration',
    '53/udp': 'dns',
    '67/udp': 'dhcp',
    '123/udp': 'ntp',
  });

export const richRuleValues = (): readonly Value[] => [
  {
    name: '"rule family=ipv4 source address=… service name=ssh accept"',
    detail: 'lets one subnet in',
    snippet:
      '"rule family=${1|ipv4,ipv6|} source address=${2:10.11.10.0/24} service name=${3:ssh} ${4|accept,reject,drop|}"',
  },
];
