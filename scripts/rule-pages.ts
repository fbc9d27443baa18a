import { LANGUAGE_FINDINGS, loadSites, type SiteFileSystem } from '../src/language/index.js';
import type { Finding, Severity } from '../src/model/index.js';
import { type Rule, RULES } from '../src/rules/index.js';

/** What a code has on its page, whoever reports it. */
interface Page {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly sections: readonly (readonly [title: string, text: string])[];
  readonly reason?: string;
  readonly bad: string;
  readonly good: string;
  readonly sources: readonly string[];
}

const ruleDetails = ({ code, severity, title, reason, documentation }: Rule): Page => ({
  code,
  severity,
  title,
  reason,
  sections: [
    ['What it looks at', documentation.what],
    ['Why', documentation.why],
    ['What to do', documentation.whatToDo],
  ],
  bad: documentation.bad,
  good: documentation.good,
  sources: documentation.sources,
});

const languagePages: readonly Page[] = LANGUAGE_FINDINGS.map(
  ({ code, severity, summary, why, whatToDo, bad, good }) => ({
    code,
    severity,
    title: summary,
    sections: [
      ['Why', why],
      ['What to do', whatToDo],
    ],
    bad,
    good,
    sources: [],
  }),
);

const PAGES: readonly Page[] = [...RULES.map(ruleDetails), ...languagePages].sort((a, b) =>
  a.code < b.code ? -1 : 1,
);

const HEADINGS: Readonly<Record<string, string>> = {
  addressing: 'Addresses, gateways and DHCP',
  bond: 'Bonds',
  bridge: 'Bridges',
  firewall: 'Zones and port forwarding',
  guest: "Guests' NICs",
  mtu: 'MTUs',
  naming: 'Names',
  roles: 'Roles of networks, and pools',
  safety: 'Losing the way to a host',
  syntax: 'The text itself',
  vlan: 'VLANs',
};

/** All pages about codes, and their index, by their path below docs/rules. */
export async function renderRulePages(): Promise<ReadonlyMap<string, string>> {
  const findings = await findingsOfExamples();
  return new Map([
    ['README.md', renderIndex()],
    ...PAGES.map((page) => [`${page.code}.md`, renderPage(page, findings.get(page.code) ?? [])] as const),
  ]);
}

function renderPage(page: Page, findings: readonly Finding[]): string {
  const { code, severity, title, reason, sections, sources } = page;
  const blocks = [
    `<!-- Written by npm run generate:rules. Change the rule, not this page. -->`,
    `# ${title}`,
    `**${SEVERITY_NAMES[severity]}** \`${code}\`${reason === undefined ? '' : `: ${reason}`}`,
    ...sections.flatMap(([heading, text]) => [`## ${heading}`, text.trim()]),
    ...renderExamples(page, findings),
    ...(sources.length > 0 ? ['## Sources', sources.map((source) => `- ${source}`).join('\n')] : []),
    '## Silencing it',
    silencing(page),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const SEVERITY_NAMES: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  information: 'Information',
  hint: 'Hint',
};

function silencing({ code, severity }: Page): string {
  if (severity === 'error')
    return 'An error cannot be silenced: a network with an error is neither compiled nor deployed.';
  return [
    'With a reason, on the line before:',
    fence(`// kvmnet-ignore ${code}: the reason why it is meant\n`),
    `Or for everybody: \`kvmnet check --severity ${code}=off\`, and the setting \`kvmnet.diagnostics.severity\`.`,
  ].join('\n\n');
}

const fence = (text: string): string => `\`\`\`kvmnet\n${text.trimEnd()}\n\`\`\``;

function renderExamples({ bad, good }: Page, findings: readonly Finding[]): readonly string[] {
  if (bad === '') return [];
  return [
    '## Example',
    fence(bad),
    findings.map(renderFinding).join('\n>\n'),
    ...(good === '' ? [] : ['Put right:', fence(good)]),
  ];
}

function renderFinding({ message, origin, fixes = [] }: Finding): string {
  const titles = fixes.map(({ title }) => title);
  const offer = titles.length === 0 ? '' : ` Fix: ${titles.map((title) => `_${title}_`).join(', or ')}.`;
  return `> Line ${origin.range.start.line + 1}: ${message}${offer}`;
}

function renderIndex(): string {
  const topics = [...new Set(PAGES.map(({ code }) => topicOf(code)))].sort();
  const blocks = topics.flatMap((topic) => [
    `## ${HEADINGS[topic] ?? topic}`,
    [
      '| code | severity | what holds |',
      '| --- | --- | --- |',
      ...PAGES.filter(({ code }) => topicOf(code) === topic).map(
        ({ code, severity, title }) => `| [${code}](${code}.md) | ${severity} | ${title} |`,
      ),
    ].join('\n'),
  ]);
  return `${[
    '<!-- Written by npm run generate:rules. -->',
    '# Findings',
    `Each finding has a code. **Errors** cannot work, or are refused by the kernel, NetworkManager, libvirt or firewalld; nothing is
compiled or deployed while one stands. **Warnings** work and hurt. **Information** is advice. Pages of \`syntax\` and some of
\`naming\` say what is wrong with the text; all others say what has to hold.`,
    ...blocks,
  ].join('\n\n')}\n`;
}

const topicOf = (code: string): string => code.slice(0, code.indexOf('/'));

/** What is reported about the bad example of each page, of the code that the page is about. Each is a site of its own. */
async function findingsOfExamples(): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const examples = new Map(PAGES.filter(({ bad }) => bad !== '').map((page) => [`/${page.code}`, page]));
  const fileSystem: SiteFileSystem = {
    kindOf: (path) => Promise.resolve(examples.has(path) ? 'folder' : undefined),
    readText: (path) => Promise.resolve(examples.get(path.replace(/\/site\.kvmnet$/, ''))?.bad),
    list: () => Promise.resolve([{ name: 'site.kvmnet', folder: false }]),
  };
  const loaded = await loadSites([...examples.keys()], { fileSystem });
  if (!loaded.ok) throw new Error(loaded.message);
  return new Map(
    loaded.sites.map(({ path, findings }) => {
      const code = examples.get(path)?.code ?? '';
      return [code, findings.filter((finding) => finding.code === code)];
    }),
  );
}
