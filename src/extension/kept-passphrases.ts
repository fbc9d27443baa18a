import type { SecretStorage } from 'vscode';

/** All in one secret: VS Code 1.101 cannot list the names of secrets. */
const SECRET = 'kvmnet.passphrases';

/** Passphrases that the person has said to keep, in VS Code's secret storage, by the path of the key. */
export class KeptPassphrases {
  constructor(private readonly secrets: Pick<SecretStorage, 'get' | 'store' | 'delete'>) {}

  async of(key: string): Promise<string | undefined> {
    return (await this.all()).get(key);
  }

  async keep(key: string, passphrase: string): Promise<void> {
    await this.write((await this.all()).set(key, passphrase));
  }

  /** One that was found wrong; another that was kept meanwhile stays. */
  async forget(key: string, wrong: string): Promise<void> {
    const all = await this.all();
    if (all.get(key) !== wrong) return;
    all.delete(key);
    await this.write(all);
  }

  /** @returns how many there were */
  async forgetAll(): Promise<number> {
    const { size } = await this.all();
    await this.secrets.delete(SECRET);
    return size;
  }

  private async all(): Promise<Map<string, string>> {
    // Without a keyring of the desktop VS Code may have no storage: then the person is asked.
    const text = await Promise.resolve(this.secrets.get(SECRET)).catch(() => undefined);
    return new Map(text === undefined ? [] : entriesOf(text));
  }

  private async write(all: ReadonlyMap<string, string>): Promise<void> {
    if (all.size === 0) await this.secrets.delete(SECRET);
    else await this.secrets.store(SECRET, JSON.stringify([...all]));
  }
}

/** Another version may have written it in another form: then nothing was kept. */
function entriesOf(text: string): readonly (readonly [string, string])[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isEntry) : [];
  } catch {
    return [];
  }
}

const isEntry = (value: unknown): value is readonly [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
