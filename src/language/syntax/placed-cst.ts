import {
  AbstractCstNode,
  CompositeCstNodeImpl,
  CstNodeBuilder,
  RootCstNodeImpl,
  type AstNode,
  type CompositeCstNode,
  type CstNode,
  type LeafCstNode,
  type LexerResult,
} from 'langium';
import type { Position, Range } from 'vscode-languageserver';

type Token = LexerResult['tokens'][number];
type Feature = Parameters<CstNodeBuilder['buildCompositeNode']>[0];

/**
 * Syntax nodes whose places are counted from the beginning of their section, so that moving a section costs the same
 * however much is in it. What they say is counted from the beginning of the file, as everywhere in Langium.
 */
export class SectionCst extends RootCstNodeImpl {
  /** Where the section stands in its file. */
  offsetInFile = 0;
  lineInFile = 0;

  /** The token that the section begins with, its place counted from there. */
  get firstToken(): Token | undefined {
    let node: CstNode | undefined = this.content.find((child) => !child.hidden);
    while (node instanceof PlacedComposite) node = node.content.find((child) => !child.hidden);
    return node instanceof PlacedLeaf ? node.token : undefined;
  }
}

class PlacedLeaf extends AbstractCstNode implements LeafCstNode {
  declare root: SectionCst;

  constructor(
    readonly token: Token,
    private readonly isHidden: boolean,
  ) {
    super();
  }

  get length(): number {
    return this.token.image.length;
  }

  get tokenType(): Token['tokenType'] {
    return this.token.tokenType;
  }

  override get hidden(): boolean {
    return this.isHidden;
  }

  get offset(): number {
    return this.token.startOffset + this.root.offsetInFile;
  }

  get end(): number {
    return this.offset + this.length;
  }

  override get text(): string {
    return this.token.image;
  }

  get range(): Range {
    const { startLine = 1, startColumn = 1, endLine = 1, endColumn = 0 } = this.token;
    const { lineInFile } = this.root;
    // Chevrotain counts from 1, and its ends are inclusive.
    return {
      start: { line: startLine - 1 + lineInFile, character: startColumn - 1 },
      end: { line: endLine - 1 + lineInFile, character: endColumn },
    };
  }
}

class PlacedComposite extends CompositeCstNodeImpl {
  declare root: SectionCst;

  override get text(): string {
    const { fullText, offsetInFile } = this.root;
    return fullText.substring(this.offset - offsetInFile, this.end - offsetInFile);
  }

  /** Not kept, as it moves. */
  override get range(): Range {
    const first = this.content.find(isVisible) ?? this.content[0];
    const last = this.content.findLast(isVisible) ?? this.content.at(-1);
    if (!first || !last) return { start: START, end: START };
    const { start } = first.range;
    const { end } = last.range;
    return { start, end: end.line < start.line ? start : end };
  }
}

const isVisible = (node: CstNode): boolean => !node.hidden;
const START: Position = { line: 0, character: 0 };

type OpenNode = SectionCst | PlacedComposite;

/** As `push` of Langium's list of children does it, without its lists of arguments: a seventh of the time of a parse. */
function append(parent: OpenNode, node: PlacedLeaf | PlacedComposite): void {
  node.container = parent;
  parent.content[parent.content.length] = node;
}

/** Builds the nodes of one section after the other. Every method of Langium's builder is here: it creates its own nodes. */
export class SectionCstBuilder extends CstNodeBuilder {
  private section = new SectionCst();
  private open: OpenNode[] = [this.section];

  override get current(): OpenNode {
    return this.open.at(-1) ?? this.section;
  }

  override buildRootNode(input: string): SectionCst {
    this.section = new SectionCst(input);
    this.section.root = this.section;
    this.open = [this.section];
    return this.section;
  }

  override buildCompositeNode(feature: Feature): PlacedComposite {
    const node = new PlacedComposite();
    node.grammarSource = feature;
    node.root = this.section;
    append(this.current, node);
    this.open.push(node);
    return node;
  }

  override buildLeafNode(token: Token, feature?: Feature): PlacedLeaf {
    const leaf = this.leaf(token, !feature);
    if (feature) leaf.grammarSource = feature;
    append(this.current, leaf);
    return leaf;
  }

  override removeNode(node: CstNode): void {
    const siblings = node.container?.content;
    const index = siblings?.indexOf(node) ?? -1;
    if (index >= 0) siblings?.splice(index, 1);
  }

  /** Comments go before the nodes that were just begun, and behind everything else. */
  override addHiddenNodes(tokens: Token[]): void {
    const comments = tokens.map((token) => this.leaf(token, true));
    let node: CompositeCstNode = this.current;
    while (node.content.length === 0 && node.container) {
      const { content } = node.container;
      const index = content.indexOf(node);
      if (index > 0) {
        content.splice(index, 0, ...comments);
        return;
      }
      node = node.container;
    }
    if (node === this.current && node.content.length > 0) node.content.push(...comments);
    else node.content.unshift(...comments);
  }

  override construct(item: Parameters<CstNodeBuilder['construct']>[0]): void {
    const node = this.current;
    // Fragments have no type of their own, and data type rules a symbol: both are no nodes of the syntax tree.
    if (typeof item.$type === 'string') node.astNode = item as AstNode;
    item.$cstNode = node;
    this.open.pop();
    if (node.content.length === 0) this.removeNode(node);
  }

  private leaf(token: Token, hidden: boolean): PlacedLeaf {
    const leaf = new PlacedLeaf(token, hidden);
    leaf.root = this.section;
    return leaf;
  }
}
