import type { Slice } from "../event/bytes.js";
import { Attr } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import type { Process } from "../state/process.js";
import { definer, optionalIndex } from "./define.js";
import type { FieldDef, Reader } from "./field.js";
import { ancestor, parentOf } from "./proc-links.js";

const d = definer("process");
const MAX_ENV_LEVELS = 20;
const SPACE = 32;

/** Point `out` at entry `n` of a run of NUL-ended texts; an empty text if there is none. */
function entry(bytes: Uint8Array, n: number, out: Slice): void {
  let from = 0;
  for (let i = 0; i < n && from < bytes.length; i++) {
    const end = bytes.indexOf(0, from);
    from = end < 0 ? bytes.length : end + 1;
  }
  let end = bytes.indexOf(0, from);
  if (end < 0) end = bytes.length;
  out.set(bytes, from, Math.max(0, end - from));
}

/** Point `out` at the value of `NAME=value`, without blanks around it; false if it is not set. */
function lookup(env: Uint8Array, name: Uint8Array, out: Slice): boolean {
  for (let from = 0; from < env.length; ) {
    let end = env.indexOf(0, from);
    if (end < 0) end = env.length;
    if (end - from > name.length && env[from + name.length] === 61) {
      let i = 0;
      while (i < name.length && env[from + i] === name[i]) i++;
      if (i === name.length) {
        let at = from + i + 1;
        let to = end;
        while (at < to && env[at] === SPACE) at++;
        while (to > at && env[to - 1] === SPACE) to--;
        out.set(env, at, to - at);
        return true;
      }
    }
    from = end + 1;
  }
  return false;
}

/** Write a run of NUL-ended texts with spaces between. */
function joined(x: EventContext, bytes: Uint8Array, out: Slice): void {
  const w = x.scratch;
  const start = w.pos;
  let n = bytes.length;
  if (n > 0 && bytes[n - 1] === 0) n--;
  w.reserve(n);
  for (let i = 0; i < n; i++) w.byte(bytes[i] === 0 ? SPACE : (bytes[i] as number));
  w.since(start, out);
}

/** The environment is the whole process's. */
function envOf(p: Process): Uint8Array {
  return (p.main() ?? p).env.bytes;
}

function envAttr(p: Process): Attr {
  return Attr.of(Buffer.from(envOf(p)).toString("utf8").replace(/\0$/, "").replaceAll("\0", " "));
}

function bindArgs(arg: string | undefined): Reader {
  const i = optionalIndex(arg);
  if (i === undefined) return { kind: "attr", read: (x) => x.proc?.args(x.state.pool) ?? null };
  return {
    kind: "bytes",
    read: (x, out) => {
      if (x.proc === null) return false;
      entry(x.proc.argv.bytes, i, out);
      return true;
    },
  };
}

function bindAncestorArgs(arg: string | undefined): Reader {
  const level = optionalIndex(arg);
  if (level !== undefined) return { kind: "attr", read: (x) => ancestor(x.proc, level)?.args(x.state.pool) ?? null };
  return {
    kind: "bytes",
    read: (x, out) => {
      const w = x.scratch;
      const start = w.pos;
      let a = parentOf(x.proc);
      if (a === null) return false;
      for (let first = true; a !== null; a = a.parent, first = false) {
        if (!first) w.byte(SPACE);
        const { bytes } = a.args(x.state.pool);
        w.bytes(bytes, 0, bytes.length);
      }
      w.since(start, out);
      return true;
    },
  };
}

function bindEnv(arg: string | undefined): Reader {
  if (arg === undefined)
    return {
      kind: "bytes",
      read: (x, out) => {
        if (x.proc === null) return false;
        joined(x, envOf(x.proc), out);
        return true;
      },
    };
  const name = new TextEncoder().encode(arg);
  return {
    kind: "bytes",
    read: (x, out) => {
      if (x.proc === null) return false;
      // A variable that is not set is empty, not absent.
      if (!lookup(envOf(x.proc), name, out)) out.set(name, 0, 0);
      return true;
    },
  };
}

function bindAncestorEnv(arg: string | undefined): Reader {
  if (arg === undefined)
    return {
      kind: "attrs",
      read: (x, out) => {
        let n = 0;
        for (let a = parentOf(x.proc); a !== null; a = a.parent) out[n++] = envAttr(a);
        return n === 0 ? -1 : n;
      },
    };
  if (/^\d+$/.test(arg)) {
    const level = Number(arg);
    return {
      kind: "bytes",
      read: (x, out) => {
        const a = ancestor(x.proc, level);
        if (a === null) return false;
        joined(x, envOf(a), out);
        return true;
      },
    };
  }
  const name = new TextEncoder().encode(arg);
  return {
    kind: "bytes",
    read: (x, out) => {
      if (x.proc === null) return false;
      let a = parentOf(x.proc);
      for (let i = 0; i < MAX_ENV_LEVELS && a !== null; i++, a = a.parent)
        if (lookup(envOf(a), name, out) && out.len > 0) return true;
      out.set(name, 0, 0);
      return true;
    },
  };
}

/** proc.args and proc.aargs. */
export const argsField: readonly FieldDef[] = [
  d.bound("proc.args", "CHARBUF", "Arguments after argv[0], joined with spaces, or the one at a position.", bindArgs, {
    arg: "optional",
    argKinds: ["index"],
  }),
  d.bound("proc.aargs", "CHARBUF", "Arguments of an ancestor.", bindAncestorArgs, {
    arg: "optional",
    argKinds: ["index"],
  }),
];

/** proc.env and proc.aenv. */
export const envField: readonly FieldDef[] = [
  d.bound("proc.env", "CHARBUF", "Environment, or the value of one variable.", bindEnv, {
    arg: "optional",
    argKinds: ["key"],
  }),
  d.bound(
    "proc.aenv",
    "CHARBUF",
    "Environment of an ancestor, or the first value that one has for a variable.",
    bindAncestorEnv,
    {
      arg: "optional",
      argKinds: ["index", "key"],
      noRhs: true,
      noTransformer: true,
      text: (x, arg) => (arg === undefined && x.proc !== null ? envAttr(x.proc).str : undefined),
    },
  ),
];
