import {
  compareKeyfiles,
  compareXml,
  parseKeyfile,
  parseXml,
  type Artifact,
  type FieldChange,
} from '../../compiler/index.js';
import { assertNever } from '../../model/index.js';
import { settingsIn } from '../sysctl-settings.js';
import type { PlannedChange } from './plan.js';

/** Changes with the text that asks for each. */
const placed = (changes: readonly FieldChange[], { fieldOrigins }: Artifact): readonly PlannedChange[] =>
  changes.map((change) => {
    const origin = fieldOrigins[change.path];
    return { ...change, ...(origin && { origin }) };
  });

/** What cannot be read is replaced as a whole. */
const wholeFile = (before: string | undefined): readonly PlannedChange[] => [
  { path: 'file', ...(before !== undefined && { before: 'cannot be read' }), after: 'written' },
];

/** From the profile that the host has, or none, to the wanted one. */
export function keyfileChanges(artifact: Artifact, actual = ''): readonly PlannedChange[] {
  const [wanted, found] = [parseKeyfile(artifact.content), parseKeyfile(actual)];
  return wanted.ok && found.ok
    ? placed(compareKeyfiles(wanted.value, found.value), artifact)
    : wholeFile(actual === '' ? undefined : actual);
}

const EMPTY_ROOT = /<([a-zA-Z]+)[\s>/]/;

/** From the document that the host has, or none, to the wanted one. */
export function xmlChanges(artifact: Artifact, actual?: string): readonly PlannedChange[] {
  const root = EMPTY_ROOT.exec(artifact.content.replace(/<\?[^>]*\?>/, ''))?.[1] ?? 'network';
  const [wanted, found] = [parseXml(artifact.content), parseXml(actual ?? `<${root}/>`)];
  return wanted.ok && found.ok ? placed(compareXml(wanted.value, found.value), artifact) : wholeFile(actual);
}

/** Settings `key = value` of a sysctl file, one a line. */
export function sysctlChanges(artifact: Artifact, actual = ''): readonly PlannedChange[] {
  const [wanted, found] = [settingsIn(artifact.content), settingsIn(actual)];
  const paths = [...new Set([...wanted.keys(), ...found.keys()])].sort();
  const changes = paths.flatMap((path): readonly FieldChange[] => {
    const [before, after] = [found.get(path), wanted.get(path)];
    if (before === after) return [];
    return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  });
  return placed(changes, artifact);
}

/**
 * Settings that the file turns on and the kernel has otherwise. Not those that it turns off: libvirt turns forwarding on for
 * its own networks, whatever a file says.
 */
export function settingsTurnedOff(
  artifact: Artifact,
  inForce: Readonly<Record<string, string>>,
): readonly PlannedChange[] {
  const changes = [...settingsIn(artifact.content)].flatMap(([path, after]): readonly FieldChange[] => {
    const before = inForce[path];
    return before === undefined || before === after || after === '0' ? [] : [{ path, before, after }];
  });
  return placed(changes, artifact);
}

/** From what an artifact said before, or from nothing, to what it says. */
export function artifactChanges(artifact: Artifact, before?: string): readonly PlannedChange[] {
  switch (artifact.kind) {
    case 'keyfile':
      return keyfileChanges(artifact, before);
    case 'sysctl':
      return sysctlChanges(artifact, before);
    case 'libvirt-network':
    case 'guest-interface':
    case 'firewalld-zone':
    case 'firewalld-policy':
      return xmlChanges(artifact, before);
    default:
      return assertNever(artifact.kind);
  }
}
