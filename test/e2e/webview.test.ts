import { AxeBuilder } from '@axe-core/playwright';
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { deviceId } from '../../src/model/index.js';
import type { Finding, Network } from '../../src/model/index.js';
import { buildGraph, createPictureHistory, NOTHING_FOLDED } from '../../src/topology/index.js';
import type { PictureHistory, PictureUpdate } from '../../src/topology/index.js';
import type {} from '../../src/webview/main.js';
import { rackHost, rackSite } from '../topology/rack.js';
import { guest, site, vlan } from '../topology/site.js';
import { chromiumArguments } from './support/index.js';
import { classesOf, clickOn, corners, withClass } from './webview/drawn.js';
import { bundlePreview, openHarness } from './webview/harness.js';
import type { Harness, HarnessOptions, ServedFiles } from './webview/harness.js';

/** The preview's page alone, in a real Chromium: what a person sees and does, without an editor around it. */

const finding = (network: Network): Finding => ({
  code: 'bond/no-redundancy',
  severity: 'warning',
  message: 'Bond bond1 has one port: a cable that breaks takes everything on it down.',
  origin: network.hosts[0]!.places.name,
  subjects: [deviceId('kvm1', 'bond1')],
});

let browser: Browser;
let served: ServedFiles;
let harness: Harness | undefined;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject('chromium'), args: [...chromiumArguments] });
  served = await bundlePreview();
  await mkdir('test-results/screenshots', { recursive: true });
});
afterAll(() => browser.close());
afterEach(async () => {
  const complaints = harness?.complaints() ?? [];
  await harness?.close();
  harness = undefined;
  expect(complaints, 'what the page or its policy complained of').toEqual([]);
});

const open = async (options?: HarnessOptions): Promise<Harness> => {
  harness = await openHarness(browser, served, options);
  return harness;
};

const updateOf = (network: Network, history: PictureHistory, version?: number): PictureUpdate =>
  history.next('site', buildGraph(network, [finding(network)], { perspective: 'devices' }), {
    ...(version !== undefined && { version }),
  });

async function show(target: Harness, network: Network = rackSite()): Promise<PictureHistory> {
  const history = createPictureHistory();
  await target.say({ type: 'graph', result: updateOf(network, history) });
  await target.page.waitForFunction(() => (window.kvmnetPreview?.cy.nodes().length ?? 0) > 0);
  return history;
}

describe('the preview page', () => {
  test('asks for the picture and draws every node and edge of it', async () => {
    const target = await open();
    expect(await target.said()).toEqual([{ type: 'want', perspective: 'devices', folding: NOTHING_FOLDED }]);
    await show(target);
    const graph = buildGraph(rackSite(), [], { perspective: 'devices' });
    const drawn = await corners(target);
    expect(drawn.map(({ id }) => id).sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
    const edges = await target.page.evaluate(() => window.kvmnetPreview?.cy.edges().length);
    expect(edges).toBe(graph.edges.length);
    expect(await withClass(target, 'derived')).toContain(deviceId('kvm1', 'bond0.13'));
    expect(await withClass(target, 'has-warning')).toEqual([deviceId('kvm1', 'bond1')]);
  });

  test.each(['dark', 'light', 'high-contrast', 'high-contrast-light'] as const)(
    'looks at home in the %s theme, and says so to nobody else',
    async (theme) => {
      const target = await open({ theme, width: 900, height: 900 });
      await show(target);
      await target.page.screenshot({ path: `test-results/screenshots/webview-${theme}.png` });
      const painted = await target.page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.content-layer');
        const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let opaque = 0;
        for (let index = 3; index < data.length; index += 4) if ((data[index] ?? 0) > 0) opaque++;
        return opaque;
      });
      expect(painted).toBeGreaterThan(2000);
    },
  );

  test('takes up a change of theme at once', async () => {
    const target = await open({ theme: 'dark' });
    await show(target);
    const fill = (): Promise<string> =>
      target.page.evaluate(
        (id) => String(window.kvmnetPreview?.cy.getElementById(id).style('background-color')),
        deviceId('kvm1', 'bond0'),
      );
    const dark = await fill();
    await target.useTheme('light');
    await expect.poll(fill).not.toBe(dark);
  });

  test('shows the text of what is clicked, and lights its path', async () => {
    const target = await open();
    await show(target);
    await clickOn(target, 'guest/web1/nic/nic0');
    const network = rackSite();
    await expect
      .poll(() => target.said())
      .toContainEqual({
        type: 'open-source',
        origin: network.guests[0]!.nics[0]!.places.name,
        focus: false,
      });
    expect(await classesOf(target, 'guest/web1/nic/nic0')).toContain('selected');
    const faded = await withClass(target, 'faded');
    expect(faded).toContain(deviceId('kvm1', 'br-edge'));
    for (const device of ['tenant', 'bond0.13', 'bond0', 'eth0', 'eth1']) {
      expect(faded).not.toContain(deviceId('kvm1', device));
    }
  });

  test('marks what stands at the cursor, on every host that a profile gives it to', async () => {
    const target = await open();
    const network = rackSite();
    const shared = network.hosts[0]!.devices[0]!.places;
    const hosts = network.hosts.map((host) => ({
      ...host,
      devices: host.devices.map((device) =>
        device.name === 'eth0' ? { ...device, places: shared } : device,
      ),
    }));
    await show(target, { ...network, hosts });
    await target.say({ type: 'cursor', uri: shared.name.uri, position: shared.name.range.start });
    await expect
      .poll(() => withClass(target, 'at-cursor'))
      .toEqual([deviceId('kvm1', 'eth0'), deviceId('kvm2', 'eth0')]);
  });

  test('scrolls to what is revealed', async () => {
    const target = await open({ width: 500, height: 400 });
    await show(target);
    await target.page.evaluate(
      () => void window.kvmnetPreview?.cy.viewport({ zoom: 2, pan: { x: 0, y: 0 } }),
    );
    await target.say({ type: 'reveal', ids: [deviceId('kvm2', 'br-edge')] });
    await expect
      .poll(() =>
        target.page.evaluate(
          (id) => {
            const cy = window.kvmnetPreview?.cy;
            const at = cy?.getElementById(id).renderedPosition() ?? { x: -1, y: -1 };
            return at.x > 0 && at.y > 0 && at.x < (cy?.width() ?? 0) && at.y < (cy?.height() ?? 0);
          },
          deviceId('kvm2', 'br-edge'),
        ),
      )
      .toBe(true);
  });

  test('moves nothing but what changed', async () => {
    const target = await open();
    const history = await show(target);
    const before = await corners(target);
    const network = rackSite();
    const [first, ...others] = network.hosts;
    const devices = [...first!.devices, vlan('kvm1', 'bond0.99', 'bond0', 99)];
    const changed = { ...network, hosts: [{ ...first!, devices }, ...others] };
    const update = updateOf(changed, history, 1);
    expect(update.kind).toBe('changes');
    await target.say({ type: 'graph', result: update });
    await expect.poll(async () => (await corners(target)).length).toBe(before.length + 1);
    const after = new Map((await corners(target)).map((corner) => [corner.id, corner]));
    for (const corner of before) {
      // The LAN's list of VLANs gets longer, and with it its box; everything else stays where it is.
      if (!corner.id.endsWith('/outside')) expect(after.get(corner.id)).toEqual(corner);
    }
  });

  test('asks for all of it when changes are not for the picture that it has', async () => {
    const target = await open();
    const history = await show(target);
    updateOf({ ...rackSite(), guests: [] }, history, 1);
    const later = updateOf(rackSite(), history, 2);
    expect(later.kind).toBe('changes');
    await target.say({ type: 'graph', result: later });
    await expect
      .poll(async () => (await target.said()).filter(({ type }) => type === 'want'))
      .toEqual([
        { type: 'want', perspective: 'devices', folding: NOTHING_FOLDED },
        { type: 'want', perspective: 'devices', folding: NOTHING_FOLDED },
      ]);
  });

  test('drops whatever is not a message of the protocol', async () => {
    const target = await open();
    await show(target);
    const before = await corners(target);
    await target.page.evaluate(() => {
      for (const nonsense of [
        null,
        1,
        'graph',
        { type: 'graph' },
        { type: 'graph', result: { kind: 'picture' } },
      ]) {
        window.postMessage(nonsense, '*');
      }
    });
    await target.say({ type: 'problem', message: 'The language server stopped.' });
    await target.page.getByRole('alert').waitFor();
    expect(await corners(target)).toEqual(before);
  });

  test('shows names from files as they are, markup and all', async () => {
    const target = await open();
    const name = '<img src=x onerror="document.title=1">"\u202e';
    const network = rackSite();
    await show(target, { ...network, guests: [guest(name, { on: 'kvm1' }, ['tenant'])], networks: [] });
    await target.page.getByRole('button', { name: 'Show as text' }).click();
    await target.page.getByRole('treeitem', { name: /guest <img src=x/ }).waitFor();
    expect(await target.page.locator('img').count()).toBe(0);
    expect(await target.page.title()).toBe('KVMNet Topology');
  });

  test('says what to write while there is no host, and why there is nothing', async () => {
    const target = await open();
    const history = createPictureHistory();
    await target.say({
      type: 'graph',
      result: updateOf({ ...rackSite(), hosts: [rackHost('a', 1)] }, history),
    });
    await target.say({ type: 'graph', result: { kind: 'nothing', reason: 'This folder is not open.' } });
    await target.page.getByText('This folder is not open.').waitFor();
    const empty = buildGraph(site({}), [], { perspective: 'devices' });
    await target.say({ type: 'graph', result: createPictureHistory().next('empty', empty, {}) });
    await target.page.getByText('No hosts yet').waitFor();
    await show(target);
    await expect.poll(() => target.page.getByText('No hosts yet').isVisible()).toBe(false);
  });

  test('leads from device to device with the arrow keys, and to the text with Enter', async () => {
    const target = await open();
    await show(target);
    await target.page.getByRole('application').focus();
    const chosen = async (): Promise<string | undefined> => (await withClass(target, 'selected'))[0];
    await target.page.keyboard.press('ArrowRight');
    expect(await chosen()).toBe('host/kvm1');
    await target.say({ type: 'reveal', ids: [deviceId('kvm1', 'eth0')] });
    await expect.poll(chosen).toBe(deviceId('kvm1', 'eth0'));
    for (const expected of ['bond0', 'bond0.12']) {
      await target.page.keyboard.press('ArrowRight');
      expect(await chosen()).toBe(deviceId('kvm1', expected));
    }
    for (const expected of ['bond0.13', 'bond0.12', 'bond0.11']) {
      await target.page.keyboard.press(expected === 'bond0.13' ? 'ArrowDown' : 'ArrowUp');
      expect(await chosen()).toBe(deviceId('kvm1', expected));
    }
    await target.page.keyboard.press('Enter');
    const origin = rackSite().hosts[0]!.devices.find(({ name }) => name === 'bond0.11')!.places.name;
    expect(await target.said()).toContainEqual({ type: 'open-source', origin, focus: true });
    await target.page.keyboard.press('Escape');
    expect(await chosen()).toBeUndefined();
  });

  test('keeps zoom, place and selection for the next time', async () => {
    const first = await open();
    await show(first);
    await clickOn(first, deviceId('kvm1', 'bond0'));
    await first.page.keyboard.press('+');
    await first.page.getByRole('button', { name: /Zoom in/ }).click();
    const before = await corners(first);
    await expect.poll(async () => (await first.state())?.zoom).toBeGreaterThan(1);
    const state = await first.state();
    await first.close();
    const second = await open(state ? { state } : {});
    await show(second);
    expect(await corners(second)).toEqual(before);
    expect(await withClass(second, 'selected')).toEqual([deviceId('kvm1', 'bond0')]);
  });

  test('lights a network up from its number in the legend', async () => {
    const target = await open();
    await show(target);
    await target.page.getByRole('button', { name: /^2 heartbeat/ }).click();
    expect(await withClass(target, 'selected')).toEqual([
      deviceId('kvm1', 'bond0.11'),
      deviceId('kvm2', 'bond0.11'),
    ]);
  });

  test('exports the same drawing as SVG and PNG', async () => {
    const target = await open();
    await show(target);
    for (const name of ['SVG, light', 'PNG, dark']) {
      await target.page.getByRole('button', { name: 'Export picture' }).click();
      await target.page.getByRole('menuitem', { name }).click();
    }
    const exported = (await target.said()).filter((message) => message.type === 'export');
    expect(exported.map(({ format }) => format)).toEqual(['svg', 'png']);
    expect(exported[0]?.content).toMatch(/^<svg [^]*bond0\.13[^]*<\/svg>\n$/);
    expect(exported[0]?.content).not.toMatch(/<script|href|javascript:/i);
    expect(Buffer.from(exported[1]!.content, 'base64').subarray(1, 4).toString()).toBe('PNG');
  });

  test.each(['dark', 'light', 'high-contrast'] as const)(
    'has no finding of axe-core in the %s theme',
    async (theme) => {
      const target = await open({ theme });
      await show(target);
      await target.page.getByRole('button', { name: 'Show as text' }).click();
      await target.page.getByRole('button', { name: 'Export picture' }).click();
      const { violations } = await new AxeBuilder({ page: target.page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
    },
  );

  test('goes from one perspective to the next with what is selected', async () => {
    const target = await open({ width: 1100, height: 900 });
    await show(target);
    await clickOn(target, deviceId('kvm1', 'bond0.12'));
    for (const perspective of ['networks', 'commands'] as const) {
      await target.page.getByRole('button', { name: new RegExp(`${perspective} perspective`, 'i') }).click();
      await expect
        .poll(async () => (await target.said()).at(-1))
        .toEqual({
          type: 'want',
          perspective,
          folding: NOTHING_FOLDED,
        });
      const graph = buildGraph(rackSite(), [finding(rackSite())], { perspective });
      await target.say({ type: 'graph', result: createPictureHistory().next(perspective, graph, {}) });
      await expect.poll(() => withClass(target, 'selected')).not.toEqual([]);
      const chosen = await withClass(target, 'selected');
      expect(chosen.every((id) => id.includes('bond0.12'))).toBe(true);
      await target.page.screenshot({ path: `test-results/screenshots/webview-${perspective}.png` });
    }
  });

  test('keeps what cannot be read at the moment, paler, and says what is wrong', async () => {
    const target = await open({ theme: 'light' });
    const history = await show(target);
    const before = await corners(target);
    const network = rackSite();
    const guests = network.guests.map((own) => ({ ...own, hosts: [] }));
    const graph = buildGraph(
      { ...network, hosts: [network.hosts[1]!], guests },
      [{ ...finding(network), severity: 'error', subjects: [deviceId('kvm2', 'bond0')] }],
      { perspective: 'devices' },
    );
    const broken = [network.hosts[0]!.places.name.uri];
    await target.say({ type: 'graph', result: history.next('site', graph, { version: 1, broken }) });
    await expect.poll(() => withClass(target, 'has-error')).toEqual([deviceId('kvm2', 'bond0')]);
    expect(await corners(target)).toEqual(before);
    expect(await withClass(target, 'stale')).toContain('host/kvm1');
    await target.page.screenshot({ path: 'test-results/screenshots/webview-error.png' });
    await target.page.getByRole('button', { name: '1 error: show problems' }).click();
    expect(await target.said()).toContainEqual({ type: 'show-problems' });
  });

  test('moves smoothly where the person has nothing against it, and ends where it shall', async () => {
    const target = await open({ reducedMotion: false });
    const history = await show(target);
    const guests = [...rackSite().guests, guest('new', { on: 'kvm1' }, ['tenant'])];
    const update = updateOf({ ...rackSite(), guests }, history, 1);
    await target.say({ type: 'graph', result: update });
    const opacity = (): Promise<number> =>
      target.page.evaluate(() =>
        Number(window.kvmnetPreview?.cy.getElementById('guest/new').style('opacity')),
      );
    await expect.poll(opacity).toBe(1);
  });

  test('shows the SVG as a page of its own', async () => {
    const target = await open();
    await show(target);
    await target.page.getByRole('button', { name: 'Export picture' }).click();
    await target.page.getByRole('menuitem', { name: 'SVG, light' }).click();
    const svg = (await target.said()).flatMap((message) =>
      message.type === 'export' ? [message.content] : [],
    )[0]!;
    const seen = await target.page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      return { root: parsed.documentElement.nodeName, errors: parsed.querySelectorAll('parsererror').length };
    }, svg);
    expect(seen).toEqual({ root: 'svg', errors: 0 });
  });
});
