import type { Host } from '../model/index.js';
import type { Artifact } from './artifact.js';

/**
 * Kernel switches for `forwarding`. Only where it is written: for its own networks libvirt turns forwarding on itself
 * when it starts them.
 */
export function forwardingArtifact(host: Host): Artifact | undefined {
  if (!host.forwarding) return undefined;
  const { value, origin } = host.forwarding;
  const keys = ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding'];
  return {
    kind: 'sysctl',
    host: host.id,
    name: 'forwarding',
    path: '/etc/sysctl.d/90-kvmnet.conf',
    // systemd-sysctl and `sysctl -p` read it as root.
    mode: 0o600,
    content: keys.map((key) => `${key} = ${value ? 1 : 0}\n`).join(''),
    subject: host.id,
    origin,
    fieldOrigins: Object.fromEntries(keys.map((key) => [key, origin])),
  };
}
