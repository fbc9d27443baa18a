import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineScript } from '../../../src/deploy/generated/host-scripts.js';

const programs = fileURLToPath(new URL('fake-host', import.meta.url));

/** Paths of a real host that lie below the folder of a fake one. */
const MOVED =
  /(?<=["'=\s(<>])\/(?=(?:var\/lib\/kvmnet|etc|run|sys\/class\/net)\b)|\/proc\/sys\/kernel\/random(?=\/boot_id)/g;

export type Phase = 'arm' | 'apply' | 'commit' | 'guard' | 'boot';

/** A host of files and stand-ins for its daemons, whose engine can be killed at any of its commands. */
export class CrashingHost {
  readonly root = mkdtempSync(join(tmpdir(), 'kvmnet-crash-'));

  path(...parts: readonly string[]): string {
    return join(this.root, ...parts);
  }

  write(path: string, text: string): void {
    const file = this.path(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Puts a program of the test's own in the place of one of the host's; without a script it is that of before again. */
  replaceProgram(name: string, script?: string): void {
    const file = this.path('programs', name);
    if (script === undefined) rmSync(file);
    else {
      this.write(`programs/${name}`, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
    }
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  /** What the client follows. */
  progress(): readonly string[] {
    return this.read('run/kvmnet/token/progress').trim().split('\n');
  }

  /** Paths of a host in a text are those of this one. */
  moved(text: string): string {
    return text.replace(MOVED, (found) => (found === '/' ? `${this.root}/` : this.root));
  }

  /** The bundle as it lies on the host once it is unpacked; files by name. */
  stage(bundle: Readonly<Record<string, string>>): void {
    const staging = this.path('var/lib/kvmnet/staging.000000');
    rmSync(staging, { recursive: true, force: true });
    mkdirSync(join(staging, 'data'), { recursive: true });
    for (const [name, text] of Object.entries(bundle)) writeFileSync(join(staging, name), this.moved(text));
    // `set -T`: the trap holds in functions as well; each simple command counts.
    const trap = [
      'set -T; crash_n=0',
      // In a subshell the count is the subshell's own.
      `if [ -n "\${CRASH_AT-}" ]; then trap 'crash_n=$((crash_n + 1)); [ "$crash_n" -ne "$CRASH_AT" ] || kill -KILL 0' DEBUG`,
      `else trap 'crash_n=$((crash_n + 1))' DEBUG; trap 'echo "$crash_n" >"${this.root}/commands"' EXIT; fi`,
      '',
    ].join('\n');
    writeFileSync(join(staging, 'engine.sh'), trap + this.moved(engineScript));
  }

  /** Runs one part of the engine. `at`: dies right before that command. True if it came to its end. */
  run(phase: Phase, at = 0): boolean {
    const engine = this.path('var/lib/kvmnet/pending/engine.sh');
    const token = 'token';
    switch (phase) {
      case 'arm': {
        const staging = this.path('var/lib/kvmnet/staging.000000');
        return this.#engine(join(staging, 'engine.sh'), ['arm', staging], at);
      }
      case 'apply':
        return this.#engine(engine, ['apply', token], at);
      case 'commit':
        return this.#engine(engine, ['commit-here', token], at);
      case 'guard':
        rmSync(this.path('volatile/units/kvmnet-guard.timer'), { force: true });
        return this.#engine(engine, ['guard', token], at);
      case 'boot':
        return this.#boot(at);
    }
  }

  /** One half of what a boot does: before the network, or with libvirt; or both, before the next change. */
  recover(when: 'early' | 'late' | 'overdue', at = 0): boolean {
    const engine = ['pending', 'last', 'staging.000000']
      .map((place) => this.path('var/lib/kvmnet', place, 'engine.sh'))
      .find((file) => existsSync(file));
    return engine === undefined || this.#engine(engine, ['recover', when], at);
  }

  /** What is in memory is gone; NetworkManager and libvirt start with what is on the disk. */
  cutPower(): void {
    rmSync(this.path('run'), { recursive: true, force: true });
    rmSync(this.path('volatile'), { recursive: true, force: true });
    this.write('boot_id', `${Math.random()}\n`);
  }

  startDaemons(): void {
    mkdirSync(this.path('run/NetworkManager/system-connections'), { recursive: true });
    this.#program('nmcli', ['connection', 'reload']);
    this.#program('virsh', ['net-list']);
    for (const uuid of readdirSync(this.path('libvirt/autostart')))
      this.#program('virsh', ['net-start', uuid]);
    cpSync(this.path('libvirt/config'), this.path('volatile/plugged'), { recursive: true });
    this.#program('busctl', ['FirewallD1', 'reload']);
  }

  /** Whether the next boot will run the engine. */
  isEnabled(): boolean {
    return (
      this.#isWanted('sysinit.target.wants', 'kvmnet-recover.service') ||
      this.#isWanted('multi-user.target.wants', 'kvmnet-recover-late.service')
    );
  }

  #isWanted(target: string, unit: string): boolean {
    // The link leads nowhere by itself.
    return readdirSync(this.path('etc/systemd/system'), { recursive: true, encoding: 'utf8' }).includes(
      `${target}/${unit}`,
    );
  }

  /** As systemd does it: what is enabled, before the network and after libvirt. */
  #boot(at: number): boolean {
    const [early, late] = [
      this.#isWanted('sysinit.target.wants', 'kvmnet-recover.service'),
      this.#isWanted('multi-user.target.wants', 'kvmnet-recover-late.service'),
    ];
    if (early && !this.recover('early', at)) return false;
    this.startDaemons();
    return !late || this.recover('late', at);
  }

  /** Everything that counts; leftovers of the engine included. */
  state(): readonly string[] {
    const lines: string[] = [];
    const modeOf = (path: string): string =>
      path.startsWith('etc') ? ` ${(statSync(this.path(path)).mode & 0o777).toString(8)}` : '';
    const walk = (folder: string): void => {
      for (const entry of readdirSync(this.path(folder), { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) walk(path);
        else if (entry.isSymbolicLink()) lines.push(`${path} -> ${readlinkSync(this.path(path))}`);
        else lines.push(`${path}${modeOf(path)}: ${readFileSync(this.path(path), 'utf8')}`);
      }
    };
    for (const folder of [
      'etc',
      'libvirt',
      'volatile/networks',
      'volatile/plugged',
      'volatile/zones',
      'run/NetworkManager',
      'var/lib/kvmnet/generations',
    ])
      if (existsSync(this.path(folder))) walk(folder);
    if (existsSync(this.path('var/lib/kvmnet/pending'))) lines.push('pending');
    const active = readFileSync(this.path('volatile/nm/active'), 'utf8').trim().split('\n').sort();
    return [...lines, ...active].map((line) => line.replaceAll(this.root, '')).sort();
  }

  get commands(): number {
    return Number(readFileSync(this.path('commands'), 'utf8'));
  }

  copy(): CrashingHost {
    const other = new CrashingHost();
    execFileSync('cp', ['-a', `${this.root}/.`, other.root]);
    // Absolute paths of the first one.
    execFileSync('sh', [
      '-c',
      `grep -rlIF "$1" "$2" | xargs -r sed -i "s#$1#$2#g"`,
      '-',
      this.root,
      other.root,
    ]);
    return other;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #engine(file: string, argv: readonly string[], at: number): boolean {
    // In a group of its own, which dies as a whole. Nobody listens to it, so that it does not wait for anybody.
    const nobody = openSync('/dev/full', 'w');
    const ended = spawnSync('setsid', ['--wait', 'bash', '--posix', file, ...argv], {
      stdio: ['ignore', nobody, 'ignore'],
      env: {
        PATH: `${this.path('programs')}:${programs}:${process.env.PATH ?? ''}`,
        FAKE_HOST: this.root,
        FAKE_PROGRAMS: programs,
        ...(at > 0 && { CRASH_AT: String(at) }),
      },
    });
    closeSync(nobody);
    return ended.status === 0;
  }

  #program(name: string, argv: readonly string[]): void {
    spawnSync(join(programs, name), argv, {
      env: { PATH: `${programs}:${process.env.PATH ?? ''}`, FAKE_HOST: this.root },
    });
  }
}
