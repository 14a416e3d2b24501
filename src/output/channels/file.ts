import { closeSync, constants, fstatSync, openSync, write } from "node:fs";
import { promisify } from "node:util";
import { OutputError } from "../errors.js";
import type { OutputMessage } from "../sink.js";
import { type Channel, reasonOf, SendFault } from "./channel.js";
import { codeOf } from "./errno.js";
import { endForPipe, LineWriter, lineTarget } from "./lines.js";

const writeLater = promisify(write);
const { O_APPEND, O_CREAT, O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;
/** Non-blocking, for the sake of named pipes without a reader. */
const FLAGS = O_APPEND | O_CREAT | O_WRONLY | O_NONBLOCK | O_NOCTTY;
const MODE = 0o644;
/** Faults of the configuration; others (no space, no reader) may pass. */
const HOPELESS = new Set(["ENOENT", "ENOTDIR", "EISDIR", "EACCES", "EPERM", "EROFS"]);

/** Options of `file_output`. */
export interface FileOptions {
  readonly filename: string;
  /** Keep the file open rather than open it for every batch of alerts. Default false. */
  readonly keep_alive?: boolean;
}

class FileChannel implements Channel {
  private readonly lines: LineWriter;
  private isPipe = false;
  private fd: number | undefined;
  private writing = false;
  private stale = false;

  constructor(
    private readonly path: string,
    private readonly keep: boolean,
  ) {
    this.lines = new LineWriter(async (bytes, at) => {
      const end = this.isPipe ? endForPipe(bytes, at) : bytes.length;
      return (await writeLater(this.fd as number, bytes, at, end - at)).bytesWritten;
    }, lineTarget(path));
  }

  async send(messages: readonly OutputMessage[]): Promise<void> {
    this.writing = true;
    try {
      this.open();
      await this.lines.write(messages);
    } finally {
      this.writing = false;
      if (!this.keep || this.stale) this.shut();
    }
  }

  private open(): void {
    if (this.fd !== undefined) return;
    try {
      this.begin();
    } catch (e) {
      throw new SendFault(reasonOf(e), { retry: true });
    }
  }

  private begin(): void {
    this.fd = openSync(this.path, FLAGS, MODE);
    this.isPipe = fstatSync(this.fd).isFIFO();
  }

  private shut(): void {
    this.stale = false;
    if (this.fd === undefined) return;
    const { fd } = this;
    this.fd = undefined;
    closeSync(fd);
  }

  /** Begin a new file with the next alert; one that is being written is closed after it. */
  reopen(): void {
    this.lines.fresh();
    if (this.writing) this.stale = true;
    else this.shut();
    // the file is to be there at once, even if no alert comes
    if (!this.writing && this.keep) this.begin();
  }

  abort(): void {
    this.lines.abort();
  }

  close(): void {
    if (this.writing) this.stale = true;
    else this.shut();
  }

  /** See whether the file can be written at all. */
  probe(): void {
    try {
      this.begin();
    } catch (e) {
      if (HOPELESS.has(codeOf(e))) {
        throw new OutputError(`output file '${this.path}' cannot be written: ${reasonOf(e)}`);
      }
    }
    if (!this.keep) this.shut();
  }
}

/**
 * Alerts appended to a file, a line each.
 * @throws {OutputError} if it cannot be written
 */
export function fileChannel(options: FileOptions): Channel {
  const c = new FileChannel(options.filename, options.keep_alive ?? false);
  c.probe();
  return c;
}
