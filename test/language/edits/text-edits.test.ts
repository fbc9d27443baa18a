import { EmptyFileSystem } from 'langium';
import { describe, expect, it } from 'vitest';
import { applyTextEdits, textEditOf } from '../../../src/language/edits/text-edits.js';
import { createCoreServices } from '../../../src/language/module.js';
import type { Edit, Position } from '../../../src/model/index.js';

const { vocabulary } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer;

/** The text without the marks, and the range between them. */
function marked(source: string): { text: string; start: Position; end: Position } {
  const positionAt = (offset: number): Position => {
    const before = source.slice(0, offset).replace(/[«»]/g, '').split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  return {
    text: source.replace(/[«»]/g, ''),
    start: positionAt(source.indexOf('«')),
    end: positionAt(source.indexOf('»')),
  };
}

function edited(kind: Edit['kind'], source: string, addition = ''): string {
  const { text, start, end } = marked(source);
  const at = { uri: 'file:///a.kvmnet', range: { start, end } };
  const edit: Edit =
    kind === 'remove' || kind === 'remove-item' ? { kind, at } : { kind, at, text: addition };
  return applyTextEdits(text, [textEditOf(edit, text, vocabulary)]);
}

describe('text edits', () => {
  it('replaces a value', () => {
    expect(edited('replace', 'network a { vlan «13» }', '14')).toBe('network a { vlan 14 }');
  });

  it.each([
    ['the first', 'bond b { ports «eth0», eth1 mtu 1 }', 'bond b { ports eth1 mtu 1 }'],
    ['one in the middle', 'bond b { ports eth0, «eth1» , eth2 }', 'bond b { ports eth0 , eth2 }'],
    ['the last', 'bond b { ports eth0,\n  «eth1» // why\n}', 'bond b { ports eth0 // why\n}'],
    ['a range', 'network a { vlans 1, «2-3», 4 }', 'network a { vlans 1, 4 }'],
    ['the only one, and its property', 'bond b {\n  ports «eth0»\n  mtu 1\n}', 'bond b {\n  mtu 1\n}'],
  ])('removes %s of a list', (_, source, expected) => {
    expect(edited('remove-item', `host h { nic eth0 nic eth1 ${source} }`)).toBe(
      `host h { nic eth0 nic eth1 ${expected} }`,
    );
  });

  it.each([
    [
      'and its line',
      'network a {\n  roles vm\n  «vlan 13»  \n  mtu 1\n}',
      'network a {\n  roles vm\n  mtu 1\n}',
    ],
    ['given by its value', 'network a {\n  roles vm\n  vlan «13»\n}', 'network a {\n  roles vm\n}'],
    [
      'and keeps what else is on the line',
      'network a { roles vm  «vlan 13»  mtu 1 }',
      'network a { roles vm  mtu 1 }',
    ],
    ['at the end of a line', 'network a { roles vm  «vlan 13» }', 'network a { roles vm }'],
    ['at the end of a line without brace', 'network a { roles vm  «vlan 13»\n}', 'network a { roles vm\n}'],
    ['and keeps a remark behind it', 'network a {\n  «vlan 13» // why\n}', 'network a {\n  // why\n}'],
    ['with all its parts', 'network a {\n  route «10.0.0.0/8» via 10.1.0.1 metric 5\n}', 'network a {\n}'],
  ])('removes a property %s', (_, source, expected) => {
    expect(edited('remove', source)).toBe(expected);
  });

  it('removes a declaration with its documentation', () => {
    const source = 'network a { }\n\n/// About b.\n/// More.\n«network b {\n  vlan 1\n}»\nnetwork c { }\n';
    expect(edited('remove', source)).toBe('network a { }\n\nnetwork c { }\n');
  });

  it.each([
    ['host h is «a» { nic eth0 }', 'host h { nic eth0 }'],
    ['host h is a, «b» { nic eth0 }', 'host h is a { nic eth0 }'],
    ['host h { vlan v on «eth0» id 5 }', 'host h { vlan v id 5 }'],
  ])('removes the item of a header in %s', (source, expected) => {
    expect(edited('remove-item', source)).toBe(expected);
  });

  it('removes a part that is no property', () => {
    expect(edited('remove', 'guest g on kvm1 «in p» { vcpus 1 }')).toBe('guest g on kvm1 { vcpus 1 }');
  });

  it.each([
    [
      'a block of several lines',
      'host h {\n  nic eth0 {\n    mtu 1\n  «»}\n}',
      'host h {\n  nic eth0 {\n    mtu 1\n    mac x\n  }\n}',
    ],
    ['a block on one line', 'host h { nic eth0 { mtu 1 «»} }', 'host h { nic eth0 { mtu 1  mac x } }'],
    ['an empty block', 'nic eth0 {«»}', 'nic eth0 { mac x }'],
    ['a blank block', 'nic eth0 { «»}', 'nic eth0 { mac x }'],
    ['a declaration without block', 'host h { nic «eth0» }', 'host h { nic eth0 { mac x } }'],
    ['a block with other line ends', 'nic eth0 {\r\n  mtu 1\r\n«»}', 'nic eth0 {\r\n  mtu 1\r\n  mac x\r\n}'],
  ])('appends to %s', (_, source, expected) => {
    expect(edited('append', source, 'mac x')).toBe(expected);
  });

  it('appends several lines, each indented', () => {
    expect(edited('append', 'host h {\n  nic eth0\n«»}\n', 'bond b {\n  ports eth0\n}')).toBe(
      'host h {\n  nic eth0\n  bond b {\n    ports eth0\n  }\n}\n',
    );
  });
});
