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
  /** Of a libvirt network: whether it starts with the host. libvirt keeps that beside the XML, as a symbolic link. */
  readonly autostart?: boolean;
  /** The element that it expresses. */
  readonly subject: ElementId;
  readonly origin: Origin;
  /**
   * Where single fields come from. The keys are the paths that `compareKeyfiles` and `compareXml` name changes by:
   * `section.key` of a keyfile, `ip[192.0.2.1]/dhcp/range[192.0.2.9]@start` of XML. A field that is missing here
   * follows from the element as a whole (`origin`).
   */
  readonly fieldOrigins: Readonly<Record<string, Origin>>;
}

/** Something that the text says and no file of the host can: never left out in silence. */
export interface Omission {
  readonly subject: ElementId;
  readonly origin: Origin;
  /** A whole sentence: what is left out, and why. */
  readonly message: string;
}

/** All that one host shall have. Same network, same bytes. */
export interface CompiledHost {
  readonly host: ElementId;
  readonly name: string;
  /** Sorted by path. */
  readonly artifacts: readonly Artifact[];
  /** In the order of the text; empty when every word of it is expressed. */
  readonly omissions: readonly Omission[];
}

/** What depends on the host as it was found. Defaults are those of Oracle Linux 10. */
export interface CompileOptions {
  /** Names of the hosts wanted; absent means all. */
  readonly hosts?: readonly string[];
  /** `controller`/`port-type` since NetworkManager 1.46, `master`/`slave-type` before. */
  readonly vocabulary?: 'controller' | 'master';
  /**
   * Names that NICs matched by MAC really have on their hosts, as observed: what `parent`, `primary` and libvirt's
   * forward device must say. A NIC that is missing here is taken to be called as in the text.
   */
  readonly interfaceNames?: Readonly<Record<ElementId, string>>;
}
