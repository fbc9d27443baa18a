/** Lower-case, colon-separated: `52:54:00:12:34:56`. */
export type Mac = string;

/** Prefix that QEMU and libvirt use for guests; its second-lowest bit marks it as locally administered. */
export const KVM_MAC_PREFIX = '52:54:00';

export function parseMac(text: string): Mac | undefined {
  return /^[\da-f]{2}(:[\da-f]{2}){5}$/i.test(text) ? text.toLowerCase() : undefined;
}

const firstOctet = (mac: Mac): number => Number.parseInt(mac.slice(0, 2), 16);

export const isMulticastMac = (mac: Mac): boolean => (firstOctet(mac) & 1) === 1;
export const isZeroMac = (mac: Mac): boolean => mac === '00:00:00:00:00:00';
export const isLocallyAdministeredMac = (mac: Mac): boolean => (firstOctet(mac) & 2) === 2;
