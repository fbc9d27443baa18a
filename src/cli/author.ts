import { hostname, userInfo } from 'node:os';

/** `user@machine`, kept on a host with each generation. */
export function author(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // In a container the user may have no name.
    return `unknown@${hostname()}`;
  }
}
