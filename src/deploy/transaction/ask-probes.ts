import { familyOf } from '../../model/index.js';
import { failure, success, type Result } from '../failure.js';
import { parseFrames } from '../framed-text.js';
import { probeScript } from '../generated/host-scripts.js';
import type { Line, Probe } from '../plan/index.js';
import type { HostSession, RunOptions } from '../session.js';
import { formatLines } from './bundle.js';

/** What lies before the data in a packet of `ping`: the header of IPv4 or IPv6, and that of ICMP. Bytes. */
const HEADERS = { 4: 20 + 8, 6: 40 + 8 } as const;

/** The host says itself after three seconds who has not answered. Milliseconds. */
const TIMEOUT = 20_000;

/**
 * Lets the host ask each, all at once, and gives those that answered; undefined when it has no `ping`. Fails as
 * `HostSession.run` does, and with `probes-failed`. Nobody to ask costs no round trip.
 */
export async function askProbes(
  session: HostSession,
  probes: readonly Probe[],
  { timeout = TIMEOUT, signal }: Pick<RunOptions, 'signal' | 'timeout'> = {},
): Promise<Result<readonly Probe[] | undefined>> {
  if (probes.length === 0) return success([]);
  const exited = await session.run(['sh', '-c', probeScript], {
    stdin: formatLines(probes.map(lineOf)),
    asRoot: true,
    timeout: Math.min(timeout, TIMEOUT),
    ...(signal && { signal }),
  });
  if (!exited.ok) return exited;
  const [frame] = parseFrames(exited.value.stdout) ?? [];
  if (frame?.name === 'no-ping') return success(undefined);
  if (frame?.name !== 'answers') {
    return failure(
      'probes-failed',
      `${session.host} could not ask whether gateways, hosts and name servers answer.`,
      'See what `ping` says there, or deploy without --probe (kvmnet.deploy.probes).',
      exited.value.stderr || exited.value.stdout.slice(-2000),
    );
  }
  const answered = new Set(frame.text.split('\n'));
  return success(probes.filter((_, at) => answered.has(`${at}`)));
}

const lineOf = ({ address, mtu }: Probe, at: number): Line => [
  `${at}`,
  address,
  mtu === undefined ? '' : `${Math.max(0, mtu - HEADERS[familyOf(address)])}`,
];
