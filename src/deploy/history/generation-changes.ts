import type { Artifact } from '../../compiler/index.js';
import type { GenerationRecord } from '../generation.js';
import { artifactChanges, type PlannedChange } from '../plan/index.js';

/** What one generation brought to one object of a host. */
export interface GenerationChange {
  readonly kind: Artifact['kind'];
  readonly name: string;
  readonly action: 'add' | 'change' | 'remove';
  readonly changes: readonly PlannedChange[];
}

/** From one generation to another, field by field; without `before` all of it is new. */
export function generationChanges(
  before: Pick<GenerationRecord, 'artifacts'> | undefined,
  after: Pick<GenerationRecord, 'artifacts'>,
): readonly GenerationChange[] {
  const former = new Map((before?.artifacts ?? []).map((artifact) => [keyOf(artifact), artifact]));
  const kept = new Set(after.artifacts.map(keyOf));
  const gone = [...former.values()].filter((artifact) => !kept.has(keyOf(artifact)));
  return [
    ...after.artifacts.flatMap((artifact) => changeOf(artifact, former.get(keyOf(artifact)))),
    ...gone.map(({ kind, name, path }): GenerationChange => ({
      kind,
      name,
      action: 'remove',
      changes: [{ path: 'file', before: path }],
    })),
  ];
}

const keyOf = ({ kind, name }: Artifact): string => JSON.stringify([kind, name]);

function changeOf(artifact: Artifact, former: Artifact | undefined): readonly GenerationChange[] {
  const { kind, name } = artifact;
  const fields = artifactChanges(artifact, former?.content).map(withoutPlace);
  const changes = [...fields, ...(former ? besides(former, artifact) : [])];
  return changes.length === 0 ? [] : [{ kind, name, action: former ? 'change' : 'add', changes }];
}

/** The line was that of a text that has changed since: it leads nowhere. */
const withoutPlace = ({ path, before, after }: PlannedChange): PlannedChange => ({
  path,
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});

/** What is kept beside the text of a file. */
function besides(before: Artifact, after: Artifact): readonly PlannedChange[] {
  const [was, is] = [before.autostart ?? true, after.autostart ?? true];
  return [
    ...(before.path === after.path ? [] : [{ path: 'file', before: before.path, after: after.path }]),
    ...(was === is ? [] : [{ path: 'autostart', before: String(was), after: String(is) }]),
  ];
}
