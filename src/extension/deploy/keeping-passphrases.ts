import type { Interaction } from '../../deploy/index.js';
import type { KeptPassphrases } from '../kept-passphrases.js';

/**
 * Asks nothing whose answer is kept, forgets what is wrong, and offers to keep what has opened a key.
 * @param offer asks whether the passphrase of a key shall be kept; nothing waits for the answer
 */
export function keepingPassphrases(
  person: Interaction,
  kept: KeptPassphrases,
  offer: (key: string) => PromiseLike<boolean>,
): Interaction {
  const offered = new Set<string>();
  return {
    acceptHostKey: (question) => person.acceptHostKey(question),

    async askSecret(question, signal) {
      const known = question.key === undefined ? undefined : await kept.of(question.key);
      return known ?? person.askSecret(question, signal);
    },

    async passphraseTried(key, passphrase, opens) {
      if (!opens) return kept.forget(key, passphrase);
      if (offered.has(key) || (await kept.of(key)) === passphrase) return;
      offered.add(key);
      void offer(key).then((yes) => (yes ? kept.keep(key, passphrase) : undefined));
    },
  };
}
