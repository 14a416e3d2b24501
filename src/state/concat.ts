import { encodeText, Slice } from "../event/bytes.js";
import { ByteWriter } from "../event/text/writer.js";

const SLASH = 47;
const DOT = 46;
const MAX_PATH = 1024;
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
  w.reserve(baseLen + len + 1);
  const { buf } = w;
  const start = w.pos;
  let t = start;
  if (len > 0 && path[off] !== SLASH) for (let i = 0; i < baseLen; i++) buf[t++] = base[baseOff + i] as number;
  const emptyBase = t === start;
  const end = off + len;
  const at = (i: number): number => (i < end ? (path[i] as number) : 0);
  const up = (): void => {
    if (t <= start + 1) return;
    t--;
    while (t >= start + 1 && buf[t - 1] !== SLASH) t--;
  };
  for (let p = off; p < end; ) {
    const c = path[p] as number;
    const atStart = t === start || buf[t - 1] === SLASH;
    if (c === DOT && atStart) {
      const next = at(p + 1);
      const after = at(p + 2);
      if (next === DOT && (after === SLASH || p + 2 >= end)) {
        up();
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
