import type { Slice } from "../event/bytes.js";
import type { ByteWriter } from "../event/text/writer.js";

const SLASH = 47;
const DOT = 46;

/** True if an absolute path has no empty, `.` or `..` component and no trailing slash: nothing to normalise. */
export function isNormal(buf: Uint8Array, off: number, len: number): boolean {
  if (len === 0 || buf[off] !== SLASH) return false;
  if (len === 1) return true;
  const end = off + len;
  if (buf[end - 1] === SLASH) return false;
  for (let i = off; i < end - 1; i++) {
    if (buf[i] !== SLASH) continue;
    const next = buf[i + 1];
    if (next === SLASH) return false;
    if (next === DOT) {
      const c = i + 2 < end ? buf[i + 2] : SLASH;
      if (c === SLASH) return false;
      if (c === DOT && (i + 3 >= end || buf[i + 3] === SLASH)) return false;
    }
  }
  return true;
}

/** One bit a byte, the highest, for the bytes of a word that are zero. */
function zeroBytes(w: number): number {
  return ~(((w & 0x7f7f7f7f) + 0x7f7f7f7f) | w | 0x7f7f7f7f);
}

/**
 * As {@link isNormal}, four bytes at a time and without a branch for each slash, for bytes that a view is at hand for.
 * Also turns away a component that only begins with a dot: those are for {@link isNormal} to look at.
 */
export function isPlainlyNormal(dv: DataView, off: number, len: number): boolean {
  if (len < 2 || dv.getUint8(off) !== SLASH || dv.getUint8(off + len - 1) === SLASH) return false;
  const end = off + len;
  let bad = 0;
  let slashBefore = 0;
  let p = off;
  for (; p + 4 <= end; p += 4) {
    const w = dv.getInt32(p, true);
    const slashes = zeroBytes(w ^ 0x2f2f2f2f);
    // a dot and a slash differ in their lowest bit only
    const marks = zeroBytes((w | 0x01010101) ^ 0x2f2f2f2f);
    bad |= marks & ((slashes << 8) | slashBefore);
    slashBefore = slashes >>> 24;
  }
  for (; p < end; p++) {
    const b = dv.getUint8(p);
    if (slashBefore !== 0 && (b | 1) === SLASH) return false;
    slashBefore = b === SLASH ? 1 : 0;
  }
  return bad === 0;
}

/**
 * Join a path to a base and normalise the result lexically: `.`, `..`, repeated and trailing slashes go, symbolic
 * links are not looked at. An absolute path ignores the base; `..` at the top stays at the top.
 *
 * A path that is normal already is handed out as it lies; only others are written, into `w`.
 */
export function joinPath(
  w: ByteWriter,
  base: Uint8Array,
  baseOff: number,
  baseLen: number,
  path: Uint8Array,
  off: number,
  len: number,
  out: Slice,
): void {
  const absolute = len > 0 && path[off] === SLASH;
  if (absolute && isNormal(path, off, len)) {
    out.set(path, off, len);
    return;
  }
  w.reserve(baseLen + len + 2);
  const start = w.pos;
  const rooted = absolute || (baseLen > 0 && base[baseOff] === SLASH);
  if (!absolute) components(w, start, rooted, base, baseOff, baseLen);
  components(w, start, rooted, path, off, len);
  if (w.pos === start && rooted) w.byte(SLASH);
  w.since(start, out);
}

/** Append the components of `src` to the path that begins at `start`, taking back one for each `..`. */
function components(w: ByteWriter, start: number, rooted: boolean, src: Uint8Array, off: number, len: number): void {
  const buf = w.buf;
  const end = off + len;
  let p = w.pos;
  let i = off;
  while (i < end) {
    while (i < end && src[i] === SLASH) i++;
    const from = i;
    while (i < end && src[i] !== SLASH) i++;
    const n = i - from;
    if (n === 0 || (n === 1 && src[from] === DOT)) continue;
    if (n === 2 && src[from] === DOT && src[from + 1] === DOT) {
      while (p > start && buf[p - 1] !== SLASH) p--;
      if (p > start) p--;
      continue;
    }
    if (rooted || p > start) buf[p++] = SLASH;
    for (let k = from; k < i; k++) buf[p++] = src[k] as number;
  }
  w.pos = p;
}

/** Offset (relative to `off`) of the last slash, or -1. */
export function lastSlash(buf: Uint8Array, off: number, len: number): number {
  for (let i = off + len - 1; i >= off; i--) if (buf[i] === SLASH) return i - off;
  return -1;
}
