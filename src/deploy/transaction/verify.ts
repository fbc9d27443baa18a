import type { ObservedDomain, ObservedHost, ObservedNetwork, ObservedProfile } from '../observe/index.js';
import { changesLive, takesLiveChanges } from '../plan/guest-interface.js';
import { macOf } from '../plan/guest-steps.js';
import { planHost, type Plan, type PlannedChange, type Step } from '../plan/index.js';

/**
 * What the running host still lacks of a plan that is applied and not yet committed: the same comparison that made the plan, on
 * the host as it would be after the commit. Empty: the change is proved. `waiting` are NICs of guests that take or
 * lose them later.
 */
export function remainingDifferences(
  plan: Plan,
  observed: ObservedHost,
  waiting: ReadonlySet<string> = new Set(),
): readonly string[] {
  const { artifacts, host, managementAddresses } = plan.work.record;
  const running = new Set(
    observed.libvirt.domains.filter((domain) => domain.running).map(({ name }) => name),
  );
  const expected = artifacts.filter(
    ({ kind, subject }) =>
      kind !== 'guest-interface' || running.has(decodeURIComponent(subject.split('/')[1] ?? '')),
  );
  const { steps } = planHost({
    compiled: { host: '', name: host, artifacts: expected, omissions: [] },
    observed: asCommitted(observed, plan),
    managementAddresses,
  });
  const plugged = observed.libvirt.domains.flatMap(({ liveInterfaces = [] }) => liveInterfaces);
  const later = new Set(
    artifacts.flatMap((artifact) => {
      if (artifact.kind !== 'guest-interface') return [];
      const live = plugged.find(({ mac }) => mac === macOf(artifact));
      return live && !takesLiveChanges(live.xml) ? [artifact.name] : [];
    }),
  );
  return steps.flatMap((step) => {
    if (step.kind === 'guest-interface' && (waiting.has(step.name) || later.has(step.name))) return [];
    const changes = step.changes.filter((change) => counts(step, change));
    return changes.length === 0 ? [] : [`${step.kind} ${step.name}: ${changes.map(formatChange).join(', ')}`];
  });
}

/** A NIC of a running guest has some settings that only its next power cycle brings, and is unplugged after the commit. */
const counts = ({ kind, action }: Step, { path }: PlannedChange): boolean =>
  kind !== 'guest-interface' || (action !== 'remove' && (action !== 'change' || changesLive(path)));

const formatChange = ({ path, before, after }: PlannedChange): string =>
  `${path} is ${before ?? 'missing'}, not ${after ?? 'gone'}`;

/** Where the engine shows NetworkManager a profile that is not permanent yet. */
const candidateOf = (uuid: string): string =>
  `/run/NetworkManager/system-connections/kvmnet-${uuid}.nmconnection`;

/** The host as it would be read after the commit: what runs is what is defined. */
function asCommitted(observed: ObservedHost, plan: Plan): ObservedHost {
  const { artifacts } = plan.work.record;
  const pathOf = new Map([
    ...artifacts.flatMap(({ uuid, path }) => (uuid === undefined ? [] : [[uuid, path] as const])),
    ...plan.work.profiles.flatMap(([action, , uuid, path]) =>
      action === 'put' && uuid !== undefined && path !== undefined ? [[uuid, path] as const] : [],
    ),
  ]);
  const autostartOf = new Map(
    artifacts.flatMap(({ kind, name, autostart = true }) =>
      kind === 'libvirt-network' ? [[name, autostart] as const] : [],
    ),
  );
  return {
    ...observed,
    networkManager: {
      ...observed.networkManager,
      profiles: observed.networkManager.profiles.map((profile): ObservedProfile =>
        profile.path === candidateOf(profile.uuid)
          ? { ...profile, path: pathOf.get(profile.uuid) ?? profile.path }
          : profile,
      ),
    },
    libvirt: {
      ...observed.libvirt,
      networks: observed.libvirt.networks
        .filter(({ active, name }) => active || autostartOf.has(name))
        .map((network): ObservedNetwork => ({
          ...network,
          persistent: true,
          autostart: autostartOf.get(network.name) ?? network.autostart,
          xml: network.liveXml ?? network.xml,
        })),
      domains: observed.libvirt.domains.map((domain): ObservedDomain =>
        domain.liveInterfaces
          ? { ...domain, interfaces: domain.liveInterfaces }
          : { ...domain, interfaces: [] },
      ),
    },
  };
}
