/** One move of authentication, RFC 4252. Everything that may need the person or the agent is done when the server asks for it. */
export type Attempt =
  | { readonly method: 'none' }
  | {
      readonly method: 'publickey';
      /** The public key as it travels. */
      readonly publicKey: Buffer;
      /** Called only when the server takes the key. Rejects when the private key cannot be had. */
      readonly sign: (data: Buffer, hash: string | undefined) => Promise<Buffer>;
    }
  | { readonly method: 'password'; readonly password: string }
  | {
      readonly method: 'keyboard-interactive';
      /** undefined = given up: nothing else is tried. */
      readonly answer: (form: KeyboardForm) => Promise<readonly string[] | undefined>;
    };

export interface KeyboardForm {
  readonly name: string;
  readonly instructions: string;
  readonly prompts: readonly { readonly prompt: string; readonly echo: boolean }[];
}
