import { attributeOf, childrenOf, parseXml, type Artifact } from '../../compiler/index.js';
import type { SetAside } from '../generation.js';
import type { ObservedDomain, ObservedInterface } from '../observe/index.js';
import type { Draft, NumberOf, Part } from './draft.js';
import {
  changesLive,
  isManaged,
  takesLiveChanges,
  interfaceAsGiven,
  mergedInterface,
} from './guest-interface.js';
import { bridgeOf } from './network-steps.js';
import { xmlChanges } from './planned-changes.js';
import type { Impact, Line, Notice, PlannedChange } from './plan.js';
import type { PlanInput } from './plan-input.js';
import { silenceOf } from './silence.js';
import { wantedProfiles } from './wanted-profile.js';
import type { WorkBuilder } from './work-builder.js';

interface Device {
  readonly command: 'update' | 'attach' | 'detach';
  readonly xml: string;
}

/** What happens to a NIC of a guest, and how it is taken back. */
interface DeviceChange extends Device {
  readonly undo: Device;
}

interface GuestDraft extends Draft {
  readonly domain: ObservedDomain;
  readonly live?: DeviceChange;
  readonly config?: DeviceChange;
}

interface Decision {
  readonly draft?: GuestDraft;
  readonly notice?: Notice;
}

export function guestSteps(input: PlanInput): Part<GuestDraft> {
  const wanted = input.compiled.artifacts.filter(({ kind }) => kind === 'guest-interface');
  const decisions =
    input.observed.libvirt.state === 'running'
      ? [
          ...wanted.map((artifact) => wantedDecision(artifact, input)),
          ...givenBack(input).map((draft): Decision => ({ draft })),
        ]
      : [];
  const drafts = decisions.flatMap(({ draft }) => draft ?? []);
  return {
    drafts,
    notices: distinct([
      ...decisions.flatMap(({ notice }) => notice ?? []),
      ...[...removedDrafts(wanted, input), ...drafts].flatMap(nextStartNotice),
    ]),
    refusals: [],
    work: (builder, numberOf) => {
      for (const draft of drafts) guestWork(draft, builder, numberOf);
    },
  };
}

/** What guests lose; before the networks that they are plugged into go, because libvirt then refuses to touch the NICs. */
export function guestRemovals(input: PlanInput): Part<GuestDraft> {
  const wanted = input.compiled.artifacts.filter(({ kind }) => kind === 'guest-interface');
  const drafts = input.observed.libvirt.state === 'running' ? removedDrafts(wanted, input) : [];
  return {
    drafts,
    notices: [],
    refusals: [],
    work: (builder, numberOf) => {
      for (const draft of drafts) guestWork(draft, builder, numberOf);
    },
  };
}

/** `guest/web1/nic/nic1`: names are escaped in ids. */
const guestNameOf = ({ subject }: Artifact): string => decodeURIComponent(subject.split('/')[1] ?? '');

const MAC = /<mac address=['"]([\da-fA-F:]+)['"]/;
export const macOf = ({ content }: Artifact): string => (MAC.exec(content)?.[1] ?? '').toLowerCase();

const interfaceOf = (
  all: readonly ObservedInterface[] | undefined,
  mac: string,
): ObservedInterface | undefined => all?.find((entry) => entry.mac === mac);

const distinct = (notices: readonly Notice[]): readonly Notice[] =>
  notices.filter(({ message }, at) => notices.findIndex((other) => other.message === message) === at);

function wantedDecision(artifact: Artifact, input: PlanInput): Decision {
  const { observed, compiled } = input;
  const guest = guestNameOf(artifact);
  const domain = observed.libvirt.domains.find(({ name }) => name === guest);
  if (!domain) {
    const pool = input.pools?.get(guest);
    const message =
      pool === undefined
        ? `${guest} is not defined on ${compiled.name}: its NICs are set up when it is and the host is deployed again.`
        : `${guest} is not on ${compiled.name}: it may be on another host of pool ${pool}. Should it come here, deploy this host again.`;
    return { notice: { code: 'guest-not-defined', message, origin: artifact.origin } };
  }
  const mac = macOf(artifact);
  const config = interfaceOf(domain.interfaces, mac);
  const live = interfaceOf(domain.liveInterfaces, mac);
  const changesIn = (xml: string): readonly PlannedChange[] =>
    xmlChanges(artifact, xml).filter(({ path }) => isManaged(path));
  const configChanges = config ? changesIn(config.xml) : xmlChanges(artifact);
  const liveChanges = live ? changesIn(live.xml) : [];
  const possible =
    live && takesLiveChanges(live.xml) ? liveChanges.filter(({ path }) => changesLive(path)) : [];
  const waits = domain.running && (live ? possible.length < liveChanges.length : config !== undefined);
  const attachesLive = domain.running && !live && !config;
  if (configChanges.length === 0 && config && possible.length === 0) {
    return waits ? { notice: powerCycleNotice(artifact, guest) } : {};
  }
  const owned = observed.record?.artifacts.find(
    (former) => former.kind === 'guest-interface' && guestNameOf(former) === guest && macOf(former) === mac,
  );
  const isForeign = config !== undefined && !owned;
  const liveChange = attachesLive
    ? attached(artifact.content)
    : live && possible.length > 0
      ? updated(artifact.content, live.xml, 'live')
      : undefined;
  const configChange = !config
    ? attached(artifact.content)
    : configChanges.length > 0
      ? updated(artifact.content, config.xml, 'all')
      : undefined;
  const moves = live !== undefined && possible.some(({ path }) => path.startsWith('source'));
  const seconds = moves ? silenceOnto(artifact, input) : 0;
  const impacts: readonly Impact[] = [
    ...(waits ? [{ kind: 'guest-power-cycle', guest } as const] : []),
    ...(seconds > 0 ? [{ kind: 'guest-network', guest, network: artifact.name, seconds } as const] : []),
  ];
  return {
    draft: {
      domain,
      ...(liveChange && { live: liveChange }),
      ...(configChange && { config: configChange }),
      ...(isForeign && {
        setAside: { kind: 'guest-interface', name: artifact.name, domain: guest, mac, xml: config.xml },
      }),
      step: {
        kind: 'guest-interface',
        name: artifact.name,
        action: !config ? 'add' : isForeign ? 'take-over' : 'change',
        cause: owned?.content === artifact.content ? 'drift' : 'text',
        changes: [...configChanges, ...onlyRunning(possible, configChanges)],
        subject: artifact.subject,
        origin: artifact.origin,
        impacts,
        undo: config ? 'The NIC gets back what it has now.' : 'The NIC is taken from the guest again.',
      },
    },
  };
}

/** A TAP that moves is a new port of the other bridge, which listens and learns first when it has spanning tree. Seconds. */
function silenceOnto({ content }: Artifact, { compiled, observed }: PlanInput): number {
  const parsed = parseXml(content);
  const source = parsed.ok ? childrenOf(parsed.value, 'source')[0] : undefined;
  const network = source && attributeOf(source, 'network');
  const definition = compiled.artifacts.find(
    ({ kind, name }) => kind === 'libvirt-network' && name === network,
  );
  const bridge = definition ? bridgeOf(definition.content) : source && attributeOf(source, 'bridge');
  return bridge === undefined
    ? 0
    : silenceOf(wantedProfiles(compiled, observed), observed).ofFrames([bridge]);
}

const onlyRunning = (
  live: readonly PlannedChange[],
  config: readonly PlannedChange[],
): readonly PlannedChange[] =>
  live
    .filter(({ path }) => !config.some((change) => change.path === path))
    .map((change) => ({ ...change, running: true as const }));

const powerCycleNotice = ({ name, origin }: Artifact, guest: string): Notice => ({
  code: 'power-cycle-pending',
  message: `${name} is configured; ${guest} takes it over at its next power cycle.`,
  origin,
});

const nextStartNotice = ({ domain, step: { origin } }: GuestDraft): readonly Notice[] =>
  domain.running
    ? []
    : [
        {
          code: 'guest-shut-off',
          message: `${domain.name} is shut off: its NICs are configured now, and are so at its next start.`,
          ...(origin && { origin }),
        },
      ];

const attached = (xml: string): DeviceChange => ({
  command: 'attach',
  xml,
  undo: { command: 'detach', xml },
});

function updated(wanted: string, actual: string, scope: 'live' | 'all'): DeviceChange | undefined {
  const xml = mergedInterface(wanted, actual, scope);
  if (xml === undefined) return undefined;
  return { command: 'update', xml, undo: { command: 'update', xml: interfaceAsGiven(actual) } };
}

const detached = (xml: string): DeviceChange => ({
  command: 'detach',
  xml,
  undo: { command: 'attach', xml: interfaceAsGiven(xml) },
});

/** What a former generation plugged in and the text no longer has. */
function removedDrafts(
  wanted: readonly Artifact[],
  { observed, giveBack }: PlanInput,
): readonly GuestDraft[] {
  const owned = observed.record?.artifacts.filter(({ kind }) => kind === 'guest-interface') ?? [];
  return owned.flatMap((artifact): readonly GuestDraft[] => {
    const [guest, mac] = [guestNameOf(artifact), macOf(artifact)];
    const stays = wanted.some((other) => guestNameOf(other) === guest && macOf(other) === mac);
    const given = giveBack?.some((entry) => entry.kind === 'guest-interface' && entry.mac === mac) ?? false;
    const domain = observed.libvirt.domains.find(({ name }) => name === guest);
    const config = interfaceOf(domain?.interfaces, mac);
    const live = interfaceOf(domain?.liveInterfaces, mac);
    if (!domain || stays || given || (!config && !live)) return [];
    return [
      {
        domain,
        ...(live && { live: detached(live.xml) }),
        ...(config && { config: detached(config.xml) }),
        step: {
          kind: 'guest-interface',
          name: artifact.name,
          action: 'remove',
          cause: 'text',
          changes: [{ path: 'interface', before: mac }],
          subject: artifact.subject,
          impacts: live ? [{ kind: 'guest-network', guest, network: artifact.name }] : [],
          undo: 'The NIC is plugged in again.',
        },
      },
    ];
  });
}

function givenBack({ giveBack = [], observed }: PlanInput): readonly GuestDraft[] {
  return giveBack
    .filter(
      (entry): entry is Extract<SetAside, { kind: 'guest-interface' }> => entry.kind === 'guest-interface',
    )
    .flatMap(({ name, domain: guest, mac, xml }): readonly GuestDraft[] => {
      const domain = observed.libvirt.domains.find((candidate) => candidate.name === guest);
      const config = interfaceOf(domain?.interfaces, mac);
      const live = interfaceOf(domain?.liveInterfaces, mac);
      if (!domain) return [];
      const liveChange = live && updated(xml, live.xml, 'live');
      const configChange = config ? updated(xml, config.xml, 'all') : attached(xml);
      return [
        {
          domain,
          ...(liveChange && { live: liveChange }),
          ...(configChange && { config: configChange }),
          step: {
            kind: 'guest-interface',
            name,
            action: 'give-back',
            cause: 'text',
            changes: [{ path: 'interface', after: 'as it was before KVMNet' }],
            impacts: [],
            undo: 'The NIC gets back what it has now.',
          },
        },
      ];
    });
}

function guestWork(draft: GuestDraft, builder: WorkBuilder, numberOf: NumberOf): void {
  const { domain, live, config, step } = draft;
  builder.announce(numberOf(draft), `${step.action} NIC ${step.name}`);
  const line = ({ command, xml }: Device, scope: 'live' | 'config'): Line => [
    `guest-${command}`,
    domain.uuid,
    builder.data(xml),
    scope,
    step.name,
  ];
  if (live) liveWork(live);
  if (config) builder.persist(line(config, 'config'), line(config.undo, 'config'));

  function liveWork(change: DeviceChange): void {
    if (change.command === 'detach') {
      // A guest that has let go of a NIC may not get it back as it was: until the commit the NIC only loses its link.
      const data = builder.data(change.xml);
      const number = builder.apply('guest-link', domain.uuid, data, 'down');
      const before = builder.data(change.undo.xml);
      builder.undo('guests', number, 'guest-link', domain.uuid, before, linkOf(change.xml));
      builder.afterwards('guest-unplug', domain.uuid, data, step.name);
      return;
    }
    const number = builder.apply(...line(change, 'live'));
    const { undo } = change;
    if (undo.command === 'detach') {
      builder.undo('guests', number, 'guest-unplug', domain.uuid, builder.data(undo.xml), step.name);
    } else builder.undo('guests', number, ...line(undo, 'live'));
  }
}

const linkOf = (xml: string): 'up' | 'down' => (/<link state=['"]down['"]/.test(xml) ? 'down' : 'up');
