import type { LanguageClient } from 'vscode-languageclient/node';
import {
  LANGUAGE_REQUESTS,
  type EditorNotification,
  type EditorNotifications,
  type LanguageRequest,
  type LanguageRequests,
} from '../protocol/index.js';

/** What the editor asks the language server beyond LSP; answers are believed only after their guard. */
export interface SiteRequests {
  ask<R extends LanguageRequest>(
    request: R,
    params: LanguageRequests[R]['params'],
  ): Promise<LanguageRequests[R]['result']>;
  tell<N extends EditorNotification>(notification: N, params: EditorNotifications[N]): Promise<void>;
}

export function siteRequests(client: LanguageClient): SiteRequests {
  return {
    async ask(request, params) {
      const result: unknown = await client.sendRequest(request, params);
      const accepts = LANGUAGE_REQUESTS[request].result;
      if (!accepts(result)) throw new Error(`The language server answered ${request} with something else.`);
      return result;
    },
    tell: (notification, params) => client.sendNotification(notification, params),
  };
}
