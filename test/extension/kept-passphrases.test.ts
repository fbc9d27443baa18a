import { describe, expect, it } from 'vitest';
import { keepingPassphrases } from '../../src/extension/deploy/keeping-passphrases.js';
import { KeptPassphrases } from '../../src/extension/kept-passphrases.js';
import { Person } from '../deploy/ssh/support/person.js';

const KEY = '/keys/id_ed25519';
const question = { kind: 'passphrase', key: KEY, prompt: 'Passphrase:', echo: false } as const;

/** As VS Code's secret storage. */
class Secrets {
  readonly stored = new Map<string, string>();
  get = (key: string): Promise<string | undefined> => Promise.resolve(this.stored.get(key));
  store = (key: string, value: string): Promise<void> => Promise.resolve(void this.stored.set(key, value));
  delete = (key: string): Promise<void> => Promise.resolve(void this.stored.delete(key));
}

/** A person who gives passphrases, and says yes or no to keeping them. */
function deployment(secrets: Secrets, answer: boolean, ...passphrases: readonly string[]) {
  const person = new Person(true, ...passphrases);
  const offers: string[] = [];
  const kept = new KeptPassphrases(secrets);
  const interaction = keepingPassphrases(person, kept, (key) => {
    offers.push(key);
    return Promise.resolve(answer);
  });
  return { person, offers, kept, interaction };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('The passphrase of a key', () => {
  it('is kept when the person says so, and not asked for again', async () => {
    const secrets = new Secrets();
    const first = deployment(secrets, true, 'open sesame');
    expect(await first.interaction.askSecret(question)).toBe('open sesame');
    expect(secrets.stored.size).toBe(0);
    await first.interaction.passphraseTried?.(KEY, 'open sesame', true);
    await settled();
    expect(first.offers).toEqual([KEY]);

    const second = deployment(secrets, true);
    expect(await second.interaction.askSecret(question)).toBe('open sesame');
    await second.interaction.passphraseTried?.(KEY, 'open sesame', true);
    await settled();
    expect([second.person.secrets, second.offers]).toEqual([[], []]);
  });

  it('is not kept when the person does not say so, and offered once', async () => {
    const secrets = new Secrets();
    const { interaction, offers } = deployment(secrets, false, 'open sesame');
    for (let login = 0; login < 2; login++) await interaction.passphraseTried?.(KEY, 'open sesame', true);
    await settled();
    expect([offers, secrets.stored.size]).toEqual([[KEY], 0]);
  });

  it('is forgotten when it is wrong, and the person is asked', async () => {
    const secrets = new Secrets();
    const { interaction, kept, person, offers } = deployment(secrets, true, 'new');
    await kept.keep(KEY, 'old');
    expect(await interaction.askSecret(question)).toBe('old');
    await interaction.passphraseTried?.(KEY, 'old', false);
    expect(await interaction.askSecret(question)).toBe('new');
    expect(person.secrets).toHaveLength(1);
    await interaction.passphraseTried?.(KEY, 'new', true);
    await settled();
    expect([offers, await kept.of(KEY)]).toEqual([[KEY], 'new']);
  });

  it('is asked for where nothing can be kept', async () => {
    const secrets = new Secrets();
    secrets.get = () => Promise.reject(new Error('no keyring'));
    const { interaction } = deployment(secrets, true, 'open sesame');
    expect(await interaction.askSecret(question)).toBe('open sesame');
  });

  it('is no answer to another key, a password or sudo', async () => {
    const secrets = new Secrets();
    const { interaction, kept, person } = deployment(secrets, true, 'a', 'b', 'c');
    await kept.keep(KEY, 'kept');
    await interaction.askSecret({ ...question, key: '/keys/other' });
    await interaction.askSecret({ kind: 'password', prompt: '', echo: false });
    await interaction.askSecret({ kind: 'sudo', prompt: '', echo: false });
    expect(person.secrets).toHaveLength(3);
  });
});

describe('Kept passphrases', () => {
  it('are forgotten one by one when they are the wrong ones, or all together', async () => {
    const secrets = new Secrets();
    const kept = new KeptPassphrases(secrets);
    expect(await kept.forgetAll()).toBe(0);
    await kept.keep(KEY, 'a');
    await kept.keep('/keys/other', 'b');
    await kept.forget(KEY, 'another');
    expect(await kept.of(KEY)).toBe('a');
    await kept.forget(KEY, 'a');
    expect([await kept.of(KEY), await kept.of('/keys/other')]).toEqual([undefined, 'b']);
    await kept.keep(KEY, 'c');
    expect(await kept.forgetAll()).toBe(2);
    expect(secrets.stored.size).toBe(0);
  });

  it.each(['not JSON', '{}', '[["only a key"], 1, null]'])('are none where %s is stored', async (text) => {
    const secrets = new Secrets();
    secrets.stored.set('kvmnet.passphrases', text);
    const kept = new KeptPassphrases(secrets);
    expect(await kept.of('only a key')).toBeUndefined();
    await kept.keep(KEY, 'a');
    expect(await kept.of(KEY)).toBe('a');
  });
});
