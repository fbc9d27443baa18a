import { CancellationTokenSource, window } from 'vscode';
import { escapedText } from '../../model/index.js';
import type { HostKeyQuestion, Interaction, SecretQuestion } from '../../deploy/index.js';

/** Asks the person in front of the editor. Secrets live as long as the connection, but for passphrases that are to be kept. */
export const person: Interaction = {
  async acceptHostKey({ name, keyType, fingerprint }: HostKeyQuestion): Promise<boolean> {
    const trust = 'Trust and Remember';
    const answer = await window.showWarningMessage(
      `The host “${escapedText(name)}” is not known yet.`,
      {
        modal: true,
        detail: `It shows the ${escapedText(keyType)} key\n${fingerprint}\n\nCompare it with the one printed on the host by\nssh-keygen -lf /etc/ssh/ssh_host_…_key.pub\n\nIf it is the same, it is written to your known_hosts file.`,
      },
      trust,
    );
    return answer === trust;
  },

  async askSecret({ prompt, echo, kind }: SecretQuestion, signal?: AbortSignal): Promise<string | undefined> {
    const source = new CancellationTokenSource();
    const takeBack = (): void => source.cancel();
    signal?.addEventListener('abort', takeBack, { once: true });
    try {
      return await window.showInputBox(
        {
          title: TITLES[kind],
          // VS Code writes "(Press 'Enter' to confirm …)" behind it.
          prompt: prompt.replace(/:\s*$/, ''),
          password: !echo,
          ignoreFocusOut: true,
        },
        source.token,
      );
    } finally {
      signal?.removeEventListener('abort', takeBack);
      source.dispose();
    }
  },
};

/** Does not stand in the way of the connection, which goes on meanwhile. */
export async function offerToKeep(key: string): Promise<boolean> {
  const keep = 'Keep It';
  const answer = await window.showInformationMessage(
    `Keep the passphrase of ${escapedText(key)} in VS Code's secret storage? It is not asked for again then.`,
    keep,
  );
  return answer === keep;
}

const TITLES: Readonly<Record<SecretQuestion['kind'], string>> = {
  passphrase: 'KVMNet: passphrase of the key',
  password: 'KVMNet: password',
  'keyboard-interactive': 'KVMNet: sign in',
  sudo: 'KVMNet: password for sudo',
};
