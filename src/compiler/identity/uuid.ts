import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { sha1Of } from './digest.js';

/** Namespace of all UUIDs that KVMNet makes: version 5 of `org.kvmnet` in the DNS namespace of RFC 9562. */
export const KVMNET_NAMESPACE = 'de397426-3896-5c09-8eeb-1a3902ef056c';

/** UUID of version 5: the same name in the same namespace gives the same UUID everywhere (RFC 9562, 5.5). */
export function uuidV5(name: string, namespace: string): string {
  const space = hexToBytes(namespace.replaceAll('-', ''));
  const digest = sha1Of(Uint8Array.from([...space, ...utf8ToBytes(name)])).slice(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return bytesToHex(digest).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/**
 * Identity of a profile: made of host and interface only, so that it survives changes of everything else,
 * and a rollback finds the profile that it belongs to.
 */
export const connectionUuid = (host: string, interfaceName: string): string =>
  uuidV5(JSON.stringify(['connection', host, interfaceName]), KVMNET_NAMESPACE);

/** Identity of a libvirt network: redefining a network replaces it only under its own UUID. */
export const networkUuid = (host: string, network: string): string =>
  uuidV5(JSON.stringify(['libvirt-network', host, network]), KVMNET_NAMESPACE);
