import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HostSession } from '../../../src/deploy/index.js';
import { connect } from '../../../src/deploy/ssh/index.js';
import { Person } from './support/person.js';
import { failureOf, valueOf } from './support/results.js';
import { missingSshd, Sshd } from './support/sshd.js';
import { writeSshConfig } from './support/ssh-config.js';
import { Workshop } from './support/workshop.js';

let workshop: Workshop;
let sshd: Sshd | undefined;
const open: HostSession[] = [];

async function session(person: Person): Promise<HostSession> {
  sshd ??= await Sshd.start(workshop, { hostKeys: ['host', 'host-rsa'], authorized: ['user'] });
  const own = { Port: sshd.port, IdentityFile: workshop.path('user') };
  const configFile = await writeSshConfig(workshop, { kvm1: own });
  const connected = valueOf(
    await connect({ name: 'kvm1' }, { interaction: person, trusted: true, configFile }),
  );
  open.push(connected);
  return connected;
}

describe.skipIf(missingSshd !== undefined)(`reconnect ${missingSshd ?? ''}`, () => {
  beforeAll(async () => {
    workshop = await Workshop.open();
    workshop.key('user');
    workshop.key('host');
    workshop.key('host-rsa', 'rsa');
    workshop.key('impostor');
    workshop.key('impostor-rsa', 'rsa');
  });
  afterEach(async () => {
    for (const one of open.splice(0)) one.close();
    await sshd?.stop();
    sshd = undefined;
    await workshop.file('known_hosts', '');
  });
  afterAll(() => workshop.close());

  it('opens another connection, at another address, with the key of the first one', async () => {
    const person = new Person(true);
    const first = await session(person);
    first.close();
    // The new address is in no known_hosts file: the key is that of the host, whatever its address.
    const second = valueOf(await first.reconnect({ address: 'localhost' }));
    open.push(second);
    const { stdout } = valueOf(await second.run(['sh', '-c', 'echo $SSH_CONNECTION']));
    expect(stdout).toMatch(/ 127\.0\.0\.1 \d+\n$/);
    expect(person.hostKeys).toHaveLength(1);
    expect(second.host).toBe('kvm1');
  });

  it.each([
    ['of the same type', ['impostor']],
    ['of another type', ['impostor-rsa']],
    ['that the host has as well', ['host-rsa']],
  ])('refuses another key %s', async (_, hostKeys) => {
    const person = new Person(true);
    const first = await session(person);
    const port = sshd?.port;
    await sshd?.stop();
    sshd = await Sshd.start(workshop, { hostKeys, authorized: ['user'] }, port);
    await workshop.file('known_hosts', await workshop.knownHost(`[127.0.0.1]:${port}`, hostKeys[0] ?? ''));
    expect(failureOf(await first.reconnect()).code).toBe('host-key-changed');
    expect(person.hostKeys).toHaveLength(1);
  });

  it('fails with unreachable where nobody listens, and works once somebody does', async () => {
    const first = await session(new Person(true));
    const port = sshd?.port;
    await sshd?.stop();
    expect(failureOf(await first.reconnect()).code).toBe('unreachable');
    sshd = await Sshd.start(workshop, { hostKeys: ['host'], authorized: ['user'] }, port);
    open.push(valueOf(await first.reconnect()));
  });

  it('ends in time and when told to', async () => {
    const first = await session(new Person(true));
    // TEST-NET-1 leads nowhere: there is no answer, or no route.
    const late = failureOf(await first.reconnect({ address: '192.0.2.1', timeout: 300 }));
    expect(['timed-out', 'unreachable']).toContain(late.code);
    const cancelled = failureOf(await first.reconnect({ signal: AbortSignal.abort() }));
    expect(cancelled.code).toBe('cancelled');
    open.push(valueOf(await first.reconnect({ timeout: 10_000 })));
  });
});
