import { closeSync, constants, fsyncSync, openSync, readdirSync, renameSync, unlinkSync, writeSync } from "node:fs";
import { basename, dirname } from "node:path";
import { gzipSync } from "node:zlib";
import type { ByteSink } from "../write/sink.js";

/** What is written at most into one file, and how many files there may be. */
export interface FileLimits {
  readonly maxBytes: number;
  readonly maxEvents: number;
  readonly maxFiles: number;
}

/** While it is written, a file has this behind its name. */
export const UNFINISHED = ".part";

/**
 * A file that is packed piece by piece, and has its name only once it is whole. What stands at that place already is not
 * followed or written to; only its owner may read it. It never gets longer than it may: a piece that would not fit is left
 * out, and so is all that follows.
 */
export class CaptureFile implements ByteSink {
  bytes = 0;
  /** A piece did not fit. */
  full = false;
  /** Why it could not be written. */
  fault: Error | undefined;
  private fd: number;

  /** @throws if it cannot be made */
  constructor(
    readonly path: string,
    private readonly maxBytes: number,
  ) {
    const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
    this.fd = openSync(path + UNFINISHED, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600);
  }

  /** At once: a promise only for the sake of other sinks. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.full || this.fault !== undefined) return;
    const packed = gzipSync(bytes, { level: 1 });
    if (this.bytes + packed.length > this.maxBytes) {
      this.full = true;
      return;
    }
    try {
      for (let done = 0; done < packed.length; ) done += writeSync(this.fd, packed, done);
      this.bytes += packed.length;
    } catch (e) {
      this.fault = e as Error;
    }
  }

  /** Give the file its name. @throws if that, or writing before, has failed: nothing is left of it then */
  finish(): void {
    try {
      if (this.fault !== undefined) throw this.fault;
      fsyncSync(this.fd);
      renameSync(this.path + UNFINISHED, this.path);
    } catch (e) {
      this.discard();
      throw e;
    }
    this.closeFd();
  }

  async close(): Promise<void> {
    this.finish();
  }

  /** Leave nothing of it. */
  discard(): void {
    if (this.fd < 0) return;
    this.closeFd();
    try {
      unlinkSync(this.path + UNFINISHED);
    } catch {
      // gone already
    }
  }

  private closeFd(): void {
    closeSync(this.fd);
    this.fd = -1;
  }
}

/** How many captures of this prefix there are, whoever has made them. @throws if the folder cannot be read */
export function filesThere(prefix: string): number {
  const begin = `${basename(prefix)}_`;
  const named = (f: string): boolean => f.startsWith(begin) && /^\d{20}_\d{20}\.scap$/.test(f.slice(begin.length));
  return readdirSync(dirname(prefix)).filter(named).length;
}
