import type { Fix, Origin } from '../../model/index.js';
import { replacementFix } from '../findings/report-to.js';
import { isPlainName, quoteIfNeeded } from '../tokens/value-converter.js';

/** Quotes that word processors and chats make of straight ones. */
const TYPOGRAPHIC = /[\u00ab\u00bb\u2018-\u201f]/g;

export interface NameFault {
  readonly message: string;
  readonly origin: Origin;
  readonly fixes: readonly Fix[];
}

/** What is wrong with a name in typographic quotes; undefined for any other. */
export function quotesFault(text: string, origin: Origin): NameFault | undefined {
  const plain = text.replace(TYPOGRAPHIC, '');
  if (plain === text) return undefined;
  const quoted = `"${plain}"`;
  const fix = { ...replacementFix(origin, quoted), preferred: true };
  return { message: `Only straight quotes are quotes here: write ${quoted}.`, origin, fixes: [fix] };
}

/** What is wrong with a name that stands without quotes and is no plain one. */
export function nameFault(text: string, origin: Origin): NameFault {
  const quotes = quotesFault(text, origin);
  if (quotes) return quotes;
  const beforeColon = text.slice(0, -1);
  const fix = (written: string): Fix => ({ ...replacementFix(origin, written), preferred: true });
  if (text.endsWith(':') && isPlainName(beforeColon))
    return { message: 'No colon stands after a name.', origin, fixes: [fix(beforeColon)] };
  return {
    message: `The name ${text} has to stand in quotes: without them names are letters, digits, _ - and . after a letter.`,
    origin,
    fixes: [fix(quoteIfNeeded(text))],
  };
}
