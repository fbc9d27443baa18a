import { anArtifact, anOrigin, aSetAside } from '../generation.js';
import {
  aBoolean,
  aNumber,
  anObject,
  anyOf,
  aString,
  listOf,
  mapOf,
  oneOf,
  optional,
  type Guard,
} from '../guard.js';
import { PROBE_KINDS, type Probe } from './probes.js';
import type { Impact, ManagementPath, Notice, Plan, PlannedChange, Refusal, Step, Work } from './plan.js';

const aStep: Guard<Step> = anObject<Step>({
  number: aNumber,
  kind: oneOf(
    'keyfile',
    'libvirt-network',
    'guest-interface',
    'firewalld-zone',
    'firewalld-policy',
    'sysctl',
  ),
  name: aString,
  action: oneOf('add', 'change', 'remove', 'take-over', 'give-back'),
  cause: oneOf('text', 'drift'),
  changes: listOf(
    anObject<PlannedChange>({
      path: aString,
      before: optional(aString),
      after: optional(aString),
      origin: optional(anOrigin),
      running: optional(oneOfTrue()),
    }),
  ),
  subject: optional(aString),
  origin: optional(anOrigin),
  impacts: listOf(
    anyOf<Impact>(
      anObject<Extract<Impact, { kind: 'link-flap' }>>({
        kind: oneOf('link-flap'),
        device: aString,
        seconds: aNumber,
      }),
      anObject<Extract<Impact, { kind: 'guest-network' }>>({
        kind: oneOf('guest-network'),
        guest: aString,
        network: aString,
        seconds: optional(aNumber),
      }),
      anObject<Extract<Impact, { kind: 'carries-connection' }>>({
        kind: oneOf('carries-connection'),
        device: aString,
        seconds: aNumber,
      }),
      anObject<Extract<Impact, { kind: 'guest-power-cycle' }>>({
        kind: oneOf('guest-power-cycle'),
        guest: aString,
      }),
      anObject<Extract<Impact, { kind: 'firewall-reload' }>>({ kind: oneOf('firewall-reload') }),
    ),
  ),
  undo: aString,
});

function oneOfTrue(): Guard<true> {
  return (value) => (value === true ? { value } : undefined);
}

const lines = listOf(listOf(aString));

/** Accepts a plan that this version of KVMNet wrote. */
export const aPlan: Guard<Plan> = anObject<Plan>({
  format: oneOf(1),
  host: aString,
  from: aNumber,
  to: aNumber,
  steps: listOf(aStep),
  notices: listOf(anObject<Notice>({ code: aString, message: aString, origin: optional(anOrigin) })),
  refusals: listOf(
    anObject<Refusal>({
      code: aString,
      message: aString,
      nextStep: aString,
      details: optional(aString),
      forceable: aBoolean,
    }),
  ),
  management: anObject<ManagementPath>({
    address: optional(aString),
    client: optional(aString),
    before: listOf(aString),
    after: listOf(aString),
    addressesAfter: listOf(aString),
    silence: optional(aNumber),
    proveAt: optional(aString),
  }),
  window: aNumber,
  observedDigest: aString,
  work: anObject<Work>({
    profiles: lines,
    files: lines,
    apply: lines,
    undo: lines,
    persist: lines,
    unpersist: lines,
    afterwards: lines,
    data: mapOf(aString),
    record: anObject<Work['record']>({
      format: oneOf(1),
      generation: aNumber,
      host: aString,
      artifacts: listOf(anArtifact),
      managementAddresses: listOf(aString),
      setAside: listOf(aSetAside),
    }),
  }),
  probes: optional(
    listOf(
      anObject<Probe>({
        kind: oneOf(...PROBE_KINDS),
        address: aString,
        network: optional(aString),
        host: optional(aString),
        mtu: optional(aNumber),
      }),
    ),
  ),
  digest: aString,
});
