import { EmptyFileSystem } from 'langium';
import { createCoreServices } from '../module.js';
import { applyEdits, formatEdits } from './format-text.js';

/** A function that puts texts into the common layout. Making it reads the grammar, so keep it for many texts. */
export function createFormatter(): (text: string) => string {
  const { vocabulary } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer;
  return (text) => applyEdits(text, formatEdits(text, vocabulary));
}
