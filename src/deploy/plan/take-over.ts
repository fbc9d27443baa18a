import type { ObservedProfile } from '../observe/index.js';
import { addressesIn, keyfileFields } from './keyfile-fields.js';
import type { Refusal } from './plan.js';
import type { PlanInput } from './plan-input.js';
import type { ProfileDraft } from './profile-steps.js';
import { nicWithMac, type WantedProfile } from './wanted-profile.js';

const PROFILES = '/etc/NetworkManager/system-connections/';

/**
 * Profiles of others that are active on a device which the text needs, or that name it: they would compete with ours at the
 * next boot. Their files are set aside on the host and given back by a rollback to before.
 */
export function takeOverDrafts(
  wanted: readonly WantedProfile[],
  { observed, compiled }: PlanInput,
): { readonly drafts: readonly ProfileDraft[]; readonly refusals: readonly Refusal[] } {
  const devices = new Map(
    wanted.flatMap((profile) => (profile.device === undefined ? [] : [[profile.device, profile]])),
  );
  const own = new Set([
    ...wanted.map(({ uuid }) => uuid),
    ...(observed.record?.artifacts.flatMap(({ uuid }) => uuid ?? []) ?? []),
  ]);
  const foreign = observed.networkManager.profiles.flatMap((profile) => {
    if (profile.generated || own.has(profile.uuid)) return [];
    const fields = keyfileFields(profile.content);
    // As cloud-init writes them: with a MAC and no name, to start when the cable is plugged.
    const mac = fields.get('ethernet.mac-address');
    const device = [
      profile.device,
      fields.get('connection.interface-name'),
      mac === undefined ? undefined : nicWithMac(observed.links, mac),
    ].find((name) => name !== undefined && devices.has(name));
    const needed = device === undefined ? undefined : devices.get(device);
    return needed ? [{ profile, needed, name: fields.get('connection.id') ?? profile.uuid }] : [];
  });
  const movable = foreign.filter(({ profile }) => isMovable(profile));
  const addressesOf = (profile: ObservedProfile): readonly string[] => {
    const live = observed.links.find(({ name }) => name === profile.device)?.addresses ?? [];
    const all = [...live, ...addressesIn(keyfileFields(profile.content))];
    return [...new Set(all.map((address) => address.split('/')[0] ?? ''))];
  };
  return {
    drafts: movable.map(({ profile, needed, name }) =>
      takeOverDraft(profile, needed, name, addressesOf(profile)),
    ),
    refusals: foreign
      .filter(({ profile }) => !isMovable(profile))
      .map(({ profile, needed, name }) => ({
        code: 'take-over-impossible',
        message: `The profile ${name} holds ${needed.device ?? ''} on ${compiled.name}, but its file ${profile.path || '(unknown)'} belongs to another program.`,
        nextStep: `Let that program (netplan, ifcfg, a package) give up ${needed.device ?? 'the device'}: nmcli connection migrate moves ifcfg files.`,
        forceable: false,
      })),
  };
}

const isMovable = ({ path }: ObservedProfile): boolean => path.startsWith(PROFILES) && !/[\t\r\n]/.test(path);

function takeOverDraft(
  profile: ObservedProfile,
  needed: WantedProfile,
  name: string,
  addresses: readonly string[],
): ProfileDraft {
  const device = needed.device ?? '';
  return {
    action: 'keep',
    uuid: profile.uuid,
    device,
    oldPath: profile.path,
    setAside: {
      kind: 'profile',
      name,
      uuid: profile.uuid,
      path: profile.path,
      addresses,
      ...(profile.device !== undefined && { device: profile.device }),
    },
    step: {
      kind: 'keyfile',
      name,
      action: 'take-over',
      cause: 'text',
      changes: [{ path: 'file', before: profile.path }],
      origin: needed.artifact.origin,
      impacts: [],
      undo: `The profile is shown to NetworkManager again${profile.device === undefined ? '' : ` and activated on ${profile.device}`}.`,
    },
  };
}
