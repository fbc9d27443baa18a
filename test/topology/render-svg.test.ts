import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph, layoutGraph, PERSPECTIVES, renderSvg, svgPalette } from '../../src/topology/index.js';
import type { Graph, Paint } from '../../src/topology/index.js';
import type { Network } from '../../src/model/index.js';
import { rackHost, rackSite } from './rack.js';
import { guest, site } from './site.js';

const graphOf = (network: Network, perspective: Graph['perspective'] = 'devices'): Graph =>
  buildGraph(network, [], { perspective });
const svgOf = (network: Network, perspective: Graph['perspective'] = 'devices'): string => {
  const graph = graphOf(network, perspective);
  return renderSvg(graph, layoutGraph(graph), 'light');
};

/** Relative luminance and contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [r, g, bl] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * bl!;
  };
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Between the tags that the renderer writes stands nothing but text that XML 1.0 can hold. */
function expectText(svg: string): void {
  const text = svg.replace(/<\/?[a-z]+( [a-zA-Z:-]+="[^"<&]*(&[a-z#0-9]+;[^"<&]*)*")*\/?>/g, '');
  expect(text).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|#39);)/);
  expect(text).not.toMatch(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
}

describe('renderSvg', () => {
  test.each(PERSPECTIVES)(
    'draws the %s perspective as it was last looked at and approved',
    async (perspective) => {
      await expect(svgOf(rackSite(), perspective)).toMatchFileSnapshot(`golden/rack-${perspective}.svg`);
    },
  );

  test('stands alone: no script, no link, nothing from elsewhere', () => {
    const svg = svgOf(rackSite());
    expect(svg).not.toMatch(/<script|<foreignObject|<image|<style|href|url\(|javascript:|\son\w+=/i);
    expect([...svg.matchAll(/https?:[^"]*/g)].map(([url]) => url)).toEqual(['http://www.w3.org/2000/svg']);
  });

  test('is well-formed whatever names a site has, and shows them', () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(name, name, (hostName, guestName) => {
        const svg = svgOf(
          site({ hosts: [rackHost(hostName, 22)], guests: [guest(guestName, { on: hostName }, [])] }),
        );
        expectText(svg);
      }),
      { numRuns: 40 },
    );
    const svg = svgOf(site({ hosts: [rackHost('</text><script>&"\u202e\u0000]]>', 1)] }));
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;&amp;&quot;\ufffd\ufffd]]&gt;');
  });

  test('has a title and a description for whoever cannot see it', () => {
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(svgOf(rackSite())) as {
      svg: { title: { '#text': string }; desc: { '#text': string }; '@_role': string };
    };
    expect(parsed.svg['@_role']).toBe('img');
    expect(parsed.svg.title['#text']).toBe('KVMNet devices: 2 hosts, 2 guests');
    expect(parsed.svg.desc['#text']).toContain(
      'VLAN device bond0.11, VLAN 11, 10.11.11.22/24, network 2, derived',
    );
  });

  test.each(['light', 'dark'] as const)('has readable colours in its %s palette', (theme) => {
    const palette = svgPalette(theme);
    const grounds: readonly Paint[] = ['background', 'node-fill', 'frame-fill', 'guest-fill', 'outside-fill'];
    for (const ground of grounds) {
      for (const text of ['text', 'muted'] as const) {
        expect(contrast(palette[text], palette[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const [paint, colour] of Object.entries(palette)) {
      if (!paint.startsWith('tone-')) continue;
      expect(contrast(palette['mark-text'], colour), paint).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour, palette['frame-fill']), `${paint} as a line`).toBeGreaterThanOrEqual(3);
    }
  });
});
