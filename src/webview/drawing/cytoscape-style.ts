import type { EdgeSingular, NodeSingular, StylesheetJson } from 'cytoscape';
import { CORNER_RADIUS, nodeBody, strokeOf } from '../../topology/index.js';
import type { GraphEdge, GraphNode } from '../../topology/index.js';
import type { EdgeShape } from './edge-shape.js';
import type { Theme } from './theme.js';

/** Milliseconds. */
const FADE = 160;

const nodeOf = (element: NodeSingular): GraphNode => element.data('node') as GraphNode;
const edgeOf = (element: EdgeSingular): GraphEdge => element.data('edge') as GraphEdge;
const shapeOf = (element: EdgeSingular): EdgeShape => element.data('shape') as EdgeShape;

/** Frames lie at the back, then edges, then everything that edges lead to. */
const DEPTH = { frame: 1, guest: 2, edge: 3, node: 4 } as const;

/** How cytoscape draws what the topology room describes: the same outlines and strokes as in the SVG. */
export function cytoscapeStyle(theme: Theme, isStill: boolean): StylesheetJson {
  const { palette } = theme;
  const nodeColour = (element: NodeSingular): string => {
    const { stroke } = nodeBody(nodeOf(element));
    return stroke ? palette[stroke] : 'transparent';
  };
  const fade = isStill ? 0 : FADE;
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        width: 'data(width)',
        height: 'data(height)',
        'corner-radius': ((element: NodeSingular) => String(nodeBody(nodeOf(element)).radius)) as never,
        'background-color': (element) => palette[nodeBody(nodeOf(element)).fill],
        'border-width': (element: NodeSingular) => {
          const { stroke, thickness = 1 } = nodeBody(nodeOf(element));
          return stroke ? thickness : 0;
        },
        'border-color': nodeColour,
        'border-style': (element) => (nodeBody(nodeOf(element)).dashed ? 'dashed' : 'solid'),
        'border-dash-pattern': [4, 3],
        'border-position': 'inside' as never,
        'z-index-compare': 'manual',
        'z-index': DEPTH.node,
        'overlay-opacity': 0,
        'transition-property': 'opacity',
        'transition-duration': fade,
        events: 'yes',
      },
    },
    { selector: 'node.frame', style: { 'z-index': DEPTH.frame } },
    { selector: 'node.guest', style: { 'z-index': DEPTH.guest } },
    {
      selector: 'edge',
      style: {
        'curve-style': (element: EdgeSingular) =>
          shapeOf(element).weights.length > 0 ? 'round-segments' : 'straight',
        'source-endpoint': (element: EdgeSingular) => shapeOf(element).source,
        'target-endpoint': (element: EdgeSingular) => shapeOf(element).target,
        'segment-weights': ((element: EdgeSingular) => shapeOf(element).weights) as never,
        'segment-distances': ((element: EdgeSingular) => shapeOf(element).distances) as never,
        'segment-radii': CORNER_RADIUS as never,
        'radius-type': 'arc-radius' as never,
        'edge-distances': 'endpoints' as never,
        'line-color': (element) => palette[strokeOf(edgeOf(element)).paint],
        'line-style': (element) => (strokeOf(edgeOf(element)).dash ? 'dashed' : 'solid'),
        'line-dash-pattern': (element: EdgeSingular) => [...(strokeOf(edgeOf(element)).dash ?? [1, 0])],
        width: (element: EdgeSingular) => strokeOf(edgeOf(element)).width,
        'target-arrow-shape': 'none',
        'z-index-compare': 'manual',
        'z-index': (element: EdgeSingular) => (edgeOf(element).standby ? DEPTH.edge - 0.5 : DEPTH.edge),
        'overlay-opacity': 0,
        'transition-property': 'opacity',
        'transition-duration': fade,
        events: 'no',
      },
    },
    { selector: '.stale', style: { opacity: 0.5 } },
    { selector: '.ghost', style: { opacity: 0.8 } },
    { selector: '.faded', style: { opacity: 0.22 } },
    // What fails is the point, whatever else is followed.
    {
      selector: '.sign-failed.faded, .sign-takes-over.faded, .sign-reduced.faded, .sign-cut.faded',
      style: { opacity: 0.8 },
    },
    { selector: 'node.frame.faded', style: { opacity: 1 } },
    {
      selector: 'edge.lit',
      style: { width: (element: EdgeSingular) => strokeOf(edgeOf(element)).width + 1 },
    },
    {
      selector: 'node.hovered',
      style: { 'border-width': 1.5, 'border-color': theme.focus, 'border-style': 'solid' },
    },
    {
      selector: 'node.match',
      style: {
        'outline-width': 2 as never,
        'outline-color': theme.match as never,
        'outline-style': 'dashed' as never,
        'outline-offset': 2 as never,
        'outline-opacity': 1 as never,
        opacity: 1,
      },
    },
    {
      selector: 'node.at-cursor, node.selected',
      style: { 'border-width': 2, 'border-color': theme.focus, 'border-style': 'solid', opacity: 1 },
    },
    {
      selector: 'node.selected',
      style: {
        'outline-width': 3 as never,
        'outline-color': theme.focus as never,
        'outline-opacity': (theme.isHighContrast ? 1 : 0.3) as never,
        'outline-offset': 1 as never,
      },
    },
  ] as StylesheetJson;
}
