import { failure, success, type Result } from '../failure.js';
import { parseFrames } from '../framed-text.js';
import { observeScript } from '../generated/host-scripts.js';
import type { HostSession } from '../session.js';
import { indexFrames } from './frame-index.js';
import type { ObservedHost } from './observed-host.js';
import { readFirewalld } from './read-firewalld.js';
import { readKernelSettings, readLinks, readRoutes } from './read-kernel.js';
import { readGenerations, readHistory, readLast, readPending, readRecord } from './read-kvmnet.js';
import { readLibvirt } from './read-libvirt.js';
import { readNetworkManager } from './read-network-manager.js';
import { readSession, readSystem } from './read-system.js';

export interface ObserveOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds; by default two minutes, for hosts with hundreds of guests. */
  readonly timeout?: number;
}

/**
 * Reads everything that a plan looks at in one round trip, and changes nothing.
 * Fails as `HostSession.run` does, with `observation-failed` when the script did, and `record-unreadable` when the host was
 * changed by a version of KVMNet that this one does not understand.
 */
export async function observeHost(
  session: HostSession,
  { signal, timeout = 120_000 }: ObserveOptions = {},
): Promise<Result<ObservedHost>> {
  const exited = await session.run(['sh', '-s'], {
    stdin: observeScript,
    asRoot: true,
    timeout,
    ...(signal && { signal }),
  });
  if (!exited.ok) return exited;
  return readObservation(session.host, exited.value.stdout, exited.value.stderr);
}

/** What the observing script answered, as typed values. */
export function readObservation(host: string, stdout: string, stderr = ''): Result<ObservedHost> {
  const frames = parseFrames(stdout);
  const index = frames && indexFrames(frames);
  const links = index && readLinks(index);
  if (!index || !links) {
    return failure(
      'observation-failed',
      `What ${host} says of itself could not be read.`,
      'Check that iproute2, systemd and NetworkManager are installed there, then try again.',
      stderr || stdout.slice(-2000),
    );
  }
  const networkManager = readNetworkManager(index);
  const [silent] = index.all('nmcli-failed');
  if (networkManager.version !== undefined && silent) {
    return failure(
      'observation-failed',
      `NetworkManager runs on ${host}, but nmcli could not be asked there (exit ${silent.name}).`,
      'See what `nmcli general` and `systemctl status NetworkManager` say there, then try again.',
    );
  }
  const record = readRecord(index);
  if (record === 'broken') {
    return failure(
      'record-unreadable',
      `The record of the last change on ${host} is not one that this version of KVMNet understands.`,
      'Use the version that made the change, or look at /var/lib/kvmnet/generations on the host.',
    );
  }
  const system = readSystem(index);
  const session = readSession(index, links);
  const pending = readPending(index, system.bootId);
  const last = readLast(index);
  return success({
    system,
    networkManager,
    links,
    routes: readRoutes(index),
    libvirt: readLibvirt(index),
    firewalld: readFirewalld(index),
    files: index.all('file').map(({ name, text }) => ({ path: name, content: text })),
    kernelSettings: readKernelSettings(index),
    generations: readGenerations(index),
    history: readHistory(index),
    ...(session && { session }),
    ...(pending && { pending }),
    ...(last && { last }),
    ...(record && { record }),
  });
}
