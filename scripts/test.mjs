// `npm test`: see test-run.ts.
import { installDependencies } from './install-dependencies.mjs';

installDependencies();
const { tsImport } = await import('tsx/esm/api');
const { runTests } = await tsImport('./test-run.ts', import.meta.url);
process.exitCode = await runTests(process.argv.slice(2));
