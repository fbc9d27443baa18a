import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDefaultCoreModule, createDefaultSharedCoreModule, EmptyFileSystem, inject } from 'langium';
import { describe, expect, it } from 'vitest';
import {
  KVMNetGeneratedModule,
  KVMNetGeneratedSharedModule,
  KVMNetLanguageMetaData,
} from '../../../src/language/generated/module.js';
import { kvmnetCoreModule } from '../../../src/language/module.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('the grammar for syntax colours', () => {
  it('is the one that the grammar of the language gives', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kvmnet-grammar-'));
    try {
      const colours = join(folder, 'colours.json');
      const grammar = relative(folder, join(root, 'src/language/grammar/kvmnet.langium'));
      const language = {
        id: 'kvmnet',
        grammar,
        fileExtensions: ['.kvmnet'],
        textMate: { out: 'colours.json' },
      };
      const config = join(folder, 'config.json');
      writeFileSync(config, JSON.stringify({ projectName: 'KVMNet', languages: [language], out: 'out' }));
      execFileSync(process.execPath, [
        join(root, 'node_modules/langium-cli/bin/langium.js'),
        'generate',
        '--file',
        config,
      ]);
      const committed = readFileSync(join(root, 'syntaxes/kvmnet.tmLanguage.json'), 'utf8');
      expect(JSON.parse(committed)).toEqual(JSON.parse(readFileSync(colours, 'utf8')));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the grammar', () => {
  it('leaves the parser no choice between two ways', () => {
    // What runs skips the parser's checks of itself: they take longer than reading a site.
    const shared = inject(createDefaultSharedCoreModule(EmptyFileSystem), KVMNetGeneratedSharedModule);
    const checking = {
      LanguageMetaData: () => ({ ...KVMNetLanguageMetaData, mode: 'development' as const }),
    };
    const services = inject(
      createDefaultCoreModule({ shared }),
      KVMNetGeneratedModule,
      kvmnetCoreModule,
      checking,
    );
    expect(() => services.parser.LangiumParser.parse('')).not.toThrow();
  });
});
