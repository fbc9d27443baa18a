/** Text that comes from files, set as code: nothing in it is Markdown. */
export function code(text: string): string {
  const inner = text.replace(/[\r\n|]/g, ' ');
  const longest = Math.max(0, ...(inner.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${inner}${pad}${fence}`;
}

/** Several lines as a block of code. */
export function codeBlock(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** Text that comes from files, as text. */
export const escapeText = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>&]/g, '\\$&');
