import { compareFields, type FieldChange } from '../field-change.js';
import { canonicalKeyfile } from './canonical-keyfile.js';
import type { Keyfile } from './keyfile.js';

/**
 * The changes that turn the profile that a host has into the one that it shall have. What NetworkManager rewrites on
 * its own is no change: order, `[proxy]`, defaults, the older words, case of MACs, spelling of addresses.
 */
export const compareKeyfiles = (desired: Keyfile, actual: Keyfile): readonly FieldChange[] =>
  compareFields(canonicalKeyfile(desired), canonicalKeyfile(actual));
