import type { Origin } from './origin.js';

/**
 * A change of the text, said by its intent: the language room, which knows the text, turns it into minimal text edits
 * that keep comments and layout.
 */
export type Edit =
  | { readonly kind: 'replace'; readonly at: Origin; readonly text: string }
  /** Removes an item of a list together with its comma; the last item takes its property along. */
  | { readonly kind: 'remove-item'; readonly at: Origin }
  /** Removes a whole property or declaration, and its line when nothing else stands there. */
  | { readonly kind: 'remove'; readonly at: Origin }
  /** Adds a property or declaration at the end of a block (`Places.bodyEnd`). */
  | { readonly kind: 'append'; readonly at: Origin; readonly text: string };

export interface Fix {
  /** Imperative, naming the things: `Move 10.0.0.2/24 to bridge br0`. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /**
   * Safe to take without looking, and part of “fix all”: what it removes does nothing, or what it writes is what is meant
   * in any case. Never a guess at a name, a VLAN or an address, and nothing that opens a firewall.
   */
  readonly preferred?: boolean;
}
