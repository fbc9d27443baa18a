import { describe, expect, it } from 'vitest';
import { timeAgo } from '../../../src/extension/hosts/time-ago.js';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('when something was', () => {
  it.each([
    ['2026-11-21T11:59:40Z', 'just now'],
    ['2026-11-21T12:00:30Z', 'just now'],
    ['2026-11-21T11:59:00Z', '1 minute ago'],
    ['2026-11-21T09:10:00Z', '2 hours ago'],
    ['2026-11-20T11:00:00Z', 'yesterday'],
    ['2026-11-01T12:00:00Z', '20 days ago'],
    ['whenever', 'whenever'],
  ])('%s is %s', (at, text) => {
    expect(timeAgo(at, now)).toBe(text);
  });
});
