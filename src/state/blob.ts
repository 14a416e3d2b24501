import { EMPTY } from "../event/bytes.js";

/** Bytes that several processes share (a fork inherits arguments and environment), with a count of the sharers. */
export class Blob {
  refs = 0;
  constructor(readonly bytes: Uint8Array) {}
}

export const EMPTY_BLOB: Blob = new Blob(EMPTY);
