import { PROBE_KINDS, type ProbeKind } from '../../deploy/index.js';

/** @param set whatever stands in the settings: words that mean nobody are passed over */
export const probeKindsOf = (set: unknown): readonly ProbeKind[] =>
  Array.isArray(set) ? PROBE_KINDS.filter((kind) => set.includes(kind)) : [];
