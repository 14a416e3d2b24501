import { Slice } from "../event/bytes.js";
import { openedPath } from "./annex.js";
import { FdKind } from "./fd.js";
import { OPEN_NAME } from "./fd-param.js";
import type { LiveContext } from "./live.js";

const SLASH = 47;
const asked = new Slice();
const opened = new Slice();

/**
 * Did an open lead elsewhere than its path says: through a symbolic link, a mount, or a path that was changed while
 * the call ran? Compares the lexical path with the kernel's.
 */
export function pathsDiffer(x: LiveContext): boolean {
  const name = OPEN_NAME[x.ev.type] as number;
  if (name < 0 || x.ev.annexLen === 0) return false;
  if (x.ev.rec < 0) return openedPath(x.ev, opened) && x.path(name, asked) && !same(asked, opened);
  if (x.openedAsAsked()) return false;
  const fd = x.fd();
  if (fd === null || (fd.kind !== FdKind.FILE && fd.kind !== FdKind.DIRECTORY)) return false;
  const real = fd.name;
  if (real.len === 0 || real.buf[real.off] !== SLASH || !x.path(name, asked)) return false;
  return !same(asked, real);
}

function same(a: Slice, b: Slice): boolean {
  if (a.len !== b.len) return false;
  for (let i = 0; i < a.len; i++) if (a.buf[a.off + i] !== b.buf[b.off + i]) return false;
  return true;
}
