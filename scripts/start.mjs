// `npm start`: see start.ts.
import { installDependencies } from './install-dependencies.mjs';

installDependencies();
const { tsImport } = await import('tsx/esm/api');
const { start } = await tsImport('./start.ts', import.meta.url);
process.exitCode = await start(process.argv.slice(2));
