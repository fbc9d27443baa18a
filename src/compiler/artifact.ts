import type { ElementId, Origin } from '../model/index.js';

/** Which program on the host reads an artifact, and therefore how it is compared, checked and put in force. */
export type ArtifactKind =
  'keyfile' | 'libvirt-network' | 'guest-interface' | 'firewalld-zone' | 'firewalld-policy' | 'sysctl';

/** One file of a host: what it shall hold and which text it follows from. */
export interface Artifact {
  readonly kind: ArtifactKind;
  readonly host: ElementId;
  /** Name that the reader knows it by: connection id, libvirt network, zone; for a guest's interface `GUEST/NIC`. */
  readonly name: string;
  /** Absolute path on the host. */
  readonly path: string;
  /** Permission bits, for example 0o600. */
  readonly mode: number;
  readonly content: string;
  /** Stable identity, where the reader knows one (connections and libvirt networks). */
  readonly uuid?: string;
  /** The element that it expresses. */
  readonly subject: ElementId;
  readonly origin: Origin;
  /** Where single fields come from, by `section.key` of a keyfile or by path of an XML element. */
  readonly fieldOrigins: Readonly<Record<string, Origin>>;
}

/** All that one host shall have. Same network, same bytes. */
export interface CompiledHost {
  readonly host: ElementId;
  readonly name: string;
  /** Sorted by path. */
  readonly artifacts: readonly Artifact[];
}

/** What depends on the versions found on the host. Defaults are those of Oracle Linux 10. */
export interface CompileOptions {
  /** Names of the hosts wanted; absent means all. */
  readonly hosts?: readonly string[];
  /** `controller`/`port-type` since NetworkManager 1.46, `master`/`slave-type` before. */
  readonly vocabulary?: 'controller' | 'master';
}
