import { EXIT } from './exit-code.js';
import { processTerminal } from './process-terminal.js';
import { run } from './program.js';

const terminal = processTerminal();
/** Why not all of what was asked for could be written. */
const unwritten: Error[] = [];
// A reader that goes away (`kvmnet check | head`) is no fault of ours, and no reason to leave a host in the middle of a change.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') unwritten.push(error);
});
process.stderr.on('error', () => undefined);

run(terminal, process.argv.slice(2)).then(
  (exit) => {
    const [problem] = unwritten;
    if (problem) terminal.err(`kvmnet: the output could not be written: ${problem.message}\n`);
    process.exitCode = problem ? EXIT.errors : exit;
  },
  (error: unknown) => {
    terminal.err(
      `kvmnet: this should not have happened.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 1;
  },
);
