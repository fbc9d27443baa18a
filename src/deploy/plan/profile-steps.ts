import type { Artifact } from '../../compiler/index.js';
import type { SetAside } from '../generation.js';
import { physicalNics, type ObservedProfile } from '../observe/index.js';
import type { Draft, Part } from './draft.js';
import { foreignAddresses } from './foreign-addresses.js';
import { foreignStackRefusals } from './foreign-stack.js';
import { impactAssessor, type Disruption } from './impact.js';
import { managementPath } from './management-path.js';
import { keyfileChanges } from './planned-changes.js';
import type { ManagementPath, Notice, PlannedChange, Refusal } from './plan.js';
import type { PlanInput } from './plan-input.js';
import { profileMethod, type ProfileMethod } from './profile-method.js';
import { profileWork } from './profile-work.js';
import { lacksCable, runningChanges } from './running-state.js';
import { silenceOf } from './silence.js';
import { takeOverDrafts } from './take-over.js';
import { wantedProfile, wantedProfiles, type WantedProfile } from './wanted-profile.js';

/**
 * `start`: NetworkManager activates it by itself · `port`: it becomes a port of another controller · `remove` · `keep`: set aside
 * for the person · `file`: only the file changes.
 */
export type ProfileAction = ProfileMethod | 'start' | 'port' | 'remove' | 'keep' | 'file';

export interface ProfileDraft extends Draft {
  readonly action: ProfileAction;
  readonly uuid: string;
  readonly device?: string;
  readonly controller?: string;
  /** What is written: of the bundle, or of a profile that was kept on the host. */
  readonly content?:
    { readonly text: string; readonly path: string } | { readonly kept: string; readonly path: string };
  /** The file that NetworkManager has loaded it from. */
  readonly oldPath?: string;
  /** Of a profile that goes: the file that was committed, whether it is the one that is loaded or not. */
  readonly committedPath?: string;
}

/** What one part of the planning came to, and what it does to the way to the host. */
export interface ProfilePart extends Part<ProfileDraft> {
  readonly management: ManagementPath;
  /** How long the slowest of the devices that are activated says nothing. Seconds. */
  readonly silence: number;
}

const ACTIVATING: ReadonlySet<ProfileAction> = new Set(['start', 'port', 'up', 'recreate']);

const DISRUPTION: Readonly<Record<ProfileAction, Disruption>> = {
  start: 'none',
  file: 'none',
  keep: 'none',
  reapply: 'none',
  port: 'controller',
  up: 'controller',
  recreate: 'controller',
  remove: 'removal',
};

/** The profiles of a host: those of the text, those that the text no longer has, and those of others that are in the way. */
export function profileSteps(input: PlanInput): ProfilePart {
  const { compiled, observed } = input;
  const wanted = wantedProfiles(compiled, observed);
  const silence = silenceOf(wanted, observed);
  const untilReached = hasAddressOfItsOwn(wanted, input) ? silence.ofFrames : silence.ofAddresses;
  const kept = new Set(
    compiled.artifacts.flatMap(({ kind, name }) => (kind === 'libvirt-network' ? [name] : [])),
  );
  const assess = impactAssessor(observed, silence, kept, untilReached);
  const isNic = (device: string): boolean =>
    observed.links.some(({ name, kind }) => name === device && kind === undefined);
  // A bridge or bond that goes on over another port is away for a while only.
  const hasSuccessor = (device: string): boolean => {
    const controller = observed.links.find(({ name }) => name === device)?.controller;
    return (
      controller !== undefined &&
      wanted.some((profile) => profile.controller === controller && profile.device !== device)
    );
  };
  const impactsOf = ({ action, device }: ProfileDraft): ReturnType<typeof assess> => {
    if (device === undefined) return [];
    const disruption = action === 'remove' && hasSuccessor(device) ? 'controller' : DISRUPTION[action];
    return assess(device, disruption === 'controller' && isNic(device) ? 'device' : disruption);
  };
  const taken = takeOverDrafts(wanted, input);
  const planned = [
    ...wanted.flatMap((profile) => wantedDraft(profile, input)),
    ...taken.drafts,
    ...removedDrafts(wanted, input),
    ...givenBack(input),
  ];
  const begun = new Set(
    planned.flatMap(({ action, device }) =>
      device !== undefined && ACTIVATING.has(action) ? [...silence.resting(device)] : [],
    ),
  );
  const management = managementPath(input, planned, (way) =>
    untilReached(way.filter((device) => begun.has(device))),
  );
  const drafts = planned.map((draft) => ({ ...draft, step: { ...draft.step, impacts: impactsOf(draft) } }));
  return {
    drafts,
    management,
    silence: silence.ofAddresses(begun),
    notices: [
      ...wanted.flatMap((profile) => noticesOf(profile, input)),
      ...foreignAddresses(drafts, wanted, observed),
    ],
    refusals: [
      ...taken.refusals,
      ...wanted.flatMap((profile) => refusalsOf(profile, input)),
      ...wanted.flatMap((profile) => nameRefusals(profile, drafts, input)),
      ...wanted.flatMap((profile) => externalRefusals(profile, input)),
      ...foreignStackRefusals(wanted, input),
      ...drafts.flatMap((draft) => copyRefusals(draft, input)),
    ],
    work: (builder, numberOf) => profileWork(drafts, observed, builder, numberOf),
  };
}

/** Whoever finds the host at an address that the text gives it does not wait for DHCP. */
function hasAddressOfItsOwn(
  wanted: readonly WantedProfile[],
  { observed, managementAddresses }: PlanInput,
): boolean {
  const reached = new Set([observed.session?.server, ...managementAddresses]);
  return wanted.some(({ addresses }) => addresses.some((address) => reached.has(address.split('/')[0])));
}

/** The connection as NetworkManager has loaded it; what it makes up for others' devices is not a profile. */
const profileOf = ({ observed }: PlanInput, uuid: string): ObservedProfile | undefined =>
  observed.networkManager.profiles.find((profile) => profile.uuid === uuid && !profile.generated);

function wantedDraft(wanted: WantedProfile, input: PlanInput): readonly ProfileDraft[] {
  const { artifact, uuid, device, controller } = wanted;
  const existing = profileOf(input, uuid);
  const inFile = [...keyfileChanges(artifact, existing?.content), ...pathChange(artifact, existing)];
  const changes = inFile.length > 0 ? inFile : runningChanges(wanted, input.observed);
  if (changes.length === 0) return [];
  return [
    {
      action: existing ? actionFor(wanted, existing, changes, input) : actionForNew(wanted, input),
      uuid,
      ...(device !== undefined && { device }),
      ...(controller !== undefined && { controller }),
      ...(inFile.length > 0 && { content: { text: artifact.content, path: artifact.path } }),
      ...(existing && { oldPath: existing.path }),
      step: {
        kind: 'keyfile',
        name: artifact.name,
        action: existing ? 'change' : 'add',
        cause: inFile.length === 0 || isDrift(artifact, input) ? 'drift' : 'text',
        changes,
        subject: artifact.subject,
        origin: artifact.origin,
        impacts: [],
        undo: existing
          ? `The profile of before is read from ${existing.path} again and put in force on ${device ?? 'its device'}.`
          : `The profile disappears from NetworkManager, and ${device ?? 'its device'} goes back to what it had.`,
      },
    },
  ];
}

/** The text asks for what was committed already: somebody else has changed the host. */
const isDrift = (artifact: Artifact, { observed }: PlanInput): boolean =>
  observed.record?.artifacts.some(
    ({ uuid, content }) => uuid === artifact.uuid && content === artifact.content,
  ) ?? false;

function pathChange({ path }: Artifact, existing: ObservedProfile | undefined): readonly PlannedChange[] {
  return existing && existing.path !== path ? [{ path: 'file', before: existing.path, after: path }] : [];
}

function actionForNew({ device, controller }: WantedProfile, { observed }: PlanInput): ProfileAction {
  // Also by what NetworkManager has made up for a NIC without a profile: "Wired connection 1" may carry the session.
  const inUse = observed.networkManager.profiles.some((profile) => profile.device === device);
  if (!inUse) return 'start';
  return controller === undefined ? 'up' : 'port';
}

function actionFor(
  wanted: WantedProfile,
  existing: ObservedProfile,
  changes: readonly PlannedChange[],
  { observed }: PlanInput,
): ProfileAction {
  if (changes.every(({ path }) => path === 'file')) return 'file';
  const link = observed.links.find(({ name }) => name === wanted.device);
  if (link && lacksCable(link) && existing.device === undefined) return 'file';
  const busy = observed.networkManager.profiles.some(
    ({ device, uuid, generated }) => device === wanted.device && uuid !== wanted.uuid && !generated,
  );
  if (existing.device === undefined && !busy) return 'start';
  const method =
    existing.device === wanted.device
      ? profileMethod(wanted, existing, changes, observed.networkManager.version ?? '')
      : 'up';
  const becomesPort = wanted.controller !== undefined && link?.controller !== wanted.controller;
  return method === 'up' && becomesPort ? 'port' : method;
}

/** What a former generation owned and the text no longer has. */
function removedDrafts(wanted: readonly WantedProfile[], input: PlanInput): readonly ProfileDraft[] {
  const owned = input.observed.record?.artifacts.filter(({ kind }) => kind === 'keyfile') ?? [];
  return owned.flatMap((artifact): readonly ProfileDraft[] => {
    const uuid = artifact.uuid ?? '';
    const existing = profileOf(input, uuid);
    if (!existing || wanted.some((profile) => profile.uuid === uuid)) return [];
    const device = existing.device ?? wantedProfile(artifact, input.observed.links).device;
    return [
      {
        action: 'remove',
        uuid,
        oldPath: existing.path,
        committedPath: artifact.path,
        ...(device !== undefined && { device }),
        step: {
          kind: 'keyfile',
          name: artifact.name,
          action: 'remove',
          cause: 'text',
          changes: [{ path: 'file', before: existing.path }],
          subject: artifact.subject,
          impacts: [],
          undo: `The profile is shown to NetworkManager again and ${device ?? 'its device'} is activated.`,
        },
      },
    ];
  });
}

function givenBack({ giveBack = [], observed }: PlanInput): readonly ProfileDraft[] {
  return giveBack
    .filter((entry): entry is Extract<SetAside, { kind: 'profile' }> => entry.kind === 'profile')
    .filter(({ uuid }) => !observed.networkManager.profiles.some((profile) => profile.uuid === uuid))
    .map(({ name, uuid, path, device }) => ({
      // One that was not active when it was taken over starts by itself when it may, and takes the place of none that was.
      action: device === undefined ? ('file' as const) : ('up' as const),
      uuid,
      ...(device !== undefined && { device }),
      content: { kept: uuid, path },
      step: {
        kind: 'keyfile' as const,
        name,
        action: 'give-back' as const,
        cause: 'text' as const,
        changes: [{ path: 'file', after: path }],
        impacts: [],
        undo: 'The profile is set aside again.',
      },
    }));
}

function noticesOf({ artifact, device }: WantedProfile, { observed }: PlanInput): readonly Notice[] {
  const link = observed.links.find(({ name }) => name === device);
  if (!link || !lacksCable(link)) return [];
  const message = `${link.name} has no carrier: its profile starts when the cable is plugged.`;
  return [{ code: 'no-carrier', message, origin: artifact.origin }];
}

/**
 * A device that something other than NetworkManager has set up: the profile that NetworkManager made up for it is gone as soon
 * as ours is in force, and so is what a rollback would need.
 */
function externalRefusals({ device }: WantedProfile, { observed, compiled }: PlanInput): readonly Refusal[] {
  const external = observed.networkManager.profiles.find(
    (profile) => profile.device === device && profile.generated && /^external=true$/m.test(profile.content),
  );
  const link = observed.links.find(({ name }) => name === device);
  const [address] = link?.addresses.filter((each) => !each.startsWith('fe80:')) ?? [];
  const port = observed.links.find(({ controller, kind }) => controller === device && kind !== 'tun')?.name;
  const having =
    address !== undefined
      ? `has ${address}`
      : link?.controller !== undefined
        ? `is a port of ${link.controller}`
        : port !== undefined
          ? `has the port ${port}`
          : undefined;
  if (!external || device === undefined || having === undefined) return [];
  return [
    {
      code: 'external-device',
      message: `${device} on ${compiled.name} ${having} from something other than NetworkManager (nmcli: connected (externally)): nothing would give it back if the change has to be undone.`,
      nextStep: `Make a profile of it first: nmcli connection clone ${device} ${device}-before, then nmcli connection up ${device}-before.`,
      forceable: true,
    },
  ];
}

/** Another profile that stays may lie in the very file that ours is to be written to. */
function nameRefusals(
  { artifact, uuid }: WantedProfile,
  drafts: readonly ProfileDraft[],
  { observed, compiled }: PlanInput,
): readonly Refusal[] {
  const { path } = artifact;
  const other = observed.networkManager.profiles.find(
    (profile) => profile.path === path && profile.uuid !== uuid && !profile.generated,
  );
  if (!other || drafts.some((draft) => draft.uuid === other.uuid && draft.oldPath === path)) return [];
  return [
    {
      code: 'file-of-another-profile',
      message: `${path} on ${compiled.name} is the file of another profile, which is not for this device.`,
      nextStep: `Rename that file (mv, then nmcli connection reload) or remove the profile: nmcli connection delete ${other.uuid}.`,
      forceable: false,
    },
  ];
}

/** A copy with the UUID of a profile that goes: NetworkManager would load it in its place, and start it. */
function copyRefusals(
  { action, uuid, step }: ProfileDraft,
  { observed, compiled }: PlanInput,
): readonly Refusal[] {
  if (action !== 'remove' && action !== 'keep') return [];
  return observed.networkManager.shadowed
    .filter((copy) => copy.uuid === uuid)
    .map(({ path }) => ({
      code: 'copy-of-a-profile',
      message: `${path} on ${compiled.name} has the UUID of the profile ${step.name}: NetworkManager would load it as soon as that is gone.`,
      nextStep: 'Move the copy out of that folder, or delete it.',
      forceable: false,
    }));
}

function refusalsOf(
  { artifact, type, device }: WantedProfile,
  { observed, compiled }: PlanInput,
): readonly Refusal[] {
  if (type !== 'ethernet') return [];
  if (device !== undefined && observed.networkManager.unmanaged.includes(device)) {
    return [
      {
        code: 'nic-unmanaged',
        message: `NetworkManager on ${compiled.name} is told to leave ${device} alone.`,
        nextStep: `Look for unmanaged-devices in /etc/NetworkManager/conf.d, and for NM_CONTROLLED in udev, on ${compiled.name}.`,
        forceable: false,
      },
    ];
  }
  if (device !== undefined && observed.links.some(({ name }) => name === device)) return [];
  const found = physicalNics(observed);
  return [
    {
      code: 'nic-missing',
      message: `${compiled.name} has no NIC ${artifact.name}${device === undefined ? ' with that MAC' : ''}.`,
      nextStep: `It has ${found.map(({ name, mac }) => `${name} (${mac ?? '?'})`).join(', ')}: correct the name or the MAC.`,
      forceable: false,
    },
  ];
}
