import { encodeText, type Slice } from "../../event/bytes.js";
import type { EventView } from "../../event/view.js";

const NA = encodeText("<NA>");
const NULL_TEXT = encodeText("(NULL)\0");

/** Is the parameter there, and not empty? Old captures leave some out. */
export function present(ev: EventView, i: number): boolean {
  return i < ev.nparams && (ev.len[i] as number) > 0;
}

/** Point `out` at a text parameter, up to its NUL; `<NA>` if it could not be read. */
export function text(ev: EventView, i: number, out: Slice): void {
  const len = i < ev.nparams ? (ev.len[i] as number) : 0;
  if (len === 0) {
    out.set(NA, 0, NA.length);
    return;
  }
  const off = ev.off[i] as number;
  if (len === NULL_TEXT.length && startsWith(ev.u8, off, NULL_TEXT)) {
    out.set(NA, 0, NA.length);
    return;
  }
  let n = 0;
  while (n < len && ev.u8[off + n] !== 0) n++;
  out.set(ev.u8, off, n);
}

function startsWith(buf: Uint8Array, off: number, what: Uint8Array): boolean {
  for (let i = 0; i < what.length; i++) if (buf[off + i] !== what[i]) return false;
  return true;
}

/** Is it the text of a parameter that could not be read? */
export function isNA(s: Slice): boolean {
  return s.len === NA.length && startsWith(s.buf, s.off, NA);
}

/** 64-bit unsigned parameter; 0 if it is not there. */
export function u64(ev: EventView, i: number): bigint {
  return i < ev.nparams && ev.len[i] === 8 ? ev.dv.getBigUint64(ev.off[i] as number, true) : 0n;
}

/** Value that a call returned: its first parameter; 0 if it is not there. */
export function result(ev: EventView): number {
  return ev.nparams > 0 ? ev.int(0) : 0;
}
