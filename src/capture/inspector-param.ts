import { Slice } from "../event/bytes.js";
import { EVENTS } from "../event/table.js";
import type { EventView } from "../event/view.js";
import { text } from "../state/capture/params.js";

/** Value of a parameter in its own type. Empty numbers are null, texts that could not be read `<NA>`. */
export type ParamValue = bigint | string | Uint8Array | null;

const TEXT: ReadonlySet<string> = new Set(["CHARBUF", "FSPATH", "FSRELPATH"]);
const SIGNED: ReadonlySet<string> = new Set(["INT8", "INT16", "INT32", "INT64", "ERRNO", "FD", "PID", "FD32", "PID32"]);
const BYTES: ReadonlySet<string> = new Set([
  "BYTEBUF",
  "CHARBUFARRAY",
  "SOCKADDR",
  "SOCKTUPLE",
  "FDLIST",
  "DYN",
  "IPV4ADDR",
  "IPV6ADDR",
]);
const slice = new Slice();

/** Value of a parameter of an event; undefined if it has none of this name or number. */
export function paramValue(ev: EventView, which: string | number): ParamValue | undefined {
  const params = EVENTS[ev.type]?.params ?? [];
  const i = typeof which === "number" ? which : params.findIndex((p) => p.name === which);
  const info = params[i];
  if (info === undefined || i >= ev.nparams) return undefined;
  const off = ev.off[i] as number;
  const len = ev.len[i] as number;
  if (TEXT.has(info.type)) {
    text(ev, i, slice);
    return slice.text();
  }
  if (BYTES.has(info.type)) return ev.u8.slice(off, off + len);
  if (len !== 1 && len !== 2 && len !== 4 && len !== 8) return null;
  let v = 0n;
  for (let k = len - 1; k >= 0; k--) v = (v << 8n) | BigInt(ev.u8[off + k] as number);
  return SIGNED.has(info.type) ? BigInt.asIntN(8 * len, v) : v;
}
