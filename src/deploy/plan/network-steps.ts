import { attributeOf, childrenOf, parseXml, type Artifact } from '../../compiler/index.js';
import type { SetAside } from '../generation.js';
import type { ObservedHost, ObservedNetwork } from '../observe/index.js';
import type { Draft, NumberOf, Part } from './draft.js';
import { pluggedGuests } from './impact.js';
import { networkUpdates, type NetworkUpdates } from './network-updates.js';
import { xmlChanges } from './planned-changes.js';
import type { Impact, PlannedChange, Refusal, Step } from './plan.js';
import type { PlanInput } from './plan-input.js';
import type { WorkBuilder } from './work-builder.js';

/** How a network comes to run as wanted. `none`: only its definition changes. */
type Running =
  | { readonly how: 'none' }
  | { readonly how: 'create' }
  | { readonly how: 'start' }
  | { readonly how: 'update'; readonly updates: NetworkUpdates }
  /** libvirt has to start it again; guests are attached to the new bridge. */
  | {
      readonly how: 'replace';
      readonly oldBridge: string;
      readonly newBridge: string;
      /** Of running guests that are plugged into it. */
      readonly taps: readonly string[];
    }
  | { readonly how: 'destroy' };

interface NetworkDraft extends Draft {
  readonly uuid: string;
  readonly running: Running;
  /** Absent: the network goes. */
  readonly xml?: string;
  readonly autostart: boolean;
  readonly existing?: ObservedNetwork;
  /** Whether what is defined has to change. */
  readonly redefine: boolean;
}

/**
 * libvirt needs this long to take a network down and start it again, seen in a lab without hardware acceleration (7.3 to 8.0)
 * and rounded up. Seconds.
 */
const RESTART_SECONDS = 8;

export function networkSteps(input: PlanInput): Part<NetworkDraft> {
  const { compiled, observed } = input;
  const wanted = compiled.artifacts.filter(({ kind }) => kind === 'libvirt-network');
  const refusals = wanted.length > 0 || hasGuests(input) ? libvirtRefusals(input) : [];
  const changed = wanted.flatMap((artifact) => wantedDraft(artifact, input));
  const isMoving = ({ running }: NetworkDraft): boolean => running.how === 'replace';
  // libvirt gives no network a bridge or a subnet that another one has: what gives them up comes first.
  const drafts =
    observed.libvirt.state === 'running'
      ? [
          ...removedDrafts(wanted, input),
          ...changed.filter(isMoving),
          ...changed.filter((draft) => !isMoving(draft)),
          ...givenBack(input),
        ]
      : [];
  return {
    drafts,
    notices: [],
    refusals,
    work: (builder, numberOf) => {
      for (const draft of drafts) networkWork(draft, builder, numberOf);
    },
  };
}

const hasGuests = ({ compiled }: PlanInput): boolean =>
  compiled.artifacts.some(({ kind }) => kind === 'guest-interface');

function libvirtRefusals({ compiled, observed }: PlanInput): readonly Refusal[] {
  if (observed.libvirt.state === 'running') return [];
  const absent = observed.libvirt.state === 'absent';
  return [
    {
      code: absent ? 'libvirt-absent' : 'libvirt-unreachable',
      message: absent
        ? `${compiled.name} has no libvirt, and the text gives it libvirt networks or guests.`
        : `libvirt on ${compiled.name} does not answer.`,
      nextStep: absent
        ? 'Install libvirt and its virsh there.'
        : `Look at “systemctl status libvirtd virtnetworkd virtqemud” on ${compiled.name}.`,
      forceable: false,
    },
  ];
}

/** The bridge that a document of a network names. */
export const bridgeOf = (xml: string): string => {
  const parsed = parseXml(xml);
  const bridge = parsed.ok ? childrenOf(parsed.value, 'bridge')[0] : undefined;
  return (bridge && attributeOf(bridge, 'name')) ?? '-';
};

/** libvirt knows a network by its UUID: one of the same name that others have made is taken over under its own. */
function identified(
  { content, uuid = '' }: Artifact,
  existing: ObservedNetwork | undefined,
): { xml: string; uuid: string } {
  if (!existing || existing.uuid === uuid) return { xml: content, uuid };
  return {
    xml: content.replace(`<uuid>${uuid}</uuid>`, `<uuid>${existing.uuid}</uuid>`),
    uuid: existing.uuid,
  };
}

function wantedDraft(artifact: Artifact, input: PlanInput): readonly NetworkDraft[] {
  const { observed } = input;
  const { name, autostart = true } = artifact;
  const existing =
    observed.libvirt.networks.find(({ uuid }) => uuid === artifact.uuid) ??
    observed.libvirt.networks.find((network) => network.name === name);
  const { xml, uuid } = identified(artifact, existing);
  const defined = existing?.persistent ? xmlChanges(artifact, existing.xml) : xmlChanges(artifact);
  const live = existing?.liveXml === undefined ? undefined : xmlChanges(artifact, existing.liveXml);
  const autostartChanges = existing?.autostart === autostart ? [] : autostartChange(existing, autostart);
  const changes = [...defined, ...(existing ? liveChanges(live, defined) : []), ...autostartChanges];
  if (changes.length === 0) return [];
  const owned = observed.record?.artifacts.find(
    (former) => former.kind === 'libvirt-network' && former.name === name,
  );
  const running = howToRun(xml, existing, live, defined, input);
  const isForeign = existing !== undefined && !owned;
  return [
    {
      uuid,
      xml,
      autostart,
      running,
      redefine: defined.length > 0,
      ...(existing && { existing }),
      ...(isForeign && { setAside: setAsideOf(existing) }),
      step: {
        kind: 'libvirt-network',
        name,
        action: !existing ? 'add' : isForeign ? 'take-over' : 'change',
        cause: owned?.content === artifact.content ? 'drift' : 'text',
        changes,
        subject: artifact.subject,
        origin: artifact.origin,
        impacts: running.how === 'replace' ? replacementImpacts(name, changes, input) : [],
        undo: undoSentence(running, existing),
      },
    },
  ];
}

const autostartChange = (
  existing: ObservedNetwork | undefined,
  autostart: boolean,
): readonly PlannedChange[] => [
  {
    path: 'autostart',
    ...(existing && { before: existing.autostart ? 'on' : 'off' }),
    after: autostart ? 'on' : 'off',
  },
];

/** What runs otherwise than it is defined; what is about to be defined is not said twice. */
function liveChanges(
  live: readonly PlannedChange[] | undefined,
  defined: readonly PlannedChange[],
): readonly PlannedChange[] {
  if (!live) return [{ path: 'state', before: 'inactive', after: 'active', running: true }];
  return live
    .filter(({ path }) => !defined.some((change) => change.path === path))
    .map((change) => ({ ...change, running: true }));
}

function howToRun(
  xml: string,
  existing: ObservedNetwork | undefined,
  live: readonly PlannedChange[] | undefined,
  defined: readonly PlannedChange[],
  { observed }: PlanInput,
): Running {
  if (!existing || (!live && defined.length > 0)) return { how: 'create' };
  if (!live) return { how: 'start' };
  if (live.length === 0) return { how: 'none' };
  const updates = networkUpdates(xml, existing.liveXml ?? '');
  if (updates) return { how: 'update', updates };
  return replacing(existing, xml, observed);
}

function replacing(existing: ObservedNetwork, xml: string, observed: ObservedHost): Running {
  const taps = pluggedGuests(observed)
    .filter(({ network }) => network === existing.name)
    .map(({ tap }) => tap);
  return {
    how: 'replace',
    oldBridge: bridgeOf(existing.liveXml ?? existing.xml),
    newBridge: bridgeOf(xml),
    taps,
  };
}

const setAsideOf = ({
  name,
  uuid,
  xml,
  active,
  autostart,
}: ObservedNetwork): NonNullable<Draft['setAside']> => ({
  kind: 'libvirt-network',
  name,
  uuid,
  xml,
  active,
  autostart,
});

const restartImpacts = (network: string, { observed }: PlanInput): readonly Impact[] =>
  pluggedGuests(observed)
    .filter((plugged) => plugged.network === network)
    .map(({ guest }) => ({ kind: 'guest-network', guest, network, seconds: RESTART_SECONDS }));

/** Guests whose gateway goes have no network until they ask for another address. */
function replacementImpacts(
  network: string,
  changes: readonly PlannedChange[],
  input: PlanInput,
): readonly Impact[] {
  const impacts = restartImpacts(network, input);
  const isOtherSubnet = changes.some(
    ({ path, before }) => before !== undefined && /^ip\[[^\]]*\]@(?:address|prefix)$/.test(path),
  );
  return isOtherSubnet ? impacts.map(withoutEnd) : impacts;
}

function undoSentence({ how }: Running, existing: ObservedNetwork | undefined): string {
  if (!existing) return 'The network is stopped; libvirt never had a definition of it.';
  if (how === 'replace')
    return 'The network starts again as it is defined now, and guests are attached to its bridge.';
  return 'The network gets back what it has now; its definition is not touched before the commit.';
}

function removedDrafts(wanted: readonly Artifact[], input: PlanInput): readonly NetworkDraft[] {
  const owned = input.observed.record?.artifacts.filter(({ kind }) => kind === 'libvirt-network') ?? [];
  return owned
    .filter(({ name }) => !wanted.some((artifact) => artifact.name === name))
    .flatMap(({ name, subject }): readonly NetworkDraft[] => {
      const existing = input.observed.libvirt.networks.find((network) => network.name === name);
      if (
        !existing ||
        input.giveBack?.some((entry) => entry.kind === 'libvirt-network' && entry.name === name)
      )
        return [];
      return [
        {
          uuid: existing.uuid,
          running: { how: existing.active ? 'destroy' : 'none' },
          autostart: false,
          redefine: true,
          existing,
          step: {
            kind: 'libvirt-network',
            name,
            action: 'remove',
            cause: 'text',
            changes: [{ path: 'network', before: existing.uuid }],
            subject,
            impacts: restartImpacts(name, input).map(withoutEnd),
            undo: 'The network starts again: its definition is not removed before the commit.',
          },
        },
      ];
    });
}

const withoutEnd = (impact: Impact): Impact =>
  impact.kind === 'guest-network'
    ? { kind: 'guest-network', guest: impact.guest, network: impact.network }
    : impact;

/** A network of others as it was: its own XML is what is wanted again. */
function givenBack(input: PlanInput): readonly NetworkDraft[] {
  return (input.giveBack ?? [])
    .filter(
      (entry): entry is Extract<SetAside, { kind: 'libvirt-network' }> => entry.kind === 'libvirt-network',
    )
    .flatMap(({ name, uuid, xml, active, autostart }): readonly NetworkDraft[] => {
      const existing = input.observed.libvirt.networks.find((network) => network.name === name);
      const running: Running = existing?.active
        ? active
          ? replacing(existing, xml, input.observed)
          : { how: 'destroy' }
        : { how: active ? 'create' : 'none' };
      const step: Omit<Step, 'number'> = {
        kind: 'libvirt-network',
        name,
        action: 'give-back',
        cause: 'text',
        changes: [{ path: 'network', after: 'as it was before KVMNet' }],
        impacts: running.how === 'replace' ? restartImpacts(name, input) : [],
        undo: 'The network starts again as it is defined now.',
      };
      return [{ uuid, xml, autostart, running, redefine: true, ...(existing && { existing }), step }];
    });
}

function networkWork(draft: NetworkDraft, builder: WorkBuilder, numberOf: NumberOf): void {
  builder.announce(numberOf(draft), `${draft.step.action} network ${draft.step.name}`);
  runningWork(draft, builder);
  const { uuid, xml, existing, redefine, autostart } = draft;
  const old = existing?.persistent ? builder.data(existing.xml) : undefined;
  const restored: readonly (readonly string[])[] =
    old === undefined
      ? [['net-undefine', uuid]]
      : [
          ['net-define', old],
          ['net-autostart', uuid, existing?.autostart ? 'on' : 'off'],
        ];
  if (xml === undefined) {
    builder.persist(['net-undefine', uuid], ...restored);
    return;
  }
  if (redefine) builder.persist(['net-define', builder.data(xml)], ...restored);
  if (redefine || existing?.autostart !== autostart) {
    builder.persist(['net-autostart', uuid, autostart ? 'on' : 'off'], ...(redefine ? [] : restored));
  }
}

function runningWork({ uuid, xml = '', running, existing }: NetworkDraft, builder: WorkBuilder): void {
  switch (running.how) {
    case 'none':
      return;
    case 'create':
      builder.undo('networks', builder.apply('net-create', builder.data(xml)), 'net-destroy', uuid);
      return;
    case 'start':
      builder.undo('networks', builder.apply('net-start', uuid), 'net-destroy', uuid);
      return;
    case 'destroy': {
      // As it ran, which may be otherwise than it is defined; somebody may have undefined it altogether.
      const number = builder.apply('net-destroy', uuid);
      const before = existing?.liveXml;
      if (before === undefined) builder.undo('networks', number, 'net-start', uuid);
      else builder.undo('networks', number, 'net-create', builder.data(before), uuid);
      return;
    }
    case 'replace': {
      const { oldBridge, newBridge, taps } = running;
      const onto = (bridge: string): string => [bridge, ...taps].join(' ');
      const number = builder.apply('net-replace', uuid, builder.data(xml), oldBridge, onto(newBridge));
      const before = builder.data(existing?.liveXml ?? existing?.xml ?? '');
      builder.undo('networks', number, 'net-replace', uuid, before, newBridge, onto(oldBridge));
      return;
    }
    case 'update': {
      const numbers = running.updates.apply.map(({ command, section, xml: entry }) =>
        builder.apply('net-update', uuid, command, section, builder.data(entry)),
      );
      for (const [at, { command, section, xml: entry }] of running.updates.undo.entries()) {
        builder.undo(
          'networks',
          numbers.at(-1 - at) ?? 0,
          'net-update',
          uuid,
          command,
          section,
          builder.data(entry),
        );
      }
    }
  }
}
