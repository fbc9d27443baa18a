import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deviceId,
  guestNicId,
  hostId,
  isMulticastMac,
  parseMac,
  virtualNetworkId,
} from '../../src/model/index.js';

describe('element ids', () => {
  it('read as paths of names', () => {
    expect(deviceId('kvm1', 'bond0.13')).toBe('host/kvm1/device/bond0.13');
    expect(guestNicId('web1', 'tenant')).toBe('guest/web1/nic/tenant');
  });

  it('never fall together for different names, whatever is in them', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 6 });
    fc.assert(
      fc.property(name, name, name, name, (host, device, otherHost, otherDevice) => {
        fc.pre(host !== otherHost || device !== otherDevice);
        expect(deviceId(host, device)).not.toBe(deviceId(otherHost, otherDevice));
      }),
    );
  });

  it('take names with half a surrogate pair', () => {
    expect(hostId('a\uD800b')).toBe('host/a%EF%BF%BDb');
  });

  it('keep kinds apart', () => {
    expect(deviceId('h', 'x')).not.toBe(virtualNetworkId('h', 'x'));
  });
});

describe('MAC addresses', () => {
  it('are kept in lower case', () => {
    expect(parseMac('00:21:28:AA:BB:01')).toBe('00:21:28:aa:bb:01');
  });

  it('are refused when they are none', () => {
    for (const text of ['00:21:28:aa:bb', '00-21-28-aa-bb-01', '00:21:28:aa:bb:0g', '']) {
      expect(parseMac(text), text).toBeUndefined();
    }
  });

  it('are multicast when the lowest bit of the first octet is set', () => {
    expect(isMulticastMac('01:00:5e:00:00:01')).toBe(true);
    expect(isMulticastMac('52:54:00:00:00:01')).toBe(false);
  });
});
