import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Range,
} from 'vscode-languageserver/node.js';
import { positionOf, textIn, useLanguageServer } from '../support/language-server.js';

const kit = useLanguageServer();

const FILES: Readonly<Record<string, string>> = {
  'networks.kvmnet': `network management { roles management  subnet 10.0.0.0/24 }
network tenant { roles vm  vlan 13 }
network edge { roles vm  vlans 100-110 }`,
  'hosts.kvmnet': `profile compute {
  nic eth0  nic eth1  nic eth2
  bond bond0 { ports eth0, eth1  carries management, tenant }
  bridge br-edge { ports eth2  network edge  vlan-aware }
}
host kvm1 is compute { number 1  nat lab { subnet 192.168.1.0/24  over bond0 } }
host kvm2 is compute { number 2 }`,
  'guests.kvmnet': `guest web1 on kvm1 {
  nic { network tenant }
  nic { network lab }
}
guest db1 on kvm2 { nic { bridge br-edge } }`,
};

/** Asks the hierarchy of the files above. Items read `name (detail) @text of the name`. */
async function hierarchy() {
  const folder = join(kit.folder(), 'hierarchy');
  await mkdir(folder, { recursive: true });
  const uriOf = (file: string): string => pathToFileURL(join(folder, file)).toString();
  const server = kit.start();
  for (const [file, text] of Object.entries(FILES)) await writeFile(join(folder, file), text);
  await server.initialize(folder);
  for (const [file, text] of Object.entries(FILES)) await server.open(uriOf(file), text);
  await server.codesOf(uriOf('networks.kvmnet'), () => true);
  const { connection } = server;
  const textAt = (uri: string, range: Range): string =>
    textIn(FILES[uri.split('/').at(-1) ?? ''] ?? '', range);
  const readable = (item: CallHierarchyItem): string =>
    `${item.name} (${item.detail ?? ''}) @${textAt(item.uri, item.selectionRange)}`;
  const outgoing = async (item: CallHierarchyItem): Promise<readonly CallHierarchyOutgoingCall[]> =>
    (await connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item })) ?? [];
  const incoming = async (item: CallHierarchyItem): Promise<readonly CallHierarchyItem[]> => {
    const calls = await connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item });
    return (calls ?? []).map(({ from }) => from);
  };
  return {
    readable,
    incoming,
    outgoing,
    prepare: async (file: string, piece: string, move = 1): Promise<readonly CallHierarchyItem[]> => {
      const position = positionOf(FILES[file] ?? '', piece, { move });
      const textDocument = { uri: uriOf(file) };
      return (
        (await connection.sendRequest(CallHierarchyPrepareRequest.type, { textDocument, position })) ?? []
      );
    },
    standsOnIt: async (item: CallHierarchyItem): Promise<readonly string[]> =>
      (await incoming(item)).map(readable),
    itStandsOn: async (item: CallHierarchyItem): Promise<readonly string[]> =>
      (await outgoing(item)).map(({ to }) => readable(to)),
    /** The words of the upper text that say so. */
    words: async (item: CallHierarchyItem): Promise<readonly string[]> =>
      (await outgoing(item)).flatMap(({ fromRanges }) => fromRanges.map((range) => textAt(item.uri, range))),
  };
}

describe('the hierarchy of devices', () => {
  it("starts at a profile's bond with one item for all hosts: several would be lost in VS Code", async () => {
    const { prepare, readable } = await hierarchy();
    const items = await prepare('hosts.kvmnet', 'bond bond0', 6);
    expect(items.map(readable)).toEqual(['bond0 (bond on kvm1, kvm2) @bond0']);
  });

  it('climbs from a bond over derived VLAN and bridge to the NIC of a guest in another file', async () => {
    const { prepare, standsOnIt, incoming } = await hierarchy();
    const [bond] = await prepare('hosts.kvmnet', 'bond bond0', 6);
    expect(await standsOnIt(bond!)).toEqual([
      'bond0.13 (vlan on kvm1, kvm2, follows from tenant) @tenant',
      'management (network) @management',
      'lab (nat network on kvm1) @lab',
    ]);
    const [vlan] = await prepare('hosts.kvmnet', 'tenant }');
    const [bridge] = await incoming(vlan!);
    expect(await standsOnIt(vlan!)).toEqual(['tenant (bridge on kvm1, kvm2, follows from tenant) @tenant']);
    expect(await standsOnIt(bridge!)).toEqual([
      'tenant (network) @tenant',
      'tenant (nic of guest web1) @nic',
    ]);
  });

  it('descends from the NIC of a guest to the NICs of the host, and says where that is written', async () => {
    const { prepare, itStandsOn, standsOnIt, words, outgoing } = await hierarchy();
    const [nic] = await prepare('guests.kvmnet', 'nic { network tenant');
    expect(await itStandsOn(nic!)).toEqual(['tenant (bridge on kvm1, follows from tenant) @tenant']);
    expect(await words(nic!)).toEqual(['tenant']);
    const [bridge] = await outgoing(nic!);
    expect(await itStandsOn(bridge!.to)).toEqual(['bond0.13 (vlan on kvm1, follows from tenant) @tenant']);
    const [vlan] = await outgoing(bridge!.to);
    expect(await itStandsOn(vlan!.to)).toEqual(['bond0 (bond on kvm1) @bond0']);
    const [bond] = await prepare('hosts.kvmnet', 'bond bond0', 6);
    expect(await itStandsOn(bond!)).toEqual([
      'eth0 (nic on kvm1, kvm2) @eth0',
      'eth1 (nic on kvm1, kvm2) @eth1',
    ]);
    expect(await words(bond!)).toEqual(['eth0', 'eth1']);
    const [port] = await prepare('hosts.kvmnet', 'ports eth0', 7);
    expect(await itStandsOn(port!)).toEqual([]);
    expect(await standsOnIt(port!)).toEqual(['bond0 (bond on kvm1, kvm2) @bond0']);
  });

  it('knows networks, virtual networks and bridges that guests name', async () => {
    const { prepare, standsOnIt, itStandsOn } = await hierarchy();
    const [network] = await prepare('networks.kvmnet', 'network tenant', 9);
    expect(await standsOnIt(network!)).toEqual(['tenant (nic of guest web1) @nic']);
    expect(await itStandsOn(network!)).toEqual([
      'tenant (bridge on kvm1, kvm2, follows from tenant) @tenant',
    ]);
    const [lab] = await prepare('guests.kvmnet', 'network lab', 9);
    expect(await standsOnIt(lab!)).toEqual(['lab (nic of guest web1) @nic']);
    expect(await itStandsOn(lab!)).toEqual(['bond0 (bond on kvm1) @bond0']);
    const [edge] = await prepare('guests.kvmnet', 'br-edge', 2);
    expect(await standsOnIt(edge!)).toEqual(['edge (network) @edge', 'br-edge (nic of guest db1) @nic']);
  });

  it('has nothing to say about words that are no device', async () => {
    const { prepare } = await hierarchy();
    expect(await prepare('hosts.kvmnet', 'number')).toEqual([]);
    expect(await prepare('hosts.kvmnet', 'kvm1')).toEqual([]);
  });
});
