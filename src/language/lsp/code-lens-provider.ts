import type { LangiumDocument } from 'langium';
import type { CodeLensProvider } from 'langium/lsp';
import type { CodeLens } from 'vscode-languageserver';
import type { KvmnetServices } from '../module.js';

/** Commands of the extension, offered above each host; they get the file and the name of the host. */
const COMMANDS = [
  { title: 'Plan', command: 'kvmnet.plan' },
  { title: 'Deploy', command: 'kvmnet.deploy' },
  { title: 'Roll back', command: 'kvmnet.rollback' },
  { title: 'Compiled files', command: 'kvmnet.showCompiledFiles' },
] as const;

export class KvmnetCodeLenses implements CodeLensProvider {
  constructor(private readonly services: KvmnetServices) {}

  provideCodeLens(document: LangiumDocument): CodeLens[] {
    const uri = document.uri.toString();
    const hosts = this.services.shared.workspace.Sites.declarationsOf(uri)?.hosts ?? [];
    return hosts.flatMap(({ name, places }) =>
      COMMANDS.map(({ title, command }) => ({
        range: places.name.range,
        command: { title, command, arguments: [uri, name] },
      })),
    );
  }
}
