import { guestNicId } from '../../model/index.js';
import { fileOf, touches, type Refactoring, type Selection } from './refactoring.js';

/** The MAC that follows from the names is written down, so that it stays when something is called otherwise. */
export function explicitMac(selection: Selection): readonly Refactoring[] {
  const guest = fileOf(selection)?.guests.find(({ places }) => touches(selection, places.whole));
  const model = guest && selection.index.network.guests.find(({ name }) => name === guest.name);
  if (!guest || !model) return [];
  return guest.nics.flatMap(({ name, mac, places }): readonly Refactoring[] => {
    const { bodyEnd } = places;
    const nic = model.nics.find(({ id }) => id === guestNicId(guest.name, name));
    if (mac || !nic || !bodyEnd || !touches(selection, places.whole)) return [];
    const text = `mac ${nic.mac.value}`;
    return [
      {
        title: `Write down the MAC ${nic.mac.value} of NIC ${name}`,
        kind: 'rewrite',
        edits: () => [{ kind: 'append', at: bodyEnd, text }],
      },
    ];
  });
}
