import type { Device, Host, NetworkIndex } from '../model/index.js';
import type { CompileOptions, Omission } from './artifact.js';

/** What every compiler of a host's part needs to know. */
export interface HostContext {
  readonly host: Host;
  readonly index: NetworkIndex;
  readonly vocabulary: NonNullable<CompileOptions['vocabulary']>;
  /** Name of the device on the host: a NIC found by its MAC may be called otherwise than in the text. */
  readonly nameOf: (device: Device) => string;
  /** Notes what no file of the host can say. */
  readonly omit: (omission: Omission) => void;
}
