/**
 * Where the declaration begins that holds an offset, and where the next one begins: at the beginning of a line, as the
 * formatter writes them. So what completion reads does not grow with the file. Where it is not sure, it takes more.
 */
export function declarationAround(
  text: string,
  offset: number,
): { readonly start: number; readonly end: number } {
  let start = offset;
  do start = start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
  while (start > 0 && !beginsDeclaration(text, start));
  // Inside of a comment that began before, a line may look like anything.
  if (text.lastIndexOf('/*', start) > text.lastIndexOf('*/', start)) start = 0;
  let end = text.indexOf('\n', offset) + 1;
  while (end > 0 && !beginsDeclaration(text, end)) end = text.indexOf('\n', end) + 1;
  return { start, end: end === 0 ? text.length : end };
}

const DECLARATION = /(?:import\s|(?:network|pool|profile|host|zone|guest)\s[^\n{]*\{)/y;

function beginsDeclaration(text: string, lineStart: number): boolean {
  DECLARATION.lastIndex = lineStart;
  return DECLARATION.test(text);
}
