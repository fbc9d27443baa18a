import { deviceId, hostId, type ElementId } from '../../model/index.js';
import type { Overlay, OverlayMark } from '../../protocol/index.js';
import type { ShownStatus } from '../hosts/host-statuses.js';

/** What was found on a host, over the picture: its state, links without carrier, and each element that has drifted. */
export function statusOverlay({ status, state, differences, lock }: ShownStatus): Overlay {
  const host = hostId(status.host);
  const marks: Record<ElementId, OverlayMark[]> = {};
  const add = (id: ElementId, mark: OverlayMark): void => void (marks[id] ??= []).push(mark);
  add(
    host,
    hostMark(status.state, state, [
      ...(status.failure ? [{ name: 'why', value: status.failure.message }] : []),
      ...(lock === undefined ? [] : [{ name: 'lock', value: lock }]),
      ...status.problems.map(({ message }) => ({ name: 'problem', value: message })),
    ]),
  );
  if (status.state === 'drift') {
    for (const { difference, text } of differences) {
      // Zones and kernel settings have no node of their own: they are the host's.
      const id = /^(host|guest)\//.test(difference.subject ?? '') ? (difference.subject ?? host) : host;
      const details = [{ name: difference.path, value: text }];
      const known = marks[id]?.find(({ sign }) => sign === 'drift');
      const others = marks[id]?.filter((mark) => mark !== known) ?? [];
      if (known) marks[id] = [{ ...known, details: [...(known.details ?? []), ...details] }, ...others];
      else add(id, { sign: 'drift', text: difference.path, details });
    }
  }
  for (const { name, nic, carrier } of status.links) {
    if (!nic) continue;
    const mark: OverlayMark = carrier ? { sign: 'up', text: '' } : { sign: 'down', text: 'no carrier' };
    add(deviceId(status.host, name), mark);
  }
  return { kind: 'state', title: `${status.host}: ${state}`, marks };
}

function hostMark(
  kind: ShownStatus['status']['state'],
  state: string,
  details: NonNullable<OverlayMark['details']>,
): OverlayMark {
  switch (kind) {
    case 'in-sync':
      return { sign: 'in-sync', text: '', details };
    case 'drift':
      return { sign: 'drift', text: '', details };
    case 'unreachable':
      return { sign: 'unreachable', text: '', details };
    case 'never-deployed':
      return { sign: 'fact', text: state, details };
  }
}
