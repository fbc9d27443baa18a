import { processTerminal } from './process-terminal.js';
import { run } from './program.js';

const terminal = processTerminal();
// A reader that goes away (`kvmnet check | head`) is no fault of ours.
process.stdout.on('error', () => process.exit(0));

run(terminal, process.argv.slice(2)).then(
  (exit) => {
    process.exitCode = exit;
  },
  (error: unknown) => {
    terminal.err(
      `kvmnet: this should not have happened.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 1;
  },
);
