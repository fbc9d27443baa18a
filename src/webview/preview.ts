import { applyUpdate, nodesAt, nodesOfSame, pictureWithOverlays, speak, TONES } from '../topology/index.js';
import type { Graph, GraphNode, LegendEntry, Overlay, Perspective, Picture } from '../topology/index.js';
import type { ExportFormat, GraphResult, ToPreview } from '../protocol/index.js';
import { pngOf, svgOf } from './drawing/export-picture.js';
import { onThemeChange, readTheme } from './drawing/theme.js';
import type { HostEditor } from './host-editor.js';
import { createChips } from './view/chips.js';
import { element } from './view/dom.js';
import { createFoldState } from './view/fold-state.js';
import { neighbour } from './view/keyboard.js';
import type { Direction } from './view/keyboard.js';
import { createLegend } from './view/legend.js';
import { createNotices } from './view/notices.js';
import { createPictureView } from './view/picture-view.js';
import type { PictureView } from './view/picture-view.js';
import { createTextTree } from './view/text-tree.js';
import { createToolbar, ZOOM_STEP } from './view/toolbar.js';
import { createTooltip } from './view/tooltip.js';

export interface PreviewStart {
  /** URI of the folder. */
  readonly folder: string;
  readonly perspective: Perspective;
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

const OVERLAY_ICONS: Readonly<Record<Overlay['kind'], string>> = {
  plan: 'checklist',
  state: 'pulse',
  failure: 'debug-disconnect',
};

/** Milliseconds until the viewport is written down: not with every pixel of a drag. */
const SAVE_DELAY = 250;
/** Milliseconds before “reading” is shown: a fast answer should not flash it. */
const PATIENCE = 400;

/** Puts the preview into the page and connects it with the editor. */
export function openPreview(editor: HostEditor, start: PreviewStart, root: HTMLElement): PictureView {
  const saved = editor.loadState();
  const restored = saved?.folder === start.folder ? saved : undefined;
  let perspective = restored?.perspective ?? start.perspective;
  /** The graph of the perspective that was left: what was selected there is selected in the next one. */
  let left: Graph | undefined;
  let known: { readonly version: number; readonly picture: Picture } | undefined;
  /** What is known, with everything that is laid over it. */
  let shown: Picture | undefined;
  let overlays: readonly Overlay[] = [];
  let selected: readonly string[] = restored?.selected ?? [];
  let isLegendOpen = restored?.isLegendClosed !== true;
  let hasViewport = restored?.zoom !== undefined;
  let saving: ReturnType<typeof setTimeout> | undefined;

  const folds = createFoldState(restored?.folding, () => {
    want(known ? { version: known.version } : {});
    save();
  });
  const want = (more: { readonly version?: number; readonly tidy?: true } = {}): void =>
    editor.post({ type: 'want', perspective, folding: folds.current(), ...more });

  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  const notices = createNotices();
  const spoken = element('div', { class: 'spoken', 'aria-live': 'polite' });
  const drawing = element('div', {
    class: 'drawing',
    tabindex: '0',
    role: 'application',
    'aria-label':
      'Topology. Arrow keys go from device to device, Enter shows the text, space opens and closes a host, plus, minus and 0 zoom, Escape lets go.',
  });
  const pane = element('div', { class: 'pane' }, drawing, notices.empty, notices.problem);
  const toolbar = createToolbar({
    onPerspective: choosePerspective,
    onZoom: (factor) => view.camera.zoomBy(factor),
    onFit: () => view.camera.fit(),
    onTidy: () => want({ tidy: true }),
    onFoldAll: (state) => folds.all(state),
    onExport: exportPicture,
    onLegend: (isOpen) => {
      isLegendOpen = isOpen;
      legend.setOpen(isOpen);
      view.camera.refit();
      save();
    },
    onText: (isOpen) => {
      tree.setOpen(isOpen);
      view.camera.refit();
    },
    onProblems: () => editor.post({ type: 'show-problems' }),
  });
  const chips = createChips();
  const legend = createLegend(pickNetwork);
  const tree = createTextTree({
    onFocus: (id) => choose([id], false),
    onOpen: (id) => openSource(nodeWith(id), true),
    onFold: (id) => folds.toggle(nodeWith(id)),
  });
  pane.append(tree.root);
  root.append(toolbar.root, chips.root, pane, legend.root, spoken);
  const tooltip = createTooltip(pane);
  const view = createPictureView(drawing, readTheme(root), () => still.matches, {
    onPick: (node, isDouble) => {
      tooltip.hide();
      choose(node ? sameAs(node.id) : [], true);
      openSource(node, isDouble);
    },
    onFold: (node) => {
      tooltip.hide();
      choose([node.id], true);
      folds.toggle(node);
    },
    onHover: (node) => {
      const box = node && view.boxOf(node.id);
      if (node && box) tooltip.show(node, box, false);
      else tooltip.hide();
    },
    onViewport: () => {
      tooltip.hide();
      save();
    },
  });

  const nodeWith = (id: string | undefined): GraphNode | undefined =>
    shown?.graph.nodes.find((node) => node.id === id);

  /** The node first, then whatever else stands for the same element. */
  const sameAs = (id: string): readonly string[] => {
    const all = shown ? nodesOfSame(shown.graph, [id]) : [];
    return [id, ...all.filter((other) => other !== id)];
  };

  function save(): void {
    clearTimeout(saving);
    saving = setTimeout(() => {
      editor.saveState({
        folder: start.folder,
        perspective,
        ...view.camera.viewport(),
        folding: folds.current(),
        selected,
        isLegendClosed: !isLegendOpen,
      });
    }, SAVE_DELAY);
  }

  function choose(ids: readonly string[], isPointer: boolean): void {
    selected = ids;
    view.select(ids, { path: true });
    tree.select(ids);
    const node = nodeWith(ids[0]);
    if (node && !isPointer) {
      view.bringIntoView(ids);
      spoken.textContent = speak(node);
    }
    save();
  }

  function openSource(node: GraphNode | undefined, focus: boolean): void {
    if (node?.origin) editor.post({ type: 'open-source', origin: node.origin, focus });
  }

  function pickNetwork(entry: LegendEntry): void {
    const nodes = shown?.graph.nodes ?? [];
    const ids = nodes
      .filter(({ marks }) => marks.some(({ text }) => text === entry.text))
      .map(({ id }) => id);
    choose(ids, true);
    if (entry.origin) editor.post({ type: 'open-source', origin: entry.origin, focus: false });
  }

  function choosePerspective(next: Perspective): void {
    if (next === perspective) return;
    perspective = next;
    left = known?.picture.graph ?? left;
    known = undefined;
    shown = undefined;
    hasViewport = false;
    toolbar.setPerspective(next);
    want();
    save();
  }

  function exportPicture(format: ExportFormat, theme: 'light' | 'dark'): void {
    if (!shown) return;
    const content = format === 'svg' ? svgOf(shown, theme) : pngOf(shown, theme);
    editor.post({ type: 'export', format, content });
  }

  function takeGraph(result: GraphResult): void {
    clearTimeout(patience);
    if (result.kind === 'nothing') {
      notices.showNothing(result.reason);
      return;
    }
    const next = applyUpdate(known, result);
    if (!next) {
      want();
      return;
    }
    // An answer to a question that was asked before another perspective was chosen.
    if (next.picture.graph.perspective !== perspective) return;
    known = next;
    draw();
    if (left && shown) selected = nodesOfSame(left, selected, shown.graph);
    left = undefined;
    const present = selected.filter((id) => nodeWith(id));
    if (present.length > 0) view.select(present, { path: true });
    const opened = shown && folds.takeOpened(shown.graph);
    if (opened !== undefined) view.readable(opened);
    if (restored?.zoom !== undefined && restored.pan && hasViewport) {
      view.camera.setViewport({ zoom: restored.zoom, pan: restored.pan });
      hasViewport = false;
    }
  }

  function showChips(): void {
    chips.show(
      overlays.map(({ kind, title }) => ({
        icon: OVERLAY_ICONS[kind],
        text: title,
        clearLabel: `Take away: ${title}`,
        onClear: () => editor.post({ type: 'dismiss-overlays', kind }),
      })),
    );
    view.camera.refit();
  }

  /** Draws what is known, with what is laid over it. */
  function draw(): void {
    if (!known) return;
    const isSameGraph = shown?.graph.perspective === perspective;
    shown = pictureWithOverlays(known.picture, overlays, isSameGraph ? shown : undefined);
    const { graph } = shown;
    // The legend first: it takes its room from the pane that the picture is fitted into.
    legend.show(graph);
    toolbar.show(graph);
    view.show(shown);
    if (graph.nodes.length === 0) notices.showNoHosts();
    else notices.hideEmpty();
    tree.show(graph);
  }

  function takeCursor(uri: string, position: { line: number; character: number }): void {
    if (!shown) return;
    const ids = nodesAt(shown.graph, uri, position);
    view.markCursor(ids);
    if (!ids.some((id) => selected.includes(id))) view.bringIntoView(ids);
  }

  function take(message: ToPreview): void {
    switch (message.type) {
      case 'graph':
        takeGraph(message.result);
        break;
      case 'cursor':
        takeCursor(message.uri, message.position);
        break;
      case 'reveal':
        choose(message.ids, false);
        break;
      case 'overlays':
        overlays = message.overlays;
        showChips();
        draw();
        break;
      case 'path':
      case 'failure':
        break;
      case 'problem':
        notices.showProblem(message.message);
        break;
    }
  }

  function moveSelection(direction: Direction): void {
    if (!shown) return;
    const [from] = selected;
    const first = shown.graph.nodes[0]?.id;
    const target = from === undefined || !nodeWith(from) ? first : neighbour(shown, from, direction);
    if (target !== undefined) choose([target], false);
  }

  // Cytoscape takes the focus away when the mouse goes down; a click shall give it, as everywhere else.
  drawing.addEventListener('pointerup', () => drawing.focus({ preventScroll: true }));
  drawing.addEventListener('keydown', (event) => {
    const direction = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (direction) moveSelection(direction);
    else if (event.key === 'Enter') openSource(nodeWith(selected[0]), true);
    else if (event.key === ' ') folds.toggle(nodeWith(selected[0]));
    else if (event.key === 'Escape') choose([], true);
    else if (event.key === '+' || event.key === '=') view.camera.zoomBy(ZOOM_STEP);
    else if (event.key === '-') view.camera.zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') view.camera.fit();
    else return;
    event.preventDefault();
  });
  window.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') tooltip.hide();
  });
  const useTheme = (): void => {
    const theme = readTheme(root);
    view.useTheme(theme);
    for (const paint of ['mark-text', ...TONES.map((tone) => `tone-${tone}` as const)] as const) {
      root.style.setProperty(`--kvmnet-${paint}`, theme.palette[paint]);
    }
  };
  onThemeChange(useTheme);
  still.addEventListener('change', useTheme);
  useTheme();
  toolbar.setPerspective(perspective);
  toolbar.setLegend(isLegendOpen);
  legend.setOpen(isLegendOpen);
  notices.hideEmpty();
  const patience = setTimeout(() => {
    if (!known) notices.showReading();
  }, PATIENCE);
  editor.onMessage(take);
  want();
  return view;
}
