import type { LangiumDocument } from 'langium';
import type { CodeLensProvider } from 'langium/lsp';
import type { CodeLens } from 'vscode-languageserver';
import type { NetworkIndex } from '../../model/index.js';
import type { Declaration } from '../declarations/declaration.js';
import { Usages, type Usage } from '../lenses/usage.js';
import type { KvmnetServices } from '../module.js';

/** Commands of the extension, offered above each host; they get the file and the name of the host. */
const COMMANDS = [
  { title: 'Plan', command: 'kvmnet.plan' },
  { title: 'Deploy', command: 'kvmnet.deploy' },
  { title: 'Roll back', command: 'kvmnet.rollback' },
  { title: 'Compiled files', command: 'kvmnet.showCompiledFiles' },
] as const;

/** Command of the extension that lists places; it gets the place that they are about, and the places. */
const SHOW_PLACES = 'kvmnet.showPlaces';
/** A list that long is not gone through. */
const MOST_PLACES = 500;

/** What can be done with a host; above networks, profiles and guests of a pool, who uses them and where they are. */
export class KvmnetCodeLenses implements CodeLensProvider {
  private readonly usages = new Usages();

  constructor(private readonly services: KvmnetServices) {}

  provideCodeLens(document: LangiumDocument): CodeLens[] {
    const { Sites: sites, ReadingSettings: settings } = this.services.shared.workspace;
    const uri = document.uri.toString();
    const declarations = sites.declarationsOf(uri);
    if (!declarations) return [];
    const { hosts, networks, profiles, guests } = declarations;
    const commands = hosts.flatMap(({ name, places }) =>
      COMMANDS.map(({ title, command }) => ({
        range: places.name.range,
        command: { title, command, arguments: [uri, name] },
      })),
    );
    const index = settings.showsUsage ? this.indexFor(uri) : undefined;
    if (!index) return commands;
    return [
      ...networks.flatMap((network) => usageLens(network, this.usages.ofNetwork(network.name, index))),
      ...profiles.flatMap((profile) => usageLens(profile, this.usages.ofProfile(profile.name, index))),
      ...commands,
      ...guests.flatMap((guest) => {
        const { placement } = guest;
        if (placement?.kind !== 'pool') return [];
        return usageLens(guest, this.usages.ofPooledGuest(placement.name.value, index));
      }),
    ];
  }

  /** A file that others import is told of from its own site, unless that has no host. */
  private indexFor(uri: string): NetworkIndex | undefined {
    const { Sites: sites } = this.services.shared.workspace;
    const known = sites.foldersWith(uri).flatMap((folder) => sites.analysisOf(folder)?.index ?? []);
    return known.find(({ network }) => network.hosts.length > 0) ?? known[0];
  }
}

function usageLens({ places }: Declaration, usage: Usage | undefined): readonly CodeLens[] {
  if (!usage) return [];
  const { range } = places.name;
  const { title, places: used } = usage;
  const command =
    used.length === 0
      ? { title, command: '' }
      : { title, command: SHOW_PLACES, arguments: [places.name, used.slice(0, MOST_PLACES)] };
  return [{ range, command }];
}
