import { AstUtils, EmptyFileSystem, URI, type AstNode, type Reference } from 'langium';
import { describe, expect, it } from 'vitest';
import { createKvmnetServices } from '../../../src/language/module.js';

/** An editor with some files of one folder. */
async function editor(files: Readonly<Record<string, string>>) {
  const { shared } = createKvmnetServices(EmptyFileSystem);
  const { LangiumDocuments, LangiumDocumentFactory, DocumentBuilder, IndexManager, Sites } = shared.workspace;
  const uriOf = (name: string): URI => URI.parse(`file:///site/${name}`);
  const documents = Object.entries(files).map(([name, text]) =>
    LangiumDocumentFactory.fromString(text, uriOf(name)),
  );
  documents.forEach((document) => {
    LangiumDocuments.addDocument(document);
  });
  await DocumentBuilder.build(documents, { validation: true });

  const references = (name: string): readonly Reference[] => {
    const root = LangiumDocuments.getDocument(uriOf(name))?.parseResult.value;
    return root
      ? AstUtils.streamAst(root)
          .flatMap((node) => AstUtils.streamReferences(node))
          .map(({ reference }) => reference as Reference)
          .toArray()
      : [];
  };
  const reference = (name: string, text: string): Reference | undefined =>
    references(name).find(({ $refText }) => $refText === text);
  const write = async (name: string, text: string): Promise<void> => {
    const document = LangiumDocuments.getDocument(uriOf(name));
    if (!document) throw new Error(`No ${name}.`);
    LangiumDocuments.deleteDocument(document.uri);
    LangiumDocuments.addDocument(LangiumDocumentFactory.fromString(text, document.uri));
    IndexManager.remove(document.uri);
    await DocumentBuilder.build([LangiumDocuments.getDocument(document.uri) ?? document], {
      validation: true,
    });
  };
  return { reference, references, write, IndexManager, Sites, LangiumDocuments };
}

const place = (node: AstNode | undefined): string | undefined =>
  node && `${AstUtils.getDocument(node).uri.path.split('/').pop() ?? ''} ${node.$type}`;

const FILES = {
  'networks.kvmnet': 'network tenant { roles vm vlan 13 zone z }\nzone z { services ssh }',
  'profiles.kvmnet':
    'profile base { nic eth0 }\nprofile compute is base { bond bond0 { ports eth0 primary eth0 } }',
  'hosts.kvmnet': `host kvm1 is compute {
    bond bond0 { carries tenant }
    vlan x on bond0 { id 5 }
    bridge br0 { ports x, bond0.13 }
    isolated back { over kvm1.bond0 forward 1/tcp to web1:2 }
    via kvm1
  }
  pool p { hosts kvm1 }`,
  'guests.kvmnet':
    'guest web1 on kvm1 { nic { network tenant } nic { network back } nic { bridge br0 } }\nguest web2 in p',
};

describe('references', () => {
  it.each([
    ['hosts.kvmnet', 'tenant', 'networks.kvmnet NetworkBlock'],
    ['hosts.kvmnet', 'compute', 'profiles.kvmnet ProfileBlock'],
    ['hosts.kvmnet', 'bond0', 'hosts.kvmnet BondBlock'],
    ['hosts.kvmnet', 'x', 'hosts.kvmnet VlanBlock'],
    ['hosts.kvmnet', 'kvm1.bond0', 'hosts.kvmnet BondBlock'],
    ['hosts.kvmnet', 'web1', 'guests.kvmnet GuestBlock'],
    ['hosts.kvmnet', 'kvm1', 'hosts.kvmnet HostBlock'],
    ['profiles.kvmnet', 'eth0', 'profiles.kvmnet NicBlock'],
    ['networks.kvmnet', 'z', 'networks.kvmnet ZoneBlock'],
    ['guests.kvmnet', 'tenant', 'networks.kvmnet NetworkBlock'],
    ['guests.kvmnet', 'back', 'hosts.kvmnet VirtualNetworkBlock'],
    ['guests.kvmnet', 'br0', 'hosts.kvmnet BridgeBlock'],
    ['guests.kvmnet', 'p', 'hosts.kvmnet PoolBlock'],
  ])('lead from %s: %s to %s', async (file, name, target) => {
    const { reference } = await editor(FILES);
    expect(place(reference(file, name)?.ref)).toBe(target);
    expect(reference(file, name)?.error).toBeUndefined();
  });

  it('lead nowhere from the name of a derived device, which is no fault', async () => {
    const { reference, Sites } = await editor(FILES);
    expect(reference('hosts.kvmnet', 'bond0.13')?.ref).toBeUndefined();
    const codes = Sites.findingsOf('file:///site/hosts.kvmnet').map(({ code }) => code);
    expect(codes).not.toContain('naming/unknown-reference');
  });

  it('follow a change of another file without being linked again', async () => {
    const { reference, write } = await editor(FILES);
    const tenant = reference('hosts.kvmnet', 'tenant');
    const before = tenant?.ref;
    await write('networks.kvmnet', '// moved\n\nnetwork tenant { roles vm }');
    expect(place(tenant?.ref)).toBe('networks.kvmnet NetworkBlock');
    expect(tenant?.ref).not.toBe(before);
    await write('networks.kvmnet', '');
    expect(tenant?.ref).toBeUndefined();
  });

  it('are found from their target, in every file', async () => {
    const { reference, IndexManager } = await editor(FILES);
    const target = reference('hosts.kvmnet', 'tenant')?.ref;
    const found = target ? IndexManager.findAllReferences(target, '').toArray() : [];
    expect(found.map(({ sourceUri }) => sourceUri.path).sort()).toEqual([
      '/site/guests.kvmnet',
      '/site/hosts.kvmnet',
    ]);
  });
});
