import type { FindResult } from '../protocol/index.js';
import { createFindInPicture } from './find-in-picture.js';
import { createFindWidget } from './view/find-widget.js';

export interface FindPanelEvents {
  readonly ask: (query: string) => void;
  readonly mark: (ids: readonly string[]) => void;
  /** Shows a node of the picture; false when it is not drawn: its frame is closed. */
  readonly show: (id: string) => boolean;
  readonly openFrames: (ids: readonly string[]) => void;
  /** What is looked for has changed, and is to be kept. */
  readonly onChange: () => void;
  readonly onClosed: () => void;
}

/** The search box, and what it finds. */
export interface FindPanel {
  readonly root: HTMLElement;
  open(): void;
  take(query: string, result: FindResult): void;
  /** The picture has changed: perhaps what is found, perhaps a frame is open now that a match was waited for in. */
  refresh(): void;
  query(): string;
}

export function createFindPanel(initial: string, events: FindPanelEvents): FindPanel {
  /** A match in a frame that is being opened for it. */
  let awaited: string | undefined;
  const find = createFindInPicture(initial, {
    ask: events.ask,
    mark: events.mark,
    count: (current, total) => widget.showCount(current, total),
    goTo: ({ id, frames }) => {
      if (events.show(id)) return;
      awaited = id;
      events.openFrames(frames);
    },
  });
  const widget = createFindWidget({
    onQuery: (query) => {
      find.look(query);
      events.onChange();
    },
    onStep: (step) => find.step(step),
    onClose: () => {
      widget.close();
      find.stop();
      events.onChange();
      events.onClosed();
    },
  });
  if (initial !== '') widget.restore(initial);
  return {
    root: widget.root,
    open: () => widget.open(find.query()),
    take: (query, result) => find.take(query, result),
    refresh() {
      if (awaited !== undefined && events.show(awaited)) awaited = undefined;
      find.refresh();
    },
    query: () => find.query(),
  };
}
