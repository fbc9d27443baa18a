import { parseMac, type Mac } from '../model/index.js';
import { arrayOf, isString, optional, shaped, type Guard } from './guard.js';

/** A NIC that a host really has; the MAC is the permanent one. */
export interface ObservedNic {
  readonly name: string;
  readonly mac?: Mac;
}

export interface HostObservedParams {
  /** Any file of a site, or its folder. */
  readonly uri: string;
  /** Name of the host. */
  readonly host: string;
  readonly nics: readonly ObservedNic[];
}

/** What the editor tells the language server beyond LSP: kept in memory, for completion. */
export interface EditorNotifications {
  readonly 'kvmnet/hostObserved': HostObservedParams;
}
export type EditorNotification = keyof EditorNotifications;

const isMac: Guard<Mac> = (value): value is Mac => isString(value) && parseMac(value) === value;

export const EDITOR_NOTIFICATIONS: {
  readonly [N in EditorNotification]: Guard<EditorNotifications[N]>;
} = {
  'kvmnet/hostObserved': shaped<HostObservedParams>({
    uri: isString,
    host: isString,
    nics: arrayOf(shaped<ObservedNic>({ name: isString, mac: optional(isMac) })),
  }),
};
