import type { Finding, Fix, Origin } from '../../model/index.js';
import { quoteIfNeeded } from '../tokens/value-converter.js';
import { didYouMean, suggestionFor } from '../syntax/suggestion.js';
import { severityOf, type LanguageCode } from './language-findings.js';

/** What a finding of the language says; the severity is the code's. */
export type Remark = Omit<Finding, 'severity'> & { readonly code: LanguageCode };

/** Takes findings while text is read. */
export type ReportTo = (remark: Remark) => void;

export const findingOf = (remark: Remark): Finding => ({ ...remark, severity: severityOf(remark.code) });

/** Collects into an array. */
export const collector =
  (findings: Finding[]): ReportTo =>
  (remark) => {
    findings.push(findingOf(remark));
  };

export const replacementFix = (origin: Origin, text: string): Fix => ({
  title: `Write ${text} instead`,
  edits: [{ kind: 'replace', at: origin, text }],
});

/** A name that nothing bears. `what` is its kind: `network`. */
export function unknownReference(
  what: string,
  name: { readonly value: string; readonly origin: Origin },
  candidates: Iterable<string>,
  place = '',
): Remark {
  const suggestion = suggestionFor(name.value, candidates);
  return {
    code: 'naming/unknown-reference',
    message: `There is no ${what} '${name.value}'${place}.${didYouMean(suggestion)}`,
    origin: name.origin,
    unread: what,
    ...(suggestion !== undefined && { fixes: [replacementFix(name.origin, quoteIfNeeded(suggestion))] }),
  };
}
