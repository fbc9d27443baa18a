import type { CompileOptions } from '../../compiler/index.js';
import type { Host } from '../../model/index.js';
import type { ObservedHost } from '../observe/index.js';
import { nicWithMac } from './wanted-profile.js';

/** Since NetworkManager 1.46 a port says `controller`; before it says `master`. */
function vocabularyOf(version: string): NonNullable<CompileOptions['vocabulary']> {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || minor >= 46 ? 'controller' : 'master';
}

/** What the files of a host depend on: its NetworkManager, and the names of NICs that the text knows by their MAC. */
export function compileOptionsFor(host: Host, { networkManager, links }: ObservedHost): CompileOptions {
  const named = host.devices.flatMap((device) => {
    const name = device.kind === 'nic' && device.mac ? nicWithMac(links, device.mac.value) : undefined;
    return name === undefined ? [] : [[device.id, name] as const];
  });
  return {
    hosts: [host.name],
    interfaceNames: Object.fromEntries(named),
    ...(networkManager.version !== undefined && { vocabulary: vocabularyOf(networkManager.version) }),
  };
}
