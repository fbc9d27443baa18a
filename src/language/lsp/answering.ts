import type { Connection } from 'vscode-languageserver';
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { LANGUAGE_REQUESTS, type LanguageRequest, type LanguageRequests } from '../../protocol/index.js';
import type { KvmnetSharedServices } from '../module.js';
import { FILE_EXTENSION, folderOf } from '../site/imports.js';

/** Registers the answer to a request about a site, whose folder it is given; what is asked is believed after its guard. */
export type Answering = <R extends LanguageRequest>(
  request: R,
  answer: (params: LanguageRequests[R]['params'], folder: string) => LanguageRequests[R]['result'],
) => void;

export const answering =
  (connection: Connection, shared: KvmnetSharedServices): Answering =>
  (request, answer) => {
    connection.onRequest(request, async (params: unknown) => {
      const accepts = LANGUAGE_REQUESTS[request].params;
      if (!accepts(params))
        return new ResponseError(
          ErrorCodes.InvalidParams,
          `${request} was asked in a way that is not understood.`,
        );
      // Requests may come before the first files are read.
      await shared.workspace.WorkspaceManager.ready;
      return answer(params, siteOf(params.uri));
    });
  };

const siteOf = (uri: string): string =>
  uri.endsWith(FILE_EXTENSION) ? folderOf(uri) : uri.replace(/\/$/, '');
