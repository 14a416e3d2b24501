import { EVENT } from "../../event/record.js";

const NUL = 0;

/** The JSON text (with its NUL) that stands for the id, type, name and image of an old container event. */
export function containerJson(u8: Uint8Array, dv: DataView, ev: number): Uint8Array {
  const nparams = dv.getUint32(ev + EVENT.NPARAMS, true);
  const values: Uint8Array[] = [];
  let at = ev + EVENT.SIZE + 2 * nparams;
  for (let i = 0; i < nparams; i++) {
    const n = dv.getUint16(ev + EVENT.SIZE + 2 * i, true);
    values.push(u8.subarray(at, at + n));
    at += n;
  }
  const text = (i: number): string => {
    const v = values[i] ?? new Uint8Array(0);
    const nul = v.indexOf(NUL);
    return Buffer.from(nul < 0 ? v : v.subarray(0, nul)).toString("utf8");
  };
  const type = values[1];
  const number = type === undefined || type.length < 4 ? 0 : Buffer.from(type).readUInt32LE(0);
  const json = JSON.stringify({ id: text(0), type: number, name: text(2), image: text(3) });
  return new Uint8Array(Buffer.from(`${json}\0`, "utf8"));
}
