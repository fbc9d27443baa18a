import type { CompiledHost } from '../../compiler/index.js';
import type { SetAside } from '../generation.js';
import type { ObservedHost } from '../observe/index.js';
import type { Probe } from './probes.js';

export interface PlanInput {
  readonly compiled: CompiledHost;
  readonly observed: ObservedHost;
  /** Addresses of the `management` networks that the text gives the host, without prefix (`managementAddresses`). */
  readonly managementAddresses: readonly string[];
  /** Guests that may be on another host (`poolsOfGuests`); a rollback knows none. */
  readonly pools?: ReadonlyMap<string, string>;
  /** Who may be asked before and after the change (`probesOf`); a rollback knows nobody. */
  readonly probes?: readonly Probe[];
  /** What was set aside and is to be given back; only a rollback asks for it. */
  readonly giveBack?: readonly SetAside[];
}
