import type { AstNode } from 'langium';
import type { Finding } from '../../model/index.js';
import { collector, findingOf, type Remark } from '../findings/report-to.js';
import type * as ast from '../generated/ast.js';
import { nameText } from '../literals/words.js';
import type { Comment } from '../tokens/lexer.js';
import { readWord, type ReadingContext } from './block-reader.js';
import type { Declaration, Declarations } from './declaration.js';
import { documentationFinder } from './documentation.js';
import { readGuest } from './read-guest.js';
import { readHost, readNetwork, readPool, readProfile, readZone } from './read-site-wide.js';
import { readSuppressions } from './suppression.js';
import { wordsOf } from './word.js';

/** What the parser made of a file. */
export interface ParsedFile {
  readonly uri: string;
  readonly root: ast.SourceFile;
  readonly comments: readonly Comment[];
  /** Errors of lexer and parser, as findings. */
  readonly syntaxFindings: readonly Finding[];
}

/** One top-level declaration and what was said about it; kept while its text and place stay the same. */
interface ReadDeclaration {
  readonly node: AstNode;
  readonly text: string;
  readonly character: number;
  readonly documentation: string | undefined;
  readonly declaration: Declaration | undefined;
  readonly findings: readonly Finding[];
}

/** What was read, and by line what it was read from: handing it to the next reading keeps unchanged declarations. */
export interface ReadFile {
  readonly declarations: Declarations;
  readonly byLine: ReadonlyMap<number, readonly ReadDeclaration[]>;
}

/**
 * Reads what a file declares. Total: what cannot be read is left out and said in the findings. Declarations whose text
 * and place did not change since `earlier` are the same objects as then.
 */
export function readDeclarations(file: ParsedFile, earlier?: ReadFile): ReadFile {
  const { uri, root, comments } = file;
  const findings: Finding[] = [...file.syntaxFindings];
  const documentationBefore = documentationFinder(comments);
  const byLine = new Map<number, ReadDeclaration[]>();
  const lists = { networks: [], pools: [], profiles: [], hosts: [], guests: [], zones: [] } satisfies Record<
    string,
    Declaration[]
  >;

  const readOnce = <T extends AstNode, D extends Declaration>(
    node: T,
    into: D[],
    read: (node: T, context: ReadingContext) => D | undefined,
  ): void => {
    const { line, character } = node.$cstNode?.range.start ?? { line: 0, character: 0 };
    const documentation = documentationBefore(node.$cstNode);
    const isSame = (kept: ReadDeclaration): boolean =>
      kept.character === character &&
      kept.documentation === documentation &&
      (kept.node === node ||
        (kept.text !== '' && kept.node.$type === node.$type && kept.text === node.$cstNode?.text));
    const current = earlier?.byLine.get(line)?.find(isSame) ?? readAgain();
    function readAgain(): ReadDeclaration {
      const own: Finding[] = [];
      const declaration = read(node, { uri, report: collector(own), documentationBefore });
      const text = node.$cstNode?.text ?? '';
      return { node, text, character, documentation, declaration, findings: own };
    }
    const onLine = byLine.get(line);
    if (onLine) onLine.push(current);
    else byLine.set(line, [current]);
    for (const finding of current.findings) findings.push(finding);
    if (current.declaration) into.push(current.declaration as D);
  };

  for (const declaration of root.declarations) {
    switch (declaration.$type) {
      case 'NetworkBlock':
        readOnce(declaration, lists.networks, readNetwork);
        break;
      case 'PoolBlock':
        readOnce(declaration, lists.pools, readPool);
        break;
      case 'ProfileBlock':
        readOnce(declaration, lists.profiles, readProfile);
        break;
      case 'HostBlock':
        readOnce(declaration, lists.hosts, readHost);
        break;
      case 'ZoneBlock':
        readOnce(declaration, lists.zones, readZone);
        break;
      case 'GuestBlock':
        readOnce(declaration, lists.guests, readGuest);
        break;
    }
  }
  const report = (remark: Remark): void => {
    findings.push(findingOf(remark));
  };
  const imports = root.imports.flatMap((node) => {
    const [word] = wordsOf(uri, node.$cstNode);
    return (word && readWord(word, nameText, report)) ?? [];
  });
  const suppressions = readSuppressions(uri, comments, report);
  return { declarations: { uri, imports, ...lists, findings, suppressions }, byLine };
}
