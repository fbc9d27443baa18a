import { ROLES } from '../model/index.js';
import { EDGE_KINDS, LAYERS, NODE_KINDS, OVERLAY_SIGNS, PERSPECTIVES, TONES } from '../topology/index.js';
import type {
  Badge,
  BadgeMessage,
  Box,
  Detail,
  Folding,
  FrameGrid,
  Ghost,
  Graph,
  GraphChanges,
  GraphEdge,
  GraphFilter,
  GraphNode,
  Layout,
  LayoutChanges,
  LegendEntry,
  ListChanges,
  Mark,
  Overlay,
  OverlayMark,
  Perspective,
  Picture,
  PictureChanges,
  Point,
} from '../topology/index.js';
import {
  arrayOf,
  isBoolean,
  isCount,
  isFiniteNumber,
  isString,
  literal,
  optional,
  recordOf,
  shaped,
} from './guard.js';
import type { Guard } from './guard.js';
import { isOrigin, isSeverity } from './model-guards.js';

export const isPerspective: Guard<Perspective> = literal(...PERSPECTIVES);

const isTone = literal(...TONES);
const isTrue = literal(true);
export const isMark = shaped<Mark>({ text: isString, tone: isTone });
const isDetail = shaped<Detail>({ name: isString, value: isString });
const isBadgeMessage = shaped<BadgeMessage>({ severity: isSeverity, code: isString, text: isString });
const isBadge = shaped<Badge>({
  severity: isSeverity,
  messages: arrayOf(isBadgeMessage),
  more: optional(isCount),
});

const isOverlayMark = shaped<OverlayMark>({
  sign: literal(...OVERLAY_SIGNS),
  text: isString,
  details: optional(arrayOf(isDetail)),
});

const isGhost = shaped<Ghost>({
  id: isString,
  kind: literal('nic', 'bond', 'vlan', 'bridge', 'virtual-network', 'guest-nic'),
  frame: isString,
  label: isString,
  on: optional(isString),
  marks: arrayOf(isOverlayMark),
});

export const isOverlay = shaped<Overlay>({
  kind: literal('plan', 'state', 'failure'),
  title: isString,
  marks: recordOf(arrayOf(isOverlayMark)),
  ghosts: optional(arrayOf(isGhost)),
});

const isGraphNode = shaped<GraphNode>({
  id: isString,
  kind: literal(...NODE_KINDS),
  frame: optional(isString),
  label: isString,
  sublabels: arrayOf(isString),
  marks: arrayOf(isMark),
  derived: optional(isTrue),
  stale: optional(isTrue),
  ghost: optional(isTrue),
  overlay: optional(arrayOf(isOverlayMark)),
  badge: optional(isBadge),
  origin: optional(isOrigin),
  extent: optional(isOrigin),
  folding: optional(literal('open', 'closed')),
  covers: optional(arrayOf(isOrigin)),
  stands: optional(arrayOf(isString)),
  details: arrayOf(isDetail),
  documentation: optional(isString),
});

const isGraphEdge = shaped<GraphEdge>({
  id: isString,
  kind: literal(...EDGE_KINDS),
  source: isString,
  target: isString,
  tone: isTone,
  label: optional(isString),
  standby: optional(isTrue),
  derived: optional(isTrue),
  stale: optional(isTrue),
  ghost: optional(isTrue),
});

const isLegendEntry = shaped<LegendEntry>({
  text: isString,
  tone: isTone,
  id: optional(isString),
  name: isString,
  summary: isString,
  origin: optional(isOrigin),
});

const isCounts = shaped<Graph['counts']>({
  error: isCount,
  warning: isCount,
  information: isCount,
  hint: isCount,
});

export const isGraph = shaped<Graph>({
  perspective: isPerspective,
  folder: isString,
  nodes: arrayOf(isGraphNode),
  edges: arrayOf(isGraphEdge),
  startsClosed: optional(isTrue),
  legend: arrayOf(isLegendEntry),
  counts: isCounts,
});

const isPoint = shaped<Point>({ x: isFiniteNumber, y: isFiniteNumber });
const isBox = shaped<Box>({
  x: isFiniteNumber,
  y: isFiniteNumber,
  width: isFiniteNumber,
  height: isFiniteNumber,
});
const isGrid = shaped<FrameGrid>({
  columns: isCount,
  slots: recordOf(isCount),
  groups: optional(recordOf(isCount)),
});

const LAYOUT = {
  width: isFiniteNumber,
  height: isFiniteNumber,
  nodes: recordOf(isBox),
  edges: recordOf(arrayOf(isPoint)),
};

export const isPicture = shaped<Picture>({
  graph: isGraph,
  layout: shaped<Layout>({ ...LAYOUT, grid: isGrid }),
});

export const isFolding = shaped<Folding>({
  all: optional(literal('open', 'closed')),
  open: arrayOf(isString),
  closed: arrayOf(isString),
});

const listChanges = <T>(item: Guard<T>): Guard<ListChanges<T>> =>
  shaped<ListChanges<unknown>>({
    put: arrayOf(shaped<{ item: unknown; after?: string }>({ item, after: optional(isString) })),
    remove: arrayOf(isString),
    order: optional(arrayOf(isString)),
  }) as Guard<ListChanges<T>>;

export const isPictureChanges = shaped<PictureChanges>({
  graph: shaped<GraphChanges>({
    nodes: listChanges(isGraphNode),
    edges: listChanges(isGraphEdge),
    legend: optional(arrayOf(isLegendEntry)),
    counts: optional(isCounts),
    startsClosed: optional(isBoolean),
  }),
  layout: shaped<LayoutChanges>({ ...LAYOUT, grid: optional(isGrid) }),
});

export const isGraphFilter = shaped<GraphFilter>({
  hosts: optional(arrayOf(isString)),
  pools: optional(arrayOf(isString)),
  networks: optional(arrayOf(isString)),
  roles: optional(arrayOf(literal(...ROLES))),
  hidden: optional(arrayOf(literal(...LAYERS))),
});
