import { closeSync, openSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { OutputError } from "./errors.js";
import { joinLines, type OutputMessage, type Sink } from "./sink.js";

const MODE = 0o644;

/** Appends to a file that stays open until it is told to begin anew. */
class OpenFile implements Sink {
  private fd: number;

  constructor(private readonly path: string) {
    this.fd = openSync(path, "a", MODE);
  }

  send(messages: readonly OutputMessage[]): void {
    const bytes = Buffer.from(joinLines(messages));
    for (let at = 0; at < bytes.length; ) at += writeSync(this.fd, bytes, at);
  }

  reopen(): void {
    const fresh = openSync(this.path, "a", MODE);
    closeSync(this.fd);
    this.fd = fresh;
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Opens, appends and closes every time, so that the file can be moved away at any moment. */
class ClosedFile implements Sink {
  constructor(private readonly path: string) {}

  async send(messages: readonly OutputMessage[]): Promise<void> {
    const file = await open(this.path, "a", MODE);
    try {
      await file.appendFile(joinLines(messages));
    } finally {
      await file.close();
    }
  }
}

/**
 * A file that alerts are appended to.
 * @param keepOpen rather than open it for every alert
 * @throws {OutputError} if it cannot be written
 */
export function fileSink(path: string, keepOpen: boolean): Sink {
  try {
    if (keepOpen) return new OpenFile(path);
    closeSync(openSync(path, "a", MODE));
    return new ClosedFile(path);
  } catch (e) {
    throw new OutputError(`output file '${path}' cannot be written: ${e instanceof Error ? e.message : String(e)}`);
  }
}
