import { describe, expect, it } from 'vitest';
import { planOverlay } from '../../src/extension/preview/plan-overlay.js';
import { isOverlay } from '../../src/protocol/index.js';
import { smallPlan } from '../deploy/support/small-plan.js';

const [add] = smallPlan().steps;

describe('a plan over the picture', () => {
  it('marks what is added and changed, and says by how much', () => {
    const step = {
      ...add!,
      action: 'change' as const,
      changes: [{ path: 'ethernet.mtu', before: '1500', after: '9000' }],
    };
    const overlay = planOverlay(smallPlan({ steps: [{ ...add!, subject: 'host/kvm1/device/br0' }, step] }));
    expect(overlay.title).toBe('Plan for kvm1: 2 steps');
    expect(overlay.marks['host/kvm1/device/br0']).toMatchObject([{ sign: 'added', text: '' }]);
    expect(overlay.marks['host/kvm1/device/bond0']).toMatchObject([{ sign: 'changed', text: 'mtu' }]);
    expect(overlay.marks['host/kvm1/device/bond0']?.[0]?.details).toContainEqual({
      name: 'ethernet.mtu',
      value: '1500 → 9000',
    });
    expect(isOverlay(JSON.parse(JSON.stringify(overlay)))).toBe(true);
  });

  it('draws what goes away as a ghost in its host or guest', () => {
    const gone = (kind: (typeof add & object)['kind'], name: string, subject: string) => ({
      ...add!,
      kind,
      name,
      subject,
      action: 'remove' as const,
    });
    const { ghosts } = planOverlay(
      smallPlan({
        steps: [
          gone('keyfile', 'bond0.99', 'host/kvm1/device/bond0.99'),
          gone('keyfile', 'tenant', 'host/kvm1/device/tenant'),
          gone('libvirt-network', 'tenant', 'host/kvm1/virtual-network/tenant'),
          gone('guest-interface', 'tenant', 'guest/web1/nic/tenant'),
        ],
      }),
    );
    expect(ghosts).toMatchObject([
      { kind: 'vlan', on: 'host/kvm1/device/bond0', frame: 'host/kvm1', label: 'bond0.99' },
      { kind: 'bridge' },
      { kind: 'virtual-network' },
      { kind: 'guest-nic', frame: 'guest/web1' },
    ]);
  });

  it('puts what has no node of its own on the host, which says how much there is to do', () => {
    const { marks } = planOverlay(
      smallPlan({ steps: [{ ...add!, kind: 'firewalld-zone', subject: 'zone/tenants' }] }),
    );
    expect(marks['host/kvm1']).toMatchObject([{ sign: 'added' }]);
    expect(planOverlay(smallPlan()).marks['host/kvm1']).toMatchObject([{ sign: 'changed' }]);
    expect(planOverlay(smallPlan({ steps: [] })).marks['host/kvm1']).toMatchObject([{ sign: 'in-sync' }]);
  });
});
