import { encodeText, Slice } from "../event/bytes.js";
import { ByteWriter } from "../event/text/writer.js";
import { isNormal } from "./paths.js";

const SLASH = 47;
const DOT = 46;
/** Longer paths, with a NUL at their end, are not told apart. */
export const MAX_PATH = 1024;
const TOO_LONG = encodeText("/DIR_TOO_LONG/FILENAME_TOO_LONG");

/**
 * Join a path to a base the way that Falco does it for captures: the base is taken as it stands, the path normalised
 * behind it, and `..` may go back into the base.
 */
export function concatPaths(
  w: ByteWriter,
  base: Uint8Array,
  baseOff: number,
  baseLen: number,
  path: Uint8Array,
  off: number,
  len: number,
  out: Slice,
): void {
  if (baseLen + len + 1 > MAX_PATH) {
    out.set(TOO_LONG, 0, TOO_LONG.length);
    return;
  }
  // most paths: nothing to join, nothing to normalise
  if (isNormal(path, off, len)) {
    out.set(path, off, len);
    return;
  }
  w.reserve(baseLen + len + 1);
  const { buf } = w;
  const start = w.pos;
  let t = start;
  if (len > 0 && path[off] !== SLASH) for (let i = 0; i < baseLen; i++) buf[t++] = base[baseOff + i] as number;
  const emptyBase = t === start;
  const end = off + len;
  for (let p = off; p < end; ) {
    const c = path[p] as number;
    const atStart = t === start || buf[t - 1] === SLASH;
    if (c === DOT && atStart) {
      const next = p + 1 < end ? path[p + 1] : 0;
      const after = p + 2 < end ? path[p + 2] : 0;
      if (next === DOT && (after === SLASH || p + 2 >= end)) {
        if (t > start + 1) {
          t--;
          while (t >= start + 1 && buf[t - 1] !== SLASH) t--;
        }
        p += after === SLASH ? 3 : 2;
      } else if (next === SLASH) p += 2;
      else if (p + 1 >= end) p++;
      else {
        buf[t++] = c;
        p++;
      }
    } else if (c === SLASH) {
      // after going back to an empty start the path stays relative
      if (!((t > start && buf[t - 1] === SLASH) || (t === start && !emptyBase))) buf[t++] = c;
      p++;
    } else {
      buf[t++] = c;
      p++;
    }
  }
  if (t > start + 1 && buf[t - 1] === SLASH) t--;
  w.pos = t;
  w.since(start, out);
}

const writer = new ByteWriter();
const joined = new Slice();

/** As {@link concatPaths}, for callers that keep the result. For paths of live events see joinPath. */
export function concatenatePaths(base: Uint8Array, path: Uint8Array): Uint8Array {
  writer.reset();
  concatPaths(writer, base, 0, base.length, path, 0, path.length, joined);
  return joined.copy();
}
