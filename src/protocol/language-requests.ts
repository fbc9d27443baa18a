import type { CompiledHost } from '../compiler/index.js';
import type { ElementId, Network, Origin, SshTarget } from '../model/index.js';
import type { FailureReport, Folding, PacketPath, Perspective, PictureUpdate } from '../topology/index.js';
import { isCompiledHost } from './artifact-guards.js';
import { isFolding, isPerspective, isPicture, isPictureChanges } from './graph-guards.js';
import { isFailureReport, isPacketPath } from './path-guards.js';
import { arrayOf, isCount, isString, literal, optional, shaped, variant } from './guard.js';
import type { Guard } from './guard.js';
import { isNetwork, isOrigin, isSshTarget } from './model-guards.js';

/** Any file of a site, or its folder. */
export interface SiteParams {
  readonly uri: string;
}

export interface GraphParams extends SiteParams {
  readonly perspective: Perspective;
  /** Names of the hosts wanted; absent means all. */
  readonly hosts?: readonly string[];
  /** What the person opened and closed; absent: everything is open. */
  readonly folding?: Folding;
  /** The version that the editor has; the answer may then be the changes since. */
  readonly version?: number;
  /** Place everything afresh instead of keeping places. */
  readonly tidy?: true;
}

/** Versions count up for each folder and perspective; an answer without anything new has the version that was sent. */
export type GraphResult =
  | PictureUpdate
  /** Nothing to draw, and why, as a sentence: no such folder, not read yet. */
  | { readonly kind: 'nothing'; readonly reason: string };

/** Said by the server after a change, once it has settled: whoever shows this folder asks for its graph again. */
export interface GraphChangedParams {
  /** URI of the folder, as in `Graph.folder`. */
  readonly folder: string;
}

/** An element of the picture, by its id. */
export interface ElementParams extends SiteParams {
  readonly id: ElementId;
}

/** What is taken to have failed, all at once: NICs, LANs (`…/outside`), any other device, virtual networks, hosts. */
export interface FailureParams extends SiteParams {
  readonly failed: readonly ElementId[];
}

export type PathResult =
  | { readonly kind: 'path'; readonly path: PacketPath }
  /** Packets do not pass there, or it is gone. */
  | { readonly kind: 'none' };

export interface CompiledFilesParams extends SiteParams {
  /** Name of one host; absent means all. */
  readonly host?: string;
}

/** Why nothing may be compiled or deployed: a sentence, and the place of the first error. */
export interface NotChecked {
  readonly kind: 'errors';
  readonly count: number;
  readonly message: string;
  readonly first?: Origin;
}

export type CompiledFilesResult =
  { readonly kind: 'compiled'; readonly hosts: readonly CompiledHost[] } | NotChecked;

/** `network` is checked: no error stood when it was sent. */
export type NetworkResult = { readonly kind: 'checked'; readonly network: Network } | NotChecked;

export interface HostSummary {
  readonly id: ElementId;
  readonly name: string;
  /** The name in the declaration: where the code lens stands. */
  readonly origin: Origin;
  readonly ssh: SshTarget;
  /** Hosts to go through, outermost first. */
  readonly via: readonly SshTarget[];
}

export interface HostsResult {
  /** URI of the folder. */
  readonly folder: string;
  /** Errors that stand in the site: with any, nothing is compiled or deployed. */
  readonly errors: number;
  readonly hosts: readonly HostSummary[];
}

/** What the editor asks the language server beyond LSP. */
export interface LanguageRequests {
  readonly 'kvmnet/graph': { readonly params: GraphParams; readonly result: GraphResult };
  readonly 'kvmnet/compiledFiles': {
    readonly params: CompiledFilesParams;
    readonly result: CompiledFilesResult;
  };
  readonly 'kvmnet/network': { readonly params: SiteParams; readonly result: NetworkResult };
  readonly 'kvmnet/hosts': { readonly params: SiteParams; readonly result: HostsResult };
  readonly 'kvmnet/path': { readonly params: ElementParams; readonly result: PathResult };
  readonly 'kvmnet/failure': { readonly params: FailureParams; readonly result: FailureReport };
}
export type LanguageRequest = keyof LanguageRequests;

export interface LanguageNotifications {
  readonly 'kvmnet/graphChanged': GraphChangedParams;
}

const isNotChecked = shaped<NotChecked>({
  kind: literal('errors'),
  count: isCount,
  message: isString,
  first: optional(isOrigin),
});

const isHostSummary = shaped<HostSummary>({
  id: isString,
  name: isString,
  origin: isOrigin,
  ssh: isSshTarget,
  via: arrayOf(isSshTarget),
});

export const isGraphResult: Guard<GraphResult> = variant<GraphResult, 'kind'>('kind', {
  picture: shaped({ kind: literal('picture'), version: isCount, picture: isPicture }),
  changes: shaped({ kind: literal('changes'), from: isCount, version: isCount, changes: isPictureChanges }),
  nothing: shaped({ kind: literal('nothing'), reason: isString }),
});

export const isPathResult: Guard<PathResult> = variant<PathResult, 'kind'>('kind', {
  path: shaped({ kind: literal('path'), path: isPacketPath }),
  none: shaped({ kind: literal('none') }),
});

type RequestGuards = {
  readonly [R in LanguageRequest]: {
    readonly params: Guard<LanguageRequests[R]['params']>;
    readonly result: Guard<LanguageRequests[R]['result']>;
  };
};

/** The method names, and what each end accepts from the other. */
export const LANGUAGE_REQUESTS: RequestGuards = {
  'kvmnet/graph': {
    params: shaped<GraphParams>({
      uri: isString,
      perspective: isPerspective,
      hosts: optional(arrayOf(isString)),
      folding: optional(isFolding),
      version: optional(isCount),
      tidy: optional(literal(true)),
    }),
    result: isGraphResult,
  },
  'kvmnet/compiledFiles': {
    params: shaped<CompiledFilesParams>({ uri: isString, host: optional(isString) }),
    result: variant<CompiledFilesResult, 'kind'>('kind', {
      compiled: shaped({ kind: literal('compiled'), hosts: arrayOf(isCompiledHost) }),
      errors: isNotChecked,
    }),
  },
  'kvmnet/network': {
    params: shaped<SiteParams>({ uri: isString }),
    result: variant<NetworkResult, 'kind'>('kind', {
      checked: shaped({ kind: literal('checked'), network: isNetwork }),
      errors: isNotChecked,
    }),
  },
  'kvmnet/hosts': {
    params: shaped<SiteParams>({ uri: isString }),
    result: shaped<HostsResult>({ folder: isString, errors: isCount, hosts: arrayOf(isHostSummary) }),
  },
  'kvmnet/path': {
    params: shaped<ElementParams>({ uri: isString, id: isString }),
    result: isPathResult,
  },
  'kvmnet/failure': {
    params: shaped<FailureParams>({ uri: isString, failed: arrayOf(isString) }),
    result: isFailureReport,
  },
};

export const LANGUAGE_NOTIFICATIONS: {
  readonly [N in keyof LanguageNotifications]: Guard<LanguageNotifications[N]>;
} = {
  'kvmnet/graphChanged': shaped<GraphChangedParams>({ folder: isString }),
};
