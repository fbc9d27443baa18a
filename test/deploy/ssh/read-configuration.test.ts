import { homedir, userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SshTarget } from '../../../src/model/index.js';
import { readConfiguration } from '../../../src/deploy/ssh/read-configuration.js';
import { failureOf, valueOf } from './support/results.js';
import { Workshop } from './support/workshop.js';

let workshop: Workshop;
const environment = { ...process.env, SSH_AUTH_SOCK: '/run/agent', MY_AGENT: '/run/mine', KEYS: '/keys' };

async function read(target: SshTarget, config: string, trusted: boolean) {
  const configFile = await workshop.file('config', config);
  return await readConfiguration(target, { trusted, configFile, environment });
}

beforeAll(async () => {
  workshop = await Workshop.open();
});
afterAll(() => workshop.close());

describe.each([
  ['OpenSSH reads', true],
  ['is read without OpenSSH', false],
])('a configuration that %s', (_, trusted) => {
  const both = async (target: SshTarget, config: string) => valueOf(await read(target, config, trusted));

  it('says nothing', async () => {
    const { user, port, hostName, ...rest } = await both({ name: 'kvm1' }, '');
    expect([user, port, hostName]).toEqual([userInfo().username, 22, 'kvm1']);
    expect(rest).toMatchObject({
      proxyJump: [],
      identitiesOnly: false,
      identityAgent: '/run/agent',
      userKnownHostsFiles: [`${homedir()}/.ssh/known_hosts`, `${homedir()}/.ssh/known_hosts2`],
      globalKnownHostsFiles: ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
      strictHostKeyChecking: 'ask',
      hashKnownHosts: false,
      batchMode: false,
      methods: ['publickey', 'keyboard-interactive', 'password'],
      numberOfPasswordPrompts: 3,
      addressFamily: 0,
    });
    expect(rest.identityFiles).toContain(`${homedir()}/.ssh/id_ed25519`);
    expect(rest.connectTimeout).toBeUndefined();
  });

  it('names everything', async () => {
    const config = `
Host kvm?
  HostName %h.example.com
  User anna
  Port 2222
  HostKeyAlias rack-%n
  ProxyJump bob@gate:2200,[2001:db8::1]:22
  IdentityFile ~/.ssh/%r-at-%h
  IdentityFile "/keys/with space"
  IdentityFile \${KEYS}/%p
  IdentitiesOnly yes
  IdentityAgent $MY_AGENT
  UserKnownHostsFile ~/.ssh/known-%n /keys/known
  GlobalKnownHostsFile none
  RevokedHostKeys /keys/revoked
  StrictHostKeyChecking accept-new
  HashKnownHosts yes
  HostKeyAlgorithms rsa-sha2-512,ssh-ed25519
  ConnectTimeout 7
  AddressFamily inet6
  BindAddress ::1
  BatchMode yes
  PreferredAuthentications password,publickey,hostbased
  NumberOfPasswordPrompts 2
Host *
  User late
  Port 1
`;
    expect(await both({ name: 'kvm1' }, config)).toEqual({
      target: 'kvm1',
      hostName: 'kvm1.example.com',
      user: 'anna',
      port: 2222,
      hostKeyAlias: 'rack-%n',
      proxyJump: [
        { name: 'gate', user: 'bob', port: 2200 },
        { name: '2001:db8::1', port: 22 },
      ],
      identityFiles: [`${homedir()}/.ssh/anna-at-kvm1.example.com`, '/keys/with space', '/keys/2222'],
      identitiesOnly: true,
      identityAgent: '/run/mine',
      userKnownHostsFiles: [`${homedir()}/.ssh/known-kvm1`, '/keys/known'],
      globalKnownHostsFiles: [],
      revokedHostKeys: '/keys/revoked',
      strictHostKeyChecking: 'accept-new',
      hashKnownHosts: true,
      hostKeyAlgorithms: ['rsa-sha2-512', 'ssh-ed25519'],
      connectTimeout: 7000,
      addressFamily: 6,
      bindAddress: '::1',
      batchMode: true,
      methods: ['password', 'publickey'],
      numberOfPasswordPrompts: 2,
    });
  });

  it('gives way to user and port of the target, also where it depends on them', async () => {
    const config = 'Match user carla\n  IdentityFile /keys/of-carla\nHost *\n  User anna\n  Port 2222\n';
    const configuration = await both({ name: 'kvm1', user: 'carla', port: 2022 }, config);
    expect(configuration).toMatchObject({ user: 'carla', port: 2022, identityFiles: ['/keys/of-carla'] });
  });

  it('switches methods off', async () => {
    const config =
      'PubkeyAuthentication no\nPasswordAuthentication no\nIdentityAgent none\nIdentityFile none\n';
    const configuration = await both({ name: 'kvm1' }, config);
    expect(configuration.methods).toEqual(['keyboard-interactive']);
    expect(configuration.identityAgent).toBeUndefined();
    expect(configuration.identityFiles).toEqual([]);
  });

  it('asks, whatever it says about unknown keys but yes and accept-new', async () => {
    for (const [value, expected] of [
      ['no', 'ask'],
      ['off', 'ask'],
      ['ask', 'ask'],
      ['yes', 'yes'],
      ['accept-new', 'accept-new'],
    ] as const) {
      const configuration = await both({ name: 'kvm1' }, `StrictHostKeyChecking ${value}\n`);
      expect(configuration.strictHostKeyChecking).toBe(expected);
    }
  });

  it('includes other files in their place', async () => {
    await workshop.file('10.conf', 'Host kvm1\n  User anna\nHost kvm2\n  User bob\n');
    await workshop.file('20.conf', 'Port 2022\n');
    const config = [
      `Include ${workshop.path('[12]0.conf').replace('[12]', '?')}`,
      'HostName after.example.com',
      'Host kvm2',
      `  Include ${workshop.path('three.conf')}`,
      '  HostKeyAlias two',
      'Host kvm1',
      '  HostKeyAlias one',
      '',
    ].join('\n');
    await workshop.file('three.conf', 'BatchMode yes\n');
    expect(await both({ name: 'kvm1' }, config)).toMatchObject({
      user: 'anna',
      port: 2022,
      hostName: 'after.example.com',
      hostKeyAlias: 'one',
      batchMode: false,
    });
    expect(await both({ name: 'kvm2' }, config)).toMatchObject({
      user: 'bob',
      hostKeyAlias: 'two',
      batchMode: true,
    });
  });

  it.each(['-oProxyCommand=reboot', 'a b', '$(reboot)', 'a;b', '', 'a@b', 'kvm1\n', '`id`'])(
    'is not asked for a host with the name %j',
    async (name) => {
      expect(failureOf(await read({ name }, '', trusted)).code).toBe('ssh-target-invalid');
    },
  );

  it.each(['-l', 'a b', "a'b", 'a;b', '$(id)', 'a\\'])(
    'is not asked for a user with the name %j',
    async (user) => {
      expect(failureOf(await read({ name: 'kvm1', user }, '', trusted)).code).toBe('ssh-target-invalid');
    },
  );
});

describe('Match exec', () => {
  it('runs only where the person trusts the workspace', async () => {
    const config = `Match exec "touch ${workshop.path('ran')}"\n  User matched\n`;
    expect(valueOf(await read({ name: 'kvm1' }, config, false)).user).not.toBe('matched');
    await expect(workshop.read('ran')).rejects.toThrow();
    expect(valueOf(await read({ name: 'kvm1' }, config, true)).user).toBe('matched');
  });
});

describe('a configuration that OpenSSH refuses', () => {
  it('is a failure with the line', async () => {
    const { code, details } = failureOf(await read({ name: 'kvm1' }, 'Port many\n', true));
    expect(code).toBe('ssh-configuration-invalid');
    expect(details).toContain('line 1');
  });
});
