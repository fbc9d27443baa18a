import {
  childrenOf,
  compile,
  parseKeyfile,
  parseXml,
  writeKeyfile,
  writeXml,
  type Artifact,
  type CompiledHost,
  type KeyfileSection,
} from '../../compiler/index.js';
import type { CheckedNetwork, ElementId } from '../../model/index.js';

/** What a host gets for an element, without what says nothing to a reader. */
export interface CompiledPart {
  /** Absolute path on the host. */
  readonly path: string;
  readonly language: 'ini' | 'xml';
  readonly text: string;
}

/** Compiles the hosts that somebody looks at, each once as long as the network stays the same. */
export class CompiledParts {
  private readonly kept = new WeakMap<CheckedNetwork, Map<string, CompiledHost | undefined>>();

  partOf(id: ElementId, host: string, network: CheckedNetwork): CompiledPart | undefined {
    const artifact = this.compiled(host, network)?.artifacts.find(({ subject }) => subject === id);
    return artifact && condensed(artifact);
  }

  private compiled(host: string, network: CheckedNetwork): CompiledHost | undefined {
    const hosts = this.kept.get(network) ?? new Map<string, CompiledHost | undefined>();
    this.kept.set(network, hosts);
    if (!hosts.has(host)) hosts.set(host, compile(network, { hosts: [host] })[0]);
    return hosts.get(host);
  }
}

function condensed({ kind, path, content }: Artifact): CompiledPart {
  if (kind === 'keyfile') return { path, language: 'ini', text: condensedKeyfile(content) };
  if (kind === 'sysctl') return { path, language: 'ini', text: content };
  return { path, language: 'xml', text: condensedXml(content) };
}

/** Who it is, how it starts and whose it is: the same in every profile, or said by its name. */
const BOILERPLATE: Readonly<Record<string, readonly string[]>> = {
  connection: ['id', 'uuid', 'type', 'interface-name', 'autoconnect-ports', 'autoconnect'],
  user: ['org.kvmnet.owner'],
};

function condensedKeyfile(content: string): string {
  const parsed = parseKeyfile(content);
  if (!parsed.ok) return content;
  const sections = parsed.value.sections
    .map(({ name, entries }) => ({
      name,
      entries: entries.filter(({ key }) => !BOILERPLATE[name]?.includes(key)),
    }))
    .filter(({ entries }) => entries.length > 0);
  const telling = sections.filter((section) => !isDisabled(section));
  return writeKeyfile({ sections: telling.length > 0 ? telling : sections });
}

/** An address family that is not used. */
const isDisabled = ({ name, entries }: KeyfileSection): boolean =>
  /^ipv[46]$/.test(name) && entries.every(({ key, raw }) => key === 'method' && raw === 'disabled');

function condensedXml(content: string): string {
  const parsed = parseXml(content);
  if (!parsed.ok) return content;
  const root = parsed.value;
  const hidden = [...childrenOf(root, 'uuid'), ...childrenOf(root, 'description')];
  return writeXml({ ...root, children: root.children.filter((child) => !hidden.includes(child)) });
}
