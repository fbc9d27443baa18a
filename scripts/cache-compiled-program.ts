/**
 * Keeps what V8 has compiled of the command line beside it (src/cli/compiled-program.ts). It runs one `plan` first, so that the
 * functions are in it that each command needs; its host is a port of this machine at which nobody answers.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheOf, CompiledProgram } from '../src/cli/compiled-program.js';
import { repositoryRoot } from './repository.js';

const file = join(repositoryRoot, 'dist/cli/program.cjs');
const folder = mkdtempSync(join(tmpdir(), 'kvmnet-'));
const sshConfig = join(folder, 'ssh_config');
writeFileSync(sshConfig, 'Host *\n  HostName 127.0.0.1\n  Port 1\n');

const program = new CompiledProgram(file);
process.stdout.write = process.stderr.write = () => true;
process.argv = [process.execPath, file, 'plan', join(repositoryRoot, 'examples'), '--ssh-config', sshConfig];
process.once('exit', () => {
  writeFileSync(cacheOf(file), program.compiled());
  rmSync(folder, { recursive: true });
  process.exitCode = 0;
});
program.run();
