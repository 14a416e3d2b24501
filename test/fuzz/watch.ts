/** Cells that the thread at work and its watch share (Float64Array). */
export const Cell = { SEED: 0, DONE: 1, REFUSED: 2, EVENTS: 3, SIZE: 4 } as const;

export interface FuzzSetup {
  readonly cells: SharedArrayBuffer;
  /** Folder with more captures to start from. */
  readonly corpus: string | undefined;
}

/** A slice has ended: well, or with a fault at a seed. */
export interface FuzzReport {
  readonly seed: number;
  readonly fault: string;
}
