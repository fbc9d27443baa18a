import type { Artifact } from '../../compiler/index.js';
import type { Plan, PlannedChange, Step } from '../plan/index.js';
import { isPhysical } from '../observe/index.js';
import { planHost } from '../plan/index.js';
import type { PlanInput } from '../plan/plan-input.js';
import type { Difference, HostStatus, StatusProblem } from './host-status.js';

/** Refusals that say something about a plan or about this moment, not about the host. */
const NOT_OF_THE_HOST: ReadonlySet<string> = new Set(['management-lost', 'locked', 'checkpoint']);

/**
 * How far a host is from the text, by the comparison that makes plans: parsed keyfiles, canonical XML, and what the kernel,
 * libvirt and firewalld run. What differs from the text and from what was deployed last has drifted on the host; what
 * differs from the text alone has not been deployed yet.
 */
export function compareStatus(input: PlanInput): HostStatus {
  const { compiled, observed } = input;
  const { record, pending, history } = observed;
  const plan = planHost(input);
  const common = {
    host: compiled.name,
    history,
    links: observed.links.map((link) => ({
      name: link.name,
      nic: isPhysical(link),
      up: link.up,
      carrier: link.carrier,
    })),
    ...(pending && { lock: pending }),
  };
  const unreadable = plan.refusals.find(({ code }) => code === 'not-root');
  if (unreadable)
    return { ...common, state: 'unreachable', differences: [], problems: [], failure: unreadable };
  const problems = plan.refusals.filter(({ code }) => !NOT_OF_THE_HOST.has(code)).map(problemOf);
  if (!record) {
    const differences = plan.steps.flatMap((step) => differencesOf(step, () => 'text', []));
    return { ...common, state: 'never-deployed', differences, problems };
  }
  const drifted = new Set(
    planHost({
      observed,
      compiled: { ...compiled, artifacts: record.artifacts, omissions: [] },
      managementAddresses: record.managementAddresses,
    }).steps.flatMap((step) => step.changes.map((change) => keyOf(step, change))),
  );
  const differences = plan.steps.flatMap((step) =>
    differencesOf(step, (change) => (drifted.has(keyOf(step, change)) ? 'host' : 'text'), compiled.artifacts),
  );
  const { generation, author, at, planDigest } = record;
  return {
    ...common,
    state: differences.length + problems.length === 0 ? 'in-sync' : 'drift',
    differences,
    problems,
    generation: { generation, author, at, planDigest },
  };
}

/** The object, the field, and where it is: what is configured and what runs are two things. */
const keyOf = ({ kind, name }: Step, { path, running }: PlannedChange): string =>
  JSON.stringify([kind, name, path, running === true]);

const problemOf = ({ code, message, nextStep }: Plan['refusals'][number]): StatusProblem => ({
  ...{ code, message, nextStep },
});

function differencesOf(
  step: Step,
  causeOf: (change: PlannedChange) => Difference['cause'],
  artifacts: readonly Artifact[],
): readonly Difference[] {
  const { kind, name, subject } = step;
  const artifact = artifacts.find((one) => one.kind === kind && one.name === name);
  return step.changes.map((change) => {
    const { path, before, after, running } = change;
    // What only runs otherwise has no field in a file: the field of the same name says which line wants it.
    const origin = change.origin ?? originOf(artifact, path) ?? step.origin;
    return {
      kind,
      name,
      path,
      cause: causeOf(change),
      ...(before !== undefined && { found: before }),
      ...(after !== undefined && { expected: after }),
      ...(running && { running }),
      ...(subject !== undefined && { subject }),
      ...(origin && { origin }),
    };
  });
}

/** Where the running state has another word for a field of the keyfile. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  mtu: ['ethernet.mtu'],
  controller: ['connection.controller', 'connection.master'],
  address: ['ipv4.address1', 'ipv6.address1'],
  zone: ['connection.zone'],
};

function originOf(artifact: Artifact | undefined, path: string): Difference['origin'] {
  if (!artifact) return undefined;
  const names = path.startsWith('bridge-vlan[')
    ? ['bridge-port.vlans', 'bridge.vlans']
    : (FIELDS[path] ?? [path]);
  return names.flatMap((name) => artifact.fieldOrigins[name] ?? [])[0];
}
