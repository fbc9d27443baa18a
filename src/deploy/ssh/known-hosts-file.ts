import { hostKeyOf, type HostKey } from './host-key.js';

/** One line of a known_hosts file, sshd(8) "SSH_KNOWN_HOSTS FILE FORMAT". */
export interface KnownHostLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly marker?: 'revoked' | 'cert-authority';
  /** Comma-separated patterns, or one hashed name. */
  readonly names: string;
  readonly key: HostKey;
}

const LINE =
  /^(?:@(?<marker>\S+)[ \t]+)?(?<names>\S+)[ \t]+(?<type>\S+)[ \t]+(?<key>[A-Za-z0-9+/=]+)(?:[ \t]|$)/;

/** Lines that are not understood are left out, as OpenSSH does: they can only make a host unknown, never trusted. */
export function parseKnownHosts(text: string, file: string): readonly KnownHostLine[] {
  return text.split('\n').flatMap((raw, index) => {
    const content = raw.replace(/\r$/, '').replace(/^[ \t]+/, '');
    if (content === '' || content.startsWith('#')) return [];
    const fields = LINE.exec(content)?.groups;
    if (fields?.names === undefined || fields.key === undefined) return [];
    const { marker } = fields;
    if (marker !== undefined && marker !== 'revoked' && marker !== 'cert-authority') return [];
    const key = hostKeyOf(Buffer.from(fields.key, 'base64'));
    if (key === undefined || key.type !== fields.type) return [];
    return [{ file, line: index + 1, names: fields.names, key, ...(marker !== undefined && { marker }) }];
  });
}
