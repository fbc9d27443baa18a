import type { Artifact } from '../../compiler/index.js';
import type { SetAside } from '../generation.js';
import type { ObservedHost } from '../observe/index.js';
import type { Draft, NumberOf, Part } from './draft.js';
import { settingsTurnedOff, sysctlChanges, xmlChanges } from './planned-changes.js';
import type { Impact, Notice, PlannedChange } from './plan.js';
import type { PlanInput } from './plan-input.js';
import type { WorkBuilder } from './work-builder.js';

/** Files that a program of the host reads as they are: firewalld's zones and policies, sysctl settings. */
interface FileDraft extends Draft {
  readonly path: string;
  /** Absent: the file goes. */
  readonly content?: { readonly text: string; readonly mode: number };
}

type FileKind = 'firewalld-zone' | 'firewalld-policy' | 'sysctl';

const isFileKind = (kind: string): kind is FileKind =>
  kind === 'firewalld-zone' || kind === 'firewalld-policy' || kind === 'sysctl';

const RELOADS: readonly Impact[] = [{ kind: 'firewall-reload' }];

export function fileSteps(input: PlanInput): Part<FileDraft> {
  const { compiled, observed } = input;
  const firewalled = observed.firewalld.state !== 'absent';
  const all = compiled.artifacts.filter(({ kind }) => isFileKind(kind));
  const wanted = all.filter(({ kind }) => kind === 'sysctl' || firewalled);
  const drafts = [
    ...wanted.flatMap((artifact) => wantedDraft(artifact, input)),
    ...removedDrafts(wanted, input),
    ...givenBack(input),
  ];
  const ignored = all.filter((artifact) => !wanted.includes(artifact));
  return {
    drafts,
    refusals: [],
    notices: [
      ...ignored.map(({ name, origin }): Notice => ({
        code: 'firewalld-absent',
        message: `${compiled.name} has no firewalld: nothing enforces ${name}.`,
        origin,
      })),
      ...drafts.filter(isSettingThatStays).map(({ path }): Notice => ({
        code: 'until-reboot',
        message: `What ${path} set on ${compiled.name} stays in force until its next reboot: others, libvirt among them, may need it.`,
      })),
    ],
    work: (builder, numberOf) => fileWork(drafts, observed.firewalld.state === 'running', builder, numberOf),
  };
}

const isSettingThatStays = ({ step }: FileDraft): boolean =>
  step.kind === 'sysctl' && step.action === 'remove';

/** From what the host has to what it is to have: in the file, and, once that says what it should, in the kernel. */
function changesOf(artifact: Artifact, { files, kernelSettings }: ObservedHost): readonly PlannedChange[] {
  const actual = files.find((file) => file.path === artifact.path)?.content;
  if (artifact.kind !== 'sysctl') return xmlChanges(artifact, actual);
  const changes = sysctlChanges(artifact, actual);
  return changes.length > 0 ? changes : settingsTurnedOff(artifact, kernelSettings);
}

function wantedDraft(artifact: Artifact, { observed }: PlanInput): readonly FileDraft[] {
  const { path, name, kind, content, mode, subject, origin } = artifact;
  const existing = observed.files.find((file) => file.path === path);
  const changes = changesOf(artifact, observed);
  if (existing && changes.length === 0) return [];
  const owned = observed.record?.artifacts.find((former) => former.path === path);
  const isForeign = existing !== undefined && !owned;
  return [
    {
      path,
      content: { text: content, mode },
      ...(isForeign && { setAside: { kind: 'file', name, path, content: existing.content } }),
      step: {
        kind,
        name,
        action: !existing ? 'add' : isForeign ? 'take-over' : 'change',
        cause: owned?.content === content ? 'drift' : 'text',
        changes,
        subject,
        origin,
        impacts: kind === 'sysctl' ? [] : RELOADS,
        undo: existing ? `${path} gets its former content back.` : `${path} is removed.`,
      },
    },
  ];
}

function removedDrafts(wanted: readonly Artifact[], { observed }: PlanInput): readonly FileDraft[] {
  const owned = observed.record?.artifacts.filter(({ kind }) => isFileKind(kind)) ?? [];
  return owned
    .filter(({ path }) => !wanted.some((artifact) => artifact.path === path))
    .filter(({ path }) => observed.files.some((file) => file.path === path))
    .map(({ path, name, kind, subject }) => ({
      path,
      step: {
        kind,
        name,
        action: 'remove',
        cause: 'text',
        changes: [{ path: 'file', before: path }],
        subject,
        impacts: kind === 'sysctl' ? [] : RELOADS,
        undo: `${path} is put back.`,
      },
    }));
}

function givenBack({ giveBack = [] }: PlanInput): readonly FileDraft[] {
  return giveBack
    .filter((entry): entry is Extract<SetAside, { kind: 'file' }> => entry.kind === 'file')
    .map(({ name, path, content }) => ({
      path,
      content: { text: content, mode: 0o644 },
      step: {
        kind: path.includes('/zones/')
          ? 'firewalld-zone'
          : path.includes('/policies/')
            ? 'firewalld-policy'
            : 'sysctl',
        name,
        action: 'give-back',
        cause: 'text',
        changes: [{ path: 'file', after: path }],
        impacts: path.startsWith('/etc/sysctl.d/') ? [] : RELOADS,
        undo: `${path} gets its present content back.`,
      },
    }));
}

/** All files at once, then each program that reads them. */
function fileWork(
  drafts: readonly FileDraft[],
  firewalldRuns: boolean,
  builder: WorkBuilder,
  numberOf: NumberOf,
): void {
  if (drafts.length === 0) return;
  const written = new Set(drafts.flatMap(({ content, path }) => (content ? [path] : [])));
  for (const draft of drafts) {
    const { path, content, step } = draft;
    builder.announce(numberOf(draft), `${step.action} ${step.name}`);
    if (content) builder.file('put', builder.data(content.text), path, content.mode.toString(8));
    else if (!written.has(path)) builder.file('drop', path);
  }
  const number = builder.apply('files-in');
  builder.undo('files', number, 'files-out');
  const hasZones = drafts.some(({ step }) => step.kind !== 'sysctl');
  // Somebody may start one that does not run, while the change is open.
  if (hasZones && !firewalldRuns) builder.undo('firewall', number, 'firewalld-reload');
  if (drafts.some(({ step }) => step.kind === 'sysctl')) {
    builder.undo('files', builder.apply('sysctl-load'), 'sysctl-restore');
  }
  if (firewalldRuns && hasZones) {
    builder.undo('firewall', builder.apply('firewalld-reload'), 'firewalld-reload');
  }
}
