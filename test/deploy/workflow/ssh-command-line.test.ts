import { describe, expect, it } from 'vitest';
import { sshCommandLine } from '../../../src/deploy/index.js';

describe("the words for the person's own ssh", () => {
  it('lead to the same place', () => {
    expect(sshCommandLine({ ssh: { name: 'kvm1' }, via: [] })).toEqual(['--', 'kvm1']);
    expect(
      sshCommandLine(
        {
          ssh: { user: 'admin', name: 'kvm1', port: 2222 },
          via: [
            { user: 'me', name: 'gate', port: 22 },
            { name: '2001:db8::1', port: 2200 },
          ],
        },
        '/somewhere/other config',
      ),
    ).toEqual([
      ...['-F', '/somewhere/other config', '-J', 'me@gate:22,[2001:db8::1]:2200', '-p', '2222', '--'],
      'admin@kvm1',
    ]);
  });

  it('take no name for an option', () => {
    const words = sshCommandLine({ ssh: { name: '-oProxyCommand=reboot' }, via: [] });
    expect(words.indexOf('--')).toBeLessThan(words.indexOf('-oProxyCommand=reboot'));
  });
});
