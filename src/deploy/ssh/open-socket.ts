import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import { failure, success, type Result } from '../failure.js';

export interface SocketOptions {
  /** For sentences. */
  readonly host: string;
  readonly address: string;
  /** The one of several addresses that answered before: it is tried first. */
  readonly preferred?: string;
  readonly port: number;
  /** 4, 6, or 0 for both. */
  readonly family: 0 | 4 | 6;
  readonly bindAddress?: string;
  /** Milliseconds for each address. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Tries the addresses of a name one after the other, as OpenSSH does. Fails with `unreachable`, `handshake-failed` or `cancelled`. */
export async function openSocket(options: SocketOptions): Promise<Result<Socket>> {
  const { host, address, preferred, family, signal } = options;
  let found: readonly { readonly address: string }[];
  try {
    found = await lookup(address.replace(/^\[(.*)\]$/, '$1'), { all: true, family, verbatim: true });
  } catch (error) {
    const again = codeOf(error) === 'EAI_AGAIN';
    return failure(
      'unreachable',
      again
        ? `${host}: the name server did not answer for "${address}".`
        : `${host}: no address is known for "${address}".`,
      again
        ? 'Check the network of this machine, then try again.'
        : 'Check the spelling, or give the host an address: `ssh` in the text, or HostName in ~/.ssh/config.',
      codeOf(error),
    );
  }
  let last: Result<Socket> = failure(
    'unreachable',
    `${host}: no address of "${address}" fits.`,
    'Check AddressFamily.',
  );
  const candidates = found.map((one) => one.address);
  for (const candidate of [
    ...candidates.filter((one) => one === preferred),
    ...candidates.filter((one) => one !== preferred),
  ]) {
    if (signal.aborted) return cancelled(host);
    last = await tryAddress(candidate, options);
    if (last.ok || last.failure.code === 'cancelled') return last;
  }
  return last;
}

function tryAddress(address: string, options: SocketOptions): Promise<Result<Socket>> {
  const { host, port, bindAddress, timeout, signal } = options;
  return new Promise((resolve) => {
    // Nagle's algorithm makes every command wait for the acknowledgement of the one before: 31 instead of 130 a second.
    const socket = connect({
      host: address,
      port,
      noDelay: true,
      ...(bindAddress !== undefined && { localAddress: bindAddress }),
    });
    const settle = (result: Result<Socket>): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    const abort = (): void => settle(cancelled(host));
    const timer = setTimeout(() => settle(unreachable(options, address, 'ETIMEDOUT')), timeout);
    signal.addEventListener('abort', abort, { once: true });
    // Stays on the socket: between here and the client that takes it over, a reset must not be uncaught.
    socket.on('error', (error) => settle(unreachable(options, address, codeOf(error))));
    socket.once('connect', () => settle(success(socket)));
  });
}

const cancelled = (host: string): Result<never> =>
  failure('cancelled', `Connecting to ${host} was cancelled.`, 'Nothing was changed.');

function unreachable({ host, port, timeout }: SocketOptions, address: string, code: string): Result<never> {
  const where = `${host} (${address} port ${port})`;
  switch (code) {
    case 'ECONNREFUSED':
      return failure(
        'unreachable',
        `${where} refuses the connection.`,
        'Check that sshd runs there and listens on that port.',
        code,
      );
    case 'ETIMEDOUT':
      return failure(
        'unreachable',
        `${where} did not answer within ${Math.round(timeout / 100) / 10} s.`,
        'Check that the host is on, that the address is right, and that no firewall is in between.',
        code,
      );
    case 'ECONNRESET':
      return failure(
        'handshake-failed',
        `${where} ended the connection before SSH was set up.`,
        'Check that sshd runs there and is not overloaded (MaxStartups), and its log: journalctl -u sshd.',
        code,
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return failure(
        'unreachable',
        `There is no way to ${where}.`,
        'Check the route from this machine (ip route get) and the cable or VPN.',
        code,
      );
    default:
      return failure('unreachable', `${where} cannot be reached: ${code}.`, 'Check the network.', code);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
