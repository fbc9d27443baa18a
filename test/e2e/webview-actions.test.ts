import { AxeBuilder } from '@axe-core/playwright';
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { deviceId, guestId } from '../../src/model/index.js';
import { rackSite } from '../topology/rack.js';
import { chromiumArguments } from './support/index.js';
import { clickOn, corners, menuOn, withClass } from './webview/drawn.js';
import { bundlePreview, openHarness } from './webview/harness.js';
import type { Harness, HarnessOptions, ServedFiles } from './webview/harness.js';
import { serveSite } from './webview/site-server.js';
import type { SiteServer } from './webview/site-server.js';

/** What a person asks of the picture: the way of a packet, what if this fails, what to show, what to do. */

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

async function open(options: HarnessOptions = {}): Promise<[Harness, SiteServer]> {
  harness = await openHarness(browser, served, { width: 1300, height: 900, ...options });
  return [harness, serveSite(harness, rackSite())];
}

async function show(options?: HarnessOptions): Promise<[Harness, SiteServer]> {
  const [target, server] = await open(options);
  await server.send();
  await expect.poll(async () => (await corners(target)).length).toBeGreaterThan(0);
  return [target, server];
}

const snap = (target: Harness, name: string): Promise<Buffer> =>
  target.page.screenshot({ path: `test-results/screenshots/webview-${name}.png` });

const dock = (target: Harness, name: string): Locator => target.page.getByRole('region', { name });

/** Types into the search box, and answers once the preview has asked. */
async function lookFor(target: Harness, server: SiteServer, query: string): Promise<Locator> {
  await target.page.keyboard.press('Control+f');
  const box = target.page.getByRole('textbox', { name: /^Find in the picture/ });
  await box.fill(query);
  await expect.poll(() => target.said()).toContainEqual({ type: 'find', perspective: 'devices', query });
  await server.answer();
  return box;
}

async function expectAccessible(target: Harness): Promise<void> {
  const { violations } = await new AxeBuilder({ page: target.page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

const themes = ['light', 'dark', 'high-contrast'] as const;

describe('following a packet', () => {
  test.each(themes)('tells its way hop by hop, and lights only that, %s', async (theme) => {
    const [target, server] = await show({ theme });
    await clickOn(target, 'guest/web1/nic/nic0');
    await server.answer();
    const way = dock(target, 'Way of a packet');
    await way.waitFor();
    const hops = await way.getByRole('listitem').allInnerTexts();
    const names = hops.map((text) => text.split('\n')[0]);
    expect(names).toEqual(['web1 · nic0', 'TAP', 'tenant', 'bond0.13', 'bond0', 'eth0, eth1', 'LAN']);
    expect(hops.find((text) => text.startsWith('bond0.13'))).toMatch(/VLAN 13/);
    const faded = await withClass(target, 'faded');
    expect(faded).toContain(deviceId('kvm1', 'br-edge'));
    expect(faded).toContain(deviceId('kvm2', 'bond0'));
    expect(faded).not.toContain(deviceId('kvm1', 'bond0.13'));
    // Nothing of the way is hidden behind what tells it.
    await expect
      .poll(() =>
        target.page.evaluate((id) => {
          const cy = window.kvmnetPreview!.cy;
          return cy.getElementById(id).renderedBoundingBox().x2 <= cy.width();
        }, guestId('web1')),
      )
      .toBe(true);
    await snap(target, `path-${theme}`);
    await expectAccessible(target);
  });

  test('leads from a hop to its place in picture and text, and is let go with Escape', async () => {
    const [target, server] = await show();
    await clickOn(target, 'guest/web1/nic/nic0');
    await server.answer();
    const way = dock(target, 'Way of a packet');
    await way.getByRole('button', { name: /^bond0\.13/ }).click();
    await expect.poll(() => withClass(target, 'at-cursor')).toEqual([deviceId('kvm1', 'bond0.13')]);
    const said = await target.said();
    expect(said.at(-1)).toMatchObject({ type: 'open-source', focus: false });
    await way.getByRole('button', { name: 'Copy the way as text' }).click();
    expect((await target.said()).at(-1)).toMatchObject({
      type: 'copy',
      text: expect.stringMatching(/bond0\.13.*VLAN 13/) as string,
    });
    await way.getByRole('button', { name: 'Stop following' }).click();
    await expect.poll(() => withClass(target, 'faded')).toEqual([]);
    expect(await way.isVisible()).toBe(false);
  });

  test('follows a network from its number in the list, in another perspective as well', async () => {
    const [target, server] = await show();
    await target.page.getByRole('button', { name: /^4 tenant/ }).click();
    await server.answer();
    await dock(target, 'Way of a packet').waitFor();
    expect(await withClass(target, 'faded')).toContain(deviceId('kvm1', 'bond1'));
    await target.page.getByRole('button', { name: /^Networks/ }).click();
    await server.send();
    await server.answer();
    await expect.poll(() => withClass(target, 'faded')).not.toEqual([]);
    await snap(target, 'path-networks');
  });

  test('keeps up with the text while it is being followed', async () => {
    const [target, server] = await show();
    await clickOn(target, 'guest/web1/nic/nic0');
    await server.answer();
    const first = server.network.hosts[0]!;
    const devices = first.devices.filter(({ name }) => name !== 'eth1');
    server.network = { ...server.network, hosts: [{ ...first, devices }, server.network.hosts[1]!] };
    await server.send();
    await server.answer();
    const hops = dock(target, 'Way of a packet').getByRole('listitem');
    await expect.poll(async () => (await hops.allInnerTexts()).join(' ')).not.toMatch(/eth1/);
  });
});

describe('what if this fails', () => {
  test.each(themes)('says which bonds fail over and which guests lose which network, %s', async (theme) => {
    const [target, server] = await show({ theme });
    await menuOn(target, deviceId('kvm1', 'eth0'));
    await target.page.getByRole('menuitem', { name: 'What If This Fails' }).click();
    await server.answer();
    const panel = dock(target, 'What if this fails');
    await panel.getByText('bond0 of kvm1 fails over from eth0 to eth1.').waitFor();
    expect(await withClass(target, 'sign-failed')).toEqual([deviceId('kvm1', 'eth0')]);
    expect(await withClass(target, 'sign-takes-over')).toContain(deviceId('kvm1', 'eth1'));
    // Right-clicking follows eth0's own way, which eth1 is not on.
    await server.answer();
    expect(await withClass(target, 'faded')).not.toContain(deviceId('kvm1', 'eth1'));
    await snap(target, `failover-${theme}`);
    await clickOn(target, deviceId('kvm1', 'eth1'));
    await target.page.keyboard.press('f');
    await server.answer();
    await panel.getByText(/web1 .*tenant/).waitFor();
    expect(await withClass(target, 'sign-cut')).toContain(deviceId('kvm1', 'tenant'));
    await snap(target, `failure-${theme}`);
    await expectAccessible(target);
  });

  test('takes back what fails: one by one, all at once, and by the chip', async () => {
    const [target, server] = await show();
    for (const name of ['eth0', 'eth1']) {
      await clickOn(target, deviceId('kvm1', name));
      await target.page.keyboard.press('f');
    }
    await server.answer();
    const panel = dock(target, 'What if this fails');
    await panel.getByRole('button', { name: 'eth0 of kvm1 works again' }).click();
    await server.answer();
    await expect.poll(() => withClass(target, 'sign-failed')).toEqual([deviceId('kvm1', 'eth1')]);
    await target.page.getByRole('button', { name: /^Take away: If eth1 of kvm1 fails/ }).click();
    await expect.poll(() => withClass(target, 'sign-failed')).toEqual([]);
    expect(await panel.isVisible()).toBe(false);
    expect((await target.said()).some(({ type }) => type === 'dismiss-overlays')).toBe(false);
  });

  test('lets a NIC fail on each host at once', async () => {
    const [target, server] = await show();
    await menuOn(target, deviceId('kvm1', 'eth0'));
    await target.page.getByRole('menuitem', { name: 'What If eth0 Fails on Each Host' }).click();
    await server.answer();
    await expect
      .poll(() => withClass(target, 'sign-failed'))
      .toEqual([deviceId('kvm1', 'eth0'), deviceId('kvm2', 'eth0')]);
  });

  test('comes back with the window', async () => {
    const [first, server] = await show();
    await clickOn(first, deviceId('kvm1', 'eth0'));
    await first.page.keyboard.press('f');
    await server.answer();
    await expect.poll(async () => (await first.state())?.failed).toEqual([deviceId('kvm1', 'eth0')]);
    const state = await first.state();
    await first.close();
    const [second, again] = await show(state ? { state } : {});
    await again.answer();
    await expect.poll(() => withClass(second, 'sign-failed')).toEqual([deviceId('kvm1', 'eth0')]);
  });
});

describe('finding', () => {
  test('marks what is found, goes from match to match, and says how many', async () => {
    const [target, server] = await show({ theme: 'light' });
    const box = await lookFor(target, server, 'vlan 13');
    const count = target.page.getByRole('search').getByRole('status');
    await expect.poll(() => count.innerText()).toMatch(/^\? of \d+$/);
    const found = await withClass(target, 'match');
    expect(found).toContain(deviceId('kvm1', 'bond0.13'));
    await box.press('Enter');
    await expect.poll(() => count.innerText()).toMatch(/^1 of/);
    const [chosen] = await withClass(target, 'selected');
    expect(found).toContain(chosen);
    await snap(target, 'find');
    await expectAccessible(target);
    await box.press('Escape');
    await expect.poll(() => withClass(target, 'match')).toEqual([]);
    expect(await target.page.getByRole('application').evaluate((it) => it === document.activeElement)).toBe(
      true,
    );
  });

  test.each([
    ['52:54:00', 'guest/web1/nic/nic0'],
    ['10.11.11.22', deviceId('kvm1', 'bond0.11')],
    ['web1', guestId('web1')],
  ])('finds %s', async (query, id) => {
    const [target, server] = await show();
    await lookFor(target, server, query);
    await expect.poll(() => withClass(target, 'match')).toContain(id);
  });

  test('opens the host that a match is in', async () => {
    const [target, server] = await show();
    await clickOn(target, 'host/kvm1');
    await target.page.keyboard.press(' ');
    await server.send();
    await expect.poll(() => withClass(target, 'bond')).not.toContain(deviceId('kvm1', 'bond1'));
    await target.page.keyboard.press('Control+f');
    const box = target.page.getByRole('textbox', { name: /^Find in the picture/ });
    await box.fill('br-edge');
    await box.press('Enter');
    await server.answer();
    await server.send();
    await server.answer();
    await expect.poll(() => withClass(target, 'selected')).toContain(deviceId('kvm1', 'br-edge'));
  });

  test('says when there is nothing', async () => {
    const [target, server] = await show();
    await lookFor(target, server, 'no such thing');
    await target.page.getByText('No results').waitFor();
  });
});

describe('filtering', () => {
  test('shows one host, hides a layer, and says both in chips that lead back', async () => {
    const [target, server] = await show({ theme: 'light' });
    await target.page.getByRole('button', { name: 'Filter' }).click();
    await server.answer();
    const panel = target.page.getByRole('group', { name: 'Filter' });
    await panel.getByRole('checkbox', { name: 'kvm1' }).check();
    await server.send();
    await panel.getByRole('checkbox', { name: 'VLAN devices' }).check();
    await server.send();
    await snap(target, 'filter');
    await expectAccessible(target);
    await expect.poll(() => withClass(target, 'vlan')).toEqual([]);
    const ids = (await corners(target)).map(({ id }) => id);
    expect(ids).toContain('host/kvm1');
    expect(ids).not.toContain('host/kvm2');
    await target.page.keyboard.press('Escape');
    await target.page.getByRole('button', { name: 'Show VLAN devices again' }).click();
    await server.send();
    await expect.poll(() => withClass(target, 'vlan')).not.toEqual([]);
    await target.page.getByRole('button', { name: 'No longer only host kvm1' }).click();
    await server.send();
    await expect.poll(async () => (await corners(target)).map(({ id }) => id)).toContain('host/kvm2');
  });

  test('shows what a network runs over and nothing else', async () => {
    const [target, server] = await show();
    await target.page.getByRole('button', { name: 'Filter' }).click();
    await server.answer();
    const panel = target.page.getByRole('group', { name: 'Filter' });
    await panel.getByRole('group', { name: 'Only these networks' }).getByLabel('heartbeat').check();
    await server.send();
    await expect.poll(() => withClass(target, 'bridge')).toEqual([]);
    expect(await withClass(target, 'vlan')).toContain(deviceId('kvm1', 'bond0.11'));
  });

  test('says so when it hides everything', async () => {
    const state = { folder: 'file:///site', perspective: 'devices', filter: { hosts: ['gone'] } } as const;
    const [target, server] = await open({ state });
    await server.send();
    await target.page.getByText('the filter hides all of it').waitFor();
    await target.page.getByRole('button', { name: 'No longer only host gone' }).click();
    await server.send();
    await expect.poll(async () => (await corners(target)).length).toBeGreaterThan(0);
    expect(await target.page.getByText('the filter hides all of it').isVisible()).toBe(false);
  });

  test('comes back with the window', async () => {
    const [first, server] = await show();
    await first.page.getByRole('button', { name: 'Filter' }).click();
    await server.answer();
    await first.page.getByRole('group', { name: 'Filter' }).getByRole('checkbox', { name: 'kvm2' }).check();
    await server.send();
    await expect.poll(async () => (await first.state())?.filter).toEqual({ hosts: ['kvm2'] });
    const state = await first.state();
    await first.close();
    const [second] = await show(state ? { state } : {});
    expect((await corners(second)).map(({ id }) => id)).not.toContain('host/kvm1');
    await second.page.getByText('host kvm2').waitFor();
  });
});

describe('the menu', () => {
  test('says what can be done with a host, a bond, a guest, and does it', async () => {
    const [target] = await show({ theme: 'light' });
    await target.say({ type: 'abilities', commands: ['plan', 'deploy', 'diagnose'] });
    await menuOn(target, deviceId('kvm1', 'bond0'));
    const items = await target.page.getByRole('menuitem').allInnerTexts();
    expect(items.map((text) => text.trim())).toEqual([
      'Go to Definition',
      'Follow a Packet',
      'What If This Fails',
      'Plan kvm1',
      'Deploy to kvm1…',
      'Diagnose kvm1',
      'Rename…',
      'Add a Port…',
      'Copy Name',
      'Copy “ip -d address show dev bond0”',
    ]);
    await snap(target, 'menu');
    await expectAccessible(target);
    await target.page.getByRole('menuitem', { name: 'Plan kvm1' }).click();
    expect((await target.said()).at(-1)).toEqual({ type: 'run', command: 'plan', host: 'kvm1' });
    await menuOn(target, deviceId('kvm1', 'bond0'));
    await target.page.getByRole('menuitem', { name: 'Add a Port…' }).click();
    expect((await target.said()).at(-1)).toEqual({
      type: 'edit',
      intent: 'add-bond-port',
      id: deviceId('kvm1', 'bond0'),
    });
    await menuOn(target, 'guest/web1/nic/nic0');
    await target.page.getByRole('menuitem', { name: /^Copy “virsh domif-getlink web1/ }).click();
    expect((await target.said()).at(-1)).toMatchObject({ type: 'copy' });
  });

  test('opens and is walked by keyboard, and gives the keyboard back', async () => {
    const [target] = await show();
    await target.say({ type: 'reveal', ids: [guestId('web1')] });
    const drawing = target.page.getByRole('application');
    await drawing.focus();
    await drawing.press('Shift+F10');
    await target.page.getByRole('menuitem', { name: 'Go to Definition' }).waitFor();
    await target.page.keyboard.press('End');
    await target.page.keyboard.press('ArrowDown');
    await target.page.keyboard.press('a');
    await target.page.keyboard.press('Enter');
    expect((await target.said()).at(-1)).toEqual({
      type: 'edit',
      intent: 'add-guest-nic',
      id: guestId('web1'),
    });
    expect(await drawing.evaluate((it) => it === document.activeElement)).toBe(true);
    await drawing.press('ContextMenu');
    await target.page.keyboard.press('Escape');
    expect(await target.page.getByRole('menuitem').count()).toBe(0);
    expect(await drawing.evaluate((it) => it === document.activeElement)).toBe(true);
  });
});

describe('copying the picture', () => {
  test('puts the drawing as text or as an image into the clipboard', async () => {
    const [target] = await show();
    await target.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await target.page.getByRole('button', { name: 'Export picture' }).click();
    await target.page.getByRole('menuitem', { name: 'Copy as SVG' }).click();
    expect((await target.said()).at(-1)).toMatchObject({
      type: 'copy',
      text: expect.stringMatching(/^<svg /) as string,
    });
    await target.page.getByRole('button', { name: 'Export picture' }).click();
    await target.page.getByRole('menuitem', { name: 'Copy as PNG' }).click();
    const types = (): Promise<readonly string[]> =>
      target.page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => item.types));
    await expect.poll(types).toEqual(['image/png']);
  });
});
