import {
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  workspace,
} from 'vscode';
import { assertNever, escapedLines, escapedText } from '../../model/index.js';
import type { HostState } from '../../deploy/index.js';
import type { Origin } from '../../model/index.js';
import type { GenerationNode, HostNode, HostsNode } from './host-nodes.js';
import type { Activity, HostEntry } from './host-statuses.js';
import { timeAgo } from './time-ago.js';

const { Collapsed, Expanded, None } = TreeItemCollapsibleState;

/** Shape and colour: a state is never told by colour alone. */
const ICONS: Readonly<Record<HostState, readonly [icon: string, colour?: string]>> = {
  'in-sync': ['pass', 'charts.green'],
  drift: ['warning', 'charts.yellow'],
  unreachable: ['debug-disconnect', 'charts.red'],
  'never-deployed': ['circle-large-outline'],
};

/** What is not under way at this moment does not turn. */
const ACTIVITY_ICONS: Readonly<Partial<Record<Activity, string>>> = {
  waiting: 'watch',
  done: 'check',
  'not done': 'close',
};

export function treeItem(node: HostsNode, entryOf: (node: HostNode) => HostEntry): TreeItem {
  switch (node.kind) {
    case 'site': {
      const item = new TreeItem(workspace.asRelativePath(Uri.parse(node.site.folder)), Expanded);
      item.id = `site ${node.site.folder}`;
      item.iconPath = new ThemeIcon('folder-library');
      item.contextValue = 'site';
      return item;
    }
    case 'pool': {
      const item = new TreeItem(node.pool.name, Expanded);
      const count = node.hosts.length;
      item.id = `pool ${node.site.folder} ${node.pool.id}`;
      item.description = `pool of ${count} host${count === 1 ? '' : 's'}`;
      item.iconPath = new ThemeIcon('server-environment');
      item.contextValue = 'pool';
      item.command = showing(node.pool.origin);
      return item;
    }
    case 'host':
      return hostItem(node, entryOf(node));
    case 'generation':
      return generationItem(node);
    case 'difference': {
      const { difference, text } = node;
      const item = new TreeItem(escapedText(`${difference.name}: ${difference.path}`), None);
      item.description = valueText(difference.found, difference.expected);
      item.tooltip = text;
      item.iconPath = new ThemeIcon(difference.cause === 'host' ? 'diff-modified' : 'edit');
      item.contextValue = 'difference';
      if (difference.origin) item.command = showing(difference.origin);
      return item;
    }
    case 'problem': {
      const item = new TreeItem(escapedText(node.problem.message), None);
      item.tooltip = escapedLines(`${node.problem.message}\n${node.problem.nextStep}`);
      item.iconPath = new ThemeIcon('error', new ThemeColor('charts.red'));
      return item;
    }
    case 'lock': {
      const item = new TreeItem(node.text, None);
      item.tooltip = node.text;
      item.iconPath = new ThemeIcon('lock');
      return item;
    }
    case 'history': {
      const item = new TreeItem('History', Collapsed);
      item.description = `${node.generations.length} generation${node.generations.length === 1 ? '' : 's'}`;
      item.iconPath = new ThemeIcon('history');
      return item;
    }
    default:
      return assertNever(node);
  }
}

const valueText = (found: string | undefined, expected: string | undefined): string =>
  escapedText(`${found ?? 'missing'}, text: ${expected ?? 'none'}`);

const showing = (origin: Origin): NonNullable<TreeItem['command']> => ({
  command: 'kvmnet.showPlace',
  title: 'Show in the text',
  arguments: [origin],
});

function hostItem(node: HostNode, entry: HostEntry): TreeItem {
  const { folder, host, parent } = node;
  const { shown, activity } = entry;
  const isOpen = shown && (shown.status.state === 'drift' || shown.status.state === 'unreachable');
  const hasMore = shown && (shown.lock !== undefined || shown.status.history.length > 0);
  const item = new TreeItem(host.name, isOpen ? Expanded : hasMore ? Collapsed : None);
  // Without the state in it, VS Code would keep a host folded that has drifted since.
  item.id = `host ${folder} ${parent} ${host.id} ${shown?.status.state ?? ''}`;
  item.description = hostDescription(entry);
  item.tooltip = hostTooltip(node, entry);
  item.contextValue = activity ? 'host.busy' : 'host';
  item.command = showing(host.origin);
  const [icon, colour] = shown ? ICONS[shown.status.state] : ['server'];
  item.iconPath = activity
    ? new ThemeIcon(ACTIVITY_ICONS[activity] ?? 'loading~spin')
    : new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
  return item;
}

function hostDescription({ shown, activity, progress = '', outdated }: HostEntry): string {
  if (activity) return progress === '' ? activity : `${activity} · ${progress}`;
  if (!shown) return '';
  const { status, state, lock } = shown;
  const { generation } = status;
  return [
    state,
    ...(lock === undefined ? [] : ['locked']),
    ...(generation
      ? [`generation ${generation.generation}`, escapedText(generation.author), timeAgo(generation.at)]
      : []),
    ...(outdated ? ['the text has changed since'] : []),
  ].join(' · ');
}

function hostTooltip({ host }: HostNode, { shown, outdated }: HostEntry): MarkdownString {
  const { user, name, port } = host.ssh;
  const via = host.via.map((hop) => hop.name);
  const text = new MarkdownString();
  text.appendText(
    [
      `${host.name}: ${user === undefined ? '' : `${user}@`}${name}${port === undefined ? '' : `, port ${port}`}${via.length === 0 ? '' : `, by way of ${via.join(', ')}`}`,
      ...(shown
        ? [
            `${shown.state}, looked at ${timeAgo(shown.checkedAt.toISOString())}${outdated ? '; the text has changed since' : ''}`,
          ]
        : ['not looked at yet']),
    ].join('\n\n'),
  );
  return text;
}

function generationItem(node: GenerationNode): TreeItem {
  const { folder, host, generation, isCurrent } = node;
  const { generation: number, author, at, planDigest } = generation;
  const item = new TreeItem(`Generation ${number}`, None);
  item.id = `generation ${folder} ${host.id} ${number}`;
  item.description = escapedText(`${author} · ${timeAgo(at)}${isCurrent ? ' · current' : ''}`);
  item.tooltip = `${escapedText(author)}\n${escapedText(at)}\nplan ${planDigest.slice(0, 12)}`;
  item.iconPath = new ThemeIcon(isCurrent ? 'circle-filled' : 'circle-outline');
  item.contextValue = isCurrent ? 'generation.current' : 'generation';
  item.command = { command: 'kvmnet.showGeneration', title: 'Show the generation', arguments: [node] };
  return item;
}
