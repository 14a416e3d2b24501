import type { Attr } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import type { Process } from "../state/process.js";
import { ABSENT, definer, optionalIndex } from "./define.js";
import type { FieldDef, Reader } from "./field.js";
import { ancestor, parentOf } from "./proc-links.js";

const d = definer("process");

/** Attributes of all strict ancestors, nearest first. */
function attrsOf(get: (p: Process, x: EventContext) => Attr): Reader {
  return {
    kind: "attrs",
    read: (x, out) => {
      let n = 0;
      for (let a = parentOf(x.proc); a !== null; a = a.parent) out[n++] = get(a, x);
      return n === 0 ? -1 : n;
    },
  };
}

/** A field of ancestors: `[N]` is the one N levels up; without it a condition asks whether any fits. */
export function ancestorFields(name: string, desc: string, get: (p: Process, x: EventContext) => Attr): FieldDef[] {
  const all = attrsOf(get);
  const bind = (arg: string | undefined): Reader => {
    const level = optionalIndex(arg);
    if (level === undefined) return all;
    return {
      kind: "attr",
      read: (x) => {
        const a = ancestor(x.proc, level);
        return a === null ? null : get(a, x);
      },
    };
  };
  return [
    d.bound(name, "CHARBUF", desc, bind, { arg: "optional", argKinds: ["index"], noRhs: true, noTransformer: true }),
  ];
}

/** proc.apid. */
export function ancestorPid(arg: string | undefined): Reader {
  const level = optionalIndex(arg);
  if (level !== undefined) return { kind: "num", read: (x) => ancestor(x.proc, level)?.pid ?? ABSENT };
  return {
    kind: "nums",
    read: (x, out) => {
      let n = 0;
      for (let a = parentOf(x.proc); a !== null; a = a.parent) out[n++] = a.pid;
      return n === 0 ? -1 : n;
    },
  };
}

/** proc.apid without level prints the process's own id. */
export function apidText(x: EventContext, arg: string | undefined): string | undefined {
  const p = ancestor(x.proc, optionalIndex(arg) ?? 0);
  return p === null ? undefined : String(p.pid);
}
