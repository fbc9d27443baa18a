import { guestId, type Guest } from '../../../model/index.js';
import { hostsOfGuest, said, type Situation } from '../situation.js';
import { described, words, type Value } from '../value.js';
import { networksSaid } from './devices.js';

/** The guest around the cursor, as the site knows it. */
function guestAround({ cursor, site }: Situation): Guest | undefined {
  const name = cursor.blocks[0]?.header[0];
  return name === undefined ? undefined : site.index.guest(guestId(name));
}

export const vcpuValues = (): readonly Value[] => words(['2', '4', '8', '1', '16']);

/** As many physical CPUs as the guest has vCPUs, behind those that other guests of the host are pinned to. */
export function pinValues(situation: Situation): readonly Value[] {
  const own = guestAround(situation);
  const count = Number(said(situation, 'vcpus')[0] ?? own?.vcpus?.value ?? 2);
  if (!Number.isInteger(count) || count < 1) return [];
  const others = hostsOfGuest(situation)
    .flatMap(({ id }) => situation.site.index.guestsOn(id))
    .filter(({ id }) => id !== own?.id);
  const first = Math.max(1, ...others.flatMap(({ pin }) => pin?.value ?? [])) + 1;
  const range = count === 1 ? `${first}` : `${first}-${first + count - 1}`;
  return [{ name: range, detail: 'as many as vCPUs, free of other guests' }];
}

/** The MAC that the NIC has anyway, to be kept whatever it is called. */
export function guestMacValues(situation: Situation): readonly Value[] {
  const { cursor } = situation;
  const attached = [...said(situation, 'network'), ...said(situation, 'bridge')][0];
  const name = cursor.blocks.at(-1)?.header[0];
  const nic = guestAround(situation)?.nics.find((each) =>
    name === undefined ? each.attachment.name === attached : each.name === name,
  );
  if (!nic?.mac.follows || nic.mac.value === '') return [];
  return [{ name: nic.mac.value, detail: 'the one it has now, made from its names' }];
}

export function queueValues(situation: Situation): readonly Value[] {
  const vcpus = guestAround(situation)?.vcpus?.value;
  return [
    { name: 'auto', detail: 'as many as vCPUs' },
    ...words(vcpus === undefined || vcpus < 2 ? [] : [String(vcpus)], 'as many as vCPUs now'),
  ];
}

/** Boot places that no NIC of the guest has. */
export function bootValues(situation: Situation): readonly Value[] {
  const taken = new Set(
    (guestAround(situation)?.nics ?? []).flatMap(({ boot }) => (boot ? [boot.value] : [])),
  );
  let place = 1;
  while (taken.has(place)) place++;
  return words([String(place)], 'next');
}

/** The network's MTU where it is known; jumbo frames for storage and migration. */
export function mtuValues(situation: Situation): readonly Value[] {
  const sizes = described({ '9000': 'jumbo frames', '1500': 'the default' });
  const roles = said(situation, 'roles');
  const usual =
    roles.length === 0 || roles.includes('storage') || roles.includes('migration')
      ? sizes
      : [...sizes].reverse();
  const known = networksSaid(situation).flatMap(({ mtu, name }) =>
    mtu ? [{ name: String(mtu.value), detail: `of ${name}` }] : [],
  );
  return [...known, ...usual.filter(({ name }) => known.every((other) => other.name !== name))];
}
