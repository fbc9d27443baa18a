import { describe, expect, it } from 'vitest';
import { parseRichRule } from '../../src/model/index.js';
import { richRuleFaults } from '../../src/rules/rich-rule-faults.js';

/** Words of the rule at which something is refused. */
function refusedIn(text: string): readonly string[] {
  const rule = parseRichRule(text);
  if (!rule.ok) throw new Error(rule.problem);
  return [...richRuleFaults(rule.value)].map(({ span }) => text.slice(span.start, span.end));
}

describe('values of a rich rule', () => {
  it.each([
    ['rule family=ipv5 service name=ssh accept', 'family=ipv5'],
    ['rule priority=x service name=ssh accept', 'priority=x'],
    ['rule priority=-32769 service name=ssh accept', 'priority=-32769'],
    ['rule destination ipset=inside accept', 'destination'],
    ['rule forward-port port=80 protocol=tcp to-port=8080', 'forward-port'],
    ['rule family=ipv4 source address=10.0.0.0/33 accept', 'address=10.0.0.0/33'],
    ['rule family=ipv6 destination address=10.0.0.1 accept', 'address=10.0.0.1'],
    ['rule family=ipv4 forward-port port=80 protocol=tcp to-addr=10.0.0.0/24', 'to-addr=10.0.0.0/24'],
    ['rule family=ipv4 source accept', 'source'],
    ['rule source mac=02:00:00:00:00:01 ipset=x accept', 'ipset=x'],
    ['rule source mac=02-00-00-00-00-01 accept', 'mac=02-00-00-00-00-01'],
    ['rule service accept', 'service'],
    ['rule protocol value=256 accept', 'value=256'],
    ['rule port port=70000 protocol=tcp accept', 'port=70000'],
    ['rule port port=80- protocol=tcp accept', 'port=80-'],
    ['rule source-port port=80 protocol=icmp accept', 'protocol=icmp'],
    ['rule family=ipv4 forward-port port=80 protocol=tcp', 'forward-port'],
    ['rule tcp-mss-clamp value=535', 'value=535'],
    ['rule service name=ssh nflog group=65536 accept', 'group=65536'],
    [`rule service name=ssh log prefix=${'x'.repeat(128)} accept`, `prefix=${'x'.repeat(128)}`],
    ['rule service name=ssh log limit value=3 accept', 'value=3'],
    ['rule service name=ssh log limit value=1/d accept', 'value=1/d'],
    ['rule service name=ssh log limit value=10001/s accept', 'value=10001/s'],
    ['rule service name=ssh log limit burst=3 accept', 'limit'],
    ['rule service name=ssh accept limit value=3/m burst=x', 'burst=x'],
    ['rule service name=ssh mark', 'mark'],
    ['rule service name=ssh mark set=0x1/x', 'set=0x1/x'],
    ['rule family=ipv4 forward-port port=80 protocol=tcp to-port=8080 accept', 'accept'],
    ['rule masquerade drop', 'drop'],
    ['rule masquerade source mac=02:00:00:00:00:01', 'mac=02:00:00:00:00:01'],
    ['rule service name=ssh', 'rule'],
    ['rule family=ipv4 source address=10.0.0.0/8 log', 'rule'],
    ['rule accept', 'rule'],
    ['rule service name=ssh audit', 'audit'],
    ['rule service name=ssh audit mark set=1', 'audit'],
    ['rule service name=ssh reject type=tcp-reset', 'type=tcp-reset'],
    ['rule family=ipv4 service name=ssh reject type=no-route', 'type=no-route'],
  ])('refuses %s', (rule, word) => {
    expect(refusedIn(rule)).toEqual([word]);
  });

  it.each([
    'rule priority=-32768 drop',
    'rule priority=32767 log limit value=1/s',
    'rule source mac=02:00:00:00:00:01 accept',
    'rule source ipset=inside accept',
    'rule family=ipv4 source address=10.0.0.0/255.0.0.0 accept',
    'rule family=ipv6 source address=[2001:db8::1] accept',
    'rule port port=49152-49215 protocol=sctp accept',
    'rule port port=ssh protocol=tcp accept',
    'rule protocol value=esp drop',
    'rule service name=ssh log',
    'rule service name=ssh audit limit value=10/minute accept',
    'rule service name=ssh mark set=0x10/0xff',
    'rule family=ipv6 service name=ssh reject type=tcp-reset',
    'rule icmp-block name=echo-request',
    'rule masquerade',
    'rule tcp-mss-clamp value=pmtu',
    'rule family=ipv4 forward-port port=80 protocol=tcp to-addr=10.0.0.1',
  ])('takes %s', (rule) => {
    expect(refusedIn(rule)).toEqual([]);
  });
});
