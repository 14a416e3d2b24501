import { CONTAINER_FIELDS } from "./container.js";
import { definer, NotThisField } from "./define.js";
import { editDistance } from "./distance.js";
import { EVT_FIELDS } from "./evt.js";
import { EVT_SYSCALL_FIELDS } from "./evt-syscall.js";
import { FD_FIELDS } from "./fd.js";
import { FDLIST_FIELDS } from "./fdlist.js";
import type { ArgKind, BoundField, FieldDef, FieldRegistry } from "./field.js";
import { FS_PATH_FIELDS } from "./fspath.js";
import { PROCESS_FIELDS } from "./process.js";
import { rawargType } from "./rawarg.js";
import { USER_FIELDS } from "./user.js";

const UTIL_FIELDS: readonly FieldDef[] = [
  definer("util").bound("util.cnt", "UINT64", "Counts how often it was read.", () => {
    let n = 0;
    return { kind: "num", read: () => n++ };
  }),
];

/** All built-in fields, in listing order. */
export const BUILTIN_FIELDS: readonly FieldDef[] = [
  ...EVT_FIELDS,
  ...EVT_SYSCALL_FIELDS,
  ...PROCESS_FIELDS,
  ...USER_FIELDS,
  ...FD_FIELDS,
  ...FS_PATH_FIELDS,
  ...UTIL_FIELDS,
  ...FDLIST_FIELDS,
  ...CONTAINER_FIELDS,
];

/** Fields that are known by name but have no value yet, whatever the event: what stands behind them is not read. */
export const UNREADABLE: ReadonlySet<string> = new Set(BUILTIN_FIELDS.filter((f) => f.absent).map((f) => f.name));

/** Longer than the name of any field. */
const MAX_NAME = 128;
const MAX_DISTANCE = 4;
const MAX_SUGGESTIONS = 3;

/** The registry over a set of definitions; earlier ones win when names are the same. */
export class Registry implements FieldRegistry {
  private readonly byName = new Map<string, FieldDef>();
  private readonly defs: FieldDef[] = [];
  /** What has been looked up: rules name the same fields again and again. */
  private readonly bound = new Map<string, BoundField>();

  constructor(defs: readonly FieldDef[] = BUILTIN_FIELDS) {
    for (const def of defs) this.add(def);
  }

  /** Add a definition (of a plugin, or a static field); one of a taken name is ignored. */
  add(def: FieldDef): boolean {
    if (this.byName.has(def.name)) return false;
    this.byName.set(def.name, def);
    this.defs.push(def);
    this.bound.clear();
    return true;
  }

  /** Put a definition in the place of one with its name, or at the end. */
  replace(def: FieldDef): void {
    const at = this.defs.findIndex((d) => d.name === def.name);
    if (at < 0) this.defs.push(def);
    else this.defs[at] = def;
    this.byName.set(def.name, def);
    this.bound.clear();
  }

  all(): readonly FieldDef[] {
    return this.defs;
  }

  lookup(text: string): BoundField | undefined {
    let f = this.bound.get(text);
    if (f === undefined) {
      f = this.find(text);
      if (f !== undefined) this.bound.set(text, f);
    }
    return f;
  }

  private find(text: string): BoundField | undefined {
    const open = text.indexOf("[");
    if (open >= 0) {
      const name = text.slice(0, open);
      const def = this.byName.get(name) ?? this.dottedBase(name)?.def;
      if (def === undefined || !text.endsWith("]")) return def === undefined ? undefined : malformed(text, open);
      if (!this.byName.has(name)) return undefined;
      return bind(def, text, unquote(text.slice(open + 1, -1)), "bracket");
    }
    const exact = this.byName.get(text);
    if (exact !== undefined) return bind(exact, text, undefined, "none");
    const dotted = this.dottedBase(text);
    return dotted && bind(dotted.def, text, dotted.arg, "dotted");
  }

  /** The longest name that the text continues with a dotted argument. */
  private dottedBase(text: string): { def: FieldDef; arg: string } | undefined {
    for (let dot = text.lastIndexOf(".", MAX_NAME); dot > 0; dot = text.lastIndexOf(".", dot - 1)) {
      const def = this.byName.get(text.slice(0, dot));
      if (def !== undefined) return def.argKinds?.includes("dotted") ? { def, arg: text.slice(dot + 1) } : undefined;
    }
    return undefined;
  }

  suggest(name: string): readonly string[] {
    if (name.length > MAX_NAME) return [];
    const bare = name.replace(/\[.*$/, "");
    const scored: { name: string; distance: number }[] = [];
    const limit = Math.min(MAX_DISTANCE, Math.max(1, Math.floor(bare.length / 3)));
    for (const def of this.defs) {
      const distance = editDistance(bare, def.name, limit);
      if (distance <= limit) scored.push({ name: def.name, distance });
    }
    scored.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
    return scored.slice(0, MAX_SUGGESTIONS).map((s) => s.name);
  }
}

function malformed(text: string, open: number): never {
  throw new Error(`field '${text}': the argument that begins at column ${open + 1} has no closing bracket`);
}

function unquote(arg: string): string {
  const q = arg[0];
  return arg.length >= 2 && (q === '"' || q === "'") && arg.endsWith(q) ? arg.slice(1, -1) : arg;
}

function bind(
  def: FieldDef,
  text: string,
  arg: string | undefined,
  form: "none" | "bracket" | "dotted",
): BoundField | undefined {
  const kinds: readonly ArgKind[] = def.argKinds ?? [];
  if (arg === undefined) {
    if (def.arg === "required") throw new Error(`field '${def.name}' needs an argument: ${example(def)}`);
  } else {
    const wants = def.arg ?? "none";
    if (wants === "none") throw new Error(`field '${def.name}' takes no argument, but '${arg}' is given`);
    if (form === "bracket" && !kinds.includes("index") && !kinds.includes("key")) {
      throw new Error(`field '${def.name}' takes its argument after a dot: ${example(def)}`);
    }
    if (form === "dotted" && !kinds.includes("dotted")) return undefined;
    if (arg === "") throw new Error(`field '${def.name}' has an empty argument; write ${example(def)}`);
  }
  try {
    const reader = def.bind(arg);
    // The type of a raw parameter is that of the parameter.
    const type = def.type === "DYNAMIC" ? (rawargType(arg) ?? def.type) : def.type;
    return { def: type === def.type ? def : { ...def, type }, arg, text, reader };
  } catch (e) {
    if (e instanceof NotThisField) return undefined;
    throw e;
  }
}

function example(def: FieldDef): string {
  const kinds = def.argKinds ?? [];
  if (kinds.includes("dotted")) return `${def.name}.name`;
  return kinds.includes("index") ? `${def.name}[1]` : `${def.name}[NAME]`;
}

/** A registry of all built-in fields. */
export function builtinRegistry(): Registry {
  return new Registry();
}
