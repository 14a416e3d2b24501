import type { Slice } from "../event/bytes.js";
import { EVENTS } from "../event/table.js";
import { writeParam } from "../event/text/param.js";
import type { EventContext } from "../state/context.js";
import { ABSENT } from "./define.js";
import type { FieldType, Reader } from "./field.js";
import { namesOf } from "./names.js";

const NONE = -1;

/** Parameters by name: index of the parameter on each event code, -1 where there is none. */
function paramIndex(name: string): Int8Array {
  return Int8Array.from(EVENTS, (e) => e.params.findIndex((p) => p.name === name));
}

/** Types whose plain bytes are their text. */
const TEXT = new Set(["CHARBUF", "FSPATH", "FSRELPATH"]);
const IS_TEXT: readonly (readonly boolean[])[] = EVENTS.map((e) => e.params.map((p) => TEXT.has(p.type)));
const NA = new TextEncoder().encode("<NA>");
const SLASH = 47;

function readParam(x: EventContext, i: number, out: Slice): boolean {
  const { ev } = x;
  if (i < 0 || i >= ev.nparams || i >= (EVENTS[ev.type]?.params.length ?? 0)) return false;
  if (IS_TEXT[ev.type]?.[i] === true) {
    const len = ev.len[i] as number;
    if (len === 0) {
      out.set(NA, 0, NA.length);
      return true;
    }
    const off = ev.off[i] as number;
    const plain = EVENTS[ev.type]?.params[i]?.type === "CHARBUF";
    if (plain || len <= 1 || ev.u8[off] === SLASH) {
      out.set(ev.u8, off, ev.textLen(i));
      return true;
    }
  }
  const w = x.scratch;
  const start = w.pos;
  writeParam(w, ev, i, namesOf(x));
  w.since(start, out);
  return true;
}

/** evt.arg[N] and evt.arg.name. */
export function argReader(arg: string | undefined): Reader {
  if (arg === undefined || arg === "") throw new Error("evt.arg needs a parameter: evt.arg.flags or evt.arg[1]");
  if (/^\d+$/.test(arg)) {
    const i = Number(arg);
    return { kind: "bytes", read: (x, o) => readParam(x, i, o) };
  }
  const index = paramIndex(arg);
  if (!index.some((i) => i >= 0)) throw new Error(`no event has a parameter named ${arg}`);
  return { kind: "bytes", read: (x, o) => readParam(x, index[x.ev.type] ?? NONE, o) };
}

/** Type of evt.rawarg.name: that of the first parameter of the table with this name; undefined if there is none. */
export function rawargType(arg: string | undefined): FieldType | undefined {
  for (const e of EVENTS)
    for (const p of e.params) if (p.name === arg) return RAW_TYPES[p.type] ?? (p.type as FieldType);
  return undefined;
}

/** Parameter types whose values are compared as another type. */
const RAW_TYPES: Readonly<Record<string, FieldType>> = {
  FDLIST: "BYTEBUF",
  SOCKADDR: "BYTEBUF",
  SOCKTUPLE: "BYTEBUF",
  DYN: "BYTEBUF",
  SIGSET: "UINT32",
  CHARBUFARRAY: "BYTEBUF",
  L4PROTO: "UINT8",
  IPV4ADDR: "IPADDR",
  IPV6ADDR: "IPADDR",
  FD32: "INT32",
  PID32: "INT32",
};

const SIGNED = new Set(["INT8", "INT16", "INT32", "INT64", "ERRNO", "FD", "PID"]);
const WIDE = new Set(["UINT64", "INT64", "RELTIME", "ABSTIME"]);

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
    return i >= 0 && i < x.ev.nparams && (x.ev.len[i] as number) > 0 ? i : NONE;
  };
  if (type === "IPADDR")
    return {
      kind: "ip",
      read: (x, o) => {
        const i = at(x);
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
        const i = at(x);
        if (i < 0) return false;
        o.set(x.ev.u8, x.ev.off[i] as number, text ? x.ev.textLen(i) : (x.ev.len[i] as number));
        return true;
      },
    };
  }
  if (WIDE.has(type))
    return {
      kind: "big",
      read: (x) => {
        const i = at(x);
        if (i < 0 || x.ev.len[i] !== 8) return i < 0 ? undefined : BigInt(x.ev.int(i));
        const off = x.ev.off[i] as number;
        return type === "INT64" ? x.ev.dv.getBigInt64(off, true) : x.ev.dv.getBigUint64(off, true);
      },
    };
  const signed = SIGNED.has(type);
  return {
    kind: "num",
    read: (x) => {
      const i = at(x);
      return i < 0 ? ABSENT : signed ? x.ev.int(i) : x.ev.uint(i);
    },
  };
}

/** Path parameters (first or only, second) of the events that evt.abspath knows. */
const ABSPATH: Readonly<Record<string, readonly [src: number, dst: number]>> = {
  renameat: [2, 4],
  renameat2: [2, 4],
  symlinkat: [3, 3],
  openat: [2, 2],
  openat2: [2, 2],
  open_by_handle_at: [3, 3],
  linkat: [2, 4],
  unlinkat: [2, 2],
  mkdirat: [2, 2],
  fchmodat: [2, 2],
  fchownat: [2, 2],
};

/** evt.abspath, evt.abspath.src, evt.abspath.dst. */
export function abspathReader(arg: string | undefined): Reader {
  if (arg !== undefined && arg !== "src" && arg !== "dst") throw new Error("evt.abspath takes .src or .dst only");
  const side = arg === "dst" ? 1 : 0;
  const index = Int8Array.from(EVENTS, (e) =>
    e.isExit && !e.flags.has("OLD_VERSION") ? (ABSPATH[e.name]?.[side] ?? -1) : -1,
  );
  return { kind: "bytes", read: (x, o) => x.path(index[x.ev.type] ?? NONE, o) };
}
