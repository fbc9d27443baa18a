import type { GraphResult, HostCommand, ToPreview } from '../protocol/index.js';
import { blocksOf, isEmptyFilter, nodesAt, speak } from '../topology/index.js';
import type { GraphFilter, GraphNode, LegendEntry, Perspective } from '../topology/index.js';
import { createCursorFile } from './cursor-file.js';
import { createDock } from './dock.js';
import { readTheme } from './drawing/theme.js';
import { filterChips } from './filter-chips.js';
import { createFindPanel } from './find-panel.js';
import type { HostEditor } from './host-editor.js';
import { listenToFind, listenToKeys } from './keys.js';
import { createMenus } from './menus.js';
import { canFail } from './node-actions.js';
import { keepTheme } from './page-theme.js';
import { overlayChips } from './overlay-chips.js';
import { createPictureMemory } from './picture-memory.js';
import { createPlacesShown } from './places-shown.js';
import { createSharePicture } from './share-picture.js';
import { createShownPicture } from './shown-picture.js';
import { createChips } from './view/chips.js';
import { element } from './view/dom.js';
import { createFilterMenu } from './view/filter-menu.js';
import { createFoldState } from './view/fold-state.js';
import { neighbour } from './view/keyboard.js';
import type { Direction } from './view/keyboard.js';
import { createLegend } from './view/legend.js';
import { createNotices } from './view/notices.js';
import { createPictureView } from './view/picture-view.js';
import type { PictureView } from './view/picture-view.js';
import { createStage } from './view/stage.js';
import { createTextTree } from './view/text-tree.js';
import { createToolbar } from './view/toolbar.js';
import { createTooltip } from './view/tooltip.js';

export interface PreviewStart {
  /** URI of the folder. */
  readonly folder: string;
  readonly perspective: Perspective;
}

/** Milliseconds before “reading” is shown: a fast answer should not flash it. */
const PATIENCE = 400;

/** Puts the preview into the page and connects it with the editor. */
export function openPreview(editor: HostEditor, start: PreviewStart, root: HTMLElement): PictureView {
  const { restored, save } = createPictureMemory(editor, start.folder, () => ({
    perspective,
    ...view.camera.viewport(),
    folding: folds.current(),
    selected,
    isLegendClosed: !isLegendOpen,
    ...wantedFilter(),
    ...(find.query() !== '' && { query: find.query() }),
    ...(dock.failures.list().length > 0 && { failed: dock.failures.list() }),
  }));
  const picture = createShownPicture();
  const places = createPlacesShown(editor);
  const cursorFile = createCursorFile(restored?.zoom !== undefined);
  let perspective = restored?.perspective ?? start.perspective;
  let selected: readonly string[] = restored?.selected ?? [];
  let isLegendOpen = restored?.isLegendClosed !== true;
  let hasViewport = restored?.zoom !== undefined;
  let filter: GraphFilter = restored?.filter ?? {};
  let commands: readonly HostCommand[] = [];

  const folds = createFoldState(restored?.folding, () => {
    const version = picture.version();
    want(version === undefined ? {} : { version });
    save();
  });
  const want = (more: { readonly version?: number; readonly tidy?: true } = {}): void =>
    editor.post({ type: 'want', perspective, folding: folds.current(), ...wantedFilter(), ...more });
  const wantedFilter = (): { readonly filter?: GraphFilter } => (isEmptyFilter(filter) ? {} : { filter });

  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  const notices = createNotices();
  const spoken = element('div', { class: 'spoken', 'aria-live': 'polite' });
  const stage = createStage();
  const dock = createDock(restored?.failed ?? [], {
    askPath: (id) => editor.post({ type: 'ask-path', id }),
    askFailure: (failed) => editor.post({ type: 'ask-failure', failed }),
    light: (ids) => view.light(ids),
    onHop: ({ ids, origin }) => {
      lookAt(ids);
      if (origin) places.show(origin, false);
    },
    onConsequence: (id) => lookAt([id]),
    onFailure: (report) => {
      picture.layFailure(report);
      showChips();
      draw();
      save();
    },
    onRoom: () => view.settle(),
    onLetGo: () => {
      choose([], true);
      stage.focus();
    },
    copy: (text) => editor.post({ type: 'copy', text }),
  });
  const pane = element('div', { class: 'pane' }, stage.root, dock.root, notices.empty, notices.problem);
  const find = createFindPanel(restored?.query ?? '', {
    ask: (query) => editor.post({ type: 'find', perspective, query, ...wantedFilter() }),
    mark: (ids) => view.markMatches(ids),
    show: (id) => {
      if (!picture.nodeWith(id)) return false;
      choose([id], false, false);
      return true;
    },
    openFrames: (ids) => folds.open(ids),
    onChange: save,
    onClosed: stage.focus,
  });
  const share = createSharePicture({
    picture: picture.current,
    post: editor.post,
    onProblem: (message) => notices.showProblem(message),
  });
  const menus = createMenus(stage.root, {
    picture: picture.current,
    commands: () => commands,
    hasFailed: (id) => dock.failures.has(id),
    goTo: (node) => openSource(node, true),
    follow: (node) => choose(picture.sameAs(node.id), false),
    toggleFailure: (id) => dock.failures.toggle(id),
    failAll: (ids) => dock.failures.add(ids),
    fold: (node) => folds.toggle(node),
    run: (command, host) => editor.post({ type: 'run', command, host }),
    edit: (intent, id) => editor.post({ type: 'edit', intent, id }),
    rename: ({ origin }) => {
      if (origin) editor.post({ type: 'rename', origin });
    },
    copy: (text) => editor.post({ type: 'copy', text }),
    pictureActions: [
      { icon: 'search', text: 'Find…', act: () => find.open() },
      { icon: 'screen-full', text: 'Fit Picture to Pane', act: () => view.camera.fit() },
      { icon: 'layout', text: 'Tidy Up', act: () => want({ tidy: true }) },
      { icon: 'copy', text: 'Copy Picture as PNG', act: () => share.copy('png'), begins: true },
      { icon: 'copy', text: 'Copy Picture as SVG', act: () => share.copy('svg') },
    ],
    onClosed: stage.focus,
  });
  stage.root.append(find.root, menus.root);
  const filterMenu = createFilterMenu({
    onOpen: () => editor.post({ type: 'ask-choices' }),
    onChange: changeFilter,
  });
  const toolbar = createToolbar({
    onPerspective: choosePerspective,
    onZoom: (factor) => view.camera.zoomBy(factor),
    onFit: () => view.camera.fit(),
    onTidy: () => want({ tidy: true }),
    onFoldAll: (state) => folds.all(state),
    onExport: share.save,
    onCopy: share.copy,
    onFind: () => find.open(),
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
    filter: filterMenu.root,
  });
  const chips = createChips();
  const legend = createLegend(pickNetwork);
  const tree = createTextTree({
    onFocus: (id) => choose([id], false),
    onOpen: (id) => openSource(picture.nodeWith(id), true),
    onFold: (id) => folds.toggle(picture.nodeWith(id)),
  });
  pane.append(tree.root);
  root.append(toolbar.root, chips.root, pane, legend.root, spoken);
  const tooltip = createTooltip(pane);
  const view = createPictureView(stage.drawing, readTheme(root), () => still.matches, {
    onPick: (node, isDouble) => {
      tooltip.hide();
      choose(node ? picture.sameAs(node.id) : [], true);
      openSource(node, isDouble);
    },
    onFold: (node) => {
      tooltip.hide();
      choose([node.id], true);
      folds.toggle(node);
    },
    onMenu: (node, at) => {
      tooltip.hide();
      if (node && !selected.includes(node.id)) choose(picture.sameAs(node.id), true);
      menus.open(node, at);
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

  /** @param follows whether the way of a packet through it is lit up and told */
  function choose(ids: readonly string[], isPointer: boolean, follows = true): void {
    selected = ids;
    view.select(ids, { path: follows });
    tree.select(ids);
    const node = picture.nodeWith(ids[0]);
    dock.follow(follows ? node : undefined);
    if (node && !isPointer) {
      view.bringIntoView(ids);
      spoken.textContent = speak(node);
    }
    save();
  }

  function openSource(node: GraphNode | undefined, focus: boolean): void {
    if (node?.origin) places.show(node.origin, focus);
  }

  /** Shows elements of the model, in whatever stands for them. */
  function lookAt(elements: readonly string[]): void {
    const ids = picture.standingFor(elements);
    view.markCursor(ids);
    view.bringIntoView(ids);
  }

  function changeFilter(next: GraphFilter): void {
    filter = next;
    filterMenu.show(next);
    showChips();
    want();
    save();
  }

  function pickNetwork(entry: LegendEntry): void {
    const nodes = picture.current()?.graph.nodes ?? [];
    const ids = nodes
      .filter(({ marks }) => marks.some(({ text }) => text === entry.text))
      .map(({ id }) => id);
    choose(ids, true);
    if (entry.id !== undefined) dock.followElement(entry.id);
    if (entry.origin) places.show(entry.origin, false);
  }

  function choosePerspective(next: Perspective): void {
    if (next === perspective) return;
    perspective = next;
    cursorFile.forget();
    picture.leave();
    hasViewport = false;
    toolbar.setPerspective(next);
    want();
    save();
  }

  function takeGraph(result: GraphResult): void {
    clearTimeout(patience);
    if (result.kind === 'nothing') {
      notices.showNothing(result.reason);
      return;
    }
    const taken = picture.take(result, perspective);
    if (taken === 'lost') want();
    if (taken !== 'taken') return;
    draw();
    selected = picture.carryOver(selected);
    const present = selected.filter((id) => picture.nodeWith(id));
    if (present.length > 0) view.select(present, { path: dock.isFollowing() });
    if (hasViewport) dock.follow(picture.nodeWith(present[0]));
    const graph = picture.current()?.graph;
    if (!graph) return;
    dock.refresh(graph);
    find.refresh();
    const opened = folds.takeOpened(graph);
    if (opened !== undefined) view.readable(opened);
    if (restored?.zoom !== undefined && restored.pan && hasViewport) {
      view.camera.setViewport({ zoom: restored.zoom, pan: restored.pan });
      hasViewport = false;
    }
  }

  function showChips(): void {
    chips.show([
      ...overlayChips(picture.laid(), (kind) =>
        kind === 'failure' ? dock.failures.reset() : editor.post({ type: 'dismiss-overlays', kind }),
      ),
      ...filterChips(filter, changeFilter),
    ]);
    view.camera.refit();
  }

  function draw(): void {
    const shown = picture.draw();
    if (!shown) return;
    const { graph } = shown;
    // The legend first: it takes its room from the pane that the picture is fitted into.
    legend.show(graph);
    toolbar.show(graph);
    view.show(shown);
    if (graph.nodes.length === 0)
      if (isEmptyFilter(filter)) notices.showNoHosts();
      else notices.showNothing('Nothing is left of the picture: the filter hides all of it.');
    else notices.hideEmpty();
    tree.show(graph);
  }

  function takeCursor(uri: string, position: { line: number; character: number }): void {
    const shown = picture.current();
    if (!shown) return;
    const ids = nodesAt(shown.graph, uri, position);
    view.markCursor(ids);
    const isOtherFile = cursorFile.isNew(uri);
    if (places.isEcho(uri, position) || ids.some((id) => selected.includes(id))) return;
    if (isOtherFile) view.readableFrames(blocksOf(shown.graph, uri));
    // A way that is lit up is that of what the cursor stands on, wherever that goes.
    if (dock.isFollowing()) choose(ids, false);
    else view.bringIntoView(ids);
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
        picture.lay(message.overlays);
        showChips();
        draw();
        break;
      case 'path':
        dock.takePath(message.id, message.result);
        break;
      case 'failure':
        dock.failures.take(message.report);
        break;
      case 'found':
        find.take(message.query, message.result);
        break;
      case 'choices':
        filterMenu.showChoices(message.choices);
        break;
      case 'abilities':
        ({ commands } = message);
        break;
      case 'problem':
        notices.showProblem(message.message);
        break;
    }
  }

  function moveSelection(direction: Direction): void {
    const shown = picture.current();
    if (!shown) return;
    const [from] = selected;
    const first = shown.graph.nodes[0]?.id;
    const target = from === undefined || !picture.nodeWith(from) ? first : neighbour(shown, from, direction);
    if (target !== undefined) choose([target], false);
  }

  listenToKeys(stage.drawing, {
    onMove: moveSelection,
    onOpen: () => openSource(picture.nodeWith(selected[0]), true),
    onFold: () => folds.toggle(picture.nodeWith(selected[0])),
    onLetGo: () => choose([], true),
    onZoom: (factor) => view.camera.zoomBy(factor),
    onFit: () => view.camera.fit(),
    onFail: () => {
      const node = picture.nodeWith(selected[0]);
      if (node && canFail(node)) dock.failures.toggle(node.id);
    },
    onMenu: () => {
      const node = picture.nodeWith(selected[0]);
      menus.openByKey(node, node && view.boxOf(node.id));
    },
  });
  listenToFind(() => find.open());
  keepTheme(root, still, (theme) => view.useTheme(theme));
  toolbar.setPerspective(perspective);
  toolbar.setLegend(isLegendOpen);
  legend.setOpen(isLegendOpen);
  notices.hideEmpty();
  filterMenu.show(filter);
  showChips();
  const patience = setTimeout(() => {
    if (!picture.current()) notices.showReading();
  }, PATIENCE);
  editor.onMessage(take);
  want();
  return view;
}
