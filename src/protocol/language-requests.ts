import type { CompiledHost } from '../compiler/index.js';
import { ROLES } from '../model/index.js';
import type { ElementId, Network, Origin, Range, Role, SshTarget } from '../model/index.js';
import type {
  FailureReport,
  Folding,
  GraphFilter,
  PacketPath,
  Perspective,
  PictureUpdate,
} from '../topology/index.js';
import { isCompiledHost } from './artifact-guards.js';
import { isFolding, isGraphFilter, isPerspective, isPicture, isPictureChanges } from './graph-guards.js';
import { isFailureReport, isPacketPath } from './path-guards.js';
import { arrayOf, isCount, isString, literal, optional, shaped, variant } from './guard.js';
import type { Guard } from './guard.js';
import { isNetwork, isOrigin, isRange, isSshTarget } from './model-guards.js';

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
  /** What the person wants to see; absent means everything. */
  readonly filter?: GraphFilter;
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

/** What can be changed from the picture, as a minimal edit of the text. */
export const EDIT_INTENTS = ['add-guest-nic', 'add-bond-port'] as const;
export type EditIntent = (typeof EDIT_INTENTS)[number];

export interface EditsParams extends ElementParams {
  readonly intent: EditIntent;
}

/** The ways to do it, one of which the person chooses. */
export interface EditsResult {
  readonly choices: readonly EditChoice[];
}

export interface EditChoice {
  readonly label: string;
  readonly description: string;
  readonly uri: string;
  readonly range: Range;
  readonly newText: string;
}

/** Where the picture has what is looked for. */
export interface FindParams extends SiteParams {
  readonly perspective: Perspective;
  readonly query: string;
  readonly filter?: GraphFilter;
}

export interface FindResult {
  /** In the order in which the picture is read, closed frames included. */
  readonly matches: readonly FindMatch[];
}

export interface FindMatch {
  /** Id of a node of the picture in which every frame is open. */
  readonly id: string;
  /** Ids of the frames around it, outermost first. */
  readonly frames: readonly string[];
}

/** What a picture can be filtered by. */
export interface ChoicesResult {
  readonly hosts: readonly string[];
  readonly pools: readonly string[];
  readonly networks: readonly string[];
  readonly roles: readonly Role[];
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

export interface PoolSummary {
  readonly id: ElementId;
  readonly name: string;
  readonly origin: Origin;
  readonly hosts: readonly ElementId[];
}

export interface HostsResult {
  /** URI of the folder. */
  readonly folder: string;
  /** Errors that stand in the site: with any, nothing is compiled or deployed. */
  readonly errors: number;
  readonly hosts: readonly HostSummary[];
  readonly pools: readonly PoolSummary[];
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
  readonly 'kvmnet/edits': { readonly params: EditsParams; readonly result: EditsResult };
  readonly 'kvmnet/find': { readonly params: FindParams; readonly result: FindResult };
  readonly 'kvmnet/choices': { readonly params: SiteParams; readonly result: ChoicesResult };
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

const isPoolSummary = shaped<PoolSummary>({
  id: isString,
  name: isString,
  origin: isOrigin,
  hosts: arrayOf(isString),
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

export const isFindResult = shaped<FindResult>({
  matches: arrayOf(shaped<FindMatch>({ id: isString, frames: arrayOf(isString) })),
});

export const isChoicesResult = shaped<ChoicesResult>({
  hosts: arrayOf(isString),
  pools: arrayOf(isString),
  networks: arrayOf(isString),
  roles: arrayOf(literal(...ROLES)),
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
      filter: optional(isGraphFilter),
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
    result: shaped<HostsResult>({
      folder: isString,
      errors: isCount,
      hosts: arrayOf(isHostSummary),
      pools: arrayOf(isPoolSummary),
    }),
  },
  'kvmnet/path': {
    params: shaped<ElementParams>({ uri: isString, id: isString }),
    result: isPathResult,
  },
  'kvmnet/failure': {
    params: shaped<FailureParams>({ uri: isString, failed: arrayOf(isString) }),
    result: isFailureReport,
  },
  'kvmnet/edits': {
    params: shaped<EditsParams>({ uri: isString, id: isString, intent: literal(...EDIT_INTENTS) }),
    result: shaped<EditsResult>({
      choices: arrayOf(
        shaped<EditChoice>({
          label: isString,
          description: isString,
          uri: isString,
          range: isRange,
          newText: isString,
        }),
      ),
    }),
  },
  'kvmnet/find': {
    params: shaped<FindParams>({
      uri: isString,
      perspective: isPerspective,
      query: isString,
      filter: optional(isGraphFilter),
    }),
    result: isFindResult,
  },
  'kvmnet/choices': {
    params: shaped<SiteParams>({ uri: isString }),
    result: isChoicesResult,
  },
};

export const LANGUAGE_NOTIFICATIONS: {
  readonly [N in keyof LanguageNotifications]: Guard<LanguageNotifications[N]>;
} = {
  'kvmnet/graphChanged': shaped<GraphChangedParams>({ folder: isString }),
};
