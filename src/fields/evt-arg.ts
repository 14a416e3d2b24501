import type { Slice } from "../event/bytes.js";
import { EVENTS } from "../event/table.js";
import { isNullText, writeParam } from "../event/text/param.js";
import type { EventContext } from "../state/context.js";
import type { Reader } from "./field.js";
import { namesOf } from "./names.js";
import { paramIndex } from "./rawarg.js";

const NONE = -1;

const _PARAM_NAMES: ReadonlySet<string> = new Set(EVENTS.flatMap((e) => e.params.map((p) => p.name)));
const _indexes = new Map<string, Int8Array>();
const _NOWHERE = new Int8Array(EVENTS.length).fill(NONE);

/** Types whose plain bytes are their text. */
const TEXT = new Set(["CHARBUF", "FSPATH", "FSRELPATH"]);
const IS_TEXT: readonly (readonly boolean[])[] = EVENTS.map((e) => e.params.map((p) => TEXT.has(p.type)));
const BY_HANDLE = EVENTS.map((e) => e.name === "open_by_handle_at");
const NA = new TextEncoder().encode("<NA>");
const SLASH = 47;

function readParam(x: EventContext, i: number, out: Slice): boolean {
  const { ev } = x;
  if (i < 0 || i >= ev.nparams || i >= (EVENTS[ev.type]?.params.length ?? 0)) return false;
  if (IS_TEXT[ev.type]?.[i] === true) {
    if (x.resolved && x.kernelPath(i, out)) return true;
    const len = ev.len[i] as number;
    if (len === 0 || isNullText(ev.u8, ev.off[i] as number, len)) {
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

/** A handle leads to a path only when it could be opened; of captures, nothing is known without a thread. */
function capturedPath(x: EventContext, i: number, out: Slice): boolean {
  if (i < 0 || x.proc === null) return false;
  if (BY_HANDLE[x.ev.type] === true && x.ev.int(0) <= 0) return false;
  return x.path(i, out);
}

/** evt.abspath, evt.abspath.src, evt.abspath.dst. */
export function abspathReader(arg: string | undefined): Reader {
  if (arg !== undefined && arg !== "src" && arg !== "dst") throw new Error("evt.abspath takes .src or .dst only");
  const side = arg === "dst" ? 1 : 0;
  const index = Int8Array.from(EVENTS, (e) =>
    e.isExit && !e.flags.has("OLD_VERSION") ? (ABSPATH[e.name]?.[side] ?? -1) : -1,
  );
  return {
    kind: "bytes",
    read: (x, o) => {
      const i = index[x.ev.type] ?? NONE;
      if (x.ev.rec < 0) return capturedPath(x, i, o);
      return x.path(i, o);
    },
  };
}
