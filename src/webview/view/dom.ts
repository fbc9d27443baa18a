type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and children. Texts become text nodes: nothing that comes from a file is ever parsed. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) created.setAttribute(name, value);
  created.append(...children);
  return created;
}

/** A codicon: decoration, never the only name of something. */
export const codicon = (name: string): HTMLElement =>
  element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });

export interface ButtonOptions {
  readonly icon: string;
  readonly label: string;
  /** Shown beside the icon; absent means icon only. */
  readonly text?: string;
}

export function button({ icon, label, text }: ButtonOptions, onClick: () => void): HTMLButtonElement {
  const created = element('button', { type: 'button', title: label, 'aria-label': label }, codicon(icon));
  if (text !== undefined) created.append(element('span', { class: 'text' }, text));
  created.addEventListener('click', onClick);
  return created;
}
