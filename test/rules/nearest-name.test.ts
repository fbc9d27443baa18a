import { describe, expect, it } from 'vitest';
import { nearestName } from '../../src/rules/nearest-name.js';

const ZONES = ['public', 'trusted', 'internal', 'dmz', 'drop', 'tenants'];

describe('nearestName', () => {
  it.each([
    ['trusetd', 'trusted'],
    ['Public', 'public'],
    ['tenant', 'tenants'],
    ['internals', 'internal'],
    ['dnz', 'dmz'],
  ])('takes %s for %s', (name, meant) => {
    expect(nearestName(name, ZONES)).toBe(meant);
  });

  it.each(['', 'somewhere', 'xyz', 'office'])('knows nothing near “%s”', (name) => {
    expect(nearestName(name, ZONES)).toBeUndefined();
  });
});
