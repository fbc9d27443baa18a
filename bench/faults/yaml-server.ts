import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LanguageClient } from '../language/language-client.js';
import { npmTools } from '../npm-tools.js';
import { yamlSchema } from './yaml-schema.js';

export const YAML = 'yaml-language-server@2.0.0';

/** yaml-language-server with the schema, and how to ask it about one file. */
export async function startYamlServer(folder: string): Promise<{
  readonly client: LanguageClient;
  readonly diagnosticsOf: (name: string, text: string) => Promise<readonly unknown[]>;
}> {
  const schema = join(folder, 'schema.json');
  await writeFile(schema, JSON.stringify(yamlSchema));
  const settings = {
    validate: true,
    schemas: { [pathToFileURL(schema).toString()]: '*.yaml' },
    schemaStore: { enable: false },
  };
  const server = join(await npmTools(YAML), 'yaml-language-server/bin/yaml-language-server');
  const client = await LanguageClient.start([process.execPath, server, '--stdio'], (section) =>
    section === 'yaml' ? settings : null,
  );
  return {
    client,
    async diagnosticsOf(name, text) {
      const uri = pathToFileURL(join(folder, `${name}.yaml`)).toString();
      const answer = client.diagnosticsOf(uri);
      await client.notify('textDocument/didOpen', {
        textDocument: { uri, languageId: 'yaml', version: 1, text },
      });
      const { diagnostics } = await answer;
      await client.notify('textDocument/didClose', { textDocument: { uri } });
      return diagnostics;
    },
  };
}
