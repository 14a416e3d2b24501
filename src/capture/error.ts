/** Where in a capture something was found wrong. */
export interface CapturePlace {
  /** Name of the file, or `stdin`. */
  readonly file: string;
  /** Offset from the start of the (unpacked) data; -1 = the file as a whole. */
  readonly offset: number;
  /** What kind of block it was in, e.g. `event`. */
  readonly block: string;
}

/**
 * A capture that cannot be read any further. All events before that place were good, and have been delivered.
 */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
  readonly file: string;
  readonly offset: number;
  readonly block: string;
  /** What is wrong, without the place. */
  readonly reason: string;

  constructor(place: CapturePlace, reason: string, cause?: unknown) {
    const where = place.offset < 0 ? "" : ` byte ${place.offset} (${place.block}):`;
    super(`${place.file}:${where} ${reason}`, cause === undefined ? undefined : { cause });
    this.file = place.file;
    this.offset = place.offset;
    this.block = place.block;
    this.reason = reason;
  }
}
