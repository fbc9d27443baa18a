import type { Artifact, CompiledHost, Omission } from '../compiler/index.js';
import { arrayOf, isBoolean, isCount, isString, literal, optional, recordOf, shaped } from './guard.js';
import { isOrigin } from './model-guards.js';

const isArtifact = shaped<Artifact>({
  kind: literal(
    'keyfile',
    'libvirt-network',
    'guest-interface',
    'firewalld-zone',
    'firewalld-policy',
    'sysctl',
  ),
  host: isString,
  name: isString,
  path: isString,
  mode: isCount,
  content: isString,
  uuid: optional(isString),
  autostart: optional(isBoolean),
  subject: isString,
  origin: isOrigin,
  fieldOrigins: recordOf(isOrigin),
});

const isOmission = shaped<Omission>({ subject: isString, origin: isOrigin, message: isString });

export const isCompiledHost = shaped<CompiledHost>({
  host: isString,
  name: isString,
  artifacts: arrayOf(isArtifact),
  omissions: arrayOf(isOmission),
});
