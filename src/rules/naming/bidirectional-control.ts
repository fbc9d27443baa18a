import type { Element } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const namesAreShownAsTheyAreWritten: Rule = {
  code: 'naming/bidirectional-control',
  severity: 'warning',
  reason: 'Everything works, but a person sees another name than the machine.',
  title: 'A name holds no character that turns the direction of text',
  documentation: {
    what: `Looks for the controls of bidirectional text in the names of networks, pools, zones, hosts, devices, libvirt networks,
guests and their NICs: U+061C, U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069.`,
    why: `Such a character is invisible and lets the letters after it be shown in another order. In a plan or a question at the
terminal the name then reads like that of something else.`,
    sources: ['Unicode Standard Annex 9', 'Unicode Technical Report 36, section 2.7', 'CVE-2021-42574'],
    whatToDo: 'Write the name without the character; it usually came along when text was copied.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network "tenant\u200E" { roles vm  vlan 13  bridge tenant }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries "tenant\u200E" } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network "tenant" { roles vm  vlan 13  bridge tenant }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries "tenant" } }
    `,
  },
  *checkNetwork(network): Iterable<Violation> {
    yield* check(network);
  },
  *checkHost(host): Iterable<Violation> {
    yield* check(host);
    for (const device of host.devices) if (!device.derived) yield* check(device);
    for (const network of host.virtualNetworks) if (network.kind !== 'bridged') yield* check(network);
  },
  *checkGuest(guest): Iterable<Violation> {
    yield* check(guest);
    // A NIC without a name is called after what it plugs into, where it is said already.
    for (const nic of guest.nics) if (!nic.name.startsWith(nic.attachment.name)) yield* check(nic);
  },
  *checkSite({ network: { pools, zones } }): Iterable<Violation> {
    for (const element of [...pools, ...zones]) yield* check(element);
  },
};

function* check({ name, places, id }: Element): Iterable<Violation> {
  const character = /\p{Bidi_Control}/u.exec(name)?.[0];
  if (character === undefined) return;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  yield {
    message: `The name ${name.replace(/\p{Bidi_Control}/gu, '\uFFFD')} holds the invisible character U+${code}, which turns the direction of text.`,
    origin: places.name,
    subjects: [id],
  };
}
