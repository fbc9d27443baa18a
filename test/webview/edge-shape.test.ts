import { describe, expect, test } from 'vitest';
import { edgeShape } from '../../src/webview/drawing/edge-shape.js';

const from = { x: 0, y: 0, width: 100, height: 40 };
const to = { x: 200, y: 100, width: 100, height: 40 };

describe('edgeShape', () => {
  test('gives ends from the middle of their nodes and corners from the line between them', () => {
    const shape = edgeShape(
      [
        { x: 100, y: 20 },
        { x: 150, y: 20 },
        { x: 150, y: 120 },
        { x: 200, y: 120 },
      ],
      from,
      to,
    );
    expect(shape.source).toBe('50px 0px');
    expect(shape.target).toBe('-50px 0px');
    const [dx, dy] = [100, 100];
    const length = Math.hypot(dx, dy);
    for (const [index, corner] of [
      { x: 150, y: 20 },
      { x: 150, y: 120 },
    ].entries()) {
      const weight = shape.weights[index]!;
      const distance = shape.distances[index]!;
      // As cytoscape computes a segment's point: along the line by its weight, across it by its distance.
      expect(100 + dx * weight - (dy / length) * distance).toBeCloseTo(corner.x);
      expect(20 + dy * weight + (dx / length) * distance).toBeCloseTo(corner.y);
    }
  });

  test('is a straight line without corners', () => {
    const shape = edgeShape(
      [
        { x: 100, y: 20 },
        { x: 200, y: 20 },
      ],
      from,
      { ...to, y: 0 },
    );
    expect(shape.weights).toEqual([]);
  });
});
