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
  const address = parseIpAddress(server?.replace(/%.*$/, '').replace(/^::ffff:/, '') ?? '');
  if (client === undefined || address === undefined) return undefined;
  // A scope (`fe80::1%eth0`) names the interface; addresses of links are not read.
  const scope = /%(.+)$/.exec(server ?? '')?.[1];
  const device = links.find(
    ({ name, addresses }) => name === scope || addresses.some((own) => own.split('/')[0] === address),
  )?.name;
  return {
    client,
    server: address,
    serverPort: Number(serverPort ?? 22),
    ...(device !== undefined && { device }),
  };
}
