import type { Finding } from '../../model/index.js';
import type { Suppression } from '../declarations/suppression.js';
import { findingOf } from '../findings/report-to.js';
import { folderOf } from '../site/imports.js';
import { placeKey } from './report-findings.js';

/**
 * Comments that silence nothing. Of the files of the folder only, since one that is imported may speak to another site; and
 * not in a file with an error, behind which what they speak about may come back.
 */
export function unusedSuppressions(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  folder: string,
): readonly Finding[] {
  if (suppressions.length === 0) return [];
  const errors = findings.filter(({ severity }) => severity === 'error');
  const broken = new Set(errors.map(({ origin }) => origin.uri));
  const found = new Set(findings.map(keyOf));
  const refused = new Set(errors.map(keyOf));
  return suppressions
    .filter(({ origin }) => folderOf(origin.uri) === folder)
    .flatMap(({ code, line, origin }) => {
      const key = placeKey(code, origin.uri, line);
      const isError = refused.has(key);
      if (!isError && (found.has(key) || broken.has(origin.uri))) return [];
      const why = isError
        ? `${code} is an error here, and errors are not silenced.`
        : `nothing on the line below has the code ${code} any more.`;
      const fixes = [{ title: 'Remove the comment', edits: [{ kind: 'remove', at: origin } as const] }];
      return [
        findingOf({ code: 'syntax/ignore-unused', message: `This silences nothing: ${why}`, origin, fixes }),
      ];
    });
}

const keyOf = ({ code, origin }: Finding): string => placeKey(code, origin.uri, origin.range.start.line);
