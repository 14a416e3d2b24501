import { EVENT } from "../event/record.js";
import { EVENTS, eventCodes } from "../event/table.js";

/** By event code: 1 if its parameter lengths take 32 bits instead of 16. */
export const LARGE_CELLS: Uint8Array = Uint8Array.from(EVENTS, (e) => (e.flags.has("LARGE_PAYLOAD") ? 1 : 0));

/** What an event's header, lengths and parameters must satisfy; undefined if they do. `avail`: bytes that are there. */
export function faultOf(dv: DataView, ev: number, avail: number): string | undefined {
  const len = dv.getUint32(ev + EVENT.LEN, true);
  if (len < EVENT.SIZE) return `invalid event: len ${len} is smaller than the ${EVENT.SIZE} bytes of an event header`;
  if (len > avail) return `invalid event: len ${len} is larger than the ${avail} bytes left of the block`;
  const nparams = dv.getUint32(ev + EVENT.NPARAMS, true);
  const cell = LARGE_CELLS[dv.getUint16(ev + EVENT.TYPE, true)] === 1 ? 4 : 2;
  let at = EVENT.SIZE + nparams * cell;
  if (at > len) return `invalid event: the lengths of ${nparams} parameters do not fit in len ${len}`;
  for (let i = 0, p = ev + EVENT.SIZE; i < nparams; i++, p += cell) {
    const n = cell === 2 ? dv.getUint16(p, true) : dv.getUint32(p, true);
    if (n > len - at) return `invalid event: parameter ${i} of ${n} bytes exceeds len ${len}`;
    at += n;
  }
  return undefined;
}

/** Bytes of the event header before it told the number of parameters. */
export const OLD_HEADER = EVENT.NPARAMS;

// Two old event types count three bytes too many in their length.
const MISCOUNTED: ReadonlySet<number> = new Set([...eventCodes("notification"), ...eventCodes("infra")]);

/**
 * Write today's form of an event whose header has no number of parameters: the greatest number that explains its
 * length is taken. `to` must have room for `avail` + 4 bytes and not overlap.
 * @returns what is wrong with it; undefined if nothing
 */
export function renewHeader(u8: Uint8Array, dv: DataView, ev: number, avail: number, to: number): string | undefined {
  const type = dv.getUint16(ev + EVENT.TYPE, true);
  const old = dv.getUint32(ev + EVENT.LEN, true) - (MISCOUNTED.has(type) ? 3 : 0);
  if (old < OLD_HEADER || old > avail)
    return `invalid event: len ${old} is not between ${OLD_HEADER} and the ${avail} bytes left of the block`;
  const len = old + 4;
  u8.copyWithin(to, ev, ev + OLD_HEADER);
  u8.copyWithin(to + EVENT.SIZE, ev + OLD_HEADER, ev + old);
  dv.setUint32(to + EVENT.LEN, len, true);
  for (let n = EVENTS[type]?.params.length ?? 0; n >= 0; n--) {
    let sum = EVENT.SIZE + 2 * n;
    if (sum > len) continue;
    for (let i = 0; i < n; i++) sum += dv.getUint16(to + EVENT.SIZE + 2 * i, true);
    if (sum > len) continue;
    if (sum < len) break;
    dv.setUint32(to + EVENT.NPARAMS, n, true);
    return undefined;
  }
  return `invalid event: no number of parameters of event ${type} explains its len ${old}`;
}
