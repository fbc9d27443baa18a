import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDeb822, parseOneLine, readAptSources, sourcesOf } from '../../lab/build/apt-sources.js';

describe('apt sources', () => {
  it('are read from one-line files', () => {
    const text = [
      '# deb http://mirror.example/old bookworm main',
      'deb http://mirror.example/debian bookworm main contrib # ours',
      'deb [ arch=amd64 signed-by=/usr/share/keyrings/x.gpg ] https://mirror.example/sec bookworm-security main',
      'deb-src http://mirror.example/debian bookworm main',
      '',
    ].join('\n');
    expect(parseOneLine(text)).toEqual([
      { uri: 'http://mirror.example/debian', suite: 'bookworm' },
      { uri: 'https://mirror.example/sec', suite: 'bookworm-security' },
    ]);
  });

  it('are read from deb822 files, whatever order and comments they have', () => {
    const text = [
      '# ours',
      'Suites: bookworm',
      ' bookworm-updates',
      '# http://mirror.example/commented',
      'URIs: http://one.example/debian http://two.example/debian',
      'types: deb deb-src',
      'Components: main',
      '',
      'Types: deb',
      'Enabled: no',
      'URIs: http://off.example/debian',
      'Suites: bookworm',
      ' ',
      'Types: deb-src',
      'URIs: http://source.example/debian',
      'Suites: bookworm',
    ].join('\n');
    expect(parseDeb822(text)).toEqual([
      { uri: 'http://one.example/debian', suite: 'bookworm' },
      { uri: 'http://one.example/debian', suite: 'bookworm-updates' },
      { uri: 'http://two.example/debian', suite: 'bookworm' },
      { uri: 'http://two.example/debian', suite: 'bookworm-updates' },
    ]);
  });

  it('name the same mirrors for another release', () => {
    const sources = [
      { uri: 'cdrom:[Debian]/', suite: 'bookworm' },
      { uri: 'http://mirror.example/debian', suite: 'bookworm' },
      { uri: 'http://mirror.example/debian', suite: 'bookworm' },
      { uri: 'http://mirror.example/security', suite: 'bookworm-security' },
      { uri: 'http://other.example/tool', suite: 'stable' },
    ];
    expect(sourcesOf('trixie', { codename: 'bookworm', sources })).toEqual([
      'deb http://mirror.example/debian trixie main',
      'deb http://mirror.example/security trixie-security main',
    ]);
    expect(sourcesOf('trixie', { codename: 'noble', sources })).toEqual([]);
  });
});

describe('the folder of apt', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kvmnet-apt-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('may have sources of both formats, or none, and files that are neither', async () => {
    expect(await readAptSources(folder)).toEqual([]);
    await mkdir(join(folder, 'sources.list.d'));
    await writeFile(join(folder, 'sources.list'), 'deb http://a.example/ bookworm main\n');
    await writeFile(join(folder, 'sources.list.d/b.list'), 'deb http://b.example/ bookworm main\n');
    const deb822 = 'Types: deb\nURIs: http://c.example/\nSuites: bookworm\nComponents: main\n';
    await writeFile(join(folder, 'sources.list.d/c.sources'), deb822);
    await writeFile(join(folder, 'sources.list.d/d.list.disabled'), 'deb http://d.example/ bookworm main\n');
    const uris = (await readAptSources(folder)).map((source) => source.uri);
    expect(uris).toEqual(['http://a.example/', 'http://b.example/', 'http://c.example/']);
  });
});
