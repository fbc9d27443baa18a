import {
  ipToNumber,
  type IpFamily,
  parseInterfaceAddress,
  parseMac,
  type RichRuleElement,
  type TextSpan,
} from '../model/index.js';
import { nearestName } from './nearest-name.js';
import { listText } from './wording.js';

/** What firewalld refuses in a rule that it can read, and where. */
export interface RichRuleFault {
  readonly problem: string;
  readonly span: TextSpan;
  /** What stands better at a span of its own. */
  readonly fix?: { readonly title: string; readonly span: TextSpan; readonly text: string };
}

const PROTOCOLS = ['tcp', 'udp', 'sctp', 'dccp'];
const LEVELS = ['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug'];
const FAMILIES: Readonly<Record<string, IpFamily>> = { ipv4: 4, ipv6: 6 };
/** firewall/core/base.py: REJECT_TYPES. */
const REJECTS: Readonly<Record<string, readonly string[]>> = {
  ipv4: `icmp-host-prohibited host-prohib icmp-net-unreachable net-unreach icmp-host-unreachable host-unreach
    icmp-port-unreachable port-unreach icmp-proto-unreachable proto-unreach icmp-net-prohibited net-prohib tcp-reset
    tcp-rst icmp-admin-prohibited admin-prohib`.split(/\s+/),
  ipv6: `icmp6-adm-prohibited adm-prohibited icmp6-no-route no-route icmp6-addr-unreachable addr-unreach
    icmp6-port-unreachable port-unreach tcp-reset`.split(/\s+/),
};
const ACTIONS = ['accept', 'reject', 'drop', 'mark'];
const ELEMENTS =
  `service port protocol icmp-block icmp-type masquerade forward-port source-port tcp-mss-clamp`.split(' ');
/** Elements that say themselves what becomes of the packet. */
const COMPLETE = ['icmp-block', 'forward-port', 'masquerade', 'tcp-mss-clamp'];
const LONGEST_PREFIX = 127;
const LONGEST_IPSET = 32;
const UINT16 = 65_535;
const UINT32 = 4_294_967_295;

/** As firewalld 2.3 reads numbers: Python's int() with base 0. */
const isNumberUpTo = (text: string, most: number): boolean =>
  /^(?:0|[1-9]\d*|0x[\da-f]+|0o[0-7]+|0b[01]+)$/i.test(text) && Number(text) <= most;

/** Names of ports stand in /etc/services, which nobody here knows. */
const isPort = (text: string): boolean =>
  text.split('-').every((part) => (/^\d+$/.test(part) ? Number(part) <= UINT16 : /^[a-z]/i.test(text)));

const familyNameOf = (address: string): string => (address.includes(':') ? 'ipv6' : 'ipv4');

function isAddress(text: string, family: string, single: boolean): boolean {
  const slash = text.indexOf('/');
  const [whole, mask] = slash < 0 ? [text, undefined] : [text.slice(0, slash), text.slice(slash + 1)];
  const address = family === 'ipv6' ? whole.replace(/^\[+|\]+$/g, '') : whole;
  if (ipToNumber(address)?.family !== FAMILIES[family]) return false;
  if (mask === undefined) return true;
  if (single) return false;
  return family === 'ipv4' && mask.includes('.')
    ? ipToNumber(mask)?.family === 4
    : parseInterfaceAddress(`${address}/${mask}`) !== undefined;
}

/** `Rich_Rule.check` and the constructors of the parts (firewalld 2.3, firewall/core/rich.py). */
export function* richRuleFaults(rule: RichRuleElement): Iterable<RichRuleFault> {
  yield* ruleFaults(rule);
  yield* addressFaults(rule);
  for (const part of rule.children) {
    yield* valueFaults(part);
    for (const limit of part.children) yield* limitFaults(limit);
  }
  yield* combinationFaults(rule);
}

const of = ({ span }: RichRuleElement, problem: string): RichRuleFault => ({ problem, span });

const at = ({ spans, span }: RichRuleElement, attribute: string, problem: string): RichRuleFault => ({
  problem,
  span: spans.get(attribute) ?? span,
});

/** @param family that the addresses of the rule have; the word stands behind `rule`, or in place of another family. */
const writeFamily = (rule: RichRuleElement, family: string): Pick<RichRuleFault, 'fix'> => {
  const written = rule.spans.get('family');
  return {
    fix: {
      title: `Write family=${family}`,
      span: written ?? rule.span,
      text: written ? `family=${family}` : `rule family=${family}`,
    },
  };
};

const partOf = (rule: RichRuleElement, names: readonly string[]): RichRuleElement | undefined =>
  rule.children.find(({ name }) => names.includes(name));

function* ruleFaults(rule: RichRuleElement): Iterable<RichRuleFault> {
  const [family, priority] = [rule.attributes.get('family'), rule.attributes.get('priority')];
  if (family !== undefined && !(family in FAMILIES))
    yield at(rule, 'family', `its family is ipv4 or ipv6, not ${family}`);
  if (priority !== undefined && !(/^[+-]?\d+$/.test(priority) && Math.abs(Number(priority) + 0.5) < 32_768))
    yield at(rule, 'priority', `its priority is a number from -32768 to 32767, not ${priority}`);
}

function* addressFaults(rule: RichRuleElement): Iterable<RichRuleFault> {
  const family = rule.attributes.get('family');
  for (const part of rule.children) {
    const [attribute, single] = part.name === 'forward-port' ? ['to-addr', true] : ['address', false];
    const address = part.attributes.get(attribute);
    if (family === undefined) {
      const needs = address !== undefined || ['destination', 'forward-port'].includes(part.name);
      if (needs) yield familyMissing(rule, part, address);
      if (needs) return;
    } else if (address !== undefined && family in FAMILIES && !isAddress(address, family, single)) {
      const other = familyNameOf(address);
      if (other === family || !isAddress(address, other, single))
        yield at(part, attribute, `${address} is no IPv${family.slice(3)} address`);
      else
        yield {
          ...at(
            part,
            attribute,
            `${address} is no IPv${family.slice(3)} address, as family=${family} asks for`,
          ),
          ...writeFamily(rule, other),
        };
    }
  }
}

function familyMissing(
  rule: RichRuleElement,
  part: RichRuleElement,
  address: string | undefined,
): RichRuleFault {
  const family = familyNameOf(address ?? '');
  const fits = address !== undefined && isAddress(address, family, false);
  return {
    ...at(part, 'address', `${address ?? `'${part.name}'`} needs a family: write rule family=${family}`),
    ...(fits && writeFamily(rule, family)),
  };
}

function* valueFaults(part: RichRuleElement): Iterable<RichRuleFault> {
  const get = (name: string): string | undefined => part.attributes.get(name);
  switch (part.name) {
    case 'source':
    case 'destination': {
      const names = (part.name === 'source' ? ['address', 'mac', 'ipset'] : ['address', 'ipset']).filter(
        (name) => part.attributes.has(name),
      );
      const [first, second] = names;
      if (first === undefined)
        yield of(part, `'${part.name}' names no address${part.name === 'source' ? ', mac' : ''} or ipset`);
      if (first !== undefined && second !== undefined)
        yield at(part, second, `'${part.name}' has ${listText(names)}, and takes one of them`);
      const [mac, ipset] = [get('mac'), get('ipset')];
      if (mac !== undefined && parseMac(mac) === undefined) yield at(part, 'mac', `${mac} is no MAC address`);
      if (ipset !== undefined && ipset.length > LONGEST_IPSET)
        yield at(part, 'ipset', `the name of an ipset has at most ${LONGEST_IPSET} characters`);
      return;
    }
    case 'service':
    case 'icmp-block':
    case 'icmp-type':
      if (get('name') === undefined) yield of(part, `'${part.name}' lacks its name=…`);
      return;
    case 'protocol': {
      const value = get('value');
      if (value === undefined) yield of(part, "'protocol' lacks its value=…");
      else if (/^-?\d+$/.test(value) && !(Number(value) >= 0 && Number(value) <= 255))
        yield at(part, 'value', `protocols have numbers from 0 to 255, not ${value}`);
      return;
    }
    case 'port':
    case 'source-port':
    case 'forward-port':
      yield* portFaults(part);
      return;
    case 'tcp-mss-clamp': {
      const value = get('value');
      if (value !== undefined && value !== 'pmtu' && value !== 'None' && !(Number(value) >= 536))
        yield at(part, 'value', `'tcp-mss-clamp' takes pmtu or a number from 536, not ${value}`);
      return;
    }
    case 'log':
    case 'nflog':
      yield* logFaults(part);
      return;
    case 'mark': {
      const set = get('set');
      const words = set?.split('/') ?? [];
      if (set === undefined) yield of(part, "'mark' lacks its set=…");
      else if (words.length > 2 || !words.every((word) => isNumberUpTo(word, UINT32)))
        yield at(part, 'set', `a mark is a number of 32 bits, or number/mask, not ${set}`);
      return;
    }
  }
}

function* portFaults(part: RichRuleElement): Iterable<RichRuleFault> {
  const get = (name: string): string | undefined => part.attributes.get(name);
  const protocol = get('protocol');
  if (get('port') === undefined) yield of(part, `'${part.name}' lacks its port=…`);
  if (protocol === undefined) yield at(part, 'port', `'${part.name}' lacks protocol=tcp or udp`);
  else if (!PROTOCOLS.includes(protocol))
    yield at(part, 'protocol', `the protocol of a port is ${PROTOCOLS.join(', ')}, not ${protocol}`);
  for (const name of ['port', 'to-port']) {
    const value = get(name);
    if (value !== undefined && !isPort(value))
      yield at(part, name, `${value} is no port; they go up to 65535`);
  }
  if (part.name === 'forward-port' && get('to-port') === undefined && get('to-addr') === undefined)
    yield of(part, "'forward-port' leads nowhere: it lacks to-port=… or to-addr=…");
}

function* logFaults(part: RichRuleElement): Iterable<RichRuleFault> {
  const [level, prefix] = [part.attributes.get('level'), part.attributes.get('prefix')];
  if (level !== undefined && !LEVELS.includes(level)) yield levelFault(part, level);
  if (prefix !== undefined && prefix.length > LONGEST_PREFIX)
    yield at(
      part,
      'prefix',
      `the prefix of a log has at most ${LONGEST_PREFIX} characters, not ${prefix.length}`,
    );
  for (const name of ['group', 'queue-size']) {
    const value = part.attributes.get(name);
    if (value !== undefined && !isNumberUpTo(value, UINT16))
      yield at(part, name, `${name} of 'nflog' is a number from 0 to 65535, not ${value}`);
  }
}

function levelFault(part: RichRuleElement, level: string): RichRuleFault {
  const fault = at(part, 'level', `the level of a log is ${LEVELS.join(', ')}, not ${level}`);
  const meant = nearestName(level, LEVELS);
  if (meant === undefined) return fault;
  return { ...fault, fix: { title: `Write level=${meant}`, span: fault.span, text: `level=${meant}` } };
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const UNITS: Readonly<Record<string, string>> = { second: 's', minute: 'm', hour: 'h', day: 'd' };

function* limitFaults(limit: RichRuleElement): Iterable<RichRuleFault> {
  const [value, burst] = [limit.attributes.get('value'), limit.attributes.get('burst')];
  if (value === undefined) yield of(limit, "'limit' lacks its value=…");
  else {
    const [, rate, unit = ''] = /^\+?(\d+)\/(\w+)$/.exec(value) ?? [];
    const seconds = SECONDS[UNITS[unit] ?? unit];
    if (rate === undefined || Number(rate) < 1 || seconds === undefined)
      yield at(limit, 'value', `a limit is a number per s, m, h or d, such as 3/m, not ${value}`);
    else if (10_000 * seconds < Number(rate)) yield at(limit, 'value', `the limit ${value} is too fast`);
    else if (Number(rate) === 1 && seconds === SECONDS.d)
      yield at(limit, 'value', `the limit ${value} is too slow`);
  }
  if (burst !== undefined && !(/^\+?\d+$/.test(burst) && Number(burst) <= 10_000_000))
    yield at(limit, 'burst', `the burst of a limit is a number up to 10000000, not ${burst}`);
}

function* combinationFaults(rule: RichRuleElement): Iterable<RichRuleFault> {
  const element = partOf(rule, ELEMENTS);
  const action = partOf(rule, ACTIONS);
  const log = partOf(rule, ['log', 'nflog']);
  const audit = partOf(rule, ['audit']);
  const hasPriority = !/^[+-]?0*$/.test(rule.attributes.get('priority') ?? '');
  if (element && COMPLETE.includes(element.name)) {
    if (action) yield of(action, `'${element.name}' takes no action such as '${action.name}'`);
    const mac = partOf(rule, ['source'])?.spans.get('mac');
    if (mac && element.name === 'masquerade')
      yield { problem: "'masquerade' takes no source by its MAC", span: mac };
  } else if (!action && (element ? !log && !audit : !log || !hasPriority))
    yield of(rule, 'it has no action: accept, reject, drop or mark');
  else if (!element && !hasPriority && !partOf(rule, ['source', 'destination']))
    yield of(rule, 'it is about all packets: name a source, a destination, a service or a port');
  if (audit && (!action || action.name === 'mark'))
    yield of(audit, "'audit' needs the action accept, reject or drop");
  const type = action?.attributes.get('type');
  const family = rule.attributes.get('family');
  if (!action || type === undefined) return;
  if (family === undefined)
    yield at(action, 'type', 'a type of reject needs a family: write rule family=ipv4');
  else if (REJECTS[family]?.includes(type) === false)
    yield at(action, 'type', `${type} is no type of reject for ${family}: ${listText(REJECTS[family])}`);
}
