import type { ArtifactKind, CompiledHost } from './artifact.js';
import { sha256Hex } from './identity/digest.js';

/** One file of the manifest. */
export interface ManifestEntry {
  readonly path: string;
  readonly kind: ArtifactKind;
  readonly name: string;
  readonly uuid?: string;
  readonly autostart?: boolean;
  /** Octal, as `chmod` takes it. */
  readonly mode: string;
  /** Of the content, as `sha256sum` prints it. */
  readonly sha256: string;
}

/** What a host shall have, by digest: enough to tell whether it still has it. */
export interface Manifest {
  readonly format: 1;
  /** Name of the host as written in the text. */
  readonly host: string;
  /** Version of KVMNet that made the files. */
  readonly version: string;
  /** SHA-256 over all files: two manifests with the same digest ask for the same. */
  readonly digest: string;
  /** Sorted by path. */
  readonly files: readonly ManifestEntry[];
}

const octal = (mode: number): string => mode.toString(8).padStart(4, '0');

/** The manifest of a compiled host: plain JSON, the same for the same host and version. */
export function manifestOf({ name, artifacts }: CompiledHost, version: string): Manifest {
  const files = artifacts.map(
    ({ path, kind, name: artifact, uuid, autostart, mode, content }): ManifestEntry => ({
      path,
      kind,
      name: artifact,
      ...(uuid !== undefined && { uuid }),
      ...(autostart !== undefined && { autostart }),
      mode: octal(mode),
      sha256: sha256Hex(content),
    }),
  );
  return { format: 1, host: name, version, digest: sha256Hex(JSON.stringify(files)), files };
}
