import {
  CloseAction,
  ErrorAction,
  type CloseHandlerResult,
  type ErrorHandler,
} from 'vscode-languageclient/node';

const MOST_ENDS = 5;
const WITHIN_MS = 3 * 60 * 1000;

/** What the client does when its server ends by itself: it starts another, until that has happened too often. */
export class ServerEnds implements ErrorHandler {
  readonly #ends: number[] = [];

  /**
   * A message that cannot be sent is no reason to give up. The library's own handler stops the client for good after the
   * second in a row (it counts each twice), and a server that dies while the editor asks has as many: its channel is closed
   * before its end is seen.
   */
  error(): { action: ErrorAction } {
    return { action: ErrorAction.Continue };
  }

  closed(): CloseHandlerResult {
    this.#ends.push(Date.now());
    const earlier = this.#ends.at(-MOST_ENDS);
    if (earlier === undefined || Date.now() - earlier > WITHIN_MS) return { action: CloseAction.Restart };
    this.#ends.length = 0;
    const message = `The KVMNet language server has ended ${MOST_ENDS} times within three minutes and is not started again. “KVMNet: Show Log” says why; “KVMNet: Restart Language Server” starts it.`;
    return { action: CloseAction.DoNotRestart, message };
  }
}
