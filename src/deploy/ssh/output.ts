import { StringDecoder } from 'node:string_decoder';

/** Bytes of standard output and standard error. Characters may be cut between packets, so text is made of all of it. */
export class Output {
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #decoder = new StringDecoder('utf8');
  #line = '';
  #size = 0;

  constructor(onLine?: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Bytes of both. */
  get size(): number {
    return this.#size;
  }

  addStdout(chunk: Buffer): void {
    this.#size += chunk.length;
    this.#stdout.push(chunk);
    if (this.#onLine) this.#emit(this.#decoder.write(chunk));
  }

  addStderr(chunk: Buffer): void {
    this.#size += chunk.length;
    this.#stderr.push(chunk);
  }

  /** Once, when nothing more comes. A last line without its end is a line too. */
  finish(): { readonly stdout: string; readonly stderr: string } {
    if (this.#onLine) {
      this.#emit(this.#decoder.end());
      if (this.#line !== '') this.#onLine(this.#line);
      this.#line = '';
    }
    return {
      stdout: Buffer.concat(this.#stdout).toString('utf8'),
      stderr: Buffer.concat(this.#stderr).toString('utf8'),
    };
  }

  #emit(text: string): void {
    const lines = text.split('\n');
    lines[0] = this.#line + (lines[0] ?? '');
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#onLine?.(line);
  }
}
