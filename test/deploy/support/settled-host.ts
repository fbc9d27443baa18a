import { CrashingHost } from './crashing-host.js';

export const ETC = '/etc/NetworkManager/system-connections';
const profile = (uuid: string, device: string, extra: string): string =>
  `[connection]\nid=${device}\nuuid=${uuid}\ninterface-name=${device}\n${extra}\n`;
const network = (uuid: string, extra = ''): string => `<network><uuid>${uuid}</uuid>${extra}</network>\n`;
const nic = (mac: string): string => `<interface type='network'><mac address='${mac}'/></interface>\n`;
const lines = (...all: readonly (readonly string[])[]): string =>
  all.map((fields) => `${fields.join('\t')}\n`).join('');

const [CHANGED, ADDED, DROPPED, OTHER] = ['uuid-changed', 'uuid-added', 'uuid-dropped', 'uuid-other'];
const [NEW_NET, OLD_NET, KEPT_NET] = ['net-new', 'net-old', 'net-kept'];

/** As a plan would have it: a profile changed, one added, one removed; a zone changed, one added, one removed; networks too. */
export const BUNDLE: Readonly<Record<string, string>> = {
  token: 'token\n',
  owner: 'somebody\n',
  window: '60\n',
  from: '0\n',
  generation: '2\n',
  record: '{"generation": 2}\n',
  profiles: lines(
    ['put', 'data/1', CHANGED, `${ETC}/eth0.nmconnection`],
    ['put', 'data/2', ADDED, `${ETC}/br0.nmconnection`],
    ['unlink', `${ETC}/legacy.nmconnection`],
    ['drop', DROPPED, `${ETC}/bond0.12.nmconnection`],
  ),
  files: lines(
    ['put', 'data/3', '/etc/firewalld/zones/changed.xml', '600'],
    ['put', 'data/4', '/etc/firewalld/zones/added.xml', '600'],
    ['drop', '/etc/firewalld/zones/dropped.xml'],
  ),
  apply: lines(
    ['1', 'files-in'],
    ['2', 'firewalld-reload'],
    ['3', 'profiles-in'],
    ['4', 'profile-reapply', 'eth0', CHANGED],
    ['5', 'profiles-start', 'data/5'],
    ['6', 'profiles-out'],
    ['7', 'taps-restore'],
    ['8', 'net-destroy', OLD_NET],
    ['9', 'net-create', 'data/6'],
    ['10', 'net-replace', KEPT_NET, 'data/7', 'virbr0', 'virbr0'],
    ['11', 'guest-attach', 'web1', 'data/9', 'live', 'web1/nic1'],
  ),
  undo: lines(
    ['1', 'files-out'],
    ['3', 'profiles-withdraw'],
    ['3', 'profile-restore', 'eth0', CHANGED],
    ['3', 'profile-restore', 'bond0.12', DROPPED],
    ['2', 'firewalld-reload'],
    ['8', 'net-start', OLD_NET],
    ['9', 'net-destroy', NEW_NET],
    ['10', 'net-replace', KEPT_NET, 'data/8', 'virbr0', 'virbr0'],
    ['11', 'guest-unplug', 'web1', 'data/9', 'web1/nic1'],
    ['3', 'taps-restore'],
  ),
  persist: lines(
    ['1', 'net-undefine', OLD_NET],
    ['2', 'net-define', 'data/6'],
    ['3', 'net-autostart', NEW_NET, 'on'],
    ['4', 'net-define', 'data/7'],
    ['5', 'guest-attach', 'web1', 'data/9', 'config', 'web1/nic1'],
  ),
  unpersist: lines(
    ['5', 'guest-detach', 'web1', 'data/9', 'config', 'web1/nic1'],
    ['4', 'net-define', 'data/8'],
    ['4', 'net-autostart', KEPT_NET, 'on'],
    ['2', 'net-undefine', NEW_NET],
    ['1', 'net-define', 'data/10'],
    ['1', 'net-autostart', OLD_NET, 'on'],
  ),
  afterwards: '',
  'data/1': profile(CHANGED, 'eth0', 'mtu=9000'),
  'data/2': profile(ADDED, 'br0', 'type=bridge'),
  'data/3': '<zone target="DROP"/>\n',
  'data/4': '<zone/>\n',
  'data/5': lines([ADDED, 'br0']),
  'data/6': network(NEW_NET),
  'data/7': network(KEPT_NET, '<mtu/>'),
  'data/8': network(KEPT_NET),
  'data/9': nic('52:54:00:00:00:01'),
  'data/10': network(OLD_NET),
};

/** One that has been deployed once, with the next bundle unpacked on it. */
export function settledHost(): CrashingHost {
  const host = new CrashingHost();
  host.write(`${ETC}/legacy.nmconnection`, profile(CHANGED, 'eth0', 'mtu=1500'));
  host.write(`${ETC}/bond0.12.nmconnection`, profile(DROPPED, 'bond0.12', 'type=vlan'));
  host.write(`${ETC}/other.nmconnection`, profile(OTHER, 'eth9', ''));
  host.write('etc/firewalld/zones/changed.xml', '<zone/>\n');
  host.write('etc/firewalld/zones/dropped.xml', '<zone/>\n');
  host.write('etc/sysctl.d/kept.conf', 'a = 1\n');
  for (const uuid of [OLD_NET, KEPT_NET]) {
    host.write(`libvirt/defined/${uuid}`, network(uuid));
    host.write(`libvirt/autostart/${uuid}`, '');
  }
  host.write('libvirt/config/52:54:00:00:00:99', nic('52:54:00:00:00:99'));
  host.write('etc/systemd/system/other.service', '');
  host.write('var/lib/kvmnet/generations/1.json', '{"generation": 1}\n');
  host.cutPower();
  host.startDaemons();
  host.stage(BUNDLE);
  return host;
}
