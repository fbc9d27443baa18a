/** Exit codes of every command, as scripts rely on them. */
export const EXIT = {
  /** Clean, or warnings only; nothing to change; done. */
  ok: 0,
  /** Errors in the text, or a host that could not be brought to the wanted state. */
  errors: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** `plan` found changes; `status` found a host that is not as the text says. */
  changes: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
