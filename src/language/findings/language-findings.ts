import type { Severity } from '../../model/index.js';

/** A fault of the text itself: something that the model of a network cannot hold. */
export interface LanguageFinding {
  readonly code: string;
  readonly severity: Severity;
  /** What it says, in one sentence without full stop. */
  readonly summary: string;
  /** What comes of it, and what the language does with such a text. For its page. */
  readonly why: string;
  readonly whatToDo: string;
  /** A whole site that has it and no other. */
  readonly bad: string;
  /** The same site put right. */
  readonly good: string;
  /** Files that exist besides the example, by their path from it. */
  readonly beside?: Readonly<Record<string, string>>;
}

export const LANGUAGE_FINDINGS = [
  {
    code: 'syntax/unexpected-text',
    severity: 'error',
    summary: 'Text stands where the language has no place for it',
    why: 'The rest of the file is still read, so that other findings stay right; what stands at this place is in no network.',
    whatToDo:
      'Look at the braces before it: often one closes too early, or a keyword is missing. `Ctrl+Space` says what can stand there.',
    bad: 'network tenant { roles vm  vlan 13 } }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/unexpected-character',
    severity: 'error',
    summary: 'A character means nothing in the language, or a quote or comment is not closed',
    why: 'There are no semicolons and no `=`: a property is its keyword, a blank and its value, and ends where the next one begins. A text in quotes ends on its line.',
    whatToDo:
      'Remove the character, or close the quote or comment. A name with other characters stands in double quotes: `bridge "10.11.12.0"`.',
    bad: 'network tenant { roles vm; vlan 13; }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/unknown-property',
    severity: 'error',
    summary: 'A block has a property that its kind does not know',
    why: 'Each kind of block knows its own properties, and what it does not know would be in no file of the host. Names of other tools (`gateway4`, `transmit-hash-policy`) are not known either.',
    whatToDo:
      'Take the property that the message suggests, or see with `Ctrl+Space`, or in [the KVMNet language](../../language.md), what this kind of block has.',
    bad: 'network tenant { roles vm  vlam 13 }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/missing-value',
    severity: 'error',
    summary: 'A keyword lacks the name or value that belongs to it',
    why: 'A keyword says which property follows, and only its value says anything about the network.',
    whatToDo: 'Write the value behind the keyword, or remove the keyword.',
    bad: 'network tenant { roles vm  vlan }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/missing-comma',
    severity: 'error',
    summary: 'Two items of a list have no comma between them',
    why: 'Without a comma a list ends, and the next word would begin a property.',
    whatToDo: 'Put a comma between the items. The fix does.',
    bad: 'host kvm1 { nic eth0  nic eth1  bond bond0 { ports eth0 eth1 } }',
    good: 'host kvm1 { nic eth0  nic eth1  bond bond0 { ports eth0, eth1 } }',
  },
  {
    code: 'syntax/unclosed-block',
    severity: 'error',
    summary: 'A block has no closing brace',
    why: 'A block goes on to its `}`: without it everything behind would belong to this block. KVMNet takes it for closed before the next declaration, and says here where the brace is missing.',
    whatToDo:
      'Write `}` where the block shall end. The formatter (`Shift+Alt+F`) shows by the indents which one is open.',
    bad: 'network tenant { roles vm  vlan 13',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/too-broken',
    severity: 'error',
    summary: 'A file has more errors than can be told apart: nothing of it is read',
    why: 'A text that is no KVMNet at all, or one with a hundred errors, says nothing about a network; a finding for each word would help nobody.',
    whatToDo:
      'Correct the first errors of the file. Is it another kind of file that was renamed to `.kvmnet`? Then take it out of the folder.',
    bad: '',
    good: '',
  },
  {
    code: 'syntax/invalid-value',
    severity: 'error',
    summary: 'A value is not of the kind that its property takes',
    why: 'Each property takes one kind of value: an address, a number, a time with its unit, one word of a few. What cannot be read is left out of the network, and so are findings that would only follow from its absence.',
    whatToDo:
      'The message says what is expected, and the fix what was probably meant. Times and rates have units (`100 ms`, `2 Gbit/s`), addresses of devices a prefix length (`10.11.10.22/24`).',
    bad: 'network tenant { roles vm  mtu large }',
    good: 'network tenant { roles vm  mtu 9000 }',
  },
  {
    code: 'syntax/property-twice',
    severity: 'error',
    summary: 'A property that can be said once is said again',
    why: 'The first one is taken. With two, one of them says what is not done.',
    whatToDo:
      'Remove the one that is not meant. Several values of one property are a list with commas: `ports eth0, eth1`.',
    bad: 'network tenant { roles vm  vlan 13  vlan 14 }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/listed-twice',
    severity: 'warning',
    summary: 'A list has the same item twice',
    why: 'It is taken once. Usually another item was meant, such as the second port of a bond, and a line was copied.',
    whatToDo: 'Write what was meant, or remove the second one. The fix removes it.',
    bad: 'network tenant { roles vm  vlan 13 }\nhost kvm1 { nic eth0 { carries tenant, tenant } }',
    good: 'network tenant { roles vm  vlan 13 }\nhost kvm1 { nic eth0 { carries tenant } }',
  },
  {
    code: 'syntax/missing-property',
    severity: 'error',
    summary: 'A declaration lacks a property without which it means nothing',
    why: 'A VLAN device needs an id and something to be on, a guest a place, its NIC a network or bridge. Without it nothing can be made, and it is left out of the network.',
    whatToDo: 'Write the property that the message names.',
    bad: 'host kvm1 { nic eth0  vlan storage { on eth0 } }',
    good: 'host kvm1 { nic eth0  vlan storage { on eth0  id 12 } }',
  },
  {
    code: 'syntax/missing-roles',
    severity: 'warning',
    summary: 'A network does not say what it is for',
    why: 'The roles decide what follows from `carries`: `management`, `heartbeat`, `migration` and `storage` give hosts an address, `vm` gives them a bridge for guests. Without a role nothing follows.',
    whatToDo: 'Say `roles`: what uses the network. Several are possible: `roles migration, storage`.',
    bad: 'network tenant { vlan 13 }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/misplaced-property',
    severity: 'error',
    summary: 'A property does not belong to this kind of declaration, or contradicts another one',
    why: 'What belongs to one host (`number`, `ssh`, `via`) would be the same for all hosts of a profile; and of two properties that contradict each other only one can be done.',
    whatToDo: 'Move the property to where the message says, or remove one of the two.',
    bad: 'profile compute { number 22 }',
    good: 'host kvm1 { number 22 }',
  },
  {
    code: 'syntax/ignore-without-reason',
    severity: 'warning',
    summary: 'A kvmnet-ignore comment names no code or gives no reason, and silences nothing',
    why: 'Whoever reads the text later has to know why a finding is meant, and the code says which one.',
    whatToDo:
      'Write `// kvmnet-ignore CODE: reason` on the line before the finding, with a code that exists, such as `bond/single-port`.',
    bad: '// kvmnet-ignore roles/network-not-carried\nnetwork tenant { roles vm  vlan 13 }\nhost lab { nat dev { subnet 192.168.100.0/24 } }',
    good: '// kvmnet-ignore roles/network-not-carried: the hosts that carry it come next month\nnetwork tenant { roles vm  vlan 13 }\nhost lab { nat dev { subnet 192.168.100.0/24 } }',
  },
  {
    code: 'syntax/ignore-unknown-code',
    severity: 'warning',
    summary: 'A kvmnet-ignore comment names a code that no finding has, and silences nothing',
    why: 'A mistyped code silences nothing, and a code that a later version does not know any more is a remark about a finding that cannot come.',
    whatToDo:
      'Write the code as the finding shows it, or remove the comment. The fix takes the code that looks most like it.',
    bad: '// kvmnet-ignore roles/network-not-caried: the hosts that carry it come next month\nnetwork tenant { roles vm  vlan 13 }\nhost kvm1 { nic eth0 { carries tenant } }',
    good: 'network tenant { roles vm  vlan 13 }\nhost kvm1 { nic eth0 { carries tenant } }',
  },
  {
    code: 'syntax/ignore-unused',
    severity: 'information',
    summary:
      'A kvmnet-ignore comment silences nothing, because there is nothing to silence, or only an error',
    why: 'A remark that has outlived its finding explains something that is not so any more, and would hide the next finding of its kind on that line. Errors are never silenced: what has one cannot be deployed.',
    whatToDo: 'Remove the comment; the fix does. Of an error: mend what it is about.',
    bad: '// kvmnet-ignore roles/network-not-carried: the hosts that carry it come next month\nnetwork tenant { roles vm  vlan 13 }\nhost kvm1 { nic eth0 { carries tenant } }',
    good: 'network tenant { roles vm  vlan 13 }\nhost kvm1 { nic eth0 { carries tenant } }',
  },
  {
    code: 'naming/duplicate',
    severity: 'error',
    summary: 'Two declarations of one kind, or two devices of one host, bear the same name',
    why: 'References are by name: with two of one name nobody can say which is meant. The first is taken.',
    whatToDo:
      'Give one of them another name; `F2` on the name changes all its uses. If both are one thing, make them one block.',
    bad: 'network tenant { roles vm  vlan 13 }\nnetwork tenant { roles vm  vlan 14 }',
    good: 'network tenant { roles vm  vlan 13 }\nnetwork office { roles vm  vlan 14 }',
  },
  {
    code: 'naming/invalid-name',
    severity: 'error',
    summary: 'A name that needs quotes has none',
    why: 'Without quotes a name is a letter, and then letters, digits, `_`, `-` and `.`; a word that begins with a digit could as well be a number or an address.',
    whatToDo:
      'Put the name in double quotes, where it is declared and where it is used. The fix does it here.',
    bad: 'network 13tenants { roles vm  vlan 13 }',
    good: 'network "13tenants" { roles vm  vlan 13 }',
  },
  {
    code: 'naming/unknown-reference',
    severity: 'error',
    summary: 'A name is used that nothing has',
    why: 'What is named here is looked for in this folder, in the files that it imports, and, for devices, on the same host and in its profiles. What is not found is left out, and so are findings that would only follow from that.',
    whatToDo:
      'Correct the name; the fix writes the one that looks most like it. Is it in another folder? Then `import` its file. Is it a device? `ports` and `on` name devices of the same host.',
    bad: 'host kvm1 { nic eth0 { carries tenent } }\nnetwork tenant { roles vm }',
    good: 'host kvm1 { nic eth0 { carries tenant } }\nnetwork tenant { roles vm }',
  },
  {
    code: 'naming/import-not-found',
    severity: 'error',
    summary: 'An import names a file that does not exist or is no .kvmnet file',
    why: 'Paths are relative to the file that imports. What the missing file declares is unknown here.',
    whatToDo:
      'Correct the path; after `import "` completion lists the files. A folder cannot be imported: the files of one folder see each other anyway.',
    bad: 'import "networks.kvmnet"',
    good: 'import "../shared/networks.kvmnet"',
    beside: { '../shared/networks.kvmnet': 'network tenant { roles vm  vlan 13 }' },
  },
  {
    code: 'naming/profile-cycle',
    severity: 'error',
    summary: 'A profile is made of itself',
    why: 'A profile that is made of itself has no beginning: what it has cannot be said. The circle is cut.',
    whatToDo:
      'Take one `is` out of the circle. What both profiles shall have goes into a third one, which both are.',
    bad: 'profile a is b { }\nprofile b is a { }',
    good: 'profile a { }\nprofile b is a { }',
  },
  {
    code: 'naming/derived-name-clash',
    severity: 'error',
    summary: 'A derived device or libvirt network would take a name that something else on the host has',
    why: 'From `carries` follow devices with names of their own: a VLAN device `bond0.13`, a bridge with the name of the network. The kernel has each name once on a host.',
    whatToDo:
      'Give the network another bridge with `bridge NAME`, or rename the device that is written. Is the same network carried twice by one host? Then remove one.',
    bad: 'network tenant { roles vm  vlan 13  bridge eth1 }\nhost kvm1 { nic eth0 { carries tenant }  nic eth1 }',
    good: 'network tenant { roles vm  vlan 13 }\nhost kvm1 { nic eth0 { carries tenant }  nic eth1 }',
  },
] as const satisfies readonly LanguageFinding[];

export type LanguageCode = (typeof LANGUAGE_FINDINGS)[number]['code'];

const SEVERITY_BY_CODE: ReadonlyMap<string, Severity> = new Map(
  LANGUAGE_FINDINGS.map(({ code, severity }) => [code, severity]),
);

export const severityOf = (code: LanguageCode): Severity => SEVERITY_BY_CODE.get(code) ?? 'error';
