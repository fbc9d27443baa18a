import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CodeActionKind, CodeActionRequest, type CodeAction } from 'vscode-languageserver/node.js';
import { applyTextEdits } from '../../../src/language/edits/text-edits.js';
import { useLanguageServer } from '../support/language-server.js';

const kit = useLanguageServer();

const A = `network management { roles management  subnet 10.11.10.0/24 }
profile compute {
  nic eth0  nic eth1
  bond bond0 {
    ports eth0, eth1
    mode active-backup
    lacp-rate fast
    min-links 2
    carries management
  }
}
host kvm1 is compute { number 11 }
host kvm2 is compute { number 12  nic eth2 { carries managment } }
`;
const B = `host kvm3 {
  number 13
  nic eth0  nic eth1
  bond bond0 { ports eth0, eth1  mode balance-rr  min-links 2  carries management }
}
`;

/** A server that has both files open, and what it offers. */
async function site(name: string) {
  const folder = join(kit.folder(), name);
  await mkdir(folder, { recursive: true });
  const uriOf = (file: string): string => pathToFileURL(join(folder, file)).toString();
  const texts = new Map([
    [uriOf('a.kvmnet'), A],
    [uriOf('b.kvmnet'), B],
  ]);
  await Promise.all([writeFile(join(folder, 'a.kvmnet'), A), writeFile(join(folder, 'b.kvmnet'), B)]);
  const server = kit.start();
  const { capabilities } = await server.initialize(folder);
  for (const [uri, text] of texts) await server.open(uri, text);
  await server.codesOf(uriOf('a.kvmnet'), (codes) => codes.includes('bond/option-without-effect'));
  await server.codesOf(uriOf('b.kvmnet'), (codes) => codes.includes('bond/option-without-effect'));
  /** What is offered for a line of a.kvmnet. */
  const offered = async (line: number, only?: readonly string[]): Promise<readonly CodeAction[]> => {
    const uri = uriOf('a.kvmnet');
    const diagnostics = (server.diagnostics.get(uri) ?? []).filter(({ range }) => range.start.line === line);
    const range = { start: { line, character: 0 }, end: { line, character: 0 } };
    const answer = await server.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context: { diagnostics, ...(only && { only: [...only] }) },
    });
    return (answer ?? []) as readonly CodeAction[];
  };
  const after = ({ edit }: CodeAction, file: string): string =>
    applyTextEdits(texts.get(uriOf(file)) ?? '', edit?.changes?.[uriOf(file)] ?? []);
  return { capabilities, offered, after };
}

const titles = (actions: readonly CodeAction[]): readonly string[] => actions.map(({ title }) => title);

describe('code actions', () => {
  it('offer each fix, and the safe ones of a kind for all of the site', async () => {
    const { offered, after } = await site('of-a-kind');
    const actions = await offered(7);
    expect(titles(actions)).toEqual([
      'Remove min-links',
      'Fix all 2 findings of bond/option-without-effect in the site',
      'Silence bond/option-without-effect here, and say why',
    ]);
    expect(actions.map(({ isPreferred }) => isPreferred)).toEqual([true, undefined, undefined]);
    expect(actions[2]?.command?.arguments?.[1]).toBe('bond/option-without-effect');
    const all = actions[1]!;
    expect(after(all, 'a.kvmnet')).toBe(A.replace('    min-links 2\n', ''));
    expect(after(all, 'b.kvmnet')).toBe(B.replace('min-links 2  ', ''));
  });

  it('offer nothing for all where there is one, and never a guess for all', async () => {
    const { offered } = await site('single');
    expect(titles(await offered(6))).toEqual(['Remove lacp-rate']);
    expect(titles(await offered(12)).filter((title) => title.startsWith('Fix all'))).toEqual([]);
  });

  it('mend on request, or on save, what is safe in the file', async () => {
    const { capabilities, offered, after } = await site('on-save');
    expect(capabilities.codeActionProvider).toMatchObject({
      codeActionKinds: expect.arrayContaining(['source.fixAll.kvmnet']) as unknown,
    });
    for (const only of [CodeActionKind.SourceFixAll, 'source.fixAll.kvmnet']) {
      const [action, ...more] = await offered(0, [only]);
      expect(more).toEqual([]);
      expect(action).toMatchObject({ title: 'Fix all that is safe to fix', kind: 'source.fixAll.kvmnet' });
      expect(after(action!, 'a.kvmnet')).toBe(
        A.replace('    min-links 2\n', '').replace('    lacp-rate fast\n', ''),
      );
      expect(after(action!, 'b.kvmnet')).toBe(B);
    }
    expect(titles(await offered(7, ['source.fixAll.eslint']))).toEqual([]);
    expect(titles(await offered(7, [CodeActionKind.Refactor]))).toEqual([]);
  });
});
