import { METRICS } from '../../topology/index.js';
import type { Box, GraphNode } from '../../topology/index.js';

/** CSS pixels: the least size of a target (WCAG 2.5.8). */
const TARGET = 24;

/**
 * Whether a point means the arrow of a frame: of a closed one all of it, of an open one the corner with arrow and icon,
 * on the screen never smaller than a finger needs.
 */
export function hitsFoldSign(
  { folding }: GraphNode,
  box: Box,
  at: { readonly x: number; readonly y: number },
  zoom: number,
): boolean {
  if (folding === 'closed') return true;
  const width = Math.max(METRICS.framePad + METRICS.foldIndent + METRICS.icon, TARGET / zoom);
  const height = Math.max(METRICS.frameHeader, TARGET / zoom);
  return at.x - box.x <= width && at.y - box.y <= height;
}
