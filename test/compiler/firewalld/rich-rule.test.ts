import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { richRuleElement } from '../../../src/compiler/firewalld/rich-rule.js';
import { parseXml, writeXml } from '../../../src/compiler/index.js';

const written = (rule: string): string => {
  const parsed = richRuleElement(rule);
  return parsed.ok ? writeXml(parsed.value) : parsed.problem;
};

describe('rich rule', () => {
  it.each([
    [
      'rule family="ipv4" source address="192.0.2.0/24" service name="ssh" log prefix="ssh in" level="info" limit value="3/m" accept',
      [
        "<rule family='ipv4'>",
        "  <source address='192.0.2.0/24'/>",
        "  <service name='ssh'/>",
        "  <log prefix='ssh in' level='info'>",
        "    <limit value='3/m'/>",
        '  </log>',
        '  <accept/>',
        '</rule>',
      ],
    ],
    // Order is free in the language and fixed in the file.
    ['rule accept source NOT mac=02:00:00:00:00:01 priority=5', "'source' has no attribute 'priority'"],
    [
      'rule priority=5 accept source NOT mac=02:00:00:00:00:01',
      ["<rule priority='5'>", "  <source invert='True' mac='02:00:00:00:00:01'/>", '  <accept/>', '</rule>'],
    ],
    ['rule protocol value=esp drop', ['<rule>', "  <protocol value='esp'/>", '  <drop/>', '</rule>']],
    ['', "it does not begin with 'rule'"],
    ['family=ipv4 accept', "it does not begin with 'rule'"],
    ['rule bogus accept', "'bogus' is not known"],
    ['rule accept drop', "'drop' and 'accept' exclude each other"],
    ['rule service name=ssh port port=1 protocol=tcp accept', "'port' and 'service' exclude each other"],
    ['rule source limit value=1/s accept', "'source' takes no limit"],
    ['rule service NOT name=ssh accept', "'service' cannot be inverted"],
    ['rule service name= accept', "'name' has no plain value"],
    ['rule service name=a=b accept', "'name' has no plain value"],
    ['rule log prefix="open accept', 'a quote is not closed at "open accept'],
  ])('%j', (rule, expected) => {
    expect(written(rule)).toBe(typeof expected === 'string' ? expected : `${expected.join('\n')}\n`);
  });

  it('keeps any value inside its attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        fc.pre(!text.includes('='));
        const quoted = text.replace(/["\\]/g, '\\$&');
        const parsed = richRuleElement(`rule log prefix="${quoted}" accept`);
        if (!parsed.ok) throw new Error(parsed.problem);
        const back = parseXml(writeXml(parsed.value));
        expect(back).toMatchObject({
          ok: true,
          value: {
            children: [{ name: 'log', attributes: [{ name: 'prefix', value: text }] }, { name: 'accept' }],
          },
        });
      }),
    );
  });
});
