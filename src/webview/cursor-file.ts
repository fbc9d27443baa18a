/** The file that the cursor is in. */
export interface CursorFile {
  /** Whether the cursor comes from another file. Not the first one where the person had chosen what to see before. */
  readonly isNew: (uri: string) => boolean;
  /** The next cursor comes from another file, whatever it is. */
  readonly forget: () => void;
}

/** @param isChosen what is seen was chosen by the person, and is shown again */
export function createCursorFile(isChosen: boolean): CursorFile {
  let file: string | undefined;
  let isQuiet = isChosen;
  return {
    isNew(uri) {
      const is = uri !== file && !isQuiet;
      isQuiet = false;
      file = uri;
      return is;
    },
    forget() {
      file = undefined;
    },
  };
}
