import { describe, expect, it } from 'vitest';
import { LANGUAGE_FINDINGS, type LanguageFinding } from '../../src/language/index.js';
import { codesOf, findingsAt, siteFrom } from './support/site-from-text.js';

const PAGES: readonly LanguageFinding[] = LANGUAGE_FINDINGS.filter(({ bad }) => bad !== '');

const ofTheLanguage = (finding: string): boolean =>
  LANGUAGE_FINDINGS.some(({ code }) => finding.split(' ')[0] === code);

describe('syntax findings', () => {
  it.each([
    ['an unknown property', 'network a { roles vm\n  vlam 13\n  mtu 9000 }', ['syntax/unknown-property 2:3']],
    ['a property of another block', 'host a { nic eth0 { roles vm } }', ['syntax/unknown-property 1:21']],
    [
      'an unknown declaration',
      'hots a { number 3 }\nnetwork b { roles vm }',
      ['syntax/unknown-property 1:1'],
    ],
    ['a missing value', 'network a {\n  mtu\n  zone trusted roles vm\n}', ['syntax/missing-value 2:3']],
    ['a missing name', 'network { roles vm }', ['syntax/missing-value 1:1']],
    [
      'a missing comma',
      'host a { nic eth0 nic eth1 bond b { ports eth0 eth1 } }',
      ['syntax/missing-comma 1:48'],
    ],
    [
      'a comma too many',
      'host a { nic eth0 nic eth1 bond b { ports eth0,, eth1 } }',
      ['syntax/unexpected-text 1:48'],
    ],
    [
      'a comma before the next property',
      'network t { roles vm }\nhost a {\n  nic eth0\n  nic eth1 \n  bond b {\n    ports eth0, eth1,\n    carries t\n  }\n}',
      ['syntax/missing-value 6:21'],
    ],
    [
      'a comma before the next property of the line',
      'network t { roles vm }\nhost a { nic eth0 nic eth1 bond b { ports eth0, eth1, carries t } }',
      ['syntax/missing-value 2:53'],
    ],
    [
      'brackets around a list',
      'network t { roles vm }\nhost a { nic eth0 nic eth1 bond b { ports [eth0, eth1] carries t } }',
      ['syntax/unexpected-character 2:43'],
    ],
    ['a comma after a single value', 'network a { roles vm vlan 10, 11 }', ['syntax/unexpected-text 1:29']],
    ['a comment of a shell', 'host a { number 22 # was 32\n}', ['syntax/unexpected-text 1:20']],
    ['typographic quotes', 'network “guests” { roles vm }', ['syntax/unexpected-character 1:9']],
    [
      'typographic quotes around a text with blanks',
      'zone z { target default  rich-rule „rule family=ipv4 accept“ }',
      ['syntax/unexpected-character 1:36'],
    ],
    ['a colon after a name', 'network guests: { roles vm }', ['naming/invalid-name 1:9']],
    ['a semicolon', 'network a { roles vm; vlan 13 }', ['syntax/unexpected-character 1:21']],
    ['an equals sign', 'network a { roles vm vlan = 13 }', ['syntax/unexpected-character 1:27']],
    ['a brace too many', 'network a { roles vm } }', ['syntax/unexpected-text 1:24']],
    ['a missing quote', 'zone a { rich-rule "x\n services ssh }', ['syntax/unexpected-character 1:20']],
    ['a comment without end', 'network a { roles vm } /* x', ['syntax/unexpected-character 1:24']],
    [
      'a missing brace in the middle',
      'host a {\n  nic eth0 {\n    mtu 9000\n  nic eth1\n}\nhost b { number 3 }',
      ['syntax/unclosed-block 4:3'],
    ],
    ['a missing brace at the end', 'host a {\n  nic eth0', ['syntax/unclosed-block 2:7']],
  ])('says one thing about %s', async (_, text, expected) => {
    const site = await siteFrom(text);
    expect(findingsAt(site).filter(ofTheLanguage)).toEqual(expected);
  });

  it('keeps all that stands around an error', async () => {
    const site = await siteFrom(
      'host a {\n  nic eth0 {\n    mtu 9000\n    wrong { deep 1 { deeper } }\n    mac 00:21:28:aa:bb:01\n  nic eth1 { mtu }\n  nub 5\n  number 3\n}\nhots x { number 9 }\nhost b { number 4 }',
    );
    expect(site.network.hosts.map(({ name, number }) => [name, number?.value])).toEqual([
      ['a', 3],
      ['b', 4],
    ]);
    expect(site.network.hosts[0]?.devices.map(({ name, mtu }) => [name, mtu.value])).toEqual([
      ['eth0', 9000],
      ['eth1', 1500],
    ]);
  });

  it.each([
    ['nat lab { subnet 192.168.7.0/24 }', "'nat' is a property of a host and has to stand in its braces"],
    ['network a { roles vm }\nmtu 1500', "'mtu' is a property of"],
    ['whatever b { number 3 }', "'whatever' begins no declaration"],
  ])('says where a word belongs that begins no declaration: %j', async (text, message) => {
    const site = await siteFrom(text);
    expect(site.findings.map((finding) => finding.message).join('\n')).toContain(message);
  });

  it.each([
    [
      'nic eth0 { wake-on-lan magic }',
      "Unknown property 'magic' in a NIC, and 'wake-on-lan' is on or off; known are",
    ],
    ['bond b { carry t }', "Did you mean 'carries'?"],
    [
      'bond b { vlan 13 }',
      "'vlan' is a property of a network or of a host or of a guest's NIC, not of a bond",
    ],
  ])('says what a property of a host could be: %j', async (text, message) => {
    const site = await siteFrom(`host a { ${text} }`);
    expect(site.findings.map((finding) => finding.message).join('\n')).toContain(message);
  });

  it('leads from a guest to its NIC', async () => {
    const site = await siteFrom('guest g { network t }');
    expect(site.findings.map(({ message }) => message).join('\n')).toContain(
      'not of a guest: write it into its `nic { … }`; known are',
    );
  });

  it('leads from the address of a guest to a lease', async () => {
    const site = await siteFrom('guest g { nic { address 10.0.0.5 } }');
    expect(site.findings.map(({ message }) => message).join('\n')).toContain(
      "not of a guest's NIC: the guest sets its own; one that libvirt hands out is a `lease MAC ADDRESS`",
    );
  });

  it('takes a device that is called like a property for one', async () => {
    const site = await siteFrom(
      'host a { nic eth0 nic mode nic mtu bond b { ports eth0, mtu, mode mode active-backup } }',
    );
    expect(findingsAt(site).filter(ofTheLanguage)).toEqual([]);
  });

  it('proposes what was meant', async () => {
    const site = await siteFrom('network a { roles vmm  vlam 13 }');
    expect(site.findings.map(({ fixes }) => fixes?.[0]?.edits[0])).toEqual([
      expect.objectContaining({ kind: 'replace', text: 'vm' }),
      expect.objectContaining({ kind: 'replace', text: 'vlan' }),
    ]);
  });

  it.each([
    ['dns 10.0.0.1/24', '10.0.0.1'],
    ['subnet 10.0.0.5/24', '10.0.0.0/24'],
    ['subnet 10.0.0.0', undefined],
    ['dns 10.0.0.300', undefined],
    ['vlans 20-10', '10-20'],
    ['vlan x', undefined],
    ['mtu 1e3', undefined],
    ['roles managment', 'management'],
  ])('refuses %s', async (property, instead) => {
    const site = await siteFrom(`network a { ${property} }`);
    const invalid = site.findings.find(({ code }) => code === 'syntax/invalid-value');
    const edit = invalid?.fixes?.[0]?.edits[0];
    expect(invalid).toBeDefined();
    expect(edit?.kind === 'replace' ? edit.text : undefined).toBe(instead);
  });

  it.each([
    ['bond b { mode activebackup }', 'active-backup'],
    ['bond b { miimon 100 sec }', '100 s'],
    ['nic n { mac 0021.28aa.bb01 }', '00:21:28:aa:bb:01'],
    ['nic n { address 10.0.0.2 }', undefined],
    ['ssh -oProxyCommand=x', undefined],
    ['nat n { dhcp 10.0.0.9-10.0.0.2 }', '10.0.0.2-10.0.0.9'],
    ['nat n { forward 99999/tcp to g:22 }', undefined],
    ['nat n { forward 80-90/tcp to g:22 }', undefined],
  ])('refuses %s on a host', async (property, instead) => {
    const site = await siteFrom(`host a { ${property} }\nguest g on a`);
    const invalid = site.findings.find(({ code }) => code === 'syntax/invalid-value');
    const edit = invalid?.fixes?.[0]?.edits[0];
    expect(invalid).toBeDefined();
    expect(edit?.kind === 'replace' ? edit.text : undefined).toBe(instead);
  });

  it.each([
    ['49215-49152/tcp', '49152-49215/tcp'],
    ['49152-49215', '49152-49215/tcp'],
    ['8080-/tcp', undefined],
    ['0-80/tcp', undefined],
  ])('refuses the ports %s', async (ports, instead) => {
    const site = await siteFrom(`zone a { ports ${ports} }`);
    const invalid = site.findings.find(({ code }) => code === 'syntax/invalid-value');
    const edit = invalid?.fixes?.[0]?.edits[0];
    expect(invalid).toBeDefined();
    expect(edit?.kind === 'replace' ? edit.text : undefined).toBe(instead);
  });

  it('says once that a property stands twice, and takes the first', async () => {
    const site = await siteFrom('network a { roles vm vlan 13 vlan 14 mtu 1400 mtu 1400 }');
    expect(codesOf(site).filter((code) => code === 'syntax/property-twice')).toHaveLength(2);
    expect(site.network.networks[0]?.vlan?.value).toBe(13);
  });

  it.each(PAGES)('finds $code in its bad example only', async ({ code, severity, beside, ...examples }) => {
    const bad = await siteFrom({ ...beside, 'main.kvmnet': examples.bad });
    const good = await siteFrom({ ...beside, 'main.kvmnet': examples.good });
    expect(codesOf(bad).filter(ofTheLanguage)).toContain(code);
    expect(new Set(codesOf(bad).filter(ofTheLanguage)).size).toBe(1);
    expect(codesOf(good).filter(ofTheLanguage)).toEqual([]);
    expect(bad.findings.find((finding) => finding.code === code)?.severity).toBe(severity);
  });
});
