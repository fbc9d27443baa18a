import { EmptyFileSystem } from 'langium';
import { describe, expect, it } from 'vitest';
import { createCoreServices } from '../../../src/language/module.js';
import { keywordMeantBy } from '../../../src/language/syntax/words-of-others.js';
import { analyse } from '../fuzz/check-text.js';
import { declare } from '../support/declare.js';

const { topLevel, blocks } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer.vocabulary;
const messages = (text: string) =>
  declare('a.kvmnet', text).declarations.findings.map(({ message }) => message);

describe('the words of other tools', () => {
  it('lead to the keyword of the block', () => {
    expect(messages('host h { interface eth0 }')).toEqual([expect.stringContaining("Did you mean 'nic'?")]);
    expect(messages('host h { bond b { slaves eth0 } }')).toEqual([
      expect.stringContaining("Did you mean 'ports'?"),
    ]);
    expect(messages('vm web1')).toEqual([expect.stringContaining("Did you mean 'guest'?")]);
    expect(messages('host h { nic e { ip 10.0.0.1/24 } }')).toEqual([
      expect.stringContaining("Did you mean 'address'?"),
    ]);
  });

  it('and numbers lead to modes; what only some modes have is not judged by a mode that nobody can read', () => {
    for (const [word, mode] of [
      ['lacp', '802.3ad'],
      ['4', '802.3ad'],
      ['1', 'active-backup'],
    ]) {
      const text = `host h { nic a  nic b  bond c { ports a, b  mode ${word}  lacp-rate fast  hash layer3+4 } }`;
      const { findings } = analyse(text);
      const said = findings.filter(({ code }) => /^(?:syntax|bond)/.test(code));
      expect(said.map(({ message }) => message)).toEqual([
        expect.stringContaining(`Did you mean '${mode}'?`),
      ]);
    }
  });

  it('are looked for in blocks that have the keyword', () => {
    const starters = (rule: string) => blocks.get(rule)?.starters ?? topLevel.starters;
    expect(keywordMeantBy('Untagged', starters('PortBlock'))).toBe('native');
    expect(keywordMeantBy('untagged', starters('BondBlock'))).toBeUndefined();
    expect(keywordMeantBy('constructor', starters('BondBlock'))).toBeUndefined();
  });
});
