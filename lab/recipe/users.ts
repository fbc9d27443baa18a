/** May log in with the lab's key. */
export const labUsers = {
  /** For assertions and preparations of tests. */
  root: 'root',
  /** Uses sudo without a password. */
  admin: 'admin',
  /** Uses sudo with `operatorPassword`, and may log in with it, too. */
  operator: 'operator',
} as const;

export type LabUser = keyof typeof labUsers;

/** Not a secret: the hosts listen on the loopback address only and live for minutes. */
export const operatorPassword = 'lab-operator';
