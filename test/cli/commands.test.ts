import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';

const GOOD = `network management { roles management  subnet 10.0.0.0/24 }
network tenant { roles vm  vlan 13  zone public }
host kvm1 {
  number 5
  nic eth0
  nic eth1
  bond bond0 { ports eth0, eth1  carries management }
  nic eth2 { carries tenant }
}
guest web1 on kvm1 { vcpus 2  nic { network tenant } }
`;
const BAD = GOOD.replace('ports eth0, eth1', 'ports eth0, eth9');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kvmnet-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);

describe('kvmnet check', () => {
  it('exits with 0 when there is no error, 1 when there is one, 2 when it is used wrongly', async () => {
    await write('site.kvmnet', GOOD);
    expect((await runCli(folder, 'check')).exit).toBe(0);
    await write('site.kvmnet', BAD);
    expect((await runCli(folder, 'check')).exit).toBe(1);
    expect((await runCli(folder, 'check', 'nowhere')).exit).toBe(2);
    expect((await runCli(folder, 'check', '--format', 'yaml')).exit).toBe(2);
    expect((await runCli(folder, 'chekc')).exit).toBe(2);
    expect((await runCli(folder, 'check', '--severity', 'bond')).exit).toBe(2);
  });

  it('shows the line and marks the place', async () => {
    await write('site.kvmnet', BAD);
    const { out } = await runCli(folder, 'check');
    expect(out).toMatch(/^site\.kvmnet:7:\d+: error: .*eth9.*\[naming\/unknown-reference\]$/m);
    expect(out).toMatch(/^ {4} +\^{4}$/m);
    expect(out).toMatch(/1 error/);
  });

  it('gives machines an array with 0-based places', async () => {
    await write('site.kvmnet', BAD);
    const { out } = await runCli(folder, 'check', '--format', 'json');
    const findings = JSON.parse(out) as { file: string; code: string; severity: string; range: unknown }[];
    expect(findings.find(({ severity }) => severity === 'error')).toMatchObject({
      file: 'site.kvmnet',
      code: 'naming/unknown-reference',
      range: { start: { line: 6 }, end: { line: 6 } },
    });
  });

  it('gives an empty array, valid SARIF and silence on clean sites', async () => {
    await write(
      'site.kvmnet',
      'network storage { roles storage }\n// kvmnet-ignore roles/network-not-carried: later\n',
    );
    expect(Array.isArray(JSON.parse((await runCli(folder, 'check', '--format', 'json')).out))).toBe(true);
    const sarif = JSON.parse((await runCli(folder, 'check', '--format', 'sarif')).out) as { version: string };
    expect(sarif.version).toBe('2.1.0');
  });

  it('writes workflow commands for GitHub', async () => {
    await write('site.kvmnet', BAD);
    const { out } = await runCli(folder, 'check', '--format', 'github');
    expect(out).toMatch(
      /^::error file=site\.kvmnet,line=7,col=\d+,endLine=7,endColumn=\d+,title=naming\/unknown-reference::/m,
    );
  });

  it('changes severities, but never makes less of an error', async () => {
    await write('site.kvmnet', GOOD.replace('ports eth0, eth1', 'ports eth0'));
    expect((await runCli(folder, 'check')).exit).toBe(0);
    expect((await runCli(folder, 'check', '--severity', 'bond/single-port=error')).exit).toBe(1);
    expect((await runCli(folder, 'check', '--severity', 'bond/single-port=off')).out).not.toContain(
      'bond/single-port',
    );
    await write('site.kvmnet', BAD);
    expect((await runCli(folder, 'check', '--severity', 'naming/unknown-reference=off')).exit).toBe(1);
  });

  it('refuses a severity for a code that does not exist, and says which was meant', async () => {
    await write('site.kvmnet', GOOD);
    const { exit, err } = await runCli(folder, 'check', '--severity', 'bond/single-ports=error');
    expect({ exit, err }).toEqual({
      exit: 2,
      err: 'kvmnet: There is no finding with the code bond/single-ports. Did you mean bond/single-port?\n',
    });
    expect((await runCli(folder, 'check', '--severity', 'bond/zzz=error')).err).toContain('docs/rules');
  });

  it('shows of a hostile name no character that a terminal obeys', async () => {
    await write('site.kvmnet', GOOD.replace('nic eth0', 'nic "e\u001b[2Jth\u202E0"'));
    const { out } = await runCli(folder, 'check');
    expect(out).toContain('\uFFFD[2J');
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('\u202E');
    const { err } = await runCli(folder, 'check', 'no\u001b[2J\u202Ewhere');
    expect(err).toContain('no\\u001b[2J\\u202ewhere');
    expect(err).not.toContain('\u001b');
  });

  it('takes a file for the site of its folder, and reports that file only', async () => {
    await write('hosts.kvmnet', 'host kvm1 { number 5  nic eth0 { carries management } }\n');
    await write(
      'networks.kvmnet',
      'network management { roles management  subnet 10.0.0.0/24 }\nhost kvm9 { nope }\n',
    );
    expect((await runCli(folder, 'check', 'hosts.kvmnet')).exit).toBe(0);
    expect((await runCli(folder, 'check', 'networks.kvmnet')).exit).toBe(1);
  });
});

describe('kvmnet check of a folder', () => {
  const SHARED = 'network management { roles management  subnet 10.0.0.0/24 }\n';
  const HOST = 'host kvm1 { number 5  nic eth0 { carries management } }\n';

  it('names the folders below, which are sites of their own', async () => {
    await write('site.kvmnet', SHARED + HOST);
    await mkdir(join(folder, 'b'));
    await write('b/site.kvmnet', BAD);
    const { exit, out, err } = await runCli(folder, 'check');
    expect({ exit, out, err }).toEqual({
      exit: 0,
      out: 'No problems in 1 file.\n',
      err: 'Not checked: b. A folder below is a site of its own: name it as well.\n',
    });
    expect((await runCli(folder, 'check', '.', 'b')).err).toBe('');
  });

  it('does not walk through all that lies below for that', async () => {
    await write('site.kvmnet', SHARED + HOST);
    for (const [at, path] of ['near/one', 'far/two/three'].entries()) {
      await mkdir(join(folder, path), { recursive: true });
      await write(`${path}/${at}.kvmnet`, SHARED);
    }
    expect((await runCli(folder, 'check')).err).toContain('Not checked: near/one. ');
  });

  it('says nothing of a folder that is imported, or that holds nothing', async () => {
    await mkdir(join(folder, 'shared'));
    await mkdir(join(folder, 'notes'));
    await write('shared/networks.kvmnet', SHARED);
    await write('site.kvmnet', `import "shared/networks.kvmnet"\n${HOST}`);
    expect(await runCli(folder, 'check')).toMatchObject({ exit: 0, err: '' });
  });
});

describe('kvmnet format', () => {
  const untidy = 'host  kvm1{nic eth0   nic eth1}';
  const tidy = 'host kvm1 { nic eth0  nic eth1 }\n';

  it('rewrites files', async () => {
    await write('site.kvmnet', untidy);
    expect((await runCli(folder, 'format')).exit).toBe(0);
    expect(await readFile(join(folder, 'site.kvmnet'), 'utf8')).toBe(tidy);
  });

  it('only looks with --check', async () => {
    await write('site.kvmnet', untidy);
    const { exit, out } = await runCli(folder, 'format', '--check');
    expect({ exit, out }).toEqual({ exit: 1, out: 'site.kvmnet would change\n' });
    expect(await readFile(join(folder, 'site.kvmnet'), 'utf8')).toBe(untidy);
    await write('site.kvmnet', tidy);
    expect((await runCli(folder, 'format', '--check')).exit).toBe(0);
  });
});

describe('kvmnet compile', () => {
  it('writes the tree of each host and a manifest', async () => {
    await write('site.kvmnet', GOOD);
    const { exit } = await runCli(folder, 'compile', '--out', 'out');
    expect(exit).toBe(0);
    const files = await readdir(join(folder, 'out/kvm1'), { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining([
        'manifest.json',
        'etc/NetworkManager/system-connections/bond0.nmconnection',
        'etc/libvirt/qemu/networks/tenant.xml',
      ]),
    );
    const profile = await stat(
      join(folder, 'out/kvm1/etc/NetworkManager/system-connections/bond0.nmconnection'),
    );
    expect(profile.mode & 0o777).toBe(0o600);
  });

  it('writes nothing while an error stands', async () => {
    await write('site.kvmnet', BAD);
    const { exit, err } = await runCli(folder, 'compile', '--out', 'out');
    expect(exit).toBe(1);
    expect(err).toContain('eth9');
    expect(await readdir(folder)).toEqual(['site.kvmnet']);
  });

  it('keeps hosts with strange names inside the folder', async () => {
    await mkdir(join(folder, 'site'));
    await writeFile(
      join(folder, 'site/a.kvmnet'),
      GOOD.replace('host kvm1', 'host "../../evil"').replace('on kvm1', 'on "../../evil"'),
    );
    const { exit } = await runCli(folder, 'compile', 'site', '--out', 'out');
    expect(await readdir(folder)).toEqual(exit === 0 ? ['out', 'site'] : ['site']);
  });

  it('does not write one host over another', async () => {
    for (const site of ['a', 'b']) {
      await mkdir(join(folder, site));
      await writeFile(join(folder, site, 'site.kvmnet'), GOOD);
    }
    const { exit, err } = await runCli(folder, 'compile', '--out', 'out');
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining('kvm1') as string });
  });

  it('refuses hosts that do not exist', async () => {
    await write('site.kvmnet', GOOD);
    const { exit, err } = await runCli(folder, 'compile', '--host', 'kvm7', '--out', 'out');
    expect(exit).toBe(2);
    expect(err).toContain('Known are: kvm1');
  });
});

describe('kvmnet graph', () => {
  it('draws SVG without scripts, and the same as JSON', async () => {
    await write('site.kvmnet', GOOD);
    expect((await runCli(folder, 'graph', '--out', 'site.svg')).exit).toBe(0);
    const svg = await readFile(join(folder, 'site.svg'), 'utf8');
    expect(svg).toContain('bond0');
    expect(svg).not.toMatch(/<script|javascript:|onload=/i);
    expect((await runCli(folder, 'graph', '--out', 'site.json')).exit).toBe(0);
    const { graph } = JSON.parse(await readFile(join(folder, 'site.json'), 'utf8')) as {
      graph: { nodes: unknown[] };
    };
    expect(graph.nodes.length).toBeGreaterThan(5);
  });

  it('draws while errors stand, and refuses other kinds of files', async () => {
    await write('site.kvmnet', BAD);
    expect((await runCli(folder, 'graph', '--out', 'site.svg')).exit).toBe(0);
    expect((await runCli(folder, 'graph', '--out', 'site.png')).exit).toBe(2);
  });

  it('says why a file cannot be written', async () => {
    await write('site.kvmnet', GOOD);
    const { exit, err } = await runCli(folder, 'graph', '--out', 'missing/site.svg');
    expect({ exit, err }).toEqual({
      exit: 1,
      err: `kvmnet: ${join(folder, 'missing/site.svg')} cannot be written: its folder does not exist.\n`,
    });
  });
});

describe('kvmnet plan and apply', () => {
  it('reach nobody while an error stands', async () => {
    await write('site.kvmnet', BAD);
    expect((await runCli(folder, 'plan')).exit).toBe(1);
    expect((await runCli(folder, 'apply', '--yes')).exit).toBe(1);
  });

  it('say which host could not be reached, and what to do', async () => {
    await write('site.kvmnet', GOOD.replace('number 5', 'number 5  ssh root@127.0.0.1:1'));
    const { exit, err } = await runCli(folder, 'plan', '--out', 'plan.json');
    expect(exit).toBe(1);
    expect(err).toMatch(/^kvm1: .+\n {2}.+/m);
    expect(err).toContain('plan.json was not written: 1 of 1 hosts could not be planned.');
    expect(existsSync(join(folder, 'plan.json'))).toBe(false);
  });

  it('take those who have to answer by their kinds, one or several', async () => {
    await write('site.kvmnet', BAD);
    for (const kinds of [
      ['--probe', 'gateway'],
      ['--probe', 'dns,peers', '--probe', 'gateway'],
    ])
      expect((await runCli(folder, 'apply', '--yes', ...kinds)).exit).toBe(1);
    for (const kinds of ['router', 'gateway,router', '']) {
      const { exit, err } = await runCli(folder, 'apply', '--yes', '--probe', kinds);
      expect({ exit, err }).toEqual({
        exit: 2,
        err: expect.stringContaining('It takes gateway, peers, dns, with commas between them.') as string,
      });
    }
  });

  it.each([
    ['--window', 'soon', 'It takes whole seconds.'],
    ['--parallel', '0', 'It takes a number from 1 to 100.'],
  ])('say what %s takes when it is given %j', async (option, value, text) => {
    const { exit, err } = await runCli(folder, 'apply', option, value);
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining(text) as string });
    expect(err).toContain(`'${value}'`);
  });

  it('say what --to takes when it is given no generation', async () => {
    const { exit, err } = await runCli(folder, 'rollback', '--host', 'kvm1', '--to', 'first');
    expect(exit).toBe(2);
    expect(err).toContain('It takes the number of a generation.');
  });

  it('refuse a plan that was written by something else', async () => {
    await write('other.json', '{"kvmnetPlan":1,"hosts":[{}]}');
    const { exit, err } = await runCli(folder, 'apply', 'other.json', '--yes');
    expect(exit).toBe(2);
    expect(err).toContain('holds no plan');
  });
});

describe('kvmnet log', () => {
  const entry = { deed: 'deploy', author: 'alice@desk', from: 0, to: 1, plan: 'p', steps: 3 };

  it('shows what was deployed from this account, of all hosts or of some', async () => {
    expect((await runCli(folder, 'log')).out).toBe('Nothing was deployed from here yet.\n');
    const lines = ['kvm1', 'kvm2'].flatMap((host, at) => [
      { at: `2026-01-31T12:0${at}:00Z`, event: 'begun', host, ...entry },
      { at: `2026-01-31T12:0${at}:30Z`, event: 'ended', host, ...entry, outcome: 'committed' },
    ]);
    await mkdir(join(folder, '.state/kvmnet'), { recursive: true });
    await write('.state/kvmnet/audit.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const { exit, out } = await runCli(folder, 'log');
    expect(exit).toBe(0);
    expect(out.split('\n').map((line) => line.split('  ')[1])).toEqual(['kvm2', 'kvm1', undefined]);
    expect((await runCli(folder, 'log', '--host', 'kvm1')).out).not.toContain('kvm2');
    const json = JSON.parse((await runCli(folder, 'log', '--format', 'json')).out) as unknown;
    expect(json).toEqual(lines);
  });
});

describe('kvmnet history', () => {
  it('says that one generation is about one host, and that files are those of one generation', async () => {
    await write('site.kvmnet', GOOD);
    const vague = await runCli(folder, 'history', '--generation', '1');
    expect([vague.exit, vague.err]).toEqual([2, expect.stringContaining('name it with --host')]);
    const aimless = await runCli(folder, 'history', '--host', 'kvm1', '--out', 'files');
    expect([aimless.exit, aimless.err]).toEqual([2, expect.stringContaining('name it with --generation')]);
  });

  it('needs no text without errors, and says which hosts do not answer', async () => {
    await write('site.kvmnet', BAD.replace('number 5', 'number 5\n  ssh 127.0.0.1'));
    await write('ssh_config', 'Host *\n  Port 9\n  IdentityFile none\n  IdentityAgent none\n');
    const { exit, err, out } = await runCli(
      folder,
      'history',
      '--ssh-config',
      'ssh_config',
      '--format',
      'json',
    );
    expect(exit, err).toBe(1);
    expect(JSON.parse(out)).toMatchObject([{ host: 'kvm1', failure: { code: 'unreachable' } }]);
  });
});
