/** Why something that may be expected to fail did fail: a sentence for the person and what to do next. */
export interface Failure {
  /** `kebab-case`, stable: tests and front ends look at it. */
  readonly code: string;
  readonly message: string;
  readonly nextStep: string;
  /** What the host or the library said, for the log. Never holds a secret. */
  readonly details?: string;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });

export const failure = (
  code: string,
  message: string,
  nextStep: string,
  details?: string,
): Result<never> => ({
  ok: false,
  failure: { code, message, nextStep, ...(details !== undefined && { details }) },
});
