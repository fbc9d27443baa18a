import { join } from 'node:path';
import { CompiledProgram } from './compiled-program.js';

new CompiledProgram(join(__dirname, 'program.cjs')).run();
