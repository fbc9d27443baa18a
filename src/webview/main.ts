import type { Core } from 'cytoscape';
import { isPerspective } from '../protocol/index.js';
import { connectHostEditor } from './host-editor.js';
import { openPreview } from './preview.js';
import { element } from './view/dom.js';

declare global {
  interface Window {
    /** What is drawn, for tests in a real browser. */
    kvmnetPreview?: { readonly cy: Core };
  }
}

const { folder = '', perspective } = document.body.dataset;
const view = openPreview(
  connectHostEditor(),
  { folder, perspective: isPerspective(perspective) ? perspective : 'devices' },
  document.body.appendChild(
    element('main', { class: 'preview' }, element('h1', { class: 'spoken' }, document.title)),
  ),
);
window.kvmnetPreview = { cy: view.cy };
