import {
  compareAddresses,
  familyOf,
  formatInterfaceAddress,
  parseInterfaceAddress,
  parseIpAddress,
  parseMac,
  subnetOf,
  type InterfaceAddress,
  type IpAddress,
  type Mac,
  type Port,
  type PortRange,
  type SshTarget,
  type Subnet,
} from '../../model/index.js';
import { problem, value, type Literal, type Reading } from './literal.js';

export const ipAddress: Literal<IpAddress> = (text) => {
  const address = parseIpAddress(text);
  if (address !== undefined) return value(address);
  const withoutPrefix = parseInterfaceAddress(text)?.address;
  if (withoutPrefix !== undefined) return problem(`${text}: no prefix belongs here.`, withoutPrefix);
  return problem(`'${text}' is no IPv4 or IPv6 address.`);
};

export const interfaceAddress: Literal<InterfaceAddress> = (text) => {
  const address = parseInterfaceAddress(text);
  if (address) return value(address);
  return parseIpAddress(text) === undefined
    ? problem(`'${text}' is no address with a prefix, such as 10.11.10.22/24.`)
    : problem(`${text} needs the length of its network, such as ${text}/${familyOf(text) === 4 ? 24 : 64}.`);
};

export const subnet: Literal<Subnet> = (text) => {
  const address = parseInterfaceAddress(text);
  if (!address) {
    return parseIpAddress(text) === undefined
      ? problem(`'${text}' is no subnet, such as 10.11.10.0/24.`)
      : problem(`${text} needs the length of the subnet, such as ${text}/${familyOf(text) === 4 ? 24 : 64}.`);
  }
  const network = subnetOf(address);
  if (network.address === address.address) return value(network);
  const instead = formatInterfaceAddress(network);
  return problem(`${text} is an address inside the subnet ${instead}.`, instead);
};

export const mac: Literal<Mac> = (text) => {
  const parsed = parseMac(text);
  if (parsed !== undefined) return value(parsed);
  const digits = text.replace(/[-:.]/g, '');
  const instead = /^[\da-f]{12}$/i.test(digits) ? digits.toLowerCase().match(/../g)?.join(':') : undefined;
  return problem(`'${text}' is no MAC address, such as 52:54:00:12:34:56.`, instead);
};

const portNumber = (digits: string): number | undefined =>
  /^\d{1,5}$/.test(digits) && Number(digits) >= 1 && Number(digits) <= 65_535 ? Number(digits) : undefined;

const protocolOf = (text: string, protocol: string | undefined): Reading<Port['protocol']> => {
  if (protocol === 'tcp' || protocol === 'udp') return value(protocol);
  return protocol === undefined
    ? problem(`The port ${text} needs its protocol: tcp or udp.`, `${text}/tcp`)
    : problem(`'${protocol}' is neither tcp nor udp.`);
};

/** `8080/tcp`. */
export const port: Literal<Port> = (text) => {
  const [digits = '', protocol, more] = text.split('/');
  const number = portNumber(digits);
  if (/^\d+-\d+$/.test(digits))
    return problem(`${text} is a range, and only one port can stand here: write a line for each.`);
  if (number === undefined || more !== undefined)
    return problem(`'${text}' is no port, such as 8080/tcp; numbers run from 1 to 65535.`);
  const read = protocolOf(text, protocol);
  return 'value' in read ? value({ number, protocol: read.value }) : read;
};

/** `8080/tcp`, or several in a row: `49152-49215/tcp`. */
export const portRange: Literal<PortRange> = (text) => {
  const [digits = '', protocol, more] = text.split('/');
  const [from = '', to = from, rest] = digits.split('-');
  const [first, last] = [portNumber(from), portNumber(to)];
  if (first === undefined || last === undefined || more !== undefined || rest !== undefined)
    return problem(`'${text}' is no port, such as 8080/tcp or 49152-49215/tcp; numbers run from 1 to 65535.`);
  const read = protocolOf(text, protocol);
  if (!('value' in read)) return read;
  if (first > last) return problem(`The range ${text} runs backwards.`, `${last}-${first}/${read.value}`);
  return value({ first, last, protocol: read.value });
};

/** The number alone. */
export const plainPort: Literal<number> = (text) => {
  const number = portNumber(text);
  return number === undefined ? problem(`'${text}' is no port number from 1 to 65535.`) : value(number);
};

export interface AddressRange {
  readonly first: IpAddress;
  readonly last: IpAddress;
}

/** `192.168.100.10-192.168.100.200` */
export const addressRange: Literal<AddressRange> = (text) => {
  const [from = '', to, more] = text.split('-');
  const first = parseIpAddress(from);
  const last = to === undefined || more !== undefined ? undefined : parseIpAddress(to);
  if (first === undefined || last === undefined)
    return problem(`'${text}' is no range of addresses, such as 192.168.100.10-192.168.100.200.`);
  if (familyOf(first) !== familyOf(last)) return problem(`${text} mixes IPv4 and IPv6.`);
  if (compareAddresses(first, last) > 0)
    return problem(`The range ${text} runs backwards.`, `${last}-${first}`);
  return value({ first, last });
};

/** `[user@]name[:port]`; an IPv6 address with a port stands in brackets. */
export const sshTarget: Literal<SshTarget> = (text) => {
  const match =
    /^(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:@[\]]+)|([\da-fA-F:.%]*:[\da-fA-F:.%]*:[\da-fA-F:.%]*))(?::(\d+))?$/.exec(
      text,
    );
  const name = match?.[2] ?? match?.[3] ?? match?.[4];
  if (!match || name === undefined) return problem(`'${text}' is not of the form user@name:port.`);
  // A name that begins with a hyphen would be read as an option by ssh.
  const user = match[1];
  if (name.startsWith('-') || user?.startsWith('-') === true)
    return problem(`'${text}': neither user nor name can begin with a hyphen.`);
  const number = match[5] === undefined ? undefined : portNumber(match[5]);
  if (match[5] !== undefined && number === undefined)
    return problem(`${match[5]} is no port from 1 to 65535.`);
  return value({
    ...(user !== undefined && { user }),
    name,
    ...(number !== undefined && { port: number }),
  });
};
