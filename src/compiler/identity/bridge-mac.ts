import { KVM_MAC_PREFIX, type Mac } from '../../model/index.js';
import { sha256Hex } from './digest.js';

/**
 * MAC of a bridge that libvirt makes: without one libvirt picks it at random with each definition, and guests see
 * their gateway change. Made of names, inside the prefix of KVM, and none of those taken.
 */
export function bridgeMac(host: string, network: string, taken: ReadonlySet<Mac>): Mac {
  for (let attempt = 0; ; attempt++) {
    const digest = sha256Hex(JSON.stringify(['bridge-mac', host, network, attempt]));
    const mac = `${KVM_MAC_PREFIX}:${digest.slice(0, 2)}:${digest.slice(2, 4)}:${digest.slice(4, 6)}`;
    if (!taken.has(mac)) return mac;
  }
}
