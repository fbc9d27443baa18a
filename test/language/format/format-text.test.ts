import fc from 'fast-check';
import { EmptyFileSystem } from 'langium';
import { describe, expect, it } from 'vitest';
import { applyEdits, formatEdits } from '../../../src/language/format/format-text.js';
import { createCoreServices } from '../../../src/language/module.js';
import { scan } from '../../../src/language/tokens/scanner.js';

const { vocabulary } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer;
const format = (text: string): string => applyEdits(text, formatEdits(text, vocabulary));

/** What a text means to the parser: its tokens, comments included, and whether text between them is no token. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  scan(text, vocabulary, {
    token: ({ kind, image }) => tokens.push(`${kind} ${image}`),
    error: ({ offset, length }) => tokens.push(`error ${text.slice(offset, offset + length)}`),
  });
  return tokens;
}

const WORDS = [
  ...[
    'network',
    'host',
    'bond',
    'nic',
    'roles',
    'carries',
    'ports',
    'stp',
    'route',
    'via',
    'subnet',
    'guest',
  ],
  ...['kvm1', 'eth0', '10.0.0.0/24', '"a b"', '100', 'Mbit/s', 'yes', 'trunk', 'native', 'zone', 'on'],
  ...['{', '}', ',', ';', '=', '// remark\n', '/* two\nlines */', '/// documented\n', '"open'],
];
const broken = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(' ', '\n', '\n\n\n', '\t', '  ', '\r\n')))
  .map((parts) => parts.map(([word, gap]) => word + gap).join(''));

describe('formatting', () => {
  it('keeps every token and comment, whatever the text is', () => {
    fc.assert(
      fc.property(broken, (text) => {
        expect(tokensOf(format(text))).toEqual(tokensOf(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(broken, (text) => {
        const once = format(text);
        expect(format(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  it('indents, breaks blocks that span lines and aligns values', () => {
    const text =
      'host kvm1 { nic eth0   nic eth1\nbond b { ports eth0,eth1\nmode 802.3ad   }\n\n\n\n number 22 }';
    expect(format(text)).toBe(
      `host kvm1 {
  nic eth0  nic eth1
  bond b {
    ports eth0, eth1
    mode  802.3ad
  }

  number 22
}
`,
    );
  });

  it('makes a table of blocks on one line each', () => {
    const text = `network heartbeat { roles heartbeat vlan 11 subnet 10.0.1.0/24 }
/// Where guests live.
network tenant { roles vm vlan 13 zone tenants }
network edge { roles vm vlans 100-199,300 } // a trunk
`;
    expect(format(text)).toBe(`network heartbeat { roles heartbeat  vlan 11  subnet 10.0.1.0/24 }
/// Where guests live.
network tenant    { roles vm         vlan 13  zone tenants }
network edge      { roles vm         vlans 100-199, 300 }  // a trunk
`);
  });

  it('keeps a line whole that a remark above it silences', () => {
    const text = `// kvmnet-ignore roles/no-redundancy: a lab
host kvm1 { nic eth0   nic eth1
}
`;
    expect(format(text)).toBe(text.replace('eth0   nic', 'eth0  nic'));
  });

  it('keeps what belongs together close', () => {
    expect(format('guest g on h { vcpus 4   pin 2-5\nnic { network n trunk 1-9 native 1 } }\n')).toBe(
      'guest g on h {\n  vcpus 4 pin 2-5\n  nic { network n  trunk 1-9 native 1 }\n}\n',
    );
    expect(format('host h { route 10.0.0.0/8 via 10.1.1.1   metric 5 }\nhost i { number 2 via h }\n')).toBe(
      'host h { route 10.0.0.0/8 via 10.1.1.1 metric 5 }\nhost i { number 2  via h }\n',
    );
  });

  it('indents what continues on the next line', () => {
    expect(format('pool p {\nhosts kvm1,\nkvm2\n}\n')).toBe('pool p {\n  hosts kvm1,\n      kvm2\n}\n');
  });

  it('keeps Windows line ends', () => {
    expect(format('host a {\r\nnumber 1\r\n}')).toBe('host a {\r\n  number 1\r\n}\r\n');
  });
});
