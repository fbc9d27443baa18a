import type { SshTarget } from '../../model/index.js';

/** ProxyJump: `[user@]host[:port],…` or `ssh://` addresses, the first hop first. What is no host at all is left out. */
export function parseJumpHosts(value: string): readonly SshTarget[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .flatMap((part) => {
      const match =
        /^(?:ssh:\/\/)?(?:(?<user>[^@]+)@)?(?:\[(?<v6>[^\]]+)\]|(?<name>[^:]+))(?::(?<port>\d+))?\/?$/.exec(
          part,
        );
      const { user, v6, name = v6, port } = match?.groups ?? {};
      if (name === undefined) return [];
      return [
        { name, ...(user !== undefined && { user }), ...(port !== undefined && { port: Number(port) }) },
      ];
    });
}
