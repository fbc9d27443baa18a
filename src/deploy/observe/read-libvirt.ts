import { attributeOf, childrenOf, parseXml, writeXml, type XmlElement } from '../../compiler/index.js';
import type { FrameIndex } from './frame-index.js';
import type { ObservedDomain, ObservedInterface, ObservedLibvirt, ObservedNetwork } from './observed-host.js';

/** undefined for what libvirt has no XML for: it was gone when it was asked for. */
function rootOf(text: string): XmlElement | undefined {
  const parsed = parseXml(text);
  return parsed.ok ? parsed.value : undefined;
}

const textOf = (parent: XmlElement, name: string): string => childrenOf(parent, name)[0]?.text ?? '';

function readNetworks(frames: FrameIndex): readonly ObservedNetwork[] {
  const active = new Set(frames.lines('networks-active'));
  const autostart = new Set(frames.lines('networks-autostart'));
  const persistent = new Set(frames.lines('networks-persistent'));
  const live = new Map(frames.all('network-live').map(({ name, text }) => [name, text]));
  return frames.all('network').flatMap(({ name: uuid, text }): readonly ObservedNetwork[] => {
    // A transient network has no inactive XML.
    const root = rootOf(text) ?? rootOf(live.get(uuid) ?? '');
    if (!root) return [];
    const liveRoot = active.has(uuid) ? rootOf(live.get(uuid) ?? '') : undefined;
    return [
      {
        uuid,
        name: textOf(root, 'name'),
        active: active.has(uuid),
        autostart: autostart.has(uuid),
        persistent: persistent.has(uuid),
        xml: writeXml(root),
        ...(liveRoot && { liveXml: writeXml(liveRoot) }),
      },
    ];
  });
}

function interfacesOf(domain: XmlElement): readonly ObservedInterface[] {
  const devices = childrenOf(domain, 'devices')[0];
  if (!devices) return [];
  return childrenOf(devices, 'interface').map((entry) => {
    const mac = childrenOf(entry, 'mac')[0];
    const target = childrenOf(entry, 'target')[0];
    const dev = target && attributeOf(target, 'dev');
    return {
      mac: ((mac && attributeOf(mac, 'address')) ?? '').toLowerCase(),
      xml: writeXml(entry),
      ...(dev !== undefined && { target: dev }),
    };
  });
}

function readDomains(frames: FrameIndex): readonly ObservedDomain[] {
  const live = new Map(frames.all('domain-live').map(({ name, text }) => [name, text]));
  return frames.all('domain').flatMap(({ name: uuid, text }): readonly ObservedDomain[] => {
    const root = rootOf(text) ?? rootOf(live.get(uuid) ?? '');
    if (!root) return [];
    const liveRoot = rootOf(live.get(uuid) ?? '');
    // Only a running domain has a number.
    const running = liveRoot !== undefined && attributeOf(liveRoot, 'id') !== undefined;
    return [
      {
        uuid,
        name: textOf(root, 'name'),
        running,
        interfaces: interfacesOf(root),
        ...(running && { liveInterfaces: interfacesOf(liveRoot) }),
      },
    ];
  });
}

export function readLibvirt(frames: FrameIndex): ObservedLibvirt {
  const state = frames.all('libvirt')[0]?.name;
  if (state !== 'running') {
    return { state: state === 'unreachable' ? 'unreachable' : 'absent', networks: [], domains: [] };
  }
  const version = /^Running against daemon: *(.*)$/m.exec(frames.text('libvirt-version'))?.[1];
  return {
    state,
    ...(version !== undefined && { version }),
    networks: readNetworks(frames),
    domains: readDomains(frames),
  };
}
