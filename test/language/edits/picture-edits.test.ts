import { expect, describe, test } from 'vitest';
import { deviceId, guestId, indexNetwork } from '../../../src/model/index.js';
import { pictureEdits } from '../../../src/language/edits/picture-edits.js';
import { siteFrom } from '../support/site-from-text.js';

const TEXT = `
network tenant { roles vm  vlan 13 }
network "edge 2" { roles vm  vlans 100-199 }
network backup { roles vm  vlan 14 }
profile compute {
  nic eth0  nic eth1  nic eth2  nic eth3
  bond bond0 { ports eth0  mode active-backup  carries tenant, "edge 2" }
}
host kvm1 is compute { nat lab { subnet 192.168.1.0/24 }  nic eth4  bridge br9 { ports eth3 } }
host kvm2 is compute
host kvm3 {
  nic eth0  nic eth1
  bond b { mode active-backup }
}
pool both { hosts kvm1, kvm2 }
guest a on kvm1 { nic { network tenant } }  // stays
guest b in both
`;
const { network } = await siteFrom(TEXT);
const index = indexNetwork(network);

const labels = (intent: 'add-guest-nic' | 'add-bond-port', id: string): readonly string[] =>
  pictureEdits(index, intent, id).map(({ label }) => label);

describe('what can be edited from the picture', () => {
  test('a guest can be plugged into what its host has and it is not in yet', () => {
    expect(labels('add-guest-nic', guestId('a'))).toEqual(['lab', 'edge 2']);
    expect(pictureEdits(index, 'add-guest-nic', guestId('a'))[1]?.edit).toMatchObject({
      kind: 'append',
      text: 'nic { network "edge 2" }',
    });
  });

  test('a guest of a pool only into what each of its hosts has', () => {
    expect(labels('add-guest-nic', guestId('b'))).toEqual(['edge 2', 'tenant']);
  });

  test('a bond takes NICs that nothing uses, on every host of its profile', () => {
    const [eth1, eth2, ...others] = pictureEdits(index, 'add-bond-port', deviceId('kvm2', 'bond0'));
    expect([eth1?.label, eth2?.label, others]).toEqual(['eth1', 'eth2', []]);
    expect(eth1).toMatchObject({
      description: 'also on 1 more host of the profile',
      edit: { kind: 'replace', text: ', eth1' },
    });
  });

  test('a bond without ports gets its first', () => {
    expect(pictureEdits(index, 'add-bond-port', deviceId('kvm3', 'b'))[0]?.edit).toMatchObject({
      kind: 'append',
      text: 'ports eth0',
    });
  });

  test('nothing is offered for what is something else, or gone', () => {
    expect(labels('add-bond-port', guestId('a'))).toEqual([]);
    expect(labels('add-guest-nic', 'guest/gone')).toEqual([]);
  });
});
