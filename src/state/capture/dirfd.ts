import { encodeText, type Slice } from "../../event/bytes.js";
import { concatPaths, MAX_PATH } from "../concat.js";
import type { LiveContext } from "../live.js";
import { isPlainlyNormal } from "../paths.js";
import type { Thread } from "./thread.js";

const AT_FDCWD = -100;
const SLASH = 47;
const UNKNOWN = encodeText("<UNKNOWN>");
const HERE = encodeText("./");
const EMPTY = new Uint8Array(0);
let withSlash = new Uint8Array(4096);

/** The directory that relative paths of a thread start from. */
export function cwdOf(t: Thread): Uint8Array {
  return t.main()?.cwd.bytes ?? HERE;
}

/**
 * Point `out` at the absolute form of a path. `dirfd`: the directory it starts from if it is relative; `cwd` for the
 * working directory, NaN for none.
 */
export function fullPath(
  x: Pick<LiveContext, "work" | "ev">,
  t: Thread | null,
  path: Slice,
  dirfd: number | "cwd",
  out: Slice,
): void {
  // most paths; where they stand, four bytes can be looked at at a time
  if (path.buf === x.ev.u8 && path.len < MAX_PATH && isPlainlyNormal(x.ev.dv, path.off, path.len)) {
    out.set(path.buf, path.off, path.len);
    return;
  }
  const base = baseOf(t, path, dirfd);
  concatPaths(x.work, base, 0, baseLength, path.buf, path.off, path.len, out);
}

let baseLength = 0;

function baseOf(t: Thread | null, path: Slice, dirfd: number | "cwd"): Uint8Array {
  baseLength = 0;
  if ((path.len > 0 && path.buf[path.off] === SLASH) || Number.isNaN(dirfd)) return EMPTY;
  if (t === null) return whole(UNKNOWN);
  if (dirfd === "cwd" || dirfd === AT_FDCWD) return whole(cwdOf(t));
  const entry = dirfd < 0 ? undefined : t.fds?.get(dirfd);
  if (entry === undefined) return whole(UNKNOWN);
  const dir = entry.name;
  if (dir.length === 0 || dir[dir.length - 1] === SLASH) return whole(dir);
  if (withSlash.length <= dir.length) withSlash = new Uint8Array(2 * dir.length);
  withSlash.set(dir);
  withSlash[dir.length] = SLASH;
  baseLength = dir.length + 1;
  return withSlash;
}

function whole(bytes: Uint8Array): Uint8Array {
  baseLength = bytes.length;
  return bytes;
}
