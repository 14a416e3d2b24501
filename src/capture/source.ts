import { type FileHandle, open as openFile } from "node:fs/promises";
import { CaptureError } from "./error.js";
import { gunzip, isGzip } from "./gunzip.js";

const CHUNK = 1 << 19;

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
  const whole = prepend(first, raw);
  if (isGzip(first)) yield* gunzip(kept(whole), sourceName(source));
  else yield* whole;
}

async function* prepend(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
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

/** The pieces of a file. All but the last stand in one buffer: a piece is good until the next is asked for. */
async function* file(path: string): AsyncGenerator<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await openFile(path, "r");
    const buffer = new Uint8Array(CHUNK);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return;
      yield bytesRead === CHUNK ? buffer : buffer.slice(0, bytesRead);
    }
  } catch (e) {
    const why = e instanceof Error ? e.message : String(e);
    throw new CaptureError({ file: path, offset: -1, block: "file" }, `cannot be read: ${why}`, e);
  } finally {
    await handle?.close();
  }
}

/** Pieces that stay good. */
async function* kept(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of source) yield piece.slice();
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
