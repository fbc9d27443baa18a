import { describe, expect, it } from 'vitest';
import {
  compareStatus,
  formatStatus,
  type HostStatus,
  type ObservedHost,
} from '../../../src/deploy/index.js';
import { asDeployed, planInput, recordedHost } from '../support/recorded-host.js';

const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
host kvm1 {
  number 15
  nic eth0 { carries management }
}
`;

async function statusAfter(happened: (host: ObservedHost) => ObservedHost, text = SITE): Promise<HostStatus> {
  const before = await planInput(SITE, recordedHost());
  return compareStatus(await planInput(text, happened(asDeployed(before))));
}

const withProfile = (change: (content: string) => string) => (host: ObservedHost) => ({
  ...host,
  networkManager: {
    ...host.networkManager,
    profiles: host.networkManager.profiles.map((profile) => ({
      ...profile,
      content: change(profile.content),
    })),
  },
});

const withLink = (change: Partial<ObservedHost['links'][number]>) => (host: ObservedHost) => ({
  ...host,
  links: host.links.map((link) => (link.name === 'eth0' ? { ...link, ...change } : link)),
});

const causes = ({ differences }: HostStatus): readonly string[] =>
  differences.map(
    ({ cause, name, path, running }) => `${cause} ${name} ${path}${running ? ' (running)' : ''}`,
  );

const text = (status: HostStatus): string => formatStatus(status, { path: () => 'site.kvmnet' });

describe('the status of a host', () => {
  it('is in sync after a deploy, and says whose', async () => {
    const status = await statusAfter((host) => host);
    expect(status).toMatchObject({ state: 'in-sync', differences: [], problems: [] });
    expect(text(status)).toBe('kvm1: in sync, generation 1 by alice@desk at 2026-11-21T07:00:00Z\n');
  });

  it('stays in sync when NetworkManager writes a profile in its own way', async () => {
    const reordered = withProfile((content) => {
      const sections = content.split(/\n(?=\[)/);
      return `${[...sections].reverse().join('\n')}\n[proxy]\n`;
    });
    expect((await statusAfter(reordered)).state).toBe('in-sync');
  });

  it('names the field that somebody has changed in a file, and the line that asks for it', async () => {
    const status = await statusAfter(
      withProfile((content) => content.replace('10.0.2.15/24', '10.0.2.99/24')),
    );
    expect(status.state).toBe('drift');
    expect(causes(status)).toEqual(['host eth0 ipv4.address1']);
    expect(status.differences[0]).toMatchObject({ found: '10.0.2.99/24', expected: '10.0.2.15/24' });
    expect(text(status)).toMatch(
      /^kvm1: drift: 1 changed on the host; generation 1 .*\n {2}connection eth0: ipv4\.address1 is 10\.0\.2\.99\/24, the text says 10\.0\.2\.15\/24 {2}site\.kvmnet:\d+:\d+\n$/,
    );
  });

  it('sees what the kernel has otherwise although every file is right', async () => {
    const status = await statusAfter(withLink({ controller: 'br9', addresses: [] }));
    expect(causes(status)).toEqual(['host eth0 controller (running)', 'host eth0 address (running)']);
    // The address follows from the number of the host.
    expect(status.differences.map(({ origin }) => origin?.range.start.line)).toEqual([3, 2]);
  });

  it('tells what was not deployed yet from what has drifted', async () => {
    const changed = SITE.replace('carries management }', 'carries management  mtu 9000 }');
    const status = await statusAfter(
      withProfile((content) => content.replace('10.0.2.15/24', '10.0.2.99/24')),
      changed,
    );
    expect([...causes(status)].sort()).toEqual(['host eth0 ipv4.address1', 'text eth0 ethernet.mtu']);
    expect(text(status)).toContain('drift: 1 changed on the host, 1 not deployed yet;');
  });

  it('is in sync when the text has taken up what was changed by hand', async () => {
    const status = await statusAfter(
      (host) =>
        withLink({ addresses: ['10.0.2.16/24'] })(
          withProfile((content) => content.replace('10.0.2.15/24', '10.0.2.16/24'))(host),
        ),
      SITE.replace('number 15', 'number 16'),
    );
    expect(causes(status)).toEqual([]);
    expect(status.state).toBe('in-sync');
  });

  it('is never deployed before the first deploy', async () => {
    const status = compareStatus(await planInput(SITE, recordedHost()));
    expect(status.state).toBe('never-deployed');
    expect(text(status)).toBe('kvm1: never deployed\n');
  });

  it('is unreachable where the login may not read the profiles', async () => {
    const host = recordedHost((recorded) => recorded.replace('user=0', 'user=1000'));
    const status = compareStatus(await planInput(SITE, host));
    expect(status).toMatchObject({ state: 'unreachable', failure: { code: 'not-root' } });
  });

  it('never calls a host in sync that lacks what the text needs', async () => {
    const status = await statusAfter((host) => ({
      ...host,
      links: host.links.filter(({ name }) => name !== 'eth0'),
    }));
    expect(status.state).toBe('drift');
    expect(status.problems).toMatchObject([{ code: 'nic-missing' }]);
  });

  it('says who has the lock and when it expires, or that its owner has died', async () => {
    const lock = {
      token: 't',
      owner: 'bob@desk',
      since: '2026-11-21T07:00:00.000Z',
      stale: false,
      secondsLeft: 43,
    };
    const locked = await statusAfter((host) => ({ ...host, pending: lock }));
    expect(text(locked)).toContain(
      'kvm1 is locked by bob@desk since 2026-11-21T07:00:00.000Z, expires in 43 s.',
    );
    const dead = await statusAfter((host) => ({ ...host, pending: { ...lock, stale: true } }));
    expect(text(dead)).toContain(
      'bob@desk since 2026-11-21T07:00:00.000Z that has died: the next deploy clears it.',
    );
  });
});

describe('the history of a host', () => {
  const frames = (text: string): string =>
    text.replace(
      '@ end',
      [
        '@ generation 2\n  "author": "alice@\\"desk\\"",\n  "at": "2026-11-20T07:00:00Z",\n  "planDigest": "b"',
        '@ generation 10\n  "author": "bob@desk",\n  "at": "2026-11-21T07:00:00Z",\n  "planDigest": "c"',
        '@ generation 3\n  "author": "cut off',
        '@ pending\n token=t\n owner=carol since the@desk since 2026-11-21T08:00:00.000Z\n boot-id=x\n@ end',
      ].join('\n'),
    );

  it('is read newest first, with who and when', () => {
    const host = recordedHost(frames);
    expect(host.history).toEqual([
      { generation: 10, author: 'bob@desk', at: '2026-11-21T07:00:00Z', planDigest: 'c' },
      { generation: 2, author: 'alice@"desk"', at: '2026-11-20T07:00:00Z', planDigest: 'b' },
    ]);
  });

  it('comes with the owner of a lock, whatever the owner is called', () => {
    expect(recordedHost(frames).pending).toMatchObject({
      owner: 'carol since the@desk',
      since: '2026-11-21T08:00:00.000Z',
      stale: true,
    });
  });
});
