import type { GraphNode } from '../graph.js';
import { shellWord } from './command-line.js';

/**
 * What a person would type on the host to look at this: reads only, changes nothing. undefined where no command shows it.
 * Names come from files: each is one argument of a POSIX shell, whatever is in it.
 */
export function commandFor(node: GraphNode): string | undefined {
  // The text of a block of commands is one already.
  if (node.kind === 'command') return node.label;
  const command = argvFor(node);
  return command?.map(shellWord).join(' ');
}

function argvFor({ kind, id, label, details, overlay = [] }: GraphNode): readonly string[] | undefined {
  const detail = (name: string): string | undefined => details.find((one) => one.name === name)?.value;
  switch (kind) {
    case 'nic':
    case 'bond':
    case 'vlan':
    case 'member':
      return ['ip', '-d', 'address', 'show', 'dev', label];
    case 'bridge':
      return detail('VLAN-aware') === 'yes'
        ? ['bridge', 'vlan', 'show']
        : ['ip', '-d', 'link', 'show', 'master', label];
    case 'virtual-network':
      return ['virsh', 'net-dumpxml', label];
    case 'guest':
      return ['virsh', 'domiflist', label];
    case 'guest-nic': {
      const mac = detail('MAC')?.split(' ')[0];
      const guest = guestOf(id);
      return mac === undefined || guest === undefined ? undefined : ['virsh', 'domif-getlink', guest, mac];
    }
    case 'tap': {
      // Its name is only known from a running guest.
      const name = overlay.find(({ text }) => /^vnet\d+$/.test(text))?.text;
      const guest = guestOf(id);
      if (name !== undefined) return ['ip', '-d', 'link', 'show', 'dev', name];
      return guest === undefined ? undefined : ['virsh', 'domiflist', guest];
    }
    case 'network':
      return ['virsh', 'net-info', label];
    case 'command':
    case 'host':
    case 'pool':
    case 'group':
    case 'unplaced':
    case 'outside':
    case 'plug':
    case 'line':
      return undefined;
  }
}

function guestOf(id: string): string | undefined {
  const name = /^guest\/(?<name>[^/]+)/.exec(id)?.groups?.name;
  return name === undefined ? undefined : decodeURIComponent(name);
}
