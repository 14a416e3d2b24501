import * as zlib from "node:zlib";
import { CaptureError } from "./error.js";

/** Packed bytes unpacked at a time. */
const PIECE = 1 << 16;
/** What a fault inside packed data can take with it, of what stands before it. */
const OUTPUT = 1 << 14;
const MAGIC_0 = 0x1f;
const MAGIC_1 = 0x8b;
const DEFLATE = 8;
const HEADER = 10;
const TRAILER = 8;
const Flag = { HEADER_CRC: 2, EXTRA: 4, NAME: 8, COMMENT: 16 } as const;
const EMPTY = new Uint8Array(0);

/** Older versions of Node lack it: there nothing is checked. */
const crc32 = (zlib as { crc32?: (data: Uint8Array, value?: number) => number }).crc32;

/** Do these bytes begin a gzip file? */
export function isGzip(b: Uint8Array): boolean {
  return b.length >= 2 && b[0] === MAGIC_0 && b[1] === MAGIC_1;
}

/** Bytes of a stream that were read, but not used yet. */
class Unused {
  bytes: Uint8Array = EMPTY;

  constructor(private readonly source: AsyncIterator<Uint8Array>) {}

  /** Get more; false if there is no more. */
  async fill(): Promise<boolean> {
    const { value, done } = await this.source.next();
    if (done === true) return false;
    this.bytes = this.bytes.length === 0 ? value : Buffer.concat([this.bytes, value]);
    return true;
  }

  /** Have at least `n`; false if there are not so many. */
  async need(n: number): Promise<boolean> {
    while (this.bytes.length < n) if (!(await this.fill())) return false;
    return true;
  }

  take(n: number): Uint8Array {
    const out = this.bytes.subarray(0, n);
    this.bytes = this.bytes.subarray(n);
    return out;
  }
}

/** Skip a text and its NUL. */
async function skipText(b: Unused): Promise<boolean> {
  for (;;) {
    const nul = b.bytes.indexOf(0);
    if (nul >= 0) {
      b.take(nul + 1);
      return true;
    }
    b.bytes = EMPTY;
    if (!(await b.fill())) return false;
  }
}

/** Read a member's header; false if the file ends in it. */
async function skipHeader(b: Unused): Promise<boolean> {
  if (!(await b.need(HEADER))) return false;
  const flags = b.take(HEADER)[3] as number;
  if ((flags & Flag.EXTRA) !== 0) {
    if (!(await b.need(2))) return false;
    const n = b.take(2);
    const length = (n[0] as number) | ((n[1] as number) << 8);
    if (!(await b.need(length))) return false;
    b.take(length);
  }
  if ((flags & Flag.NAME) !== 0 && !(await skipText(b))) return false;
  if ((flags & Flag.COMMENT) !== 0 && !(await skipText(b))) return false;
  if ((flags & Flag.HEADER_CRC) !== 0) {
    if (!(await b.need(2))) return false;
    b.take(2);
  }
  return true;
}

/**
 * Unpack gzip, of one or more members; what follows them is ignored. The members' frames are read here, for the
 * library's own gzip reader throws away what it has unpacked when the checksum behind it is wrong. A file that was cut
 * off just ends: whoever reads the data knows what is missing.
 * @throws {CaptureError} for corrupt data, after what stands before it
 */
export async function* gunzip(source: AsyncIterator<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  const packed = new Unused(source);
  let given = 0;
  const fail = (why: string, cause?: unknown): never => {
    throw new CaptureError({ file, offset: given, block: "gzip" }, `packed data is corrupt: ${why}`, cause);
  };
  while ((await packed.need(3)) && isGzip(packed.bytes) && packed.bytes[2] === DEFLATE) {
    if (!(await skipHeader(packed))) return;
    let crc = 0;
    let size = 0;
    const member = inflate(packed, fail);
    for (;;) {
      const { value, done } = await member.next();
      if (done === true) {
        if (!value || !(await packed.need(TRAILER))) return;
        break;
      }
      crc = crc32 === undefined ? 0 : crc32(value, crc);
      size += value.length;
      given += value.length;
      yield value;
    }
    const trailer = Buffer.from(packed.take(TRAILER));
    if (crc32 !== undefined && trailer.readUInt32LE(0) !== crc) fail("its checksum is wrong");
    if (trailer.readUInt32LE(4) !== size % 2 ** 32) fail("its length is not the one that was noted");
  }
}

/** Unpack one member's data. Returns whether it was whole; what stands behind it is left in `packed`. */
async function* inflate(
  packed: Unused,
  fail: (why: string, cause?: unknown) => never,
): AsyncGenerator<Uint8Array, boolean> {
  const unzip = zlib.createInflateRaw({ chunkSize: OUTPUT, finishFlush: zlib.constants.Z_SYNC_FLUSH });
  let ready: Uint8Array[] = [];
  let fault: Error | undefined;
  let ended = false;
  // Listening keeps the stream flowing: nothing is left in its buffer when it breaks.
  unzip.on("data", (b: Uint8Array) => ready.push(b));
  const over = new Promise<void>((resolve) => {
    unzip.once("end", () => {
      ended = true;
      resolve();
    });
    unzip.once("error", (e: Error) => {
      fault = e;
      resolve();
    });
  });
  let fed = 0;
  let whole = true;
  try {
    while (!ended && fault === undefined) {
      if (packed.bytes.length === 0 && !(await packed.fill())) {
        whole = false;
        unzip.end();
        await over;
      } else {
        const piece = packed.take(PIECE);
        const written = new Promise<void>((resolve) => unzip.write(piece, () => resolve()));
        await Promise.race([written, over]);
        fed += piece.length;
        // data that has come to its end leaves the rest of the piece
        const rest = ended ? fed - unzip.bytesWritten : 0;
        if (rest > 0) packed.bytes = Buffer.concat([piece.subarray(piece.length - rest), packed.bytes]);
      }
      const pieces = ready;
      ready = [];
      yield* pieces;
    }
    if (fault !== undefined) fail(fault.message, fault);
    return whole;
  } finally {
    unzip.destroy();
  }
}
