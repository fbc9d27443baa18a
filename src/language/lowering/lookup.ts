import type { Name } from '../declarations/block-reader.js';
import { unknownReference, type ReportTo } from '../findings/report-to.js';
import type { SiteDeclarations, SiteKind, SiteNames } from './site-names.js';

const ARTICLES: Readonly<Record<SiteKind, string>> = {
  networks: 'network',
  pools: 'pool',
  profiles: 'profile',
  hosts: 'host',
  guests: 'guest',
  zones: 'zone',
};

type Answer = {
  readonly [K in SiteKind]: {
    readonly kind: K;
    readonly name: string;
    readonly found: SiteDeclarations[K] | undefined;
  };
}[SiteKind];

/**
 * Looks names up and notes what was answered, so that what rests on the answers can be kept while they stay the same.
 */
export class Lookup {
  private readonly answers: Answer[] = [];
  private missed = false;

  constructor(
    private readonly names: SiteNames,
    private readonly report: ReportTo,
  ) {}

  find<K extends SiteKind>(kind: K, name: string): SiteDeclarations[K] | undefined {
    const found: SiteDeclarations[K] | undefined = this.names[kind].get(name);
    this.answers.push({ kind, name, found } as Answer);
    return found;
  }

  /** Like `find`, but says so when there is none. */
  require<K extends SiteKind>(kind: K, name: Name): SiteDeclarations[K] | undefined {
    const found = this.find(kind, name.value);
    if (!found) {
      this.missed = true;
      const remark = unknownReference(ARTICLES[kind], name, this.names[kind].names());
      this.report({ ...remark, message: `${remark.message}${this.otherKind(kind, name.value)}` });
    }
    return found;
  }

  /** Hosts and pools are often taken for each other: a guest runs `on` the one, `in` the other. */
  private otherKind(kind: SiteKind, name: string): string {
    if (kind === 'hosts' && this.names.pools.get(name)) return ` It is a pool: write 'in ${name}'.`;
    return kind === 'pools' && this.names.hosts.get(name) ? ` It is a host: write 'on ${name}'.` : '';
  }

  /** Whether the site would answer the same again, of which only the given kinds changed. */
  stillHolds(changed: ReadonlySet<SiteKind>): boolean {
    // A miss is asked anew: what is suggested instead may have changed.
    if (this.missed) return false;
    return this.answers.every(
      ({ kind, name, found }) => !changed.has(kind) || this.names[kind].get(name) === found,
    );
  }
}
