import { closeSync, openSync, readSync, statSync } from "node:fs";
import { setImmediate as breathe } from "node:timers/promises";
import { CaptureError } from "./error.js";
import { isGzip } from "./gunzip.js";
import { type CaptureSource, type SourceProgress, sourceName, unpacked } from "./source.js";
import type { Window } from "./window.js";

const CHUNK = 1 << 19;
/** After so many bytes signals and timers get their turn. */
const BREATH = 1 << 22;

/**
 * Fills a window with the bytes of a source, unpacked. A file that is not packed is read to where it is wanted: no piece
 * is copied, and no other thread is asked.
 */
export class Feed {
  private fd = -1;
  private pieces: AsyncGenerator<Uint8Array> | undefined;
  private breath = BREATH;

  constructor(
    private readonly source: CaptureSource,
    private readonly progress: SourceProgress,
  ) {}

  /**
   * Put the next bytes into the window; false if there are none.
   * @throws {CaptureError}
   */
  async fill(w: Window): Promise<boolean> {
    if (this.pieces === undefined && this.fd < 0 && !this.openPlain())
      this.pieces = unpacked(this.source, this.progress);
    if (this.pieces === undefined) return this.read(w);
    const { value, done } = await this.pieces.next();
    if (done === true) return false;
    w.push(value);
    return true;
  }

  /** Open the source if it is a plain file. */
  private openPlain(): boolean {
    const path = this.source;
    if (typeof path !== "string" || path === "-") return false;
    try {
      // to open a pipe would wait for its writer
      if (!statSync(path).isFile()) return false;
      this.fd = openSync(path, "r");
      const head = new Uint8Array(2);
      if (!isGzip(head.subarray(0, readSync(this.fd, head, 0, 2, 0)))) return true;
    } catch {
      // whoever reads it in pieces says what is wrong
    }
    this.closeFile();
    return false;
  }

  private async read(w: Window): Promise<boolean> {
    if (this.breath <= 0) {
      this.breath = BREATH;
      await breathe();
    }
    w.reserve(CHUNK);
    let n = 0;
    try {
      n = readSync(this.fd, w.u8, w.end, CHUNK, null);
    } catch (e) {
      const why = e instanceof Error ? e.message : String(e);
      throw new CaptureError({ file: sourceName(this.source), offset: -1, block: "file" }, `cannot be read: ${why}`, e);
    }
    w.end += n;
    this.breath -= n;
    this.progress.read += n;
    return n > 0;
  }

  private closeFile(): void {
    if (this.fd >= 0) closeSync(this.fd);
    this.fd = -1;
  }

  /** Nothing more is wanted. */
  async close(): Promise<void> {
    this.closeFile();
    await this.pieces?.return(undefined);
    this.pieces ??= nothing();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
