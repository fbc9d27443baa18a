import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { NAMES } from '../../test/e2e/webview/harness.js';
import { repositoryRoot } from '../../scripts/repository.js';
import type { Graph } from '../../src/topology/index.js';
import { npmTools } from '../npm-tools.js';
import type { PageTimes } from './measure-page.js';
import { heapOf, measureGestures } from './measure-page.js';

/** What another viewer would draw the same graph with. */
export interface Contestant {
  readonly name: string;
  /** With exact versions; without cytoscape the one that the preview has is taken. */
  readonly packages: readonly string[];
  /** Registers what is needed with `cytoscape`. */
  readonly script: string;
  /** Options of cytoscape and of its layout, as an expression. */
  readonly options: string;
  readonly layout: string;
}

/** The usual way: a compound node for each frame, a label in each node, a layout from a library. */
const USUAL = `{
  style: [
    { selector: 'node', style: { shape: 'round-rectangle', width: 140, height: 44, label: 'data(label)',
      'text-valign': 'center', 'font-size': 12, 'background-color': '#fff', 'border-width': 1 } },
    { selector: ':parent', style: { 'text-valign': 'top', 'background-color': '#f6f8fa' } },
    { selector: 'edge', style: { width: 1.5, 'curve-style': 'bezier' } },
  ],
}`;

export const CONTESTANTS: readonly Contestant[] = [
  {
    name: 'cytoscape + dagre',
    packages: ['cytoscape-dagre@2.5.0', 'dagre@0.8.5'],
    script: `import layout from 'cytoscape-dagre'; cytoscape.use(layout);`,
    options: USUAL,
    layout: `{ name: 'dagre', rankDir: 'LR', animate: false }`,
  },
  {
    name: 'cytoscape + elk layered',
    packages: ['cytoscape-elk@2.3.0', 'elkjs@0.9.3'],
    script: `import layout from 'cytoscape-elk'; cytoscape.use(layout);`,
    options: USUAL,
    layout: `{ name: 'elk', animate: false, elk: { algorithm: 'layered', 'elk.direction': 'RIGHT', hierarchyHandling: 'INCLUDE_CHILDREN' } }`,
  },
  {
    // Settings and style of vscode-containerlab v0.22.3, the last one on cytoscape; the animation left out.
    name: 'libraries of containerlab 0.22.3',
    packages: ['cytoscape@3.33.1', 'cytoscape-cola@2.5.1'],
    script: `import layout from 'cytoscape-cola'; cytoscape.use(layout);`,
    options: `{
      textureOnViewport: true, pixelRatio: 'auto', motionBlur: false, wheelSensitivity: 0.2,
      style: [
        { selector: 'node', style: { shape: 'rectangle', width: 10, height: 10, 'font-size': '0.58em', label: 'data(label)',
          'text-valign': 'bottom', 'min-zoomed-font-size': '0.58em', 'background-color': '#8F96AC', color: '#F5F5F5',
          'text-outline-color': '#3C3E41', 'text-outline-width': '0.3px', 'text-background-color': '#000000',
          'text-background-opacity': 0.7, 'text-background-shape': 'roundrectangle', 'text-background-padding': '1px' } },
        { selector: 'edge', style: { 'curve-style': 'bezier', 'control-point-step-size': 20, opacity: 0.7,
          'line-color': '#969799', width: 1.5, 'font-size': '0.42em' } },
      ],
    }`,
    layout: `{ name: 'cola', animate: false, maxSimulationTime: 1500, fit: true, edgeLength: 120, nodeSpacing: 12 }`,
  },
];

/** Longer than this nobody waits for. Milliseconds. */
export const PATIENCE = 60_000;

async function scriptOf({ packages, script, options, layout }: Contestant): Promise<string> {
  const modules = await npmTools(...packages);
  const contents = `
    import cytoscape from 'cytoscape';
    ${script}
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const laidOut = (cy) => new Promise((resolve) => { const layout = cy.layout(${layout}); layout.one('layoutstop', resolve); layout.run(); });
    let cy;
    window.benchCy = () => cy;
    window.benchOpen = async (elements) => {
      cy = cytoscape({ container: document.getElementById('picture'), elements, layout: { name: 'null' }, ...${options} });
      await laidOut(cy);
      cy.fit();
      await frame(); await frame();
      return performance.now();
    };
    window.benchChange = async (element) => {
      const start = performance.now();
      cy.add(element);
      await laidOut(cy);
      await frame(); await frame();
      return performance.now() - start;
    };`;
  const built = await build({
    stdin: { contents, resolveDir: modules, loader: 'js' },
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'chrome110',
    nodePaths: [modules, `${repositoryRoot}/node_modules`],
    logLevel: 'error',
  });
  return built.outputFiles[0]?.text ?? '';
}

const elementsOf = ({ nodes, edges }: Graph): readonly unknown[] => [
  ...nodes.map(({ id, label, frame }) => ({
    data: { id, label, ...(frame !== undefined && { parent: frame }) },
  })),
  ...edges.map(({ id, source, target }) => ({ data: { id, source, target } })),
];

/** Undefined when there was no picture in time. */
export async function measureOther(
  browser: Browser,
  contestant: Contestant,
  graph: Graph,
): Promise<PageTimes | undefined> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
  await context.addInitScript({ content: NAMES });
  const page = await context.newPage();
  const script = await scriptOf(contestant);
  const html =
    '<!DOCTYPE html><style>html,body,#picture{margin:0;width:100%;height:100%}</style><div id="picture"></div><script src="/main.js"></script>';
  await page.route('**/*', (route) =>
    new URL(route.request().url()).pathname === '/main.js'
      ? route.fulfill({ body: script, contentType: 'text/javascript' })
      : route.fulfill({ body: html, contentType: 'text/html' }),
  );
  try {
    await page.goto('https://bench.invalid/');
    const load = await page.evaluate(() => performance.now());
    const first = await withPatience(openIn(page, elementsOf(graph)));
    if (first === undefined) return undefined;
    const host = graph.nodes.find(({ kind }) => kind === 'host')?.id;
    const added = { group: 'nodes', data: { id: 'added', label: 'added', parent: host } };
    const change = await withPatience(changeIn(page, added));
    if (change === undefined) return undefined;
    const heap = await heapOf(page);
    return { first: load + first, change, ...(await measureGestures(page)), heap };
  } finally {
    await context.close();
  }
}

interface BenchWindow {
  readonly benchOpen: (elements: unknown) => Promise<number>;
  readonly benchChange: (element: unknown) => Promise<number>;
}

const openIn = (page: Page, elements: unknown): Promise<number> =>
  page.evaluate(async (all) => {
    const start = performance.now();
    return (await (window as unknown as BenchWindow).benchOpen(all)) - start;
  }, elements);

const changeIn = (page: Page, element: unknown): Promise<number> =>
  page.evaluate((one) => (window as unknown as BenchWindow).benchChange(one), element);

/** A page that computes cannot be asked to stop: it is left behind, and closed with its context. */
const withPatience = (work: Promise<number>): Promise<number | undefined> =>
  Promise.race([
    work.catch(() => undefined),
    new Promise<undefined>((resolve) => {
      setTimeout(() => resolve(undefined), PATIENCE).unref();
    }),
  ]);
