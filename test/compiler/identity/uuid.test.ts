import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionUuid, networkUuid, sha256Hex } from '../../../src/compiler/index.js';
import { KVMNET_NAMESPACE, uuidV5 } from '../../../src/compiler/identity/uuid.js';

const DNS_NAMESPACE = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

/** RFC 9562, 5.5, by Node's own SHA-1. */
function byNode(name: string, namespace: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

describe('uuid', () => {
  it('of version 5 is that of the standard’s example', () => {
    expect(uuidV5('www.example.com', DNS_NAMESPACE)).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('of version 5 is what SHA-1 of Node gives, for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(uuidV5(name, KVMNET_NAMESPACE)).toBe(byNode(name, KVMNET_NAMESPACE));
      }),
    );
  });

  it('has a namespace that follows from the name of the project', () => {
    expect(uuidV5('org.kvmnet', DNS_NAMESPACE)).toBe(KVMNET_NAMESPACE);
  });

  it('tells hosts, interfaces and kinds apart', () => {
    const all = [
      connectionUuid('kvm1', 'bond0'),
      connectionUuid('kvm2', 'bond0'),
      connectionUuid('kvm1', 'bond1'),
      connectionUuid('kvm1bond', '0'),
      networkUuid('kvm1', 'bond0'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('digest', () => {
  it('is what sha256sum prints, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sha256Hex(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
    );
  });
});
