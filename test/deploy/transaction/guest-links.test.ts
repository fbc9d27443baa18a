import { describe, expect, it } from 'vitest';
import type { ObservedHost, ObservedLink, ObservedVlan } from '../../../src/deploy/observe/index.js';
import type { Plan } from '../../../src/deploy/plan/index.js';
import { lostGuestLinks } from '../../../src/deploy/transaction/guest-links.js';
import { recordedHost } from '../support/recorded-host.js';

const MAC = '52:54:00:00:00:01';
const BRIDGE: ObservedLink = {
  ...{ name: 'virbr-back', kind: 'bridge', mtu: 1500, up: true, carrier: true, addresses: [], vlans: [] },
};
const NETWORK_XML = `<network><name>back</name><bridge name='virbr-back'/></network>`;
// As libvirt shows it for a guest that runs: with the bridge that the network had.
const NIC_XML = `<interface type='network'><source network='back' bridge='virbr-back'/><target dev='vnet0'/></interface>`;
// The same of a network that only names a bridge of the host.
const BRIDGED_NIC_XML = `<interface type='bridge'><source bridge='virbr-back'/><target dev='vnet0'/></interface>`;
const VLAN: ObservedVlan = { id: 10, pvid: true, untagged: true };

interface Situation {
  readonly controller?: string;
  readonly vlans?: readonly ObservedVlan[];
  readonly networkRuns?: boolean;
  readonly bridgeExists?: boolean;
  readonly nicXml?: string;
}

function hostWith({
  controller,
  vlans = [VLAN],
  networkRuns = true,
  bridgeExists = true,
  nicXml = NIC_XML,
}: Situation): ObservedHost {
  const host = recordedHost();
  const tap: ObservedLink = {
    ...{ name: 'vnet0', kind: 'tun', mtu: 1500, up: true, carrier: true, addresses: [], vlans },
    ...(controller !== undefined && { controller }),
  };
  return {
    ...host,
    links: [...host.links, ...(bridgeExists ? [BRIDGE] : []), tap],
    libvirt: {
      state: 'running',
      networks: [
        {
          ...{ uuid: 'u1', name: 'back', active: networkRuns, autostart: true, persistent: true },
          xml: NETWORK_XML,
          ...(networkRuns && { liveXml: NETWORK_XML }),
        },
      ],
      domains: [
        {
          ...{ uuid: 'u2', name: 'web1', running: true },
          interfaces: [],
          liveInterfaces: [{ mac: MAC, target: 'vnet0', xml: nicXml }],
        },
      ],
    },
  };
}

const lost = (before: Situation, after: Situation, steps: Plan['steps'] = []): readonly string[] =>
  lostGuestLinks(hostWith(before), hostWith(after), { steps });

describe('the links of running guests after a change', () => {
  it('are not lost when each is where it was', () => {
    expect(lost({ controller: 'virbr-back' }, { controller: 'virbr-back' })).toEqual([]);
  });

  it('are missed when a bridge has let go of one', () => {
    expect(lost({ controller: 'virbr-back' }, {})).toEqual([
      `guest web1 ${MAC}: is on nothing, not on virbr-back`,
    ]);
  });

  it('are missed when one has come back without its VLANs', () => {
    expect(
      lost({ controller: 'virbr-back' }, { controller: 'virbr-back', vlans: [{ ...VLAN, id: 1 }] }),
    ).toEqual([`guest web1 ${MAC}: has VLANs 1 pvid untagged, not 10 pvid untagged`]);
  });

  it('are missed when another bridge gives one other VLANs than libvirt has been told of', () => {
    const nicXml = NIC_XML.replace('<target', `<vlan><tag id='10'/></vlan><target`);
    const network: Plan['steps'] = [
      {
        ...{ number: 1, kind: 'libvirt-network', name: 'back', action: 'change', cause: 'text', changes: [] },
        ...{ impacts: [], undo: '' },
      },
    ];
    const before = { controller: 'virbr-back', nicXml };
    const elsewhere = { ...before, vlans: [{ ...VLAN, id: 1 }] };
    expect(lost(before, elsewhere, network)).toHaveLength(1);
    expect(lost(before, before, network)).toEqual([]);
    // What libvirt knows nothing of is the bridge's to give.
    expect(lost({ controller: 'virbr-back' }, { ...elsewhere, nicXml: NIC_XML }, network)).toEqual([]);
  });

  it('are not asked for when they were lost before', () => {
    expect(lost({}, {})).toEqual([]);
  });

  it('are not asked for when the plan took their network away', () => {
    expect(lost({ controller: 'virbr-back' }, { networkRuns: false })).toEqual([]);
  });

  it('are not asked for when the plan took their bridge away, but missed while it is there', () => {
    const before = { controller: 'virbr-back', nicXml: BRIDGED_NIC_XML };
    expect(lost(before, { nicXml: BRIDGED_NIC_XML })).toHaveLength(1);
    expect(lost(before, { nicXml: BRIDGED_NIC_XML, bridgeExists: false })).toEqual([]);
  });
});
