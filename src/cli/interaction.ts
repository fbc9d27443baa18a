import type { HostKeyQuestion, Interaction, SecretQuestion } from '../deploy/index.js';
import { escapedText } from '../model/index.js';
import { confirm, type Terminal } from './terminal.js';

/** Asks the person at the terminal; where nobody is there, nothing is accepted that was not accepted beforehand. */
export function terminalInteraction(terminal: Terminal, acceptNewHostKeys: boolean): Interaction {
  return {
    async acceptHostKey({ name, keyType, fingerprint }: HostKeyQuestion): Promise<boolean> {
      const said = escapedText(`The host "${name}" is not known yet. It shows the ${keyType} key`);
      terminal.err(`${said}\n  ${fingerprint}\n`);
      if (acceptNewHostKeys) {
        terminal.err('Accepted, because --accept-new-host-key is given.\n');
        return true;
      }
      if (!terminal.interactive) {
        terminal.err('Nobody is here to compare it: connect once with ssh, or give --accept-new-host-key.\n');
        return false;
      }
      return confirm(terminal, 'Is it the right one? It is then written to known_hosts.');
    },

    async askSecret({ prompt, echo }: SecretQuestion, signal?: AbortSignal): Promise<string | undefined> {
      if (!terminal.interactive) return undefined;
      return terminal.ask(/[:?] *$/.test(prompt) ? prompt : `${prompt}: `, echo, signal);
    },
  };
}
