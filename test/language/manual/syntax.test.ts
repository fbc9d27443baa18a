import { describe, expect, it } from 'vitest';
import { languageManual } from '../../../src/language/index.js';

const manual = languageManual();
const syntaxOf = (block: string, keyword: string): string | undefined =>
  manual.get(block)?.find((entry) => entry.keyword === keyword)?.syntax;

describe('the manual of the language', () => {
  it.each([
    ['SourceFile', 'host', 'host NAME [is PROFILE, …] { … }'],
    ['SourceFile', 'guest', 'guest NAME [on HOST|in POOL] … { … }'],
    ['NetworkBlock', 'mtu', 'mtu VALUE'],
    ['NetworkBlock', 'dns', 'dns VALUE, …'],
    ['NetworkBlock', 'route', 'route DESTINATION [via GATEWAY] [metric METRIC]'],
    ['BondBlock', 'carries', 'carries NETWORK, …'],
    ['BondBlock', 'primary', 'primary DEVICE'],
    ['NicBlock', 'dhcp', 'dhcp'],
    ['BridgeBlock', 'stp', 'stp [on|off]'],
    ['BridgeBlock', 'port', 'port DEVICE { … }'],
    ['VirtualNetworkBlock', 'lease', 'lease MAC ADDRESS [NAME]'],
    ['VirtualNetworkBlock', 'forward', 'forward PORT to GUEST:PORT'],
    ['GuestNicBlock', 'bandwidth', 'bandwidth [in|out AVERAGE [peak PEAK] [burst BURST]] …'],
    ['GuestNicBlock', 'network', 'network NETWORK'],
  ])('reads from the grammar how %s %s is written', (block, keyword, syntax) => {
    expect(syntaxOf(block, keyword)).toBe(syntax);
  });

  it('says of everything what it means, with an example, and of modes each', () => {
    const silent = [...manual].flatMap(([block, entries]) =>
      entries.flatMap(({ keyword, meaning, example }) => (meaning && example ? [] : [`${block} ${keyword}`])),
    );
    expect(silent).toEqual([]);
    const mode = manual.get('BondBlock')?.find(({ keyword }) => keyword === 'mode');
    expect(mode?.choices.map(({ name }) => name)).toHaveLength(7);
  });
});
