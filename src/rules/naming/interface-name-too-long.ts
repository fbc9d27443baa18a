import { type Edit, type Fix, type Host, MAX_INTERFACE_NAME_BYTES } from '../../model/index.js';
import {
  cameFrom,
  interfaceNameBytes,
  interfaceNames,
  type InterfaceName,
  nameSource,
  proposeInterfaceName,
} from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import { renameDevice } from '../rename-device.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';

export const interfaceNameMustFitTheKernel: Rule = {
  code: 'naming/interface-name-too-long',
  severity: 'error',
  reason: 'The kernel has no room for the name, and NetworkManager refuses the whole profile.',
  title: 'An interface name has at most 15 bytes',
  documentation: {
    what: `Looks at the name of each device of a host, and of each bridge that libvirt makes, written or derived. It
counts bytes, not characters: an umlaut takes two.`,
    why: `The kernel keeps an interface name in 16 bytes, the last of which ends it. NetworkManager does not load a profile
with a longer name and says so in its journal only; libvirt accepts a longer bridge name and fails when the network starts.
Derived names grow by themselves: VLAN 1300 on \`bond-storage\` is \`bond-storage.1300\`, which has 17.`,
    sources: [
      'Linux 6.12, `include/uapi/linux/if.h`: `IFNAMSIZ` is 16; `net/core/dev.c`: `dev_valid_name`',
      'Seen with NetworkManager 1.52.1 (profile refused) and libvirt 11.3 (“Numerical result out of range” at start)',
    ],
    whatToDo: `Choose a shorter name. For a derived bridge, say \`bridge NAME\` in the network. For a derived VLAN device,
shorten the name of the device below it, or declare the VLAN yourself with a name of its own.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge bridge-production { ports eth1 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br-production { ports eth1 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const names = interfaceNames(host, site);
    for (const named of names) {
      const bytes = interfaceNameBytes(named.name);
      if (bytes <= MAX_INTERFACE_NAME_BYTES) continue;
      const proposal = proposeInterfaceName(named.name, new Set(names.map(({ name }) => name)));
      const fix = shorten(named, proposal, host, site);
      yield {
        message:
          `${named.text} of host ${host.name} has an interface name of ${bytes} bytes (${named.name}); ` +
          `the kernel takes at most ${MAX_INTERFACE_NAME_BYTES}.`,
        origin: named.decidedAt,
        ...cameFrom(named),
        subjects: [named.owner],
        ...(fix && { fixes: [fix] }),
      };
    }
  },
};

function shorten(named: InterfaceName, proposal: string, host: Host, site: SiteView): Fix | undefined {
  const title = `Name it ${proposal}`;
  const device = host.devices.find(({ id }) => id === named.owner);
  if (device) {
    if (!device.derived) return renameDevice(device, proposal, host, site);
    const network = site.logicalNetwork(device.derived.network);
    if (device.kind !== 'bridge' || !network) return undefined;
    const edit = nameBridge(network.bridge, network.places.bodyEnd, proposal);
    return edit && { title, edits: [edit] };
  }
  const virtual = host.virtualNetworks.find(({ id }) => id === named.owner);
  const edit = virtual && nameBridge(virtual.bridge, virtual.places.bodyEnd, proposal);
  return edit && { title, edits: [edit] };
}

function nameBridge(
  written: Host['virtualNetworks'][number]['bridge'] | undefined,
  bodyEnd: Edit['at'] | undefined,
  name: string,
): Edit | undefined {
  if (written && !written.follows) return { kind: 'replace', at: written.origin, text: nameSource(name) };
  return bodyEnd && { kind: 'append', at: bodyEnd, text: `bridge ${nameSource(name)}` };
}
