import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interfaceNameBytes, nameSource, proposeInterfaceName } from '../../src/rules/interface-names.js';

describe('proposeInterfaceName', () => {
  it.each([
    ['bridge-production', 'br-production'],
    ['production-bond1', 'production-bond'],
    ['bond-storage.1300', 'bond-stora.1300'],
    ['"blue team"', 'blue-team-'.slice(0, -1)],
    ['straße-der-netze', 'stra-e-der-netz'],
    ['', 'net'],
    ['-.-', 'net'],
  ])('makes of %s the name %s', (name, proposal) => {
    expect(proposeInterfaceName(name, new Set())).toBe(proposal);
  });

  it('goes round names that are taken', () => {
    const taken = new Set(['production-bond']);
    const second = proposeInterfaceName('production-bond1', taken);
    expect(second).toBe('production-bon2');
    expect(proposeInterfaceName('production-bond1', taken.add(second))).toBe('production-bon3');
  });

  it('always gives a free name that the kernel takes and the language reads without quotes', () => {
    const names = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(names, fc.array(names), (name, others) => {
        const taken = new Set(others.map((other) => proposeInterfaceName(other, new Set())));
        const proposal = proposeInterfaceName(name, taken);
        expect(interfaceNameBytes(proposal)).toBeLessThanOrEqual(15);
        expect(taken.has(proposal)).toBe(false);
        expect(nameSource(proposal)).toBe(proposal);
      }),
    );
  });
});

describe('interfaceNameBytes', () => {
  it('counts as UTF-8 does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(interfaceNameBytes(text)).toBe(Buffer.byteLength(text, 'utf8'));
      }),
    );
  });
});
