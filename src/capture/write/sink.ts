import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { createGzip, type Gzip } from "node:zlib";

/** Where the bytes of a capture go. */
export interface ByteSink {
  /** Resolves when more may be written. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when everything is where it should be. */
  close(): Promise<void>;
  /** Bytes that have come out so far: in the file, if it is compressed the compressed ones. */
  readonly bytes: number;
}

/** A file, or standard output if the path is `-`; compressed if wanted. */
export class FileSink implements ByteSink {
  private readonly out: WriteStream | NodeJS.WriteStream;
  private readonly gzip: Gzip | undefined;
  private readonly standard: boolean;
  private failure: Error | undefined;
  /** Ends the wait of a write. */
  private resume: (() => void) | undefined;
  private written = 0;

  private constructor(path: string, gzip: boolean) {
    this.standard = path === "-";
    this.out = this.standard ? process.stdout : createWriteStream(path, { mode: 0o600 });
    this.out.on("error", (e) => {
      this.failure ??= e;
      this.resume?.();
    });
    if (!gzip) return;
    // events are much alike: the fastest level makes them small enough, and keeps pace
    this.gzip = createGzip({ level: 1, chunkSize: 1 << 18 });
    this.gzip.on("data", (b: Uint8Array) => {
      this.written += b.length;
      if (!this.out.write(b)) {
        this.gzip?.pause();
        this.out.once("drain", () => this.gzip?.resume());
      }
    });
  }

  /**
   * Open a file for writing; what is there is replaced.
   * @throws if that cannot be done
   */
  static async open(path: string, gzip = false): Promise<FileSink> {
    const sink = new FileSink(path, gzip);
    if (!sink.standard) await once(sink.out, "open");
    return sink;
  }

  get bytes(): number {
    return this.written;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    const to = this.gzip ?? this.out;
    if (this.gzip === undefined) this.written += bytes.length;
    if (to.write(bytes)) return;
    await new Promise<void>((resolve) => {
      this.resume = resolve;
      (to as NodeJS.WritableStream).once("drain", resolve);
    });
    this.resume = undefined;
    if (this.failure !== undefined) throw this.failure;
  }

  async close(): Promise<void> {
    if (this.gzip !== undefined) {
      const ended = once(this.gzip, "end");
      this.gzip.end();
      await ended;
    }
    if (this.failure !== undefined) throw this.failure;
    if (this.standard) return;
    const closed = once(this.out, "close");
    this.out.end();
    await closed;
    if (this.failure !== undefined) throw this.failure;
  }
}

/** Keeps the bytes in memory. */
export class MemorySink implements ByteSink {
  private readonly parts: Uint8Array[] = [];
  bytes = 0;

  async write(bytes: Uint8Array): Promise<void> {
    this.parts.push(bytes);
    this.bytes += bytes.length;
  }

  async close(): Promise<void> {}

  get content(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.parts));
  }
}
