import { chmod, stat } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../src/deploy/ssh/index.js';
import { Person } from './support/person.js';
import { failureOf, valueOf } from './support/results.js';
import { missingSshd, Sshd } from './support/sshd.js';
import { writeSshConfig } from './support/ssh-config.js';
import { Workshop } from './support/workshop.js';
import { spawnSync } from 'node:child_process';

let workshop: Workshop;
let sshd: Sshd;
let place: string;
const hosts = 'known_hosts';

async function login(person: Person, directives: Readonly<Record<string, string | readonly string[]>> = {}) {
  const own = { Port: sshd.port, IdentityFile: workshop.path('user'), ...directives };
  const configFile = await writeSshConfig(workshop, { kvm1: own });
  const result = await connect({ name: 'kvm1' }, { interaction: person, trusted: true, configFile });
  if (result.ok) result.value.close();
  return result;
}

/** What the person's own ssh does, for comparison. */
function openssh(): number | null {
  const argv = ['-F', workshop.path('ssh_config'), '-o', 'BatchMode=yes', 'kvm1', 'true'];
  return spawnSync('ssh', argv, { stdio: 'ignore' }).status;
}

const nobody = (): Person => new Person(false);

describe.skipIf(missingSshd !== undefined)(`known_hosts ${missingSshd ?? ''}`, () => {
  beforeAll(async () => {
    workshop = await Workshop.open();
    workshop.key('user');
    workshop.key('ed25519');
    workshop.key('rsa', 'rsa');
    workshop.key('other');
    workshop.key('other-rsa', 'rsa');
    workshop.key('ecdsa', 'ecdsa');
    sshd = await Sshd.start(workshop, { hostKeys: ['ed25519', 'rsa'], authorized: ['user'] });
    place = `[127.0.0.1]:${sshd.port}`;
  });
  beforeEach(() => workshop.file(hosts, ''));
  afterAll(async () => {
    await sshd.stop();
    await workshop.close();
  });

  it('shows an unknown key with type and fingerprint, and refuses it when the person does', async () => {
    const person = nobody();
    const { code, message } = failureOf(await login(person));
    expect(code).toBe('host-key-unknown');
    expect(message).toContain(workshop.fingerprint('ed25519'));
    expect(person.hostKeys).toEqual([
      { name: place, keyType: 'ssh-ed25519', fingerprint: workshop.fingerprint('ed25519') },
    ]);
    expect(await workshop.read(hosts)).toBe('');
  });

  it('writes an accepted key so that neither we nor OpenSSH ask again', async () => {
    await workshop.file(hosts, '# no end of line');
    valueOf(await login(new Person(true)));
    expect(await workshop.read(hosts)).toBe(
      `# no end of line\n${await workshop.knownHost(place, 'ed25519')}`,
    );
    valueOf(await login(nobody()));
    expect(openssh()).toBe(0);
  });

  it('makes the file and its folder for their owner alone', async () => {
    const file = workshop.path('new/folder/known_hosts');
    valueOf(await login(new Person(true), { UserKnownHostsFile: file }));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(workshop.path('new/folder'))).mode & 0o777).toBe(0o700);
  });

  it('hashes the name where the configuration says so', async () => {
    valueOf(await login(new Person(true), { HashKnownHosts: 'yes' }));
    expect(await workshop.read(hosts)).toMatch(/^\|1\|\S+ ssh-ed25519 \S+\n$/);
    valueOf(await login(nobody()));
    expect(openssh()).toBe(0);
  });

  it('says when an accepted key cannot be written', async () => {
    const { code } = failureOf(await login(new Person(true), { UserKnownHostsFile: '/proc/known_hosts' }));
    expect(code).toBe('known-hosts-not-written');
  });

  it('knows a host by its RSA key alone although it has an ed25519 key too', async () => {
    await workshop.file(hosts, await workshop.knownHost(place, 'rsa'));
    valueOf(await login(nobody()));
    expect(openssh()).toBe(0);
  });

  it.each([
    ['of the same type', 'other', 'ssh-ed25519'],
    ['of another type that the host has', 'other-rsa', 'ssh-rsa'],
    ['of a type that the host no longer has', 'ecdsa', 'ecdsa-sha2-nistp256'],
  ])('refuses a key that is not the known one %s, and says where that is', async (_, key, type) => {
    await workshop.file(hosts, `# one\n\n${await workshop.knownHost(`kvm9,${place}`, key)}`);
    const person = new Person(true);
    const { code, message, nextStep } = failureOf(await login(person, { StrictHostKeyChecking: 'no' }));
    expect(code).toBe('host-key-changed');
    expect(message).toContain(
      `${workshop.path(hosts)}:3 has another one: ${type} ${workshop.fingerprint(key)}`,
    );
    expect(nextStep).toContain('line 3');
    expect(person.hostKeys).toEqual([]);
  });

  it('refuses a revoked key, also where another line knows it', async () => {
    const known = await workshop.knownHost(place, 'ed25519');
    await workshop.file(hosts, `${known}@revoked ${await workshop.knownHost('*', 'ed25519')}`);
    const { code, message } = failureOf(await login(new Person(true)));
    expect(code).toBe('host-key-revoked');
    expect(message).toContain(`${workshop.path(hosts)}:2`);
    expect(openssh()).not.toBe(0);
  });

  it('refuses a key of the list that RevokedHostKeys names, and every key when it cannot be read', async () => {
    await workshop.file(hosts, await workshop.knownHost(place, 'ed25519'));
    const list = await workshop.file('revoked', `# bad\n${await workshop.publicKey('other')}\n`);
    valueOf(await login(nobody(), { RevokedHostKeys: list }));
    await workshop.file('revoked', `# bad\n${await workshop.publicKey('ed25519')}\n`);
    const revoked = failureOf(await login(nobody(), { RevokedHostKeys: list }));
    expect([revoked.code, revoked.message]).toEqual([
      'host-key-revoked',
      `kvm1 shows a key that is revoked: ${list}:2 says so.`,
    ]);
    spawnSync('ssh-keygen', ['-q', '-k', '-f', workshop.path('krl'), workshop.path('other.pub')]);
    for (const unreadable of [workshop.path('krl'), workshop.path('not-there')])
      expect(failureOf(await login(nobody(), { RevokedHostKeys: unreadable })).code).toBe(
        'host-key-revocation',
      );
  });

  it('takes another key of the host when one of them is revoked', async () => {
    const known = await workshop.knownHost(place, 'rsa');
    await workshop.file(hosts, `${known}@revoked ${await workshop.knownHost('*', 'ed25519')}`);
    valueOf(await login(nobody()));
  });

  it('says that it cannot check certificates when an authority is all that is known', async () => {
    await workshop.file(hosts, `@cert-authority ${await workshop.knownHost('[127.0.0.*]:*', 'other')}`);
    const person = new Person(true);
    const { code, message } = failureOf(await login(person));
    expect(code).toBe('host-key-certificate');
    expect(message).toContain(`${workshop.path(hosts)}:1`);
    expect(person.hostKeys).toEqual([]);
  });

  it.each([
    ['with wildcards', (port: number) => `[127.0.?.*]:${port}`],
    ['in a list', (port: number) => `kvm9,[127.0.0.1]:${port},192.0.2.1`],
    ['without its port', () => '127.0.0.1'],
  ])('knows a host %s', async (_, names) => {
    await workshop.file(hosts, await workshop.knownHost(names(sshd.port), 'ed25519'));
    valueOf(await login(nobody()));
    expect(openssh()).toBe(0);
  });

  it('does not know a host that a line excludes', async () => {
    await workshop.file(hosts, await workshop.knownHost(`[127.0.0.*]:*,!${place}`, 'ed25519'));
    expect(failureOf(await login(nobody())).code).toBe('host-key-unknown');
    expect(openssh()).not.toBe(0);
  });

  it('does not take another key under the name without its port for a change', async () => {
    await workshop.file(hosts, await workshop.knownHost('127.0.0.1', 'other'));
    expect(failureOf(await login(nobody())).code).toBe('host-key-unknown');
  });

  it('looks a host up under its HostKeyAlias alone', async () => {
    await workshop.file(hosts, await workshop.knownHost('The-Alias', 'ed25519'));
    valueOf(await login(nobody(), { HostKeyAlias: 'the-alias' }));
    await workshop.file(hosts, await workshop.knownHost(place, 'ed25519'));
    const person = nobody();
    failureOf(await login(person, { HostKeyAlias: 'the-alias' }));
    expect(person.hostKeys[0]?.name).toBe('the-alias');
  });

  it('reads several files of the person and of the machine', async () => {
    const global = await workshop.file('global', await workshop.knownHost(place, 'ed25519'), 0o644);
    valueOf(
      await login(nobody(), {
        UserKnownHostsFile: `${workshop.path(hosts)} ${workshop.path('not-there')}`,
        GlobalKnownHostsFile: `${workshop.path('not-there-either')} ${global}`,
      }),
    );
  });

  it('refuses an unknown key unasked with StrictHostKeyChecking yes', async () => {
    const person = new Person(true);
    expect(failureOf(await login(person, { StrictHostKeyChecking: 'yes' })).code).toBe('host-key-unknown');
    expect(person.hostKeys).toEqual([]);
  });

  it('writes an unknown key unasked with accept-new', async () => {
    const person = nobody();
    valueOf(await login(person, { StrictHostKeyChecking: 'accept-new' }));
    expect(person.hostKeys).toEqual([]);
    expect(await workshop.read(hosts)).toBe(await workshop.knownHost(place, 'ed25519'));
  });

  it.each(['no', 'off', 'ask'])('asks all the same with StrictHostKeyChecking %s', async (value) => {
    const person = nobody();
    expect(failureOf(await login(person, { StrictHostKeyChecking: value })).code).toBe('host-key-unknown');
    expect(person.hostKeys).toHaveLength(1);
  });

  it('takes a file that it may not read for empty, as OpenSSH does', async () => {
    await chmod(workshop.path(hosts), 0);
    const folder = workshop.path('.');
    expect(failureOf(await login(nobody(), { UserKnownHostsFile: folder })).code).toBe('host-key-unknown');
  });
});
