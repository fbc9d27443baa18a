import { parseIpAddress } from '../../model/index.js';
import type { FrameIndex } from './frame-index.js';
import type { ObservedLink, ObservedSession, ObservedSystem } from './observed-host.js';

export function readSystem(frames: FrameIndex): ObservedSystem {
  const fields = frames.fields('system');
  const field = (key: string): string => fields.get(key) ?? '';
  const enforce = field('selinux');
  return {
    bootId: field('boot-id'),
    hostname: field('hostname'),
    os: field('os'),
    kernel: field('kernel'),
    systemd: field('systemd'),
    selinux: enforce === '1' ? 'enforcing' : enforce === '0' ? 'permissive' : 'disabled',
    root: field('user') === '0',
  };
}

/** `SSH_CONNECTION`: client address, client port, server address, server port (sshd(8)). */
export function readSession(frames: FrameIndex, links: readonly ObservedLink[]): ObservedSession | undefined {
  const [client, , server, serverPort] = (frames.fields('system').get('session') ?? '').split(' ');
  // A scope (`fe80::1%eth0`) names the interface, which the address lookup below finds as well.
  const address = parseIpAddress(server?.replace(/%.*$/, '').replace(/^::ffff:/, '') ?? '');
  if (client === undefined || address === undefined) return undefined;
  const device = links.find(({ addresses }) => addresses.some((own) => own.split('/')[0] === address))?.name;
  return {
    client,
    server: address,
    serverPort: Number(serverPort ?? 22),
    ...(device !== undefined && { device }),
  };
}
