import { comparePositions } from '../model/index.js';
import type { Origin, Position } from '../model/index.js';
import type { HostEditor } from './host-editor.js';

/** Places of the text that the picture had the editor show. */
export interface PlacesShown {
  /** @param focus whether the keyboard goes there as well */
  readonly show: (origin: Origin, focus: boolean) => void;
  /** Whether the cursor stands where the picture just sent it: then it is no news when the editor says so. */
  readonly isEcho: (uri: string, position: Position) => boolean;
}

export function createPlacesShown({ post }: Pick<HostEditor, 'post'>): PlacesShown {
  let echo: Origin | undefined;
  return {
    show(origin, focus) {
      echo = origin;
      post({ type: 'open-source', origin, focus });
    },
    isEcho(uri, position) {
      const is = echo?.uri === uri && isWithin(position, echo);
      echo = undefined;
      return is;
    },
  };
}

const isWithin = (position: Position, { range: { start, end } }: Origin): boolean =>
  comparePositions(start, position) <= 0 && comparePositions(position, end) <= 0;
