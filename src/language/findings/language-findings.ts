import type { Severity } from '../../model/index.js';

/** A fault of the text itself: something that the model of a network cannot hold. */
export interface LanguageFinding {
  readonly code: string;
  readonly severity: Severity;
  /** What it says, in one sentence without full stop. */
  readonly summary: string;
  /** A whole site that has it and no other. */
  readonly bad: string;
  /** The same site put right. */
  readonly good: string;
}

export const LANGUAGE_FINDINGS = [
  {
    code: 'syntax/unexpected-text',
    severity: 'error',
    summary: 'Text stands where the language has no place for it',
    bad: 'network tenant { roles vm  vlan 13 } }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/unexpected-character',
    severity: 'error',
    summary: 'A character means nothing in the language, or a quote or comment is not closed',
    bad: 'network tenant { roles vm; vlan 13; }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/unknown-property',
    severity: 'error',
    summary: 'A block has a property that its kind does not know',
    bad: 'network tenant { roles vm  vlam 13 }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/missing-value',
    severity: 'error',
    summary: 'A keyword lacks the name or value that belongs to it',
    bad: 'network tenant { roles vm  vlan }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/missing-comma',
    severity: 'error',
    summary: 'Two items of a list have no comma between them',
    bad: 'host kvm1 { nic eth0  nic eth1  bond bond0 { ports eth0 eth1 } }',
    good: 'host kvm1 { nic eth0  nic eth1  bond bond0 { ports eth0, eth1 } }',
  },
  {
    code: 'syntax/unclosed-block',
    severity: 'error',
    summary: 'A block has no closing brace',
    bad: 'network tenant { roles vm  vlan 13',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/too-broken',
    severity: 'error',
    summary: 'A file has more errors than can be told apart: nothing of it is read',
    bad: '',
    good: '',
  },
  {
    code: 'syntax/invalid-value',
    severity: 'error',
    summary: 'A value is not of the kind that its property takes',
    bad: 'network tenant { roles vm  mtu large }',
    good: 'network tenant { roles vm  mtu 9000 }',
  },
  {
    code: 'syntax/property-twice',
    severity: 'error',
    summary: 'A property that can be said once is said again',
    bad: 'network tenant { roles vm  vlan 13  vlan 14 }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/listed-twice',
    severity: 'warning',
    summary: 'A list has the same item twice',
    bad: 'network tenant { roles vm  vlan 13 }\nhost kvm1 { nic eth0 { carries tenant, tenant } }',
    good: 'network tenant { roles vm  vlan 13 }\nhost kvm1 { nic eth0 { carries tenant } }',
  },
  {
    code: 'syntax/missing-property',
    severity: 'error',
    summary: 'A declaration lacks a property without which it means nothing',
    bad: 'host kvm1 { nic eth0  vlan storage { on eth0 } }',
    good: 'host kvm1 { nic eth0  vlan storage { on eth0  id 12 } }',
  },
  {
    code: 'syntax/missing-roles',
    severity: 'warning',
    summary: 'A network does not say what it is for',
    bad: 'network tenant { vlan 13 }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'syntax/misplaced-property',
    severity: 'error',
    summary: 'A property does not belong to this kind of declaration, or contradicts another one',
    bad: 'profile compute { number 22 }',
    good: 'host kvm1 { number 22 }',
  },
  {
    code: 'syntax/ignore-without-reason',
    severity: 'warning',
    summary: 'A kvmnet-ignore comment names no code or gives no reason, and silences nothing',
    bad: '// kvmnet-ignore roles/unused\nnetwork tenant { roles vm  vlan 13 }',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'naming/duplicate',
    severity: 'error',
    summary: 'Two declarations of one kind, or two devices of one host, bear the same name',
    bad: 'network tenant { roles vm  vlan 13 }\nnetwork tenant { roles vm  vlan 14 }',
    good: 'network tenant { roles vm  vlan 13 }\nnetwork office { roles vm  vlan 14 }',
  },
  {
    code: 'naming/invalid-name',
    severity: 'error',
    summary: 'A name that is not letters, digits, _ - and . after a letter stands without quotes',
    bad: 'network 13tenants { roles vm  vlan 13 }',
    good: 'network "13tenants" { roles vm  vlan 13 }',
  },
  {
    code: 'naming/unknown-reference',
    severity: 'error',
    summary: 'A name is used that nothing bears',
    bad: 'host kvm1 { nic eth0 { carries tenent } }\nnetwork tenant { roles vm }',
    good: 'host kvm1 { nic eth0 { carries tenant } }\nnetwork tenant { roles vm }',
  },
  {
    code: 'naming/import-not-found',
    severity: 'error',
    summary: 'An import names a file that does not exist or is no .kvmnet file',
    bad: 'import "missing.kvmnet"',
    good: 'network tenant { roles vm  vlan 13 }',
  },
  {
    code: 'naming/profile-cycle',
    severity: 'error',
    summary: 'A profile is made of itself',
    bad: 'profile a is b { }\nprofile b is a { }',
    good: 'profile a { }\nprofile b is a { }',
  },
  {
    code: 'naming/derived-name-clash',
    severity: 'error',
    summary: 'A derived device or libvirt network would take a name that something else on the host has',
    bad: 'network tenant { roles vm  vlan 13  bridge eth1 }\nhost kvm1 { nic eth0 { carries tenant }  nic eth1 }',
    good: 'network tenant { roles vm  vlan 13 }\nhost kvm1 { nic eth0 { carries tenant }  nic eth1 }',
  },
] as const satisfies readonly LanguageFinding[];

export type LanguageCode = (typeof LANGUAGE_FINDINGS)[number]['code'];

const SEVERITY_BY_CODE: ReadonlyMap<string, Severity> = new Map(
  LANGUAGE_FINDINGS.map(({ code, severity }) => [code, severity]),
);

export const severityOf = (code: LanguageCode): Severity => SEVERITY_BY_CODE.get(code) ?? 'error';
