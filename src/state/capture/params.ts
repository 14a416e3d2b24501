import { encodeText, type Slice } from "../../event/bytes.js";
import { EVENT } from "../../event/record.js";
import type { EventView } from "../../event/view.js";

const TWO32 = 0x1_0000_0000;
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

/** Length of the parameter that {@link locate} has found. */
let foundLen = 0;

/** Offset of parameter `i` of the event at `ev`, whose lengths were checked; 0 if it is not there, or empty. */
export function locate(dv: DataView, ev: number, i: number): number {
  const n = dv.getUint16(ev + EVENT.NPARAMS, true);
  if (i < 0 || i >= n) return 0;
  const lens = ev + EVENT.SIZE;
  let at = lens + 2 * n;
  for (let p = lens, end = lens + 2 * i; p < end; p += 2) at += dv.getUint16(p, true);
  foundLen = dv.getUint16(lens + 2 * i, true);
  return foundLen === 0 ? 0 : at;
}

/** The parameter that was just located, as `EventView.int` gives it. */
export function foundInt(dv: DataView, at: number): number {
  switch (foundLen) {
    case 8: {
      const high = dv.getInt32(at + 4, true);
      const low = dv.getInt32(at, true);
      return high === low >> 31 ? low : (low >>> 0) + high * TWO32;
    }
    case 4:
      return dv.getInt32(at, true);
    case 2:
      return dv.getInt16(at, true);
    case 1:
      return dv.getInt8(at);
    default:
      return 0;
  }
}

/** The parameter that was just located, as `EventView.uint` gives it. */
export function foundUint(dv: DataView, at: number): number {
  switch (foundLen) {
    case 8: {
      const high = dv.getUint32(at + 4, true);
      const low = dv.getUint32(at, true);
      return high === 0 ? low : low + high * TWO32;
    }
    case 4:
      return dv.getUint32(at, true);
    case 2:
      return dv.getUint16(at, true);
    case 1:
      return dv.getUint8(at);
    default:
      return 0;
  }
}

/** As {@link result}, without a view. */
export function bareResult(dv: DataView, ev: number): number {
  const at = locate(dv, ev, 0);
  return at > 0 ? foundInt(dv, at) : 0;
}
