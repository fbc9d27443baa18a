import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKnownHosts } from '../../../src/deploy/ssh/known-hosts-file.js';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f';
const RSA_NAMED = `ssh-rsa ${KEY.split(' ')[1] ?? ''}`;

const parse = (text: string) => parseKnownHosts(text, 'kh');

describe('parseKnownHosts', () => {
  it('reads names, marker, key and place, with either end of line', () => {
    const lines = parse(
      `# comment\r\n\r\n  kvm1,192.0.2.1 ${KEY} a comment\r\n@revoked\t* ${KEY}\n@cert-authority *.x ${KEY}`,
    );
    expect(lines.map(({ line, names, marker, key }) => [line, names, marker, key.type])).toEqual([
      [3, 'kvm1,192.0.2.1', undefined, 'ssh-ed25519'],
      [4, '*', 'revoked', 'ssh-ed25519'],
      [5, '*.x', 'cert-authority', 'ssh-ed25519'],
    ]);
  });

  it.each([
    ['a marker that is not known', `@trusted kvm1 ${KEY}`],
    ['a key that is not of the type that the line says', `kvm1 ${RSA_NAMED}`],
    ['a line without a key', 'kvm1 ssh-ed25519'],
    ['an RSA key of SSH 1', 'kvm1 1024 35 1234567'],
    ['a cut key', `kvm1 ssh-ed25519 AAAAC3`],
  ])('leaves out %s', (_, line) => {
    expect(parse(`${line}\nkvm2 ${KEY}`).map(({ names, line: at }) => [names, at])).toEqual([['kvm2', 2]]);
  });

  it('keeps keys of types that are not known here, which match nothing', () => {
    const type = 'sk-future@example.com';
    const blob = Buffer.concat([Buffer.from([0, 0, 0, type.length]), Buffer.from(type), Buffer.from('more')]);
    expect(parse(`kvm1 ${type} ${blob.toString('base64')}`)[0]?.key.type).toBe(type);
  });

  it('takes any text without an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(Array.isArray(parse(text))).toBe(true);
      }),
    );
  });
});
