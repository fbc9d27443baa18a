import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { failure, success, type Failure, type Result } from '../failure.js';
import type { Answers } from './answers.js';
import type { SshConfiguration } from './configuration.js';
import { messageOf } from './gone.js';
import { openHop, type OpenHop } from './hop.js';
import type { HostKey } from './host-key.js';
import { openSocket } from './open-socket.js';
import type { Route } from './route.js';

/** Milliseconds, more or less, before each further try when a host turns a connection away before it says its name. */
const PAUSES = [200, 600, 1500];

/** What does not change between the connections of one session. */
export interface Way {
  /** Name of the host in the text. */
  readonly host: string;
  readonly route: Route;
  readonly answers: Answers;
  /** Milliseconds for each wait; default: what the configuration says, or else this one's default. */
  readonly patience: number | undefined;
  readonly defaultPatience: number;
}

export interface Passage {
  /** Of the last machine, instead of what its configuration says. */
  readonly address?: string;
  readonly port?: number;
  readonly signal: AbortSignal;
  /** Keys that the machines showed before, in the order of the route; empty the first time. */
  readonly expected: readonly HostKey[];
  /** Where the first machine answered before: a name may have addresses that nobody answers at. */
  readonly preferred?: string;
}

/** A machine, and the address that it answered at when nobody stands before it. */
export interface RouteHop extends OpenHop {
  readonly answeredAt?: string;
}

/** Connections through which the last one goes, that one last. */
export type OpenRoute = readonly RouteHop[];

/** Each machine is verified under its own name before the next one is spoken to. Nothing stays open when it fails. */
export async function openRoute(way: Way, passage: Passage): Promise<Result<OpenRoute>> {
  const hops: RouteHop[] = [];
  for (const [index, configuration] of way.route.entries()) {
    const opened = await openNext(way, passage, hops, index, configuration);
    if (!opened.ok) {
      closeRoute(hops);
      return opened;
    }
    hops.push(opened.value);
  }
  return success(hops);
}

/** The last connection first. */
export function closeRoute(hops: OpenRoute): void {
  for (const { client } of [...hops].reverse()) client.close();
}

async function openNext(
  { host, route, answers, patience, defaultPatience }: Way,
  { address, port, signal, expected, preferred }: Passage,
  hops: OpenRoute,
  index: number,
  configuration: SshConfiguration,
): Promise<Result<RouteHop>> {
  const isLast = index === route.length - 1;
  const name = isLast ? host : `${configuration.target} (jump host)`;
  const timeout = patience ?? configuration.connectTimeout ?? defaultPatience;
  const where = (isLast ? address : undefined) ?? configuration.hostName;
  const door = (isLast ? port : undefined) ?? configuration.port;
  const before = hops.at(-1);
  let answeredAt: string | undefined;
  const open = async (): Promise<Result<Duplex>> => {
    if (before !== undefined) return forward(before, name, where, door, timeout, signal);
    const socket = await openSocket({
      host: name,
      address: where,
      port: door,
      family: configuration.addressFamily,
      ...(preferred !== undefined && { preferred }),
      ...(configuration.bindAddress !== undefined && { bindAddress: configuration.bindAddress }),
      timeout,
      signal,
    });
    answeredAt = socket.ok ? socket.value.remoteAddress : undefined;
    return socket;
  };
  const key = expected[index];
  const hop = {
    host: name,
    configuration,
    open,
    answers,
    ...(key !== undefined && { expected: key }),
    timeout,
    signal,
  };
  for (const pause of PAUSES) {
    const result = await openHop(hop);
    if (result.ok) return success({ ...result.value, ...(answeredAt !== undefined && { answeredAt }) });
    if (!isTurnedAway(result.failure)) return result;
    await setTimeout(pause * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
  }
  return await openHop(hop);
}

/**
 * sshd closes connections at random once MaxStartups of them wait for authentication, which a deployment to many hosts
 * through one jump host brings about.
 */
const isTurnedAway = ({ code, details = '' }: Failure): boolean =>
  code === 'handshake-failed' && /before handshake|ECONNRESET/.test(details);

async function forward(
  before: OpenHop,
  host: string,
  address: string,
  port: number,
  timeout: number,
  signal: AbortSignal,
): Promise<Result<Duplex>> {
  const late = AbortSignal.timeout(Math.ceil(timeout));
  const either = AbortSignal.any([signal, late]);
  const given = new Promise<never>((_, reject) => {
    either.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true });
  });
  const opening = before.client.forward(address, port);
  try {
    if (signal.aborted) throw new Error('cancelled');
    return success(await Promise.race([opening, given]));
  } catch (error) {
    // A stream that comes too late is not left open.
    opening.then(
      (stream) => stream.destroy(),
      () => undefined,
    );
    if (signal.aborted)
      return failure('cancelled', `Connecting to ${host} was cancelled.`, 'Nothing was changed.');
    return failure(
      'unreachable',
      `${host} (${address} port ${port}) cannot be reached from the jump host before it.`,
      'Check on the jump host that the address is right and answers, and that its sshd allows TCP forwarding.',
      messageOf(error),
    );
  }
}
