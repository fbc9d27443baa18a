import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Network } from '../../src/model/index.js';
import { buildGraph, layoutGraph, PERSPECTIVES, renderSvg } from '../../src/topology/index.js';
import type { Perspective, Picture } from '../../src/topology/index.js';
import { expectTidy } from './expect-tidy.js';
import { randomSite } from './random-site.js';

const pictureOf = (network: Network, perspective: Perspective, previous?: Picture): Picture => {
  const graph = buildGraph(network, [], { perspective });
  return { graph, layout: layoutGraph(graph, previous) };
};

describe.each(PERSPECTIVES)('any site in the %s perspective', (perspective) => {
  test('is drawn with nothing on top of anything, however it was edited before', () => {
    fc.assert(
      fc.property(fc.array(randomSite, { minLength: 1, maxLength: 4 }), (edits) => {
        let picture: Picture | undefined;
        for (const network of edits) {
          picture = pictureOf(network, perspective, picture);
          expectTidy(picture);
          expect(Object.keys(picture.layout.nodes).length).toBe(picture.graph.nodes.length);
          expect(Object.keys(picture.layout.edges).length).toBe(picture.graph.edges.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('has whole numbers for every place, and edges that end at their nodes', () => {
    fc.assert(
      fc.property(randomSite, (network) => {
        const { graph, layout } = pictureOf(network, perspective);
        for (const box of Object.values(layout.nodes)) {
          for (const value of [box.x, box.y, box.width, box.height])
            expect(Number.isInteger(value)).toBe(true);
        }
        for (const { id, source, target } of graph.edges) {
          const [from, to, points] = [layout.nodes[source]!, layout.nodes[target]!, layout.edges[id]!];
          for (const [point, box] of [
            [points[0]!, from],
            [points.at(-1)!, to],
          ] as const) {
            expect(point.x >= box.x && point.x <= box.x + box.width, id).toBe(true);
            expect(point.y >= box.y && point.y <= box.y + box.height, id).toBe(true);
          }
        }
        expect(renderSvg(graph, layout, 'dark')).toMatch(/<\/svg>\n$/);
      }),
      { numRuns: 60 },
    );
  });
});
