import { describe, expect, it } from 'vitest';
import { interfaceAsGiven } from '../../../src/deploy/plan/guest-interface.js';

describe('the interface of a running guest, as it was given to libvirt', () => {
  it('is in its network again, not on the bridge that the network stands for', () => {
    const running = `<interface type='bridge'>
  <mac address='52:54:00:f7:c3:f4'/>
  <source network='tenant' portid='3aa3e4b1-6a5c-4f2e-8a43-6f2a0d4a3f0e' bridge='tenant'/>
  <target dev='vnet1'/>
  <alias name='net0'/>
  <model type='virtio'/>
</interface>`;
    const given = interfaceAsGiven(running);
    expect(given).toMatch(/<interface type=["']network["']>/);
    expect(given).toMatch(/<source network=["']tenant["']\/>/);
    // The guest may have been started anew since, with another TAP.
    expect(given).not.toMatch(/<target|<alias/);
  });

  it('keeps names that somebody has chosen for it', () => {
    const named = `<interface type='bridge'><target dev='web1-eth0'/><alias name='ua-web1'/></interface>`;
    expect(interfaceAsGiven(named)).toMatch(
      /<target dev=["']web1-eth0["']\/>\s*<alias name=["']ua-web1["']\/>/,
    );
  });

  it('stays as it is on a bridge of the host, and where it cannot be read', () => {
    const bridged = `<interface type='bridge'><source bridge='br0'/></interface>`;
    expect(interfaceAsGiven(bridged).replace(/\s*\n\s*/g, '')).toBe(bridged);
    expect(interfaceAsGiven('<interface')).toBe('<interface');
  });
});
