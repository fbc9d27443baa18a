import { SEVERITIES, type Severity } from '../../model/index.js';
import type { SeverityOverrides } from '../report/report-findings.js';

/** What is in an object under some names after each other; undefined when there is no such thing. */
export function within(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Readonly<Record<string, unknown>>)[name]
        : undefined,
    value,
  );
}

const isSeverity = (value: unknown): value is Severity | 'off' =>
  value === 'off' || SEVERITIES.some((severity) => severity === value);

/** The setting `kvmnet.diagnostics.severity`: what is not a severity is left out. */
export function severitiesIn(setting: unknown): SeverityOverrides {
  if (typeof setting !== 'object' || setting === null) return {};
  return Object.fromEntries(
    Object.entries(setting).filter((entry): entry is [string, Severity | 'off'] => isSeverity(entry[1])),
  );
}
