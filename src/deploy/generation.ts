import type { Artifact } from '../compiler/index.js';
import {
  aNumber,
  anObject,
  anyOf,
  aString,
  aBoolean,
  listOf,
  mapOf,
  oneOf,
  optional,
  type Guard,
} from './guard.js';
import type { Origin } from '../model/index.js';

/** What one commit left on a host, kept there as JSON: the base of the three-way comparison, and what a rollback goes to. */
export interface GenerationRecord {
  readonly format: 1;
  /** 1 for the first commit; 0 is the host as it was before KVMNet. */
  readonly generation: number;
  /** Name of the host as written in the text. */
  readonly host: string;
  /** Who applied it: `user@machine`. */
  readonly author: string;
  /** When, by the clock of the person who applied it: ISO 8601. */
  readonly at: string;
  readonly planDigest: string;
  /** Everything that the host shall have, contents included. */
  readonly artifacts: readonly Artifact[];
  /** Addresses of the `management` networks on this host, without prefix. */
  readonly managementAddresses: readonly string[];
  /** What others had made, was in the way and can be given back. */
  readonly setAside: readonly SetAside[];
}

/** Something that KVMNet did not make and took over. `since` is the generation that did. */
export type SetAside =
  /** Its file is kept on the host as `/var/lib/kvmnet/kept/UUID`: it may hold secrets. */
  | {
      readonly kind: 'profile';
      readonly name: string;
      readonly uuid: string;
      readonly path: string;
      /** That it was active on. */
      readonly device?: string;
      /** That it gave this device, or holds; without prefix. */
      readonly addresses: readonly string[];
      readonly since: number;
    }
  | {
      readonly kind: 'libvirt-network';
      readonly name: string;
      readonly uuid: string;
      readonly xml: string;
      readonly active: boolean;
      readonly autostart: boolean;
      readonly since: number;
    }
  | {
      readonly kind: 'guest-interface';
      readonly name: string;
      readonly domain: string;
      readonly mac: string;
      readonly xml: string;
      readonly since: number;
    }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly path: string;
      readonly content: string;
      readonly since: number;
    };

const aPosition = anObject<Origin['range']['start']>({ line: aNumber, character: aNumber });
export const anOrigin: Guard<Origin> = anObject<Origin>({
  uri: aString,
  range: anObject<Origin['range']>({ start: aPosition, end: aPosition }),
});

export const anArtifact: Guard<Artifact> = anObject<Artifact>({
  kind: oneOf(
    'keyfile',
    'libvirt-network',
    'guest-interface',
    'firewalld-zone',
    'firewalld-policy',
    'sysctl',
  ),
  host: aString,
  name: aString,
  path: aString,
  mode: aNumber,
  content: aString,
  uuid: optional(aString),
  autostart: optional(aBoolean),
  subject: aString,
  origin: anOrigin,
  fieldOrigins: mapOf(anOrigin),
});

export const aSetAside: Guard<SetAside> = anyOf<SetAside>(
  anObject<Extract<SetAside, { kind: 'profile' }>>({
    kind: oneOf('profile'),
    name: aString,
    uuid: aString,
    path: aString,
    device: optional(aString),
    addresses: listOf(aString),
    since: aNumber,
  }),
  anObject<Extract<SetAside, { kind: 'libvirt-network' }>>({
    kind: oneOf('libvirt-network'),
    name: aString,
    uuid: aString,
    xml: aString,
    active: aBoolean,
    autostart: aBoolean,
    since: aNumber,
  }),
  anObject<Extract<SetAside, { kind: 'guest-interface' }>>({
    kind: oneOf('guest-interface'),
    name: aString,
    domain: aString,
    mac: aString,
    xml: aString,
    since: aNumber,
  }),
  anObject<Extract<SetAside, { kind: 'file' }>>({
    kind: oneOf('file'),
    name: aString,
    path: aString,
    content: aString,
    since: aNumber,
  }),
);

export const aGenerationRecord: Guard<GenerationRecord> = anObject<GenerationRecord>({
  format: oneOf(1),
  generation: aNumber,
  host: aString,
  author: aString,
  at: aString,
  planDigest: aString,
  artifacts: listOf(anArtifact),
  managementAddresses: listOf(aString),
  setAside: listOf(aSetAside),
});
