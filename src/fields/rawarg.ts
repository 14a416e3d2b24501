import { EVENTS, type ParamInfo } from "../event/table.js";
import { isNullText } from "../event/text/param.js";
import type { EventContext } from "../state/context.js";
import { ABSENT } from "./define.js";
import type { FieldType, Reader } from "./field.js";

const NONE = -1;
const NA = new TextEncoder().encode("<NA>");
const TEXT: ReadonlySet<string> = new Set(["CHARBUF", "FSPATH", "FSRELPATH"]);
const SIGNED: ReadonlySet<string> = new Set(["INT8", "INT16", "INT32", "INT64", "ERRNO", "FD", "PID", "FD32", "PID32"]);
const WIDE: ReadonlySet<string> = new Set(["UINT64", "RELTIME", "ABSTIME"]);
const BYTES: ReadonlySet<string> = new Set(["BYTEBUF", "FDLIST", "SOCKADDR", "SOCKTUPLE", "DYN", "CHARBUFARRAY"]);

/** Parameters by name: index of the parameter on each event code, -1 where there is none. */
export function paramIndex(name: string): Int8Array {
  return Int8Array.from(EVENTS, (e) => e.params.findIndex((p) => p.name === name));
}

/** The parameter of the table that a raw argument's type is taken from. */
function model(arg: string | undefined): ParamInfo | undefined {
  for (const e of EVENTS) for (const p of e.params) if (p.name === arg) return p;
  return undefined;
}

/**
 * Type that literals of evt.rawarg.name are read in: by the first parameter of the table with this name; undefined if
 * there is none. Each event gives the value in its own parameter's type; all numbers of up to 32 bits compare as
 * signed 64-bit ones.
 */
export function rawargType(arg: string | undefined): FieldType | undefined {
  const type = model(arg)?.type;
  if (type === undefined) return undefined;
  if (type === "IPV4ADDR" || type === "IPV6ADDR") return "IPADDR";
  if (BYTES.has(type)) return "BYTEBUF";
  if (TEXT.has(type) || WIDE.has(type)) return type as FieldType;
  return "INT64";
}

/** Print form: numbers as the event's parameter wants them, in hexadecimal or octal if that is so. */
export function rawargText(x: EventContext, arg: string | undefined): string | undefined {
  const { ev } = x;
  const params = EVENTS[ev.type]?.params ?? [];
  const i = params.findIndex((p) => p.name === arg);
  const p = params[i];
  if (p === undefined || i >= ev.nparams || TEXT.has(p.type) || BYTES.has(p.type) || p.type.startsWith("IP"))
    return undefined;
  const len = ev.len[i] as number;
  if (len === 0) return "0";
  if (len > 8) return undefined;
  let v = 0n;
  for (let k = len - 1; k >= 0; k--) v = (v << 8n) | BigInt(ev.u8[(ev.off[i] as number) + k] as number);
  switch (p.format) {
    case "HEX":
      return v.toString(16).toUpperCase();
    case "OCT":
      return v.toString(8);
    default:
      return String(SIGNED.has(p.type) ? BigInt.asIntN(8 * len, v) : v);
  }
}

/** evt.rawarg.name. */
export function rawargReader(arg: string | undefined): Reader {
  const type = rawargType(arg);
  if (arg === undefined || type === undefined)
    throw new Error(
      arg === undefined ? "evt.rawarg needs a parameter: evt.rawarg.res" : `no event has a parameter named ${arg}`,
    );
  const index = paramIndex(arg);
  const at = (x: EventContext): number => {
    const i = index[x.ev.type] ?? NONE;
    return i >= 0 && i < x.ev.nparams ? i : NONE;
  };
  const filled = (x: EventContext): number => {
    const i = at(x);
    return i >= 0 && (x.ev.len[i] as number) > 0 ? i : NONE;
  };
  if (type === "IPADDR")
    return {
      kind: "ip",
      read: (x, o) => {
        const i = filled(x);
        if (i < 0) return false;
        o.set(x.ev.u8, x.ev.off[i] as number, x.ev.len[i] as number);
        return true;
      },
    };
  if (TEXT.has(type) || type === "BYTEBUF") {
    const text = TEXT.has(type);
    return {
      kind: "bytes",
      read: (x, o) => {
        const i = text ? at(x) : filled(x);
        if (i < 0) return false;
        const off = x.ev.off[i] as number;
        const len = x.ev.len[i] as number;
        // a text that could not be read is shown, and compared, as <NA>
        if (text && (len === 0 || isNullText(x.ev.u8, off, len))) o.set(NA, 0, NA.length);
        else o.set(x.ev.u8, off, text ? x.ev.textLen(i) : len);
        return true;
      },
    };
  }
  const signed = Uint8Array.from(EVENTS, (e) => {
    const i = index[e.code] as number;
    return i >= 0 && SIGNED.has(e.params[i]?.type ?? "") ? 1 : 0;
  });
  if (WIDE.has(type) || model(arg)?.type === "INT64")
    return {
      kind: "big",
      read: (x) => {
        const i = filled(x);
        if (i < 0) return undefined;
        if (x.ev.len[i] !== 8) return BigInt(signed[x.ev.type] === 1 ? x.ev.int(i) : x.ev.uint(i));
        const off = x.ev.off[i] as number;
        return signed[x.ev.type] === 1 ? x.ev.dv.getBigInt64(off, true) : x.ev.dv.getBigUint64(off, true);
      },
    };
  return {
    kind: "num",
    read: (x) => {
      const i = filled(x);
      if (i < 0) return ABSENT;
      return signed[x.ev.type] === 1 ? x.ev.int(i) : x.ev.uint(i);
    },
  };
}
