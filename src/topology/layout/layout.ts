export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Left upper corner and size, in whole pixels at zoom 1. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything stands. Same graph and same layout before, same layout. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: Readonly<Record<string, Box>>;
  /** Corners from the border of the source to the border of the target: runs of horizontal and vertical lines. */
  readonly edges: Readonly<Record<string, readonly Point[]>>;
  /** How frames are arranged, kept so that the next layout arranges them alike. */
  readonly grid: FrameGrid;
}

/** Frames stand in `columns`; slots are counted row by row. */
export interface FrameGrid {
  readonly columns: number;
  readonly slots: Readonly<Record<string, number>>;
  /** Columns within each open group. */
  readonly groups?: Readonly<Record<string, number>>;
}

export const EMPTY_LAYOUT: Layout = {
  width: 0,
  height: 0,
  nodes: {},
  edges: {},
  grid: { columns: 1, slots: {} },
};
