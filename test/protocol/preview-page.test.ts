import { describe, expect, test } from 'vitest';
import { previewPage, previewPolicy } from '../../src/protocol/index.js';

const page = {
  source: 'https://files.example',
  nonce: 'bm9uY2U=',
  script: 'https://files.example/main.js',
  styles: { icons: 'https://files.example/codicon.css', main: 'https://files.example/main.css' },
  folder: 'file:///srv/site',
  perspective: 'devices',
} as const;

describe('previewPage', () => {
  test('allows one script and nothing written into the page', () => {
    const policy = previewPolicy(page);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'nonce-bm9uY2U='");
    expect(policy).not.toMatch(/unsafe|\*|data:|blob:|connect-src|img-src/);
    const html = previewPage(page);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<style|style="|\son\w+=/);
  });

  test('escapes the name of the folder', () => {
    const html = previewPage({ ...page, folder: '"><script>alert(1)</script>' });
    expect(html).toContain('data-folder="&quot;&gt;&lt;script&gt;');
    expect(html.match(/<script/g)).toHaveLength(1);
  });
});
