import { rename } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../src/deploy/ssh/index.js';
import { Agent } from './support/agent.js';
import { Person } from './support/person.js';
import { failureOf, valueOf } from './support/results.js';
import { missingAccounts, missingSshd, Sshd } from './support/sshd.js';
import { writeSshConfig } from './support/ssh-config.js';
import { Workshop } from './support/workshop.js';

let workshop: Workshop;
let sshd: Sshd;
let agent: Agent;
const open: { close(): void }[] = [];

/** Connects to the server that runs, with these directives and answers. */
async function login(directives: Readonly<Record<string, string | readonly string[]>>, person: Person) {
  const configFile = await writeSshConfig(workshop, { kvm1: { Port: sshd.port, ...directives } });
  await workshop.file('known_hosts', await workshop.knownHost(`[127.0.0.1]:${sshd.port}`, 'host'));
  const result = await connect({ name: 'kvm1' }, { interaction: person, trusted: true, configFile });
  if (result.ok) open.push(result.value);
  return result;
}

beforeAll(async () => {
  workshop = await Workshop.open();
  agent = await Agent.start(workshop);
  workshop.key('host');
  for (const type of ['ed25519', 'ecdsa', 'rsa'] as const) workshop.key(type, type);
  workshop.key('stranger');
});
afterEach(() => {
  for (const session of open.splice(0)) session.close();
});
afterAll(async () => {
  agent.stop();
  await workshop.close();
});

describe.skipIf(missingSshd !== undefined)(`authentication with keys ${missingSshd ?? ''}`, () => {
  beforeAll(async () => {
    workshop.key('locked', 'ed25519', 'open sesame');
    workshop.key('locked-rsa', 'rsa', 'open sesame');
    workshop.key('pem', 'rsa', '', '-m', 'PEM');
    workshop.key('locked-pem', 'ecdsa', 'open sesame', '-m', 'PEM');
    sshd = await Sshd.start(workshop, {
      hostKeys: ['host'],
      authorized: ['ed25519', 'ecdsa', 'rsa', 'locked', 'locked-rsa', 'pem', 'locked-pem'],
    });
  });
  afterAll(() => sshd.stop());

  it.each(['ed25519', 'ecdsa', 'rsa', 'pem'])('logs in with the key file %s', async (name) => {
    const person = new Person(false);
    const session = valueOf(await login({ IdentityFile: workshop.path(name) }, person));
    expect(valueOf(await session.run(['echo', 'in'])).stdout).toBe('in\n');
    expect(person.secrets).toEqual([]);
  });

  it.each(['locked', 'locked-rsa', 'locked-pem'])(
    'asks for the passphrase of %s until it fits',
    async (name) => {
      const person = new Person(false, 'wrong', 'open sesame');
      valueOf(await login({ IdentityFile: workshop.path(name) }, person));
      expect(person.secrets.map(({ kind, echo }) => [kind, echo])).toEqual([
        ['passphrase', false],
        ['passphrase', false],
      ]);
      expect(person.secrets[0]).toMatchObject({ key: workshop.path(name) });
      expect(person.secrets[0]?.prompt).toContain(workshop.path(name));
      expect(person.tried).toEqual([
        [workshop.path(name), 'wrong', false],
        [workshop.path(name), 'open sesame', true],
      ]);
    },
  );

  it('opens an old encrypted key whose public half is not there', async () => {
    await rename(workshop.path('locked-pem.pub'), workshop.path('elsewhere.pub'));
    try {
      valueOf(await login({ IdentityFile: workshop.path('locked-pem') }, new Person(false, 'open sesame')));
    } finally {
      await rename(workshop.path('elsewhere.pub'), workshop.path('locked-pem.pub'));
    }
  });

  it('asks for no passphrase of a key that the host does not take', async () => {
    workshop.key('locked-stranger', 'ed25519', 'open sesame');
    const person = new Person(false, 'open sesame');
    const { code, message } = failureOf(
      await login({ IdentityFile: workshop.path('locked-stranger') }, person),
    );
    expect(code).toBe('authentication-failed');
    expect(message).toContain(`key file ${workshop.path('locked-stranger')}: refused`);
    expect(person.secrets).toEqual([]);
  });

  it('tries further keys when a passphrase is not given or wrong three times', async () => {
    const files = ['locked', 'locked-rsa', 'ed25519'].map((name) => workshop.path(name));
    const person = new Person(false, undefined, 'a', 'b', 'c');
    valueOf(await login({ IdentityFile: files }, person));
    expect(person.secrets).toHaveLength(4);
  });

  it('lists everything that was tried when nothing fits', async () => {
    const files = ['stranger', 'locked', 'missing'].map((name) => workshop.path(name));
    const { code, message, nextStep } = failureOf(await login({ IdentityFile: files }, new Person(false)));
    expect(code).toBe('authentication-failed');
    expect(message).toContain(`key file ${workshop.path('stranger')}: refused`);
    expect(message).toContain(`key file ${workshop.path('locked')}: no passphrase was given`);
    expect(message).not.toContain('missing');
    expect(nextStep).toContain('ssh kvm1');
  });

  it('does not use a key file that others may read', async () => {
    const file = await workshop.file('wide-open', await workshop.read('ed25519'), 0o644);
    const { message } = failureOf(await login({ IdentityFile: file }, new Person(false)));
    expect(message).toContain('others may read the file');
  });

  it.each(['ed25519', 'ecdsa', 'rsa'])('logs in with the key %s of an agent', async (name) => {
    agent.add(workshop.path(name));
    valueOf(await login({ IdentityAgent: agent.socket }, new Person(false)));
  });

  it('takes only the named keys of the agent with IdentitiesOnly, also by their public half', async () => {
    agent.add(workshop.path('stranger'));
    agent.add(workshop.path('ed25519'));
    const only = { IdentityAgent: agent.socket, IdentitiesOnly: 'yes' };
    const refused = failureOf(
      await login({ ...only, IdentityFile: workshop.path('stranger') }, new Person(false)),
    );
    expect(refused.message).not.toContain('ed25519');
    const publicHalf = await workshop.file('half.pub', `${await workshop.publicKey('ed25519')}\n`);
    valueOf(await login({ ...only, IdentityFile: publicHalf }, new Person(false)));
  });

  it('goes on without an agent that is not there', async () => {
    const gone = { IdentityAgent: workshop.path('nobody'), IdentityFile: workshop.path('ed25519') };
    valueOf(await login(gone, new Person(false)));
  });
});

describe.skipIf(missingAccounts !== undefined)(
  `authentication with passwords ${missingAccounts ?? ''}`,
  () => {
    const start = async (...config: readonly string[]): Promise<void> => {
      sshd = await Sshd.start(workshop, {
        hostKeys: ['host'],
        authorized: ['ed25519', 'rsa'],
        accounts: [{ name: 'operator', password: 'pass wörd' }],
        config,
      });
    };
    afterEach(() => sshd.stop());

    it('asks for the password until it fits', async () => {
      await start('PasswordAuthentication yes');
      const person = new Person(false, 'wrong', 'pass wörd');
      const session = valueOf(await login({ User: 'operator' }, person));
      expect(valueOf(await session.run(['id', '-un'])).stdout).toBe('operator\n');
      expect(person.secrets.map(({ kind, prompt }) => [kind, prompt])).toEqual([
        ['password', "operator@127.0.0.1's password:"],
        ['password', "That did not work. operator@127.0.0.1's password:"],
      ]);
    });

    it('gives up after three passwords, and says so without showing one', async () => {
      await start('PasswordAuthentication yes');
      const result = failureOf(
        await login({ User: 'operator' }, new Person(false, 'wr0ng1', 'wr0ng2', 'wr0ng3', 'pass wörd')),
      );
      expect(result.code).toBe('authentication-failed');
      expect(result.message).toContain('password: refused; password: refused; password: refused');
      expect(JSON.stringify(result)).not.toContain('wr0ng');
    });

    it('asks nothing more once the person has given up', async () => {
      await start('PasswordAuthentication yes', 'KbdInteractiveAuthentication yes');
      const person = new Person(false, undefined, 'pass wörd');
      const { code, message } = failureOf(await login({ User: 'operator' }, person));
      expect(code).toBe('authentication-failed');
      expect(message).toContain('not given');
      expect(person.secrets).toHaveLength(1);
    });

    it('asks nothing in BatchMode', async () => {
      await start('PasswordAuthentication yes');
      const person = new Person(false, 'pass wörd');
      expect(failureOf(await login({ User: 'operator', BatchMode: 'yes' }, person)).code).toBe(
        'authentication-failed',
      );
      expect(person.secrets).toEqual([]);
    });

    it('shows the prompts of keyboard-interactive', async () => {
      await start('KbdInteractiveAuthentication yes');
      const person = new Person(false, 'wrong', 'pass wörd');
      valueOf(await login({ User: 'operator' }, person));
      expect(person.secrets.map(({ kind, prompt, echo }) => [kind, prompt, echo])).toEqual(
        ['', 'That did not work. '].map((before) => [
          'keyboard-interactive',
          `${before}(operator@127.0.0.1) Password: `,
          false,
        ]),
      );
    });

    it.each([
      ['publickey,password', 'ed25519'],
      ['publickey,password', 'rsa'],
      ['publickey,keyboard-interactive', 'ed25519'],
      ['password,publickey', 'ed25519'],
    ])('gives every factor that %s asks for, with a key of type %s', async (methods, key) => {
      await start(
        'PasswordAuthentication yes',
        'KbdInteractiveAuthentication yes',
        `AuthenticationMethods ${methods}`,
      );
      valueOf(
        await login({ User: 'operator', IdentityFile: workshop.path(key) }, new Person(false, 'pass wörd')),
      );
    });

    it('gives two keys where two are asked for, one of them from the agent', async () => {
      await start('AuthenticationMethods publickey,publickey');
      agent.add(workshop.path('rsa'));
      const keys = { IdentityFile: workshop.path('ed25519'), IdentityAgent: agent.socket };
      valueOf(await login({ User: 'operator', ...keys }, new Person(false)));
    });

    it('says which factor was accepted when another one is missing', async () => {
      await start('PasswordAuthentication yes', 'AuthenticationMethods publickey,password');
      const result = await login(
        { User: 'operator', IdentityFile: workshop.path('ed25519') },
        new Person(false),
      );
      expect(failureOf(result).message).toContain('ed25519: accepted, but not enough; password: not given');
    });

    it('opens a further connection with the password that was given', async () => {
      await start('PasswordAuthentication yes');
      const person = new Person(false, 'pass wörd');
      const session = valueOf(await login({ User: 'operator' }, person));
      const further = valueOf(await session.reconnect());
      open.push(further);
      expect(valueOf(await further.run(['id', '-un'])).stdout).toBe('operator\n');
      expect(person.secrets).toHaveLength(1);
    });
  },
);
