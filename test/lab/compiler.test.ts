import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailability, startLab, type Lab, type LabHost } from '../../lab/index.js';
import {
  attributeOf,
  childrenOf,
  compareKeyfiles,
  compareXml,
  compile,
  parseKeyfile,
  parseXml,
  type Artifact,
  type ArtifactKind,
  type CompileOptions,
  type Keyfile,
  type Parsed,
  type XmlElement,
} from '../../src/compiler/index.js';
import { loadSites } from '../../src/language/index.js';
import { upload } from './support/upload.js';

/** The golden sites, given to the programs that read them. */
const goldens = fileURLToPath(new URL('../compiler/golden/', import.meta.url));
const availability = await labAvailability();

/** All artifacts of a kind, by a key that no two share: `SITE/HOST/NAME`. */
async function artifactsOf(
  kind: ArtifactKind,
  sites: readonly string[],
  options?: CompileOptions,
): Promise<ReadonlyMap<string, Artifact>> {
  const loaded = await loadSites(sites.map((site) => join(goldens, site)));
  if (!loaded.ok) throw new Error(loaded.message);
  return new Map(
    loaded.sites.flatMap((site, index) => {
      if (!site.checked) throw new Error(`${site.path} has errors.`);
      return compile(site.checked, options).flatMap(({ name, artifacts }) =>
        artifacts
          .filter((artifact) => artifact.kind === kind)
          .map((artifact) => [`${sites[index]}/${name}/${artifact.name}`, artifact] as const),
      );
    }),
  );
}

const valueOf = <T>(parsed: Parsed<T>): T => {
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

/** Output of a script that prints `@KEY` before the base64 of each document. */
function documentsOf(output: string): ReadonlyMap<string, string> {
  const parts = output.split(/^@(\d+)$/m).slice(1);
  return new Map(
    parts.flatMap((part, at) =>
      at % 2 === 0 ? [[part, Buffer.from(parts[at + 1] ?? '', 'base64').toString('utf8')] as const] : [],
    ),
  );
}

/** Numbered, so that neither names nor paths of the documents matter on the host. */
const numbered = <T>(items: ReadonlyMap<string, T>): readonly (readonly [string, string, T])[] =>
  [...items].map(([key, item], at) => [String(at), key, item] as const);

describe.skipIf(!availability.available)(
  `what the compiler writes${availability.available ? '' : `: ${availability.reason}`}`,
  () => {
    let lab: Lab;
    let host: LabHost;
    const sites = readdirSync(goldens);
    const plainSites = sites.filter((site) => site !== 'hostile-text');

    beforeAll(async () => {
      lab = await startLab({ hosts: 1 });
      host = lab.host('kvm1');
    });
    afterAll(async () => {
      await lab.stop();
    });

    /**
     * Loads profiles into the running NetworkManager, has it write each anew, and reads that. They are told not to start
     * by themselves, and then a priority, which makes NetworkManager write the file. Profiles of one UUID, which sites
     * with hosts of one name have, go one after the other.
     */
    async function throughNetworkManager(
      profiles: ReadonlyMap<string, string>,
    ): Promise<ReadonlyMap<string, string>> {
      const files = numbered(profiles);
      const uuidOf = (text: string): string => /^uuid=(.*)$/m.exec(text)?.[1] ?? '';
      const round = (at: number): number =>
        files.slice(0, at).filter(([, , text]) => uuidOf(text) === uuidOf(files[at]?.[2] ?? '')).length;
      await upload(
        host,
        '/run/kvmnet-test',
        new Map(
          files.map(([number, , text], at) => [
            `${round(at)}/${number}.nmconnection`,
            text.replace('[connection]\n', '[connection]\nautoconnect=false\n'),
          ]),
        ),
      );
      const output = await host.run(
        `cd /run/kvmnet-test
        for round in *; do
          cp "$round"/* /etc/NetworkManager/system-connections/
          cd /etc/NetworkManager/system-connections
          nmcli connection load [0-9]* >&2
          uuids=
          for file in [0-9]*; do
            uuid=$(sed -n 's/^uuid=//p' "$file"); uuids="$uuids $uuid"
            echo "@\${file%.nmconnection}"
            nmcli connection modify uuid "$uuid" connection.autoconnect-priority 7 >&2 && base64 "$file"
          done
          nmcli connection delete uuid $uuids >&2
          rm -f [0-9]*
          cd /run/kvmnet-test
        done`,
        { timeout: 280 },
      );
      const documents = documentsOf(output);
      return new Map(files.map(([number, key]) => [key, documents.get(number) ?? '']));
    }

    const asStored = (text: string): Keyfile =>
      valueOf(
        parseKeyfile(
          text.replace('[connection]\n', '[connection]\nautoconnect=false\nautoconnect-priority=7\n'),
        ),
      );

    /** Hosts of one profile only differ in their numbers: one of them will do. */
    const onlyFirstHost = <T>(items: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
      new Map([...items].filter(([key]) => !key.includes('/kvm2/')));

    const contents = (artifacts: ReadonlyMap<string, Artifact>): ReadonlyMap<string, string> =>
      new Map([...artifacts].map(([key, { content }]) => [key, content]));

    it('is loaded by NetworkManager and comes back without loss', async () => {
      const profiles = contents(onlyFirstHost(await artifactsOf('keyfile', sites)));
      expect(profiles.size).toBeGreaterThan(50);
      for (const [key, text] of await throughNetworkManager(profiles)) {
        expect(compareKeyfiles(asStored(profiles.get(key) ?? ''), valueOf(parseKeyfile(text))), key).toEqual(
          [],
        );
      }
    });

    it('in the older words is loaded by NetworkManager and means the same', async () => {
      const wanted = ['rack', 'vlan-aware-bridges'];
      const older = contents(onlyFirstHost(await artifactsOf('keyfile', wanted, { vocabulary: 'master' })));
      const newer = contents(await artifactsOf('keyfile', wanted));
      for (const [key, text] of await throughNetworkManager(older)) {
        expect(compareKeyfiles(asStored(newer.get(key) ?? ''), valueOf(parseKeyfile(text))), key).toEqual([]);
      }
    });

    it('would be seen to lose a value: a wrong one does not come back', async () => {
      const profile = [...contents(await artifactsOf('keyfile', ['rack'])).values()].find((text) =>
        text.includes('lacp_rate=fast'),
      );
      const wrong = (profile ?? '').replace('lacp_rate=fast', 'lacp_rate=fastt');
      const refused = (profile ?? '').replace('mode=802.3ad', 'mode=bogus');
      const back = await throughNetworkManager(new Map(Object.entries({ wrong, refused })));
      expect(back.get('refused')).toBe('');
      expect(compareKeyfiles(asStored(wrong), valueOf(parseKeyfile(back.get('wrong') ?? '')))).toEqual([
        { path: 'bond.lacp_rate', after: 'fastt' },
      ]);
    });

    it('defines libvirt’s networks, valid by its schema, and they come back without loss', async () => {
      const networks = await artifactsOf('libvirt-network', plainSites);
      expect(networks.size).toBeGreaterThan(10);
      const files = numbered(networks);
      await upload(
        host,
        '/run/kvmnet-test',
        new Map(files.map(([number, , { content }]) => [number, content])),
      );
      const output = await host.run(
        `cd /run/kvmnet-test
        for file in *; do
          virt-xml-validate "$file" network >&2 || exit 1
          virsh net-define --validate "$file" >&2 || exit 1
          uuid=$(sed -n 's:.*<uuid>\\(.*\\)</uuid>.*:\\1:p' "$file")
          echo "@$file"; virsh net-dumpxml --inactive "$uuid" | base64
          virsh net-undefine "$uuid" >&2
        done`,
        { timeout: 280 },
      );
      const documents = documentsOf(output);
      for (const [number, key, { content, uuid }] of files) {
        const actual = valueOf(parseXml(documents.get(number) ?? ''));
        expect(compareXml(valueOf(parseXml(content)), actual), key).toEqual([]);
        expect(childrenOf(actual, 'uuid')[0]?.text, key).toBe(uuid);
      }
    });

    it('defines guests’ interfaces, valid by libvirt’s schema, and they come back without loss', async () => {
      const interfaces = await artifactsOf('guest-interface', plainSites);
      expect(interfaces.size).toBeGreaterThan(10);
      const files = numbered(interfaces);
      const domain = ({ content }: Artifact): string => `<domain type='qemu'>
        <name>kvmnet-test</name><memory unit='MiB'>64</memory><vcpu>4</vcpu>
        <os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>
        <devices>${content}</devices></domain>`;
      await upload(
        host,
        '/run/kvmnet-test',
        new Map(files.map(([number, , artifact]) => [number, domain(artifact)])),
      );
      const output = await host.run(
        `cd /run/kvmnet-test
        for file in *; do
          virt-xml-validate "$file" domain >&2 || exit 1
          virsh define --validate "$file" >&2 || exit 1
          echo "@$file"; virsh dumpxml --inactive kvmnet-test | base64
          virsh undefine kvmnet-test >&2
        done`,
        { timeout: 280 },
      );
      const documents = documentsOf(output);
      for (const [number, key, { content }] of files) {
        const desired = valueOf(parseXml(content));
        const [devices] = childrenOf(valueOf(parseXml(documents.get(number) ?? '')), 'devices');
        const [actual]: readonly XmlElement[] = devices ? childrenOf(devices, 'interface') : [];
        if (!actual) throw new Error(`${key} did not come back`);
        expect(compareXml(desired, actual), key).toEqual([]);
        expect(attributeOf(actual, 'type'), key).toBe(attributeOf(desired, 'type'));
      }
    });

    it('passes firewalld’s check, and its zones and policies come back without loss', async () => {
      const zones = onlyFirstHost(await artifactsOf('firewalld-zone', plainSites));
      const policies = await artifactsOf('firewalld-policy', plainSites);
      expect([zones.size, policies.size]).toEqual([4, 2]);
      const files = numbered(new Map([...zones, ...policies]));
      await upload(
        host,
        '/run/kvmnet-test',
        new Map(files.map(([, , { content, path }]) => [path, content])),
      );
      const option = ({ kind, name }: Artifact): string =>
        `--${kind === 'firewalld-zone' ? 'zone' : 'policy'}='${name}'`;
      const output = await host.run(
        `firewall-offline-cmd --new-ipset=friends --type=hash:ip >&2
        cp -r /run/kvmnet-test/etc/firewalld /etc/
        firewall-offline-cmd --check-config >&2 || exit 1
        ${files
          .map(
            ([number, , artifact]) => `
              firewall-offline-cmd ${option(artifact)} --set-short=rewritten >&2 || exit 1
              echo @${number}; base64 '${artifact.path}'`,
          )
          .join('\n')}`,
        { timeout: 290 },
      );
      const documents = documentsOf(output);
      for (const [number, key, { content }] of files) {
        const desired = valueOf(parseXml(content));
        const changes = compareXml(desired, valueOf(parseXml(documents.get(number) ?? '')));
        const short = childrenOf(desired, 'short')[0]?.text;
        expect(changes, key).toEqual([{ path: 'short', before: 'rewritten', after: short }]);
      }
    });

    it('sets what it says when sysctl reads it', async () => {
      for (const { content } of (await artifactsOf('sysctl', ['addressing'])).values()) {
        await host.run(['sysctl', '-p', '/dev/stdin'], { stdin: content });
        const keys = [...content.matchAll(/^(\S+) = /gm)].map(([, key = '']) => key);
        const read = await host.run(['sysctl', ...keys]);
        expect(read).toBe(content);
      }
    });
  },
);
