import { Slice } from "../event/bytes.js";
import { FdKind } from "./fd.js";
import { OPEN_NAME } from "./fd-param.js";
import type { LiveContext } from "./live.js";

const SLASH = 47;
const asked = new Slice();

/**
 * Did an open lead elsewhere than its path says: through a symbolic link, a mount, or a path that was changed while
 * the call ran? Compares the lexical path with the kernel's.
 */
export function pathsDiffer(x: LiveContext): boolean {
  const name = OPEN_NAME[x.ev.type] as number;
  if (name < 0 || x.ev.annexLen === 0 || x.openedAsAsked()) return false;
  const fd = x.fd();
  if (fd === null || (fd.kind !== FdKind.FILE && fd.kind !== FdKind.DIRECTORY)) return false;
  const real = fd.name;
  if (real.len === 0 || real.buf[real.off] !== SLASH || !x.path(name, asked)) return false;
  if (asked.len !== real.len) return true;
  for (let i = 0; i < real.len; i++) {
    if (asked.buf[asked.off + i] !== real.buf[real.off + i]) return true;
  }
  return false;
}
