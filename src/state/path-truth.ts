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
  if (name < 0 || x.ev.annexLen === 0) return false;
  const fd = x.fd();
  if (fd === null || (fd.kind !== FdKind.FILE && fd.kind !== FdKind.DIRECTORY)) return false;
  const real = fd.name;
  if (real.len === 0 || real.buf[real.off] !== SLASH || !x.path(name, asked)) return false;
  if (asked.len !== real.len) return true;
  let i = 0;
  // both mostly lie in the record: compare words there
  if (asked.buf === x.ev.u8 && real.buf === x.ev.u8) {
    const { dv } = x.ev;
    for (; i + 4 <= real.len; i += 4) {
      if (dv.getUint32(asked.off + i, true) !== dv.getUint32(real.off + i, true)) return true;
    }
  }
  for (; i < real.len; i++) {
    if (asked.buf[asked.off + i] !== real.buf[real.off + i]) return true;
  }
  return false;
}
