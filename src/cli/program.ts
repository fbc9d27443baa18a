import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { PROBE_KINDS, type ProbeKind } from '../deploy/index.js';
import { PERSPECTIVES } from '../topology/index.js';
import { apply, type ApplyOptions } from './commands/apply.js';
import { check, REPORT_FORMATS, type CheckOptions } from './commands/check.js';
import { compile, type CompileOptions } from './commands/compile.js';
import { format, type FormatOptions } from './commands/format.js';
import { graph, type GraphOptions } from './commands/graph.js';
import { history, type HistoryOptions } from './commands/history.js';
import { log, type LogOptions } from './commands/log.js';
import { plan, type PlanOptions } from './commands/plan.js';
import { rollback, type RollbackOptions } from './commands/rollback.js';
import { status, type StatusOptions } from './commands/status.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { guarded, type Terminal } from './terminal.js';
import { VERSION } from './version.js';

const PATHS = 'folders or files; default: the current folder';

/** Runs one command line and gives its exit code. Nothing here ends the process. */
export async function run(outside: Terminal, argv: readonly string[]): Promise<ExitCode> {
  const terminal = guarded(outside);
  let exit: ExitCode = EXIT.ok;
  const program = buildProgram(terminal, (code) => (exit = code));
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const reason = reasonOfFile(error);
    if (reason === undefined) throw error;
    terminal.err(`kvmnet: ${reason}\n`);
    return EXIT.errors;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'it lies on a file system that is read-only',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'what should be its folder is a file',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your quota is used up',
};

/** A file that a person named and that cannot be written; undefined for faults of ours. */
function reasonOfFile(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path }: NodeJS.ErrnoException = error;
  const reason = code === undefined ? undefined : REASONS[code];
  return path === undefined || reason === undefined ? undefined : `${path} cannot be written: ${reason}.`;
}

function buildProgram(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command('kvmnet')
    .description('Describes, checks, draws and deploys the networks of KVM hosts.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .showSuggestionAfterError();

  const command = (name: string, description: string): Command =>
    program.command(name).description(description).argument('[paths...]', PATHS);
  const hosts = (text: string): Option => new Option('--host <names...>', text).default([], 'all');

  command('check', 'report what is wrong')
    .addOption(new Option('--format <format>', 'how').choices(REPORT_FORMATS).default('text'))
    .option('--severity <code=level>', 'change the severity of a finding (repeatable)', collect, [])
    .action(async (paths: string[], options: CheckOptions) => done(await check(terminal, paths, options)));

  command('format', 'put files into the common layout')
    .option('--check', 'write nothing; exit with 1 when a file would change', false)
    .action(async (paths: string[], options: FormatOptions) => done(await format(terminal, paths, options)));

  command('compile', 'write the files that hosts would get')
    .addOption(hosts('only these'))
    .requiredOption('--out <dir>', 'folder to write to')
    .action(async (paths: string[], options: CompileOptions) =>
      done(await compile(terminal, paths, options)),
    );

  command('graph', 'draw the topology')
    .addOption(new Option('--perspective <name>', 'what to show').choices(PERSPECTIVES).default('devices'))
    .addOption(hosts('only these'))
    .addOption(new Option('--theme <name>', 'colours').choices(['light', 'dark']).default('light'))
    .requiredOption('--out <file>', 'FILE.svg or FILE.json')
    .action(async (paths: string[], options: GraphOptions) => done(await graph(terminal, paths, options)));

  reaching(command('plan', 'show what would change on hosts; changes nothing'))
    .addOption(hosts('only these'))
    .addOption(new Option('--format <format>', 'how').choices(['text', 'json']).default('text'))
    .option('--out <file>', 'save the plan for `kvmnet apply`')
    .action(async (paths: string[], options: PlanOptions) => done(await plan(terminal, paths, options)));

  reaching(command('status', 'say which hosts are as the text says; changes nothing'))
    .addOption(hosts('only these'))
    .addOption(new Option('--format <format>', 'how').choices(['text', 'json']).default('text'))
    .action(async (paths: string[], options: StatusOptions) => done(await status(terminal, paths, options)));

  reaching(command('apply', 'bring hosts to what the text says, or carry out a saved plan'))
    .addOption(hosts('only these'))
    .option('--yes', 'do not ask', false)
    .option('--force', 'insist where a plan is refused and may be forced', false)
    .option('--window <seconds>', 'time to confirm before the host undoes everything', seconds)
    .addOption(
      new Option('--probe <kinds>', `who has to answer as before: ${PROBE_KINDS.join(',')}`)
        .argParser(probeKinds)
        .default([], 'nobody'),
    )
    .option('--canary <name>', 'the host that goes alone before the others; default: the first that changes')
    .option('--parallel <n>', 'hosts under way at a time after the canary; default: 4', parallelHosts)
    .option('--heartbeat-together', 'members of a heartbeat network may be under way together', false)
    .action(async (paths: string[], options: ApplyOptions) => done(await apply(terminal, paths, options)));

  reaching(command('rollback', 'bring a host back to an earlier generation'))
    .requiredOption('--host <name>', 'the host')
    .option('--to <generation>', 'default: the one before; 0 is the host before KVMNet', generation)
    .option('--yes', 'do not ask', false)
    .option('--force', 'insist where a plan is refused and may be forced', false)
    .option('--window <seconds>', 'time to confirm before the host undoes everything', seconds)
    .action(async (paths: string[], options: RollbackOptions) =>
      done(await rollback(terminal, paths, options)),
    );

  reaching(command('history', 'say what was deployed to hosts, by whom and when; changes nothing'))
    .addOption(hosts('only these'))
    .addOption(new Option('--format <format>', 'how').choices(['text', 'json']).default('text'))
    .option('--generation <number>', 'show what this one is, and what it changed', generation)
    .option('--out <dir>', 'write the files of the generation to this folder')
    .action(async (paths: string[], options: HistoryOptions) =>
      done(await history(terminal, paths, options)),
    );

  program
    .command('log')
    .description('show what was deployed from this account')
    .addOption(hosts('only these'))
    .addOption(new Option('--format <format>', 'how').choices(['text', 'json']).default('text'))
    .action(async (options: LogOptions) => done(await log(terminal, options)));

  return program;
}

/** Options of every command that connects to hosts. */
function reaching(command: Command): Command {
  return command
    .option('--ssh-config <file>', 'OpenSSH configuration to use, as with ssh -F')
    .option(
      '--accept-new-host-key',
      'accept keys of hosts that known_hosts does not know; changed keys are refused',
      false,
    );
}

const collect = (item: string, items: readonly string[]): readonly string[] => [...items, item];

function seconds(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('It takes whole seconds.');
  return Number(text);
}

/** Further ones would only wait: as many connections are opened at a time as one sshd lets in. */
function parallelHosts(text: string): number {
  const number = Number(text);
  if (!/^\d{1,3}$/.test(text) || number < 1 || number > 100)
    throw new InvalidArgumentError('It takes a number from 1 to 100.');
  return number;
}

function probeKinds(text: string, others: readonly ProbeKind[]): readonly ProbeKind[] {
  const words = text.split(',').map((word) => word.trim());
  if (!words.every((word) => PROBE_KINDS.some((kind) => kind === word)))
    throw new InvalidArgumentError(`It takes ${PROBE_KINDS.join(', ')}, with commas between them.`);
  return PROBE_KINDS.filter((kind) => words.includes(kind) || others.includes(kind));
}

function generation(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It takes the number of a generation.');
  return Number(text);
}
