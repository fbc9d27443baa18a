import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  DidChangeConfigurationNotification,
  InlayHintRefreshRequest,
  InlayHintRequest,
  InlayHintResolveRequest,
  MarkupContent,
  type InlayHint,
  type Range,
} from 'vscode-languageserver/node.js';
import { applyTextEdits } from '../../../src/language/edits/text-edits.js';
import { textIn, useLanguageServer } from '../support/language-server.js';

const kit = useLanguageServer();

const NETWORKS = `network management { roles management  subnet 10.0.0.0/24  gateway 10.0.0.254 }
network migrate { roles migration  vlan 12  subnet 10.0.12.0/24  mtu 9000 }
network tenant { roles vm  vlan 13  bridge br-tenant  mtu 9000  zone trusted }
network edge { roles vm  vlans 100-110, 300 }
`;
const WHOLE: Range = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

const labelOf = ({ label }: InlayHint): string =>
  typeof label === 'string' ? label : label.map(({ value }) => value).join('');

/** The text with its hints in it, as one sees it. */
function withHints(text: string, hints: readonly InlayHint[]): string {
  const lines = text.split('\n');
  for (const hint of [...hints].reverse()) {
    const { line, character } = hint.position;
    const before = lines[line] ?? '';
    lines[line] = `${before.slice(0, character)}⟨${labelOf(hint)}⟩${before.slice(character)}`;
  }
  return lines.join('\n');
}

let sites = 0;

/** A site with the networks above and one more file, `text`. */
async function site(text: string) {
  const folder = join(kit.folder(), `site-${++sites}`);
  await mkdir(folder, { recursive: true });
  const uri = pathToFileURL(join(folder, 'main.kvmnet')).toString();
  const networks = pathToFileURL(join(folder, 'networks.kvmnet')).toString();
  await writeFile(join(folder, 'networks.kvmnet'), NETWORKS);
  await writeFile(join(folder, 'main.kvmnet'), text);
  const server = kit.start();
  const refreshed = new Promise<void>((done) => {
    server.connection.onRequest(InlayHintRefreshRequest.type, () => {
      done();
    });
  });
  await server.initialize(folder, { workspace: { inlayHint: { refreshSupport: true } } });
  await server.open(uri, text);
  await server.open(networks, NETWORKS);
  const hints = async (range = WHOLE): Promise<readonly InlayHint[]> =>
    (await server.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range })) ?? [];
  const shown = async (): Promise<string> => withHints(text, await hints());
  /** The text after a double click on the hint. */
  const insert = async (label: string): Promise<string> => {
    const hint = (await hints()).find((candidate) => labelOf(candidate) === label);
    if (!hint) throw new Error(`There is no hint '${label}'.`);
    const { textEdits = [] } = await server.connection.sendRequest(InlayHintResolveRequest.type, hint);
    return applyTextEdits(text, textEdits);
  };
  return { server, uri, networks, hints, shown, insert, refreshed };
}

describe('hints at hosts and profiles', () => {
  it('show the addresses that follow from a number, and the devices, tags and MTUs behind carries', async () => {
    const { shown } = await site(`host kvm1 {
  number 22
  nic eth0  nic eth1
  bond bond0 { ports eth0, eth1  carries management, migrate, tenant, edge }
}`);
    expect(await shown()).toBe(`host kvm1 {
  number 22⟨10.0.0.22⟩⟨10.0.12.22⟩
  nic eth0  nic eth1
  bond bond0⟨mtu 9000⟩ { ports eth0, eth1  carries management⟨edge⟩⟨10.0.0.22⟩, migrate⟨bond0.12⟩⟨mtu 9000⟩⟨10.0.12.22⟩, tenant⟨bond0.13 → br-tenant⟩⟨mtu 9000⟩, edge⟨edge⟩⟨vlans 100-110, 300⟩ }
}`);
  });

  it('show in a profile what all of its hosts have, and the subnet where their addresses differ', async () => {
    const { shown, hints } = await site(`profile compute { nic eth0 { carries management, migrate } }
host kvm1 is compute { number 1 }
host kvm2 is compute { number 2 }`);
    expect(await shown())
      .toBe(`profile compute { nic eth0⟨mtu 9000⟩ { carries management⟨10.0.0.0/24⟩, migrate⟨eth0.12⟩⟨mtu 9000⟩⟨10.0.12.0/24⟩ } }
host kvm1 is compute { number 1⟨10.0.0.1⟩⟨10.0.12.1⟩ }
host kvm2 is compute { number 2⟨10.0.0.2⟩⟨10.0.12.2⟩ }`);
    const subnet = (await hints()).find((hint) => labelOf(hint) === '10.0.0.0/24');
    expect(MarkupContent.is(subnet?.tooltip) && subnet.tooltip.value).toMatch(
      /- `kvm1` `10.0.0.1`\n- `kvm2`/,
    );
  });

  it('show what networks give to devices that are written', async () => {
    const { shown } = await site(`host kvm1 {
  number 22
  nic eth0  nic eth1
  vlan mig on eth0 { network migrate }
  bridge br0 { ports eth1  network edge  vlan-aware }
}`);
    expect(await shown()).toBe(`host kvm1 {
  number 22⟨10.0.12.22⟩
  nic eth0⟨mtu 9000⟩  nic eth1
  vlan mig⟨mtu 9000⟩ on eth0 { network migrate⟨vlan 12⟩⟨10.0.12.22⟩ }
  bridge br0 { ports eth1  network edge⟨vlans 100-110, 300⟩  vlan-aware }
}`);
  });

  it('say what is overridden', async () => {
    const { shown } = await site(`host kvm1 {
  number 22
  nic eth0 { carries management  address 10.0.0.99/24  gateway 10.0.0.1 }
  nic eth1
  vlan mig on eth1 { network migrate  id 99  mtu 1400  dhcp }
}`);
    expect(await shown()).toBe(`host kvm1 {
  number 22
  nic eth0 { carries management  address 10.0.0.99/24⟨overrides address 10.0.0.22 of management⟩  gateway 10.0.0.1⟨overrides gateway 10.0.0.254 of management⟩ }
  nic eth1
  vlan mig on eth1 { network migrate  id 99⟨overrides vlan 12 of migrate⟩  mtu 1400⟨overrides mtu 9000 of migrate⟩  dhcp⟨overrides address 10.0.12.22 of migrate⟩ }
}`);
  });

  it("show libvirt's bridges and the host's addresses in its networks", async () => {
    const { shown, insert } = await site('host kvm1 { nat lab { subnet 192.168.5.0/24 } }');
    expect(await shown()).toBe('host kvm1 { nat lab⟨virbr-lab⟩ { subnet 192.168.5.0/24⟨192.168.5.1⟩ } }');
    expect(await insert('virbr-lab')).toBe(
      'host kvm1 { nat lab { subnet 192.168.5.0/24  bridge virbr-lab } }',
    );
  });
});

describe('hints at guests', () => {
  const text = `host kvm1 { number 1  nic eth0 { carries tenant, edge } }
guest web1 on kvm1 {
  vcpus 4
  nic { network tenant  queues auto }
  nic { network edge  mac 52:54:00:00:00:01  mtu 1400 }
  nic b { network tenant  mtu 1400  mac 52:54:00:00:00:02 }
}`;

  it('show MACs, queues, VLANs and MTUs', async () => {
    const { shown } = await site(text);
    expect((await shown()).split('\n').slice(2).join('\n')).toBe(`  vcpus 4
  nic⟨52:54:00:f7:c3:f4⟩ { network tenant⟨vlan 13⟩⟨mtu 9000⟩  queues auto⟨4⟩ }
  nic { network edge⟨trunk 100-110, 300⟩  mac 52:54:00:00:00:01  mtu 1400 }
  nic b { network tenant⟨vlan 13⟩  mtu 1400⟨overrides mtu 9000 of tenant⟩  mac 52:54:00:00:00:02 }
}`);
  });

  it('are written into the text by a double click', async () => {
    const { insert } = await site(text);
    expect(await insert('52:54:00:f7:c3:f4')).toContain(
      'nic { network tenant  queues auto  mac 52:54:00:f7:c3:f4 }',
    );
    expect(await insert('4')).toContain('queues 4 }');
    expect(await insert('trunk 100-110, 300')).toContain('mtu 1400  trunk 100-110, 300 }');
  });

  it('lead to the text that they come from', async () => {
    const { hints, networks } = await site(text);
    const vlan = (await hints()).find((hint) => labelOf(hint) === 'vlan 13');
    const [part] = Array.isArray(vlan?.label) ? vlan.label : [];
    expect(part?.location?.uri).toBe(networks);
    expect(part?.location && textIn(NETWORKS, part.location.range)).toBe('13');
  });
});

describe('hints', () => {
  const text = 'host kvm1 {\n  number 1\n  nic eth0 { carries management }\n}\n';

  it('are given for the lines that are asked for', async () => {
    const { hints } = await site(text);
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 9 } };
    expect(await hints(range)).toHaveLength(0);
    const line = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
    expect((await hints(line)).map(({ position }) => position.line)).toEqual([2]);
  });

  it('can be switched off by kind', async () => {
    const { server, hints } = await site(text);
    expect(await hints()).not.toEqual([]);
    await server.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { kvmnet: { inlayHints: { addresses: false } } },
    });
    expect(await hints()).toEqual([]);
  });

  it('are asked for anew when another file of the site changes', async () => {
    const { server, networks, hints, refreshed } = await site(text);
    expect((await hints()).map(labelOf)).toEqual(['10.0.0.1', '10.0.0.1']);
    await server.change(networks, NETWORKS.replace('10.0.0.0/24', '10.9.0.0/24'), 2);
    await refreshed;
    expect((await hints()).map(labelOf)).toEqual(['10.9.0.1', '10.9.0.1']);
  });

  it('hold in a broken text', async () => {
    const { shown } = await site('host kvm1 { number 1  nic eth0 { carries management, nobody');
    expect(await shown()).toContain('number 1⟨10.0.0.1⟩');
  });
});
