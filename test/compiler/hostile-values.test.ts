import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guestId } from '../../src/model/index.js';
import { compile, parseKeyfile, parseXml, type CompiledHost } from '../../src/compiler/index.js';
import {
  address,
  addressing,
  at,
  bridge,
  guest,
  guestNic,
  host,
  managed,
  nic,
  said,
  site,
  zone,
} from './support/site.js';

/** A site in which every free text is the given one. */
const withText = (text: string): readonly CompiledHost[] =>
  compile(
    site({
      hosts: [
        host({
          name: text,
          forwarding: said(true),
          devices: [
            nic('eth0', {
              addressing: addressing({ static: ['192.0.2.1/24'], search: [said(text)], zone: said(text) }),
            }),
            nic(text, { addressing: addressing({ dhcp: said(true) }) }),
            bridge('br0', [], { vlanAware: said(true) }),
          ],
          virtualNetworks: [
            managed('nat', text, {
              documentation: text,
              bridge: said(text),
              domain: said(text),
              zone: said(text),
              subnets: [said(address('192.168.1.0/24'))],
              addresses: [said(address('192.168.1.1/24'))],
              leases: [{ mac: '52:54:00:00:00:01', address: '192.168.1.5', name: text, origin: at(0) }],
              forwards: [
                {
                  port: { number: 2222, protocol: 'tcp' },
                  guest: said(guestId(text)),
                  guestPort: 22,
                  origin: at(0),
                },
              ],
            }),
          ],
        }),
      ],
      guests: [
        guest(text, [
          guestNic(text, text, {
            filter: said(text),
            model: said(text),
            attachment: { kind: 'network', name: text, origin: at(0) },
          }),
        ]),
      ],
      zones: [
        zone(text, {
          documentation: text,
          services: [said(text)],
          sources: [said(text)],
          richRules: [said(text)],
        }),
      ],
    }),
  );

/** Where something stands, without what stands there. */
function shapeOf({ kind, content }: { readonly kind: string; readonly content: string }): string {
  if (kind === 'sysctl') return content;
  if (kind === 'keyfile') {
    const parsed = parseKeyfile(content);
    if (!parsed.ok) throw new Error(parsed.problem);
    return parsed.value.sections
      .map(({ name, entries }) => `${name}:${entries.map(({ key }) => key).join()}`)
      .join(' ');
  }
  const parsed = parseXml(content);
  if (!parsed.ok) throw new Error(`${parsed.problem}\n${content}`);
  const shape = ({ name, attributes, children }: typeof parsed.value): string =>
    `${name}(${attributes.map((attribute) => attribute.name).join()})[${children.map(shape).join()}]`;
  return shape(parsed.value);
}

const text = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom(
    '$(reboot)',
    ']]>',
    '"',
    "'",
    '\u200f',
    'a\nnet.ipv4.ip_forward = 0',
    "'/><a b='",
    '\n[ipv4]\nmethod=auto\n',
    '../../etc/passwd',
    '..',
    '.',
    '\0',
    '\u202e',
    '\ud800',
    '; rm -rf /',
    '<!DOCTYPE x>',
    '&lt;',
    'a\r\nb',
  ),
);

describe('compile', () => {
  it('keeps any text inside its field and every file inside its folder', () => {
    const [plain] = withText('name');
    const shapes = new Map((plain?.artifacts ?? []).map((artifact) => [artifact.kind, shapeOf(artifact)]));
    const kinds = [
      'firewalld-policy',
      'firewalld-zone',
      'guest-interface',
      'keyfile',
      'libvirt-network',
      'sysctl',
    ];
    expect([...shapes.keys()].sort()).toEqual(kinds);
    fc.assert(
      fc.property(text, (hostile) => {
        fc.pre(hostile !== 'eth0' && hostile !== 'br0' && !hostile.startsWith('ipset:'));
        const [compiled] = withText(hostile);
        expect(new Set(compiled?.artifacts.map(({ kind }) => kind))).toEqual(new Set(kinds));
        for (const artifact of compiled?.artifacts ?? []) {
          expect(artifact.path).toMatch(
            /^\/(etc|var\/lib)\/(NetworkManager\/system-connections|libvirt\/qemu\/networks|sysctl\.d|firewalld\/(zones|policies)|kvmnet\/guests\/[\w%-][\w%.-]*)\/[\w%-][\w%.-]*$/,
          );
          // Nobody but root reads what is on a host.
          expect(artifact.mode).toBe(0o600);
          const shape = shapeOf(artifact);
          if (artifact.kind !== 'keyfile') {
            expect(shape).toBe(shapes.get(artifact.kind));
          } else {
            expect(shape).toMatch(
              /^connection:id,uuid,type,interface-name(,[\w-]+)* [^[\]]*user:org\.kvmnet\.owner$/,
            );
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
