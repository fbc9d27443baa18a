import type { ObservedHost } from '../observe/index.js';
import { graphOfLinks } from './device-graph.js';
import type { NumberOf } from './draft.js';
import { keyfileFields } from './keyfile-fields.js';
import type { ProfileAction, ProfileDraft } from './profile-steps.js';
import type { WorkBuilder } from './work-builder.js';

/** Changes of devices that go on come first; then ports, which draw their controllers up; then what is all new. */
const ORDER: readonly ProfileAction[] = ['file', 'reapply', 'recreate', 'up', 'port', 'start'];

/**
 * The lines of all profiles together: one reload shows NetworkManager all candidates, so that controllers, ports and VLANs
 * find each other, whatever their order.
 */
export function profileWork(
  drafts: readonly ProfileDraft[],
  observed: ObservedHost,
  builder: WorkBuilder,
  numberOf: NumberOf,
): void {
  if (drafts.length === 0) return;
  for (const draft of drafts) profileLines(draft, builder);
  const announce = (draft: ProfileDraft): void =>
    builder.announce(numberOf(draft), `${draft.step.action} profile ${draft.step.name}`);
  const inTheWay = devicesInTheWay(drafts, observed);
  const early = drafts.filter(({ action, device }) => action === 'remove' && inTheWay.has(device));
  const numbers = early.map((draft) => {
    announce(draft);
    return builder.apply('profile-out', draft.uuid);
  });
  const first = builder.apply('profiles-in');
  undoLines(drafts, observed, builder, numbers[0] ?? first);
  // Two that exchange their ids are both away before the first of them comes back.
  for (const { action, device, uuid } of drafts)
    if (action === 'recreate' && inTheWay.has(device)) builder.apply('profile-down', uuid);
  const active = drafts
    .filter(({ action }) => ORDER.includes(action))
    .sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action));
  for (const draft of active) {
    announce(draft);
    const line = activation(draft);
    if (line) builder.apply(...line);
    if (draft.action === 'up' || draft.action === 'recreate') builder.apply('taps-restore');
  }
  const started = active.filter(({ action, device }) => action === 'start' && device !== undefined);
  if (started.length > 0) {
    const list = started.map(({ uuid, device }) => `${uuid}\t${device ?? ''}\n`).join('');
    builder.apply('profiles-start', builder.data(list));
  }
  const leaving = drafts.filter(({ action }) => action === 'remove' || action === 'keep');
  if (leaving.length > 0) {
    for (const draft of leaving) announce(draft);
    builder.apply('profiles-out');
  }
  builder.apply('taps-restore');
}

/** A package's profile stays where it is: one of the same UUID in /etc hides it. */
const isOfTheHost = (path: string): boolean => path.startsWith('/etc/') || path.startsWith('/run/');

function profileLines(
  { uuid, action, content, oldPath, committedPath }: ProfileDraft,
  builder: WorkBuilder,
): void {
  if (content) {
    const source = 'text' in content ? builder.data(content.text) : `/var/lib/kvmnet/kept/${content.kept}`;
    builder.profile('put', source, uuid, content.path);
    if (oldPath !== undefined && oldPath !== content.path && isOfTheHost(oldPath))
      builder.profile('unlink', oldPath);
  } else if (action === 'remove') {
    builder.profile('drop', uuid, oldPath ?? '');
    // One in /run (`nmcli connection modify --temporary`) hides ours, which would come back when it goes.
    if (committedPath !== undefined && committedPath !== oldPath) builder.profile('unlink', committedPath);
  } else if (action === 'keep') builder.profile('keep', uuid, oldPath ?? '');
}

function activation({
  action,
  uuid,
  device = '',
  controller = '',
}: ProfileDraft): readonly string[] | undefined {
  switch (action) {
    case 'reapply':
      return ['profile-reapply', device, uuid];
    case 'recreate':
      return ['profile-recreate', uuid, device];
    case 'up':
      return ['profile-up', uuid, device];
    case 'port':
      return ['profile-port', uuid, device, controller];
    case 'start':
    case 'file':
    case 'remove':
    case 'keep':
      return undefined;
  }
}

/** The kernel has one VLAN device for a parent and an id: devices whose place another one is to have. */
function devicesInTheWay(
  drafts: readonly ProfileDraft[],
  { links }: ObservedHost,
): ReadonlySet<string | undefined> {
  return new Set(
    drafts.flatMap(({ device, content }) => {
      if (!content || !('text' in content)) return [];
      const fields = keyfileFields(content.text);
      const [parent, id] = [fields.get('vlan.parent'), fields.get('vlan.id')];
      const holder = links.find(
        (link) => link.kind === 'vlan' && link.parent === parent && String(link.vlanId) === id,
      );
      return holder && holder.name !== device ? [holder.name] : [];
    }),
  );
}

/**
 * Candidates go, and each device that was touched gets back the profile that it had: first the path of the session from the
 * top down, because activating a controller draws its ports in, then the others in the same way.
 */
function undoLines(
  drafts: readonly ProfileDraft[],
  { links, session, networkManager }: ObservedHost,
  builder: WorkBuilder,
  number: number,
): void {
  const graph = graphOfLinks(links);
  const path = session?.device === undefined ? [] : graph.pathDown(session.device);
  const rank = (name: string): number =>
    path.includes(name) ? path.indexOf(name) - 1000 : -graph.pathDown(name).length;
  const touched = [
    ...new Set(drafts.flatMap(({ action, device }) => (action === 'file' ? [] : (device ?? [])))),
  ];
  builder.undo('profiles', number, 'profiles-withdraw');
  for (const device of touched.sort((a, b) => rank(a) - rank(b))) {
    const before = networkManager.profiles.find((profile) => profile.device === device && !profile.generated);
    if (before) builder.undo('profiles', number, 'profile-restore', device, before.uuid);
  }
  builder.undo('taps', number, 'taps-restore');
}
