import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { deviceId, hostId } from '../../src/model/index.js';
import type { Network } from '../../src/model/index.js';
import { inOwnFile, rackHost, rackSite, RACK_NETWORKS } from '../topology/rack.js';
import { bridge, guest, site, vlan } from '../topology/site.js';
import { chromiumArguments } from './support/index.js';
import { clickOn, corners, withClass } from './webview/drawn.js';
import { bundlePreview, openHarness } from './webview/harness.js';
import type { Harness, HarnessOptions, ServedFiles } from './webview/harness.js';
import { serveSite } from './webview/site-server.js';
import type { SiteServer } from './webview/site-server.js';

/** Frames that are opened and closed, and large sites, in a real Chromium. */

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

async function show(network: Network, options: HarnessOptions = {}): Promise<[Harness, SiteServer]> {
  harness = await openHarness(browser, served, { width: 1200, height: 900, ...options });
  const server = serveSite(harness, network);
  await server.send();
  await expect.poll(async () => (await corners(harness!)).length).toBeGreaterThan(0);
  return [harness, server];
}

/** `count` hosts with up to six guests each. */
function rows(count: number): Network {
  const hosts = Array.from({ length: count }, (_, index) => rackHost(`kvm${index + 1}`, 22 + (index % 200)));
  return site({
    networks: RACK_NETWORKS,
    hosts,
    guests: hosts.flatMap((host, index) =>
      Array.from({ length: index % 7 }, (_, number) =>
        guest(`vm${index + 1}-${number}`, { on: host.name }, ['tenant', 'edge'].slice(0, 1 + (number % 2))),
      ),
    ),
  });
}

const idsOf = async (target: Harness): Promise<readonly string[]> =>
  (await corners(target)).map(({ id }) => id);

/** Where the arrow of an open frame is. */
async function clickOnArrow(target: Harness, id: string): Promise<void> {
  const point = await target.page.evaluate((wanted) => {
    const cy = window.kvmnetPreview!.cy;
    const box = cy.getElementById(wanted).renderedBoundingBox({ includeOverlays: false });
    const { left, top } = cy.container()!.getBoundingClientRect();
    return { x: left + box.x1 + 8, y: top + box.y1 + 8 };
  }, id);
  await target.page.mouse.click(point.x, point.y);
}

describe('a small site', () => {
  test('has everything open, and closes a host at its arrow', async () => {
    const [target, server] = await show(rackSite());
    expect(await idsOf(target)).toContain(deviceId('kvm1', 'bond0'));
    const before = await corners(target);
    await clickOnArrow(target, 'host/kvm1');
    await server.send();
    await expect.poll(() => idsOf(target)).not.toContain(deviceId('kvm1', 'bond0'));
    expect(server.last()?.kind).toBe('changes');
    await target.page.screenshot({ path: 'test-results/screenshots/webview-one-closed.png' });
    expect(await withClass(target, 'selected')).toEqual(['host/kvm1']);
    await clickOn(target, 'host/kvm1');
    await server.send();
    await expect.poll(() => idsOf(target)).toContain(deviceId('kvm1', 'bond0'));
    expect((await corners(target)).length).toBe(before.length);
  });
});

describe('an edit', () => {
  test('that gives a network to another bond moves nothing that was there', async () => {
    const network = rackSite();
    const [target, server] = await show(network);
    const before = await corners(target);
    const [first, ...others] = network.hosts;
    const devices = first!.devices.map((device) => {
      if (device.name === 'bond0.13')
        return vlan('kvm1', 'bond1.13', 'bond1', 13, { controller: 'tenant', derivedOn: 'bond1' });
      if (device.name === 'tenant') return bridge('kvm1', 'tenant', ['bond1.13'], { networks: ['tenant'] });
      return device;
    });
    server.network = { ...network, hosts: [{ ...first!, devices }, ...others] };
    await server.send();
    await expect.poll(() => idsOf(target)).toContain(deviceId('kvm1', 'bond1.13'));
    expect(await idsOf(target)).not.toContain(deviceId('kvm1', 'bond0.13'));
    const after = new Map((await corners(target)).map((corner) => [corner.id, corner]));
    for (const corner of before) {
      // The lists of VLANs of both LANs change, and with them the height of their boxes.
      const isChanged = corner.id === deviceId('kvm1', 'bond0.13') || corner.id.endsWith('/outside');
      if (!isChanged) expect(after.get(corner.id)).toEqual(corner);
    }
  });

  test('that follows another before the first was drawn is drawn as well', async () => {
    const [target, server] = await show(rackSite());
    const names = ['one', 'two', 'three'];
    for (const name of names) {
      server.network = {
        ...server.network,
        guests: [...server.network.guests, guest(name, { on: 'kvm1' }, ['tenant'])],
      };
      await server.send();
    }
    const drawn = async (): Promise<readonly string[]> =>
      (await idsOf(target)).filter((id) => names.some((name) => id === `guest/${name}`));
    await expect.poll(drawn).toEqual(names.map((name) => `guest/${name}`));
  });
});

describe('a site of forty hosts', () => {
  test.each(['light', 'dark'] as const)(
    'is a table of hosts that can be read at a glance, %s',
    async (theme) => {
      const [target] = await show(rows(40), { theme });
      expect(await withClass(target, 'host')).toHaveLength(40);
      await target.page.screenshot({ path: `test-results/screenshots/webview-40-hosts-${theme}.png` });
    },
  );
});

describe('a large site', () => {
  test.each(['light', 'dark'] as const)('is a table of its hosts, %s', async (theme) => {
    const [target, server] = await show(rows(200), { theme });
    await target.page.screenshot({ path: `test-results/screenshots/webview-200-hosts-${theme}.png` });
    expect(await withClass(target, 'host')).toHaveLength(200);
    const before = new Map((await corners(target)).map((corner) => [corner.id, corner]));
    expect(before.size).toBe(200);
    await clickOn(target, 'host/kvm57');
    await server.send();
    await expect.poll(() => idsOf(target)).toContain(deviceId('kvm57', 'bond0'));
    await target.page.screenshot({ path: `test-results/screenshots/webview-200-hosts-open-${theme}.png` });
  });

  test('opens from the keyboard, and keeps what is open for the next time', async () => {
    const [target, server] = await show(rows(200));
    await target.say({ type: 'reveal', ids: ['host/kvm12'] });
    await target.page.getByRole('application').focus();
    await target.page.keyboard.press(' ');
    await server.send();
    await expect.poll(() => idsOf(target)).toContain(deviceId('kvm12', 'bond0'));
    await expect.poll(async () => (await target.state())?.folding?.open).toEqual(['host/kvm12']);
    const state = await target.state();
    await target.close();
    const [second] = await show(rows(200), state ? { state } : {});
    expect(await idsOf(second)).toContain(deviceId('kvm12', 'bond0'));
  });

  test('opens and closes all of it, as far as it fits', async () => {
    const [target, server] = await show(rows(200));
    await target.page.getByRole('button', { name: 'Open all hosts' }).click();
    await server.send();
    await expect.poll(async () => (await idsOf(target)).length).toBeGreaterThan(2000);
    expect((await idsOf(target)).length).toBeLessThanOrEqual(2500);
    await target.page.screenshot({ path: 'test-results/screenshots/webview-200-hosts-all.png' });
    await target.page.getByRole('button', { name: 'Close all hosts' }).click();
    await server.send();
    await expect.poll(async () => (await idsOf(target)).length).toBe(200);
  });

  test.each(['networks', 'commands'] as const)(
    'is folded in the %s perspective as well',
    async (perspective) => {
      const [target, server] = await show(rows(200), { theme: 'light' });
      await target.page.getByRole('button', { name: new RegExp(`${perspective} perspective`, 'i') }).click();
      await server.send();
      await expect.poll(() => withClass(target, 'host')).toHaveLength(200);
      await target.page.screenshot({ path: `test-results/screenshots/webview-200-hosts-${perspective}.png` });
    },
  );

  test('goes to the hosts of another file, so that they can be read, and not again while the cursor stays in it', async () => {
    const file = 'file:///site/kvm30.kvmnet';
    const [target] = await show(inOwnFile(rows(30), 'kvm30', file));
    const seen = (): Promise<{ readonly zoom: number; readonly isInView: boolean }> =>
      target.page.evaluate((id) => {
        const cy = window.kvmnetPreview!.cy;
        const { x1, y1 } = cy.getElementById(id).renderedBoundingBox();
        return {
          zoom: cy.zoom(),
          isInView: x1 >= 0 && y1 >= 0 && x1 < cy.width() && y1 < cy.height(),
        };
      }, hostId('kvm30'));
    const before = await seen();
    await target.say({ type: 'cursor', uri: file, position: { line: 90, character: 0 } });
    await expect.poll(async () => (await seen()).isInView).toBe(true);
    await expect.poll(async () => (await seen()).zoom).toBeGreaterThan(before.zoom);
    await target.page.evaluate(() => window.kvmnetPreview!.cy.zoom(0.2));
    await target.say({ type: 'cursor', uri: file, position: { line: 91, character: 0 } });
    expect((await seen()).zoom).toBe(0.2);
  });
});
