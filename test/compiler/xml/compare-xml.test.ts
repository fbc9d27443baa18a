import { describe, expect, it } from 'vitest';
import { compareXml, parseXml, type FieldChange, type XmlElement } from '../../../src/compiler/index.js';

const xml = (text: string): XmlElement => {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

const compare = (desired: string, actual: string): readonly FieldChange[] =>
  compareXml(xml(desired), xml(actual));

const NETWORK = `<network>
  <name>lab</name><uuid>a</uuid>
  <forward mode='nat' dev='eth1'><nat ipv6='yes'/></forward>
  <bridge name='virbr-lab' stp='on' delay='0' zone='libvirt'/>
  <mtu size='1400'/>
  <mac address='52:54:00:0a:0a:01'/>
  <ip address='192.168.150.1' prefix='24'><dhcp>
    <range start='192.168.150.100' end='192.168.150.200'/>
    <host mac='52:54:00:66:00:01' name='g1' ip='192.168.150.10'/>
    <host mac='52:54:00:66:00:02' ip='192.168.150.11'/>
  </dhcp></ip>
  <ip family='ipv6' address='fd00::1' prefix='64'/>
</network>`;

describe('comparison of XML', () => {
  it('finds nothing in what libvirt adds to a network of its own', () => {
    const actual = `<network connections='3' ipv6='no'>
      <name>lab</name>
      <uuid>63295d74-2d0c-4337-8eb3-4e121f72a103</uuid>
      <forward dev='eth1' mode='nat'>
        <nat ipv6='yes'><port start='1024' end='65535'/></nat>
        <interface dev='eth1' connections='3'/>
      </forward>
      <bridge name='virbr-lab' zone='libvirt' stp='on' delay='0'/>
      <mtu size='1400'/>
      <mac address='52:54:00:0A:0A:01'/>
      <dns/>
      <ip family='ipv4' address='192.168.150.1' netmask='255.255.255.0'>
        <dhcp>
          <host mac='52:54:00:66:00:02' ip='192.168.150.11'/>
          <host mac='52:54:00:66:00:01' name='g1' ip='192.168.150.10'/>
          <range start='192.168.150.100' end='192.168.150.200'/>
        </dhcp>
      </ip>
      <ip family='ipv6' address='fd00::1' prefix='64'>
      </ip>
    </network>`;
    expect(compare(NETWORK, actual)).toEqual([]);
    expect(compare(actual, NETWORK)).toEqual([]);
  });

  it('says per field what a network has and what it shall have', () => {
    const actual = NETWORK.replace("name='g1' ip='192.168.150.10'", "name='old' ip='192.168.150.10'")
      .replace("<host mac='52:54:00:66:00:02' ip='192.168.150.11'/>", '')
      .replace("stp='on'", "stp='off'")
      .replace("<mtu size='1400'/>", "<domain name='lab.test'/>");
    expect(compare(NETWORK, actual)).toEqual([
      { path: 'bridge@stp', before: 'off' },
      { path: 'domain@name', before: 'lab.test' },
      { path: 'ip[192.168.150.1]/dhcp/host[52:54:00:66:00:01]@name', before: 'old', after: 'g1' },
      { path: 'ip[192.168.150.1]/dhcp/host[52:54:00:66:00:02]@ip', after: '192.168.150.11' },
      { path: 'ip[192.168.150.1]/dhcp/host[52:54:00:66:00:02]@mac', after: '52:54:00:66:00:02' },
      { path: 'mtu@size', after: '1400' },
    ]);
  });

  const INTERFACE = `<interface type='network'>
    <mac address='52:54:00:66:00:01'/>
    <source network='edge'/>
    <vlan trunk='yes'><tag id='100' nativeMode='untagged'/><tag id='101'/></vlan>
    <model type='virtio'/>
    <driver name='vhost' queues='4'/>
    <filterref filter='clean-traffic'><parameter name='IP' value='192.0.2.9'/></filterref>
  </interface>`;

  it('finds nothing in what a running guest adds to its interface', () => {
    const actual = `<interface type="bridge">
      <mac address="52:54:00:66:00:01"/>
      <source network="edge" portid="3b3309bd-3f49-4978-8e21-70cd70958953" bridge="br0"/>
      <vlan trunk="yes"><tag id="101"/><tag id="100" nativeMode="untagged"/></vlan>
      <target dev="vnet0"/>
      <model type="virtio"/>
      <driver name="vhost" queues="4"/>
      <filterref filter="clean-traffic"><parameter name="IP" value="192.0.2.9"/></filterref>
      <link state="up"/>
      <alias name="net0"/>
      <address type="pci" domain="0x0000" bus="0x01" slot="0x00" function="0x0"/>
    </interface>`;
    expect(compare(INTERFACE, actual)).toEqual([]);
    expect(compare(actual, INTERFACE)).toEqual([]);
  });

  it('sees a NIC that was moved, unplugged or let into another VLAN', () => {
    const actual = INTERFACE.replace("network='edge'", "network='tenant'")
      .replace("<tag id='101'/>", "<tag id='102'/>")
      .replace("<model type='virtio'/>", "<model type='virtio'/><link state='down'/>");
    expect(compare(INTERFACE, actual)).toEqual([
      { path: 'link@state', before: 'down' },
      { path: 'source@network', before: 'tenant', after: 'edge' },
      { path: 'vlan/tag[101]@id', after: '101' },
      { path: 'vlan/tag[102]@id', before: '102' },
    ]);
  });

  it('takes one queue and the name of the default driver for no driver', () => {
    expect(
      compare(
        "<interface type='bridge'/>",
        "<interface type='bridge'><driver name='vhost' queues='1'/></interface>",
      ),
    ).toEqual([]);
  });

  it('does not look at the order of a zone, and tells rules apart by what they say', () => {
    const zone = `<zone target="DROP"><short>z</short><service name="ssh"/><service name="dns"/><forward/>
      <rule family="ipv4"><source address="192.0.2.0/24"/><accept/></rule>
      <rule family="ipv4"><source address="192.0.2.0/24"/><log prefix="a" level="info"><limit value="1/s"/></log><drop/></rule></zone>`;
    const reordered = `<zone target="DROP"><rule family="ipv4"><source address="192.0.2.0/24"/><log level="info" prefix="a"><limit value="1/s" burst="0"/></log><drop/></rule>
      <rule family="ipv4"><source address="192.0.2.0/24"/><accept/></rule><forward/>
      <service name="dns"/><service name="ssh"/><short>z</short></zone>`;
    expect(compare(zone, reordered)).toEqual([]);
    const changed = zone.replace('<forward/>', '<masquerade/>').replace('<accept/>', '<reject/>');
    expect(
      compare(zone, changed)
        .map(({ path }) => path.replace(/\[.*\]/, ''))
        .sort(),
    ).toEqual([
      'forward',
      'masquerade',
      'rule/accept',
      'rule/reject',
      'rule/source@address',
      'rule/source@address',
      'rule@family',
      'rule@family',
    ]);
  });
});
