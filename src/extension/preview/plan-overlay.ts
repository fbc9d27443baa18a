import type { Plan, Step, StepAction } from '../../deploy/index.js';
import { describeImpact } from '../../deploy/index.js';
import { hostId, type ElementId } from '../../model/index.js';
import type { Ghost, Overlay, OverlayMark, OverlaySign } from '../../protocol/index.js';

const SIGNS: Readonly<Record<StepAction, OverlaySign>> = {
  add: 'added',
  'take-over': 'changed',
  change: 'changed',
  remove: 'removed',
  'give-back': 'changed',
};

/** Fields beyond these are counted: the plan itself is open beside the picture. */
const MOST_FIELDS = 8;

/** What a plan will do to a host, by the elements that its steps are about. */
export function planOverlay(plan: Plan): Overlay {
  const marks: Record<ElementId, OverlayMark[]> = {};
  const ghosts: Ghost[] = [];
  for (const step of plan.steps) {
    // Zones and kernel settings have no node of their own: they are the host's.
    const subject = isDrawn(step.subject) ? step.subject : hostId(plan.host);
    const mark = markOf(step);
    (marks[subject] ??= []).push(mark);
    const ghost = step.action === 'remove' ? ghostOf(step, hostId(plan.host), mark) : undefined;
    if (ghost) ghosts.push(ghost);
  }
  const count = plan.steps.length;
  const refused = plan.refusals.length > 0 ? ', refused' : '';
  marks[hostId(plan.host)] ??= [hostMark(plan)];
  return {
    kind: 'plan',
    title:
      count === 0
        ? `Plan for ${plan.host}: no changes`
        : `Plan for ${plan.host}: ${count} step${count === 1 ? '' : 's'}${refused}`,
    marks,
    ghosts,
  };
}

const isDrawn = (subject: ElementId | undefined): subject is ElementId =>
  subject !== undefined && /^(host|guest)\//.test(subject);

function hostMark({ steps, refusals }: Plan): OverlayMark {
  if (steps.length === 0) return { sign: 'in-sync', text: 'no changes' };
  return {
    sign: 'changed',
    text: `${steps.length} step${steps.length === 1 ? '' : 's'}`,
    details: refusals.map(({ message }) => ({ name: 'refused', value: message })),
  };
}

function markOf(step: Step): OverlayMark {
  const { action, changes, impacts, cause } = step;
  const fields = changes.filter(({ path }) => path !== 'file');
  const [first] = fields;
  const only = fields.length === 1 && first ? (first.path.split('.').at(-1) ?? '') : '';
  return {
    sign: SIGNS[action],
    text: action === 'change' ? (only === '' ? `${fields.length} fields` : only) : '',
    details: [
      {
        name: 'step',
        value: `${step.number} of the plan${cause === 'drift' ? ': the host has drifted' : ''}`,
      },
      ...(action === 'change' ? fields : [])
        .slice(0, MOST_FIELDS)
        .map(({ path, before = 'nothing', after = 'nothing' }) => ({
          name: path,
          value: `${before} → ${after}`,
        })),
      ...(action === 'change' && fields.length > MOST_FIELDS
        ? [{ name: 'and', value: `${fields.length - MOST_FIELDS} more fields` }]
        : []),
      ...impacts.map((impact) => ({ name: 'noticed', value: describeImpact(impact) })),
    ],
  };
}

/** What the text no longer has is drawn until it is gone. Its kind is only known by its name and by who keeps it. */
function ghostOf({ kind, name, subject }: Step, host: ElementId, mark: OverlayMark): Ghost | undefined {
  if (subject === undefined) return undefined;
  const common = { id: subject, frame: host, label: name, marks: [mark] };
  switch (kind) {
    case 'keyfile': {
      const parent = /^(?<parent>.+)\.\d+$/.exec(name)?.groups?.parent;
      const devices = subject.slice(0, subject.lastIndexOf('/') + 1);
      if (parent !== undefined) return { ...common, kind: 'vlan', on: devices + encodeURIComponent(parent) };
      return {
        ...common,
        kind: name.startsWith('bond') ? 'bond' : /^(eth|en)/.test(name) ? 'nic' : 'bridge',
      };
    }
    case 'libvirt-network':
      return { ...common, kind: 'virtual-network' };
    case 'guest-interface':
      return { ...common, kind: 'guest-nic', frame: subject.slice(0, subject.indexOf('/nic/')) };
    case 'firewalld-zone':
    case 'firewalld-policy':
    case 'sysctl':
      return undefined;
  }
}
