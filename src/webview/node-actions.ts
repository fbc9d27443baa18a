import { visibleText } from '../model/index.js';
import type { EditIntent, HostCommand } from '../protocol/index.js';
import { commandFor } from '../topology/index.js';
import type { Graph, GraphNode } from '../topology/index.js';
import type { ContextItem } from './view/context-menu.js';

/** What the menu of a node needs to know of everything else. */
export interface NodeActions {
  readonly graph: Graph;
  /** Commands that this window has for hosts. */
  readonly commands: readonly HostCommand[];
  readonly hasFailed: (id: string) => boolean;
  readonly goTo: (node: GraphNode) => void;
  readonly follow: (node: GraphNode) => void;
  readonly toggleFailure: (id: string) => void;
  readonly failAll: (ids: readonly string[]) => void;
  readonly fold: (node: GraphNode) => void;
  readonly run: (command: HostCommand, host: string) => void;
  readonly edit: (intent: EditIntent, id: string) => void;
  readonly rename: (node: GraphNode) => void;
  readonly copy: (text: string) => void;
}

const COMMAND_LOOKS: Readonly<
  Record<HostCommand, { readonly icon: string; readonly text: (host: string) => string }>
> = {
  checkStatus: { icon: 'refresh', text: (host) => `Check Status of ${host}` },
  plan: { icon: 'checklist', text: (host) => `Plan ${host}` },
  deploy: { icon: 'rocket', text: (host) => `Deploy to ${host}…` },
  rollback: { icon: 'discard', text: (host) => `Roll Back ${host}…` },
  diagnose: { icon: 'pulse', text: (host) => `Diagnose ${host}` },
  capture: { icon: 'record', text: (host) => `Capture Packets on ${host}…` },
  openTerminal: { icon: 'terminal', text: (host) => `Open a Terminal on ${host}` },
};

const CAN_FAIL: ReadonlySet<GraphNode['kind']> = new Set([
  'nic',
  'bond',
  'vlan',
  'bridge',
  'virtual-network',
  'outside',
  'host',
]);

/** Whether it can be taken to have failed. */
export const canFail = ({ kind, ghost }: GraphNode): boolean => CAN_FAIL.has(kind) && !ghost;

/** What can be done with a node, the usual first. */
export function actionsFor(node: GraphNode, actions: NodeActions): readonly ContextItem[] {
  return [
    ...(node.origin ? [{ icon: 'go-to-file', text: 'Go to Definition', act: () => actions.goTo(node) }] : []),
    ...(node.folding
      ? [
          {
            icon: node.folding === 'open' ? 'collapse-all' : 'expand-all',
            text: node.folding === 'open' ? 'Close' : 'Open',
            act: () => actions.fold(node),
          },
        ]
      : []),
    ...lookInto(node, actions),
    ...hostCommands(node, actions),
    ...edits(node, actions),
    ...copies(node, actions),
  ];
}

function lookInto(node: GraphNode, actions: NodeActions): readonly ContextItem[] {
  const items: ContextItem[] = [];
  if (node.kind !== 'host' && node.kind !== 'pool' && node.kind !== 'group' && node.kind !== 'command')
    items.push({ icon: 'git-commit', text: 'Follow a Packet', act: () => actions.follow(node) });
  if (canFail(node)) {
    const failed = actions.hasFailed(node.id);
    items.push({
      icon: 'debug-disconnect',
      text: failed ? 'It Works Again' : 'What If This Fails',
      act: () => actions.toggleFailure(node.id),
    });
    const alike = actions.graph.nodes.filter(({ kind, label }) => kind === 'nic' && label === node.label);
    if (node.kind === 'nic' && alike.length > 1 && !failed)
      items.push({
        icon: 'debug-disconnect',
        text: `What If ${visibleText(node.label)} Fails on Each Host`,
        act: () => actions.failAll(alike.map(({ id }) => id)),
      });
  }
  return begun(items);
}

function hostCommands(node: GraphNode, { graph, commands, run }: NodeActions): readonly ContextItem[] {
  const host = hostOf(node, graph);
  if (host === undefined) return [];
  return begun(
    commands.map((command) => {
      const { icon, text } = COMMAND_LOOKS[command];
      return { icon, text: text(visibleText(host)), act: () => run(command, host) };
    }),
  );
}

function edits(node: GraphNode, { edit, rename }: NodeActions): readonly ContextItem[] {
  const { kind, origin, derived, ghost, stale, id } = node;
  const items: ContextItem[] = [];
  if (ghost || stale) return items;
  // What nobody wrote has no name of its own in the text.
  const isNamed =
    kind !== 'line' && kind !== 'command' && kind !== 'tap' && kind !== 'outside' && kind !== 'plug';
  if (origin && !derived && isNamed && isWritten(node))
    items.push({ icon: 'edit', text: 'Rename…', act: () => rename(node) });
  if (kind === 'guest') items.push({ icon: 'add', text: 'Add a NIC…', act: () => edit('add-guest-nic', id) });
  if (kind === 'bond') items.push({ icon: 'add', text: 'Add a Port…', act: () => edit('add-bond-port', id) });
  return begun(items);
}

/** A guest's NIC that is not named is known by its network, and stands in the text as the keyword alone. */
function isWritten({ kind, label, origin }: GraphNode): boolean {
  if (kind !== 'guest-nic' || !origin) return true;
  const { start, end } = origin.range;
  const length = end.character - start.character;
  return start.line === end.line && (length === label.length || length === label.length + QUOTES);
}
const QUOTES = 2;

function copies(node: GraphNode, { copy }: NodeActions): readonly ContextItem[] {
  const command = commandFor(node);
  return begun([
    { icon: 'copy', text: node.kind === 'line' ? 'Copy Line' : 'Copy Name', act: () => copy(node.label) },
    ...(command === undefined
      ? []
      : [{ icon: 'terminal', text: `Copy “${visibleText(short(command))}”`, act: () => copy(command) }]),
  ]);
}

const LONGEST = 40;
const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

const begun = (items: readonly ContextItem[]): readonly ContextItem[] =>
  items.map((item, index) => (index === 0 ? { ...item, begins: true } : item));

/** Name of the host that a node is drawn in. */
function hostOf(node: GraphNode, graph: Graph): string | undefined {
  const byId = new Map(graph.nodes.map((one) => [one.id, one]));
  for (
    let at: GraphNode | undefined = node;
    at;
    at = at.frame === undefined ? undefined : byId.get(at.frame)
  ) {
    if (at.kind === 'host') return at.label;
  }
  return undefined;
}
