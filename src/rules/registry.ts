import { interfaceNameMustBeUniqueOnItsHost } from './naming/duplicate-interface.js';
import { interfaceNameMustFitTheKernel } from './naming/interface-name-too-long.js';
import type { Rule } from './rule.js';

/** Every rule there is, by topic. */
export const RULES: readonly Rule[] = [interfaceNameMustBeUniqueOnItsHost, interfaceNameMustFitTheKernel];
