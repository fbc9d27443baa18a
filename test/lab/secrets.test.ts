import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailability, startLab, type Lab } from '../../lab/index.js';
import { runCliWith, type CliRun } from '../cli/run-cli.js';

const availability = await labAvailability();

const PASSPHRASE = 'verb0rgen-of-the-key';
const PASSWORD = 'verb0rgen-of-sudo';
const WRONG = 'verb0rgen-but-wrong';
/** What all of them begin with. */
const SECRET = 'verb0rgen';

const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network tenant     { roles vm  vlan 13 }
host kvm1 {
  number 15
  nic eth0 { carries management }
  nic eth1  nic eth2
  bond bond0 { ports eth1, eth2  mode active-backup  carries tenant }
}
`;

/** Counts how often it has looked; the pattern lies in a file, or it would find itself. */
const WATCH = `
mkdir -p /root/watch
printf '%s\\n' '${SECRET}' >/root/watch/pattern
cat >/root/watch/look <<'END'
looks=0
while :; do
  cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | grep -aFf /root/watch/pattern >>/root/watch/found
  looks=$((looks + 1))
  echo "$looks" >/root/watch/looks
  sleep 0.1
done
END
systemd-run --quiet --unit=watch sh /root/watch/look
`;

/** Command lines and environments of this machine's processes that hold a secret. */
const shownHere = (): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) =>
      ['cmdline', 'environ'].flatMap((file) => {
        try {
          const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
          return text.includes(SECRET) ? [text] : [];
        } catch {
          return [];
        }
      }),
    );

describe.skipIf(!availability.available)(
  `secrets of a deploy${availability.available ? '' : `: ${availability.reason}`}`,
  () => {
    let lab: Lab;
    let folder: string;
    const shown: string[] = [];
    let looks = 0;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kvmnet-secrets-'));
      lab = await startLab({ hosts: 1 });
      const host = lab.host('kvm1');
      const key = join(folder, 'key');
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', PASSPHRASE, '-f', key]);
      const publicKey = await readFile(`${key}.pub`, 'utf8');
      await host.run('cat >>~operator/.ssh/authorized_keys', { stdin: publicKey });
      await host.run(['chpasswd'], { stdin: `operator:${PASSWORD}\n` });
      await writeFile(join(folder, 'site.kvmnet'), SITE);
      const own = `User operator\nIdentityFile ${key}\nIdentitiesOnly yes\nIdentityAgent none\n`;
      const others = (await readFile(lab.sshConfigFile, 'utf8')).replace(/^ *(User|IdentityFile) .*\n/gm, '');
      await writeFile(join(folder, 'ssh_config'), `${own}${others}`);
      await host.run(['sh', '-s'], { stdin: WATCH });
    });
    afterAll(async () => {
      await lab.stop();
      await rm(folder, { recursive: true });
    });

    const asked: string[] = [];
    async function kvmnet(password: string, ...argv: readonly string[]): Promise<CliRun> {
      const ask = (prompt: string, echo: boolean): string => {
        asked.push(prompt);
        expect(echo).toBe(false);
        return prompt.includes('sudo') ? password : PASSPHRASE;
      };
      const watch = setInterval(() => {
        looks++;
        shown.push(...shownHere());
      }, 50);
      try {
        return await runCliWith(folder, { ask }, ...argv, '--ssh-config', join(folder, 'ssh_config'));
      } finally {
        clearInterval(watch);
      }
    }

    /** Everything that the tool has written on this machine. */
    async function written(): Promise<string> {
      const files = await readdir(folder, { recursive: true, withFileTypes: true });
      const texts = files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'utf8'));
      return (await Promise.all(texts)).join('\n');
    }

    it('stand in no output, file, log, command line and environment, here or on the host', async () => {
      const plan = await kvmnet(PASSWORD, 'plan', '.', '--out', 'plan.json');
      expect(plan.exit, plan.err).toBe(3);
      const applied = await kvmnet(PASSWORD, 'apply', 'plan.json', '--yes');
      expect(applied.exit, applied.err).toBe(0);
      const status = await kvmnet(PASSWORD, 'status', '--format', 'json');
      expect(status.exit, status.err).toBe(0);
      expect(asked.filter((prompt) => prompt.includes('sudo'))).toHaveLength(3);
      expect(asked.filter((prompt) => /key|passphrase/i.test(prompt))).toHaveLength(3);
      for (const { out, err } of [plan, applied, status]) expect(out + err).not.toContain(SECRET);
      expect(await written()).toContain('"outcome":"committed"');
      expect(await written()).not.toContain(SECRET);
      expect(looks).toBeGreaterThan(20);
      expect(shown).toEqual([]);
      const host = lab.host('kvm1');
      expect(Number(await host.run(['cat', '/root/watch/looks']))).toBeGreaterThan(20);
      expect(await host.run(['cat', '/root/watch/found'])).toBe('');
      const places = '/etc /home /run /tmp /var';
      const search = `{ journalctl -b --no-pager; find ${places} -xdev -type f -exec cat {} +; } 2>/dev/null | grep -acFf /root/watch/pattern || true`;
      expect(Number(await host.run(search))).toBe(0);
    });

    it('stand in no failure', async () => {
      const { exit, out, err } = await kvmnet(WRONG, 'plan', '.');
      expect(exit).toBe(1);
      expect(err).toContain('sudo on kvm1 did not accept the password of operator.');
      expect(out + err).not.toContain(SECRET);
      expect(shown).toEqual([]);
      expect(
        await lab.host('kvm1').run('journalctl -b --no-pager | grep -acFf /root/watch/pattern || true'),
      ).toBe('0\n');
    });
  },
);
