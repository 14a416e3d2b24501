import { createReadStream } from "node:fs";
import { createGunzip, constants as zlib } from "node:zlib";
import { CaptureError } from "./error.js";

const CHUNK = 1 << 20;
/** Compressed bytes unpacked at a time: at most a thousand times as much comes out. */
const PACKED_CHUNK = 1 << 16;
const GZIP_0 = 0x1f;
const GZIP_1 = 0x8b;

/** The bytes of a capture: a path, `-` for standard input, or bytes at hand (as whole or in pieces). */
export type CaptureSource = string | Uint8Array | AsyncIterable<Uint8Array>;

/** Name of a source, for messages. */
export function sourceName(source: CaptureSource): string {
  if (typeof source === "string") return source === "-" ? "stdin" : source;
  return source instanceof Uint8Array ? "(bytes)" : "(stream)";
}

/** Progress of reading, in bytes of the source (packed ones if it is packed). */
export interface SourceProgress {
  read: number;
}

/**
 * The unpacked bytes of a source, in pieces. A fault in packed data is thrown after all that could be unpacked.
 * @throws {CaptureError}
 */
export async function* unpacked(
  source: CaptureSource,
  progress: SourceProgress = { read: 0 },
): AsyncGenerator<Uint8Array> {
  const raw = counted(open(source), progress);
  const first = await atLeast(raw, 2);
  if (first.length < 2 || first[0] !== GZIP_0 || first[1] !== GZIP_1) {
    yield first;
    yield* raw;
    return;
  }
  yield* gunzip(first, raw, sourceName(source));
}

function open(source: CaptureSource): AsyncIterable<Uint8Array> {
  if (source instanceof Uint8Array)
    return (async function* () {
      yield source;
    })();
  if (typeof source !== "string") return source;
  if (source === "-") return process.stdin as AsyncIterable<Uint8Array>;
  return file(source);
}

async function* file(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) yield chunk as Uint8Array;
  } catch (e) {
    const why = e instanceof Error ? e.message : String(e);
    throw new CaptureError({ file: path, offset: -1, block: "file" }, `cannot be read: ${why}`, e);
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, progress: SourceProgress): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    progress.read += chunk.length;
    yield chunk;
  }
}

/** The first piece, put together from as many as it takes to have `n` bytes. */
async function atLeast(raw: AsyncGenerator<Uint8Array>, n: number): Promise<Uint8Array> {
  let have: Uint8Array = new Uint8Array(0);
  while (have.length < n) {
    const { value, done } = await raw.next();
    if (done === true) break;
    have = have.length === 0 ? value : Buffer.concat([have, value]);
  }
  return have;
}

async function* gunzip(first: Uint8Array, rest: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  // A file that was cut off is no fault of the packing: the reader tells what is missing.
  const unzip = createGunzip({ chunkSize: PACKED_CHUNK * 4, finishFlush: zlib.Z_SYNC_FLUSH });
  let ready: Uint8Array[] = [];
  let fault: Error | undefined;
  let given = 0;
  // Listening keeps the stream flowing: nothing is left in its buffer when it breaks.
  unzip.on("data", (b: Uint8Array) => ready.push(b));
  unzip.on("error", (e) => {
    fault = e;
  });
  const closed = new Promise<void>((resolve) => unzip.once("close", resolve).once("end", resolve));
  const write = (b: Uint8Array): Promise<void> =>
    Promise.race([closed, new Promise<void>((resolve) => unzip.write(b, () => resolve()))]);
  const take = function* (): Generator<Uint8Array> {
    const pieces = ready;
    ready = [];
    for (const p of pieces) {
      given += p.length;
      yield p;
    }
    if (fault !== undefined)
      throw new CaptureError(
        { file: name, offset: given, block: "gzip" },
        `packed data is corrupt: ${fault.message}`,
        fault,
      );
  };
  try {
    for (let off = 0; off < first.length; off += PACKED_CHUNK) {
      await write(first.subarray(off, off + PACKED_CHUNK));
      yield* take();
    }
    for await (const chunk of rest) {
      for (let off = 0; off < chunk.length; off += PACKED_CHUNK) {
        await write(chunk.subarray(off, off + PACKED_CHUNK));
        yield* take();
      }
    }
    unzip.end();
    await closed;
    yield* take();
  } finally {
    unzip.destroy();
  }
}
