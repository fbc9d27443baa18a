import { describe, expect, it } from 'vitest';
import { planHost, type ObservedHost } from '../../../src/deploy/index.js';
import type { ObservedProfile } from '../../../src/deploy/observe/index.js';
import { asDeployed, planInput, recordedHost } from '../support/recorded-host.js';

const PROFILES = '/etc/NetworkManager/system-connections';
const observed = recordedHost();
const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network heartbeat { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
host kvm1 {
  number 15
  nic eth0 { carries management }
  nic eth1 { carries heartbeat }
}
`;
const WITHOUT_VLAN = SITE.replace('nic eth1 { carries heartbeat }', 'nic eth1 { none }');

const withProfiles = (
  host: ObservedHost,
  change: (profiles: readonly ObservedProfile[]) => readonly ObservedProfile[],
): ObservedHost => ({
  ...host,
  networkManager: { ...host.networkManager, profiles: change(host.networkManager.profiles) },
});

/** As after `nmcli connection modify --temporary`. */
const modifiedInRun = (host: ObservedHost, device: string): ObservedHost =>
  withProfiles(host, (profiles) =>
    profiles.map((profile) =>
      profile.device === device
        ? {
            ...profile,
            path: profile.path.replace('/etc/', '/run/'),
            content: `${profile.content}zone=home\n`,
          }
        : profile,
    ),
  );

describe('the file of a profile', () => {
  const stranger: ObservedProfile = {
    ...{ uuid: '11111111-2222-4333-8444-555555555555', generated: false, state: '' },
    path: `${PROFILES}/eth1.nmconnection`,
    content: '[connection]\nid=eth1\ntype=ethernet\n\n[ethernet]\nmac-address=02:00:00:00:00:77\n',
  };

  it('is never one that holds the profile of something else', async () => {
    const host = withProfiles(observed, (profiles) => [...profiles, stranger]);
    const { refusals } = planHost(await planInput(SITE, host));
    expect(refusals).toMatchObject([{ code: 'file-of-another-profile', forceable: false }]);
    const renamed = withProfiles(observed, (profiles) => [
      ...profiles,
      { ...stranger, path: `${PROFILES}/office.nmconnection` },
    ]);
    expect(planHost(await planInput(SITE, renamed)).refusals).toEqual([]);
  });

  it('is told from a copy in its folder, which NetworkManager does not read', () => {
    const copy = `${PROFILES}/eth0.nmconnection.bak`;
    const text = `@ profile ${copy}\n [connection]\n uuid=0b1f6c2e-6a0d-4d7c-9d58-3f1d1f5a0e15\n`;
    const { shadowed } = recordedHost((all) => all.replace('@ sums', `${text}@ sums`)).networkManager;
    expect(shadowed).toEqual([{ uuid: '0b1f6c2e-6a0d-4d7c-9d58-3f1d1f5a0e15', path: copy }]);
    expect(observed.networkManager.shadowed).toEqual([]);
  });

  it('may have a copy that nobody reads, but not when the profile goes', async () => {
    const deployed = asDeployed(await planInput(SITE, observed));
    const vlan = deployed.networkManager.profiles.find(({ device }) => device === 'eth1.11');
    const path = `${PROFILES}/eth1.11.nmconnection.bak`;
    const host = {
      ...deployed,
      networkManager: { ...deployed.networkManager, shadowed: [{ uuid: vlan?.uuid ?? '', path }] },
    };
    expect(planHost(await planInput(SITE, host)).refusals).toEqual([]);
    expect(planHost(await planInput(WITHOUT_VLAN, host)).refusals).toMatchObject([
      { code: 'copy-of-a-profile', message: expect.stringContaining(path) as string, forceable: false },
    ]);
  });

  it('may be that of a profile that is taken over', async () => {
    const taken = { ...stranger, content: '[connection]\nid=eth1\ninterface-name=eth1\ntype=ethernet\n' };
    const host = withProfiles(observed, (profiles) => [...profiles, taken]);
    expect(planHost(await planInput(SITE, host)).refusals).toEqual([]);
  });

  it('in /run, which hides the committed one, goes with it', async () => {
    const host = modifiedInRun(asDeployed(await planInput(SITE, observed)), 'eth1.11');
    const uuid = host.networkManager.profiles.find(({ device }) => device === 'eth1.11')?.uuid;
    const { work } = planHost(await planInput(WITHOUT_VLAN, host));
    expect(work.profiles).toContainEqual([
      'drop',
      uuid,
      '/run/NetworkManager/system-connections/eth1.11.nmconnection',
    ]);
    expect(work.profiles).toContainEqual(['unlink', `${PROFILES}/eth1.11.nmconnection`]);
  });

  it('in /run gives way to the one that is written', async () => {
    const host = modifiedInRun(asDeployed(await planInput(SITE, observed)), 'eth1.11');
    const { work } = planHost(await planInput(SITE, host));
    expect(work.profiles).toContainEqual([
      'unlink',
      '/run/NetworkManager/system-connections/eth1.11.nmconnection',
    ]);
  });
});

describe('a device that something else has set up', () => {
  const external = (content: string): ObservedHost => ({
    ...withProfiles(observed, (profiles) => [
      ...profiles,
      {
        ...{
          uuid: '21111111-2222-4333-8444-555555555555',
          generated: true,
          device: 'eth1',
          state: 'activated',
        },
        path: '/run/NetworkManager/system-connections/eth1.nmconnection',
        content,
      },
    ]),
    links: observed.links.map((link) =>
      link.name === 'eth1' ? { ...link, addresses: ['fe80::1/64', '192.0.2.9/24'] } : link,
    ),
  });

  it('is left alone unless somebody insists: there is nothing to go back to', async () => {
    const host = external('[connection]\nid=eth1\n\n[.nmmeta]\nnm-generated=true\nexternal=true\n');
    const { refusals } = planHost(await planInput(SITE, host));
    expect(refusals).toMatchObject([{ code: 'external-device', forceable: true }]);
    expect(refusals[0]?.message).toContain('192.0.2.9/24');
  });

  it('is none where NetworkManager itself did, without a profile of anybody', async () => {
    const host = external('[connection]\nid=Wired connection 1\n\n[.nmmeta]\nnm-generated=true\n');
    expect(planHost(await planInput(SITE, host)).refusals).toEqual([]);
  });
});

describe('a setting of the kernel', () => {
  const NAT = SITE.replace('number 15', 'number 15\n  forwarding');
  /** The host after `text` was deployed, its kernel as its files say but for what is said here. */
  const deployedWith = async (
    text: string,
    kernel: Readonly<Record<string, string>> = {},
  ): Promise<ObservedHost> => {
    const host = asDeployed(await planInput(text, observed));
    const settings = host.record?.artifacts.filter(({ kind }) => kind === 'sysctl') ?? [];
    expect(settings).toHaveLength(1);
    return {
      ...host,
      files: settings.map(({ path, content }) => ({ path, content })),
      kernelSettings: { 'net.ipv4.ip_forward': '1', 'net.ipv6.conf.all.forwarding': '1', ...kernel },
    };
  };

  it('that is no longer asked for is said to stay until the next reboot', async () => {
    const host = await deployedWith(NAT);
    expect(planHost(await planInput(SITE, host)).notices).toMatchObject([{ code: 'until-reboot' }]);
    expect(planHost(await planInput(NAT, host))).toMatchObject({ notices: [], steps: [] });
  });

  it('that somebody has turned off is turned on again, and counts as drift', async () => {
    const host = await deployedWith(NAT, { 'net.ipv4.ip_forward': '0' });
    const { steps, work } = planHost(await planInput(NAT, host));
    expect(steps).toMatchObject([
      {
        kind: 'sysctl',
        action: 'change',
        cause: 'drift',
        changes: [{ path: 'net.ipv4.ip_forward', before: '0', after: '1' }],
      },
    ]);
    expect(work.apply.map(([, verb]) => verb)).toContain('sysctl-load');
  });

  it('that libvirt turns on for its own networks is left to it', async () => {
    const off = SITE.replace('number 15', 'number 15\n  forwarding no');
    expect(planHost(await planInput(off, await deployedWith(off))).steps).toEqual([]);
  });
});
