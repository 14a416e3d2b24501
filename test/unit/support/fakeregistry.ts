import type { Slice } from "../../../src/event/bytes.js";
import { EVENTS } from "../../../src/event/table.js";
import type { BoundField, FieldDef, FieldRegistry, FieldType, Reader } from "../../../src/fields/field.js";
import { Attr } from "../../../src/state/attr.js";
import type { EventContext } from "../../../src/state/context.js";

/** Values of an invented event, by field text; a missing one is absent. */
export type FakeValues = ReadonlyMap<string, unknown>;

/** An invented event. */
export class FakeEvent {
  readonly ev: { type: number };
  readonly source = "syscall";
  readonly num = 1;
  readonly proc = null;
  readonly state = null;
  resolved = false;
  constructor(
    readonly values: FakeValues,
    type = 3,
  ) {
    this.ev = { type };
  }
  fd(): null {
    return null;
  }
}

/** An event for the engine: `{ "proc.name": "cat" }` and an event code. */
export function fakeEvent(values: Record<string, unknown>, type = 3): EventContext {
  return new FakeEvent(new Map(Object.entries(values)), type) as unknown as EventContext;
}

/** Declaration of an invented field. */
export interface FakeField {
  readonly name: string;
  readonly type: FieldType;
  readonly kind: Reader["kind"];
  readonly list?: boolean;
  readonly arg?: "none" | "optional" | "required";
  readonly deprecated?: boolean;
  readonly noRhs?: boolean;
  readonly noTransformer?: boolean;
  /** With resolved paths the value is that of `<name>!`. */
  readonly pathDependent?: boolean;
  /** The value is a part of that of another field. */
  readonly partOf?: NonNullable<FieldDef["partOf"]>;
}

function value(x: EventContext, key: string): unknown {
  return (x as unknown as FakeEvent).values.get(key);
}

function toBytes(v: unknown): Uint8Array {
  return v instanceof Uint8Array ? v : new Uint8Array(Buffer.from(String(v), "utf8"));
}

const PAD = 3;

/** Point a slice into a larger buffer, so that tests see an offset that is not 0. */
function point(out: Slice, bytes: Uint8Array): void {
  const buf = new Uint8Array(bytes.length + 2 * PAD).fill(0x61);
  buf.set(bytes, PAD);
  out.set(buf, PAD, bytes.length);
}

/** Directory or last part of a path, as the real fields cut it; a path of even length counts as a directory. */
function partOfPath(path: Uint8Array, part: "directory" | "filename"): Uint8Array | undefined {
  const isDirectory = path.length % 2 === 0;
  const slash = path.lastIndexOf(47);
  if (part === "filename") return isDirectory ? undefined : path.slice(slash + 1);
  if (isDirectory) return path;
  return slash > 0 ? path.slice(0, slash) : toBytes("/");
}

function reader(f: FakeField, key: string): Reader {
  const get = (x: EventContext) => {
    if (f.partOf !== undefined) {
      const path = value(x, x.resolved ? `${f.partOf.field}!` : f.partOf.field);
      return path === undefined ? undefined : partOfPath(toBytes(path), f.partOf.part);
    }
    if (f.name === "evt.type" && value(x, key) === undefined) return EVENTS[x.ev.type]?.name;
    if (f.name === "evt.dir") return "<";
    return f.pathDependent === true && x.resolved ? value(x, `${key}!`) : value(x, key);
  };
  switch (f.kind) {
    case "num":
      return { kind: "num", read: (x) => (get(x) as number | undefined) ?? Number.NaN };
    case "big":
      return { kind: "big", read: (x) => get(x) as bigint | undefined };
    case "bytes":
    case "ip":
      return {
        kind: f.kind,
        read: (x, out) => {
          const v = get(x);
          if (v === undefined) return false;
          point(out, toBytes(v));
          return true;
        },
      };
    case "attr":
      return { kind: "attr", read: (x) => toAttr(get(x)) };
    case "attrs":
      return {
        kind: "attrs",
        read: (x, out) => {
          const v = get(x) as unknown[] | undefined;
          v?.forEach((a, i) => {
            out[i] = toAttr(a) as Attr;
          });
          return v?.length ?? -1;
        },
      };
    case "nums":
      return {
        kind: "nums",
        read: (x, out) => {
          const v = get(x) as number[] | undefined;
          v?.forEach((n, i) => {
            out[i] = n;
          });
          return v?.length ?? -1;
        },
      };
    case "list":
      return { kind: "list", read: (x) => get(x) as string[] | undefined };
    case "ips":
      return {
        kind: "ips",
        read: (x, a, b) => {
          const v = get(x) as Uint8Array[] | undefined;
          if (v === undefined) return 0;
          v.forEach((ip, i) => {
            point(i === 0 ? a : b, ip);
          });
          return v.length;
        },
      };
    case "ports":
      return {
        kind: "ports",
        read: (x, out) => {
          const v = get(x) as number[] | undefined;
          if (v !== undefined) out.set(v);
          return v?.length ?? 0;
        },
      };
  }
}

function toAttr(v: unknown): Attr | null {
  if (v === undefined) return null;
  return v instanceof Attr ? v : new Attr(toBytes(v));
}

/** A registry of invented fields. */
export function fakeRegistry(fields: readonly FakeField[]): FieldRegistry {
  const defs = new Map<string, FieldDef>();
  const byName = new Map(fields.map((f) => [f.name, f]));
  for (const f of fields) {
    const { kind, ...rest } = f;
    defs.set(f.name, {
      ...rest,
      cls: "test",
      desc: kind,
      bind: (arg) => reader(f, arg === undefined ? f.name : `${f.name}[${arg}]`),
    });
  }
  return {
    all: () => [...defs.values()],
    suggest: (name) => [...defs.keys()].filter((k) => k.slice(0, 4) === name.slice(0, 4)).slice(0, 3),
    lookup: (text): BoundField | undefined => {
      const m = /^([\w.]+)(?:\[([^\]]*)\])?$/.exec(text);
      const def = defs.get(m?.[1] ?? "");
      if (m === null || def === undefined) return undefined;
      const arg = m[2];
      const how = byName.get(def.name)?.arg ?? "none";
      if (how === "none" && arg !== undefined) return undefined;
      if (how === "required" && arg === undefined) {
        throw new Error(`filter '${text}': ${def.name} requires an argument but none provided`);
      }
      return { def, arg, text, reader: def.bind(arg) };
    },
  };
}

/** Enough fields for every type and every kind of reader. */
export const FIELDS: readonly FakeField[] = [
  { name: "evt.type", type: "CHARBUF", kind: "bytes" },
  { name: "evt.num", type: "UINT64", kind: "num" },
  { name: "evt.dir", type: "CHARBUF", kind: "bytes", deprecated: true },
  { name: "evt.rawres", type: "INT64", kind: "num" },
  { name: "evt.cpu", type: "INT16", kind: "num" },
  { name: "evt.count", type: "UINT32", kind: "num" },
  { name: "evt.is_io", type: "BOOL", kind: "num" },
  { name: "evt.buffer", type: "BYTEBUF", kind: "bytes" },
  { name: "evt.arg", type: "CHARBUF", kind: "bytes", arg: "required" },
  { name: "evt.time", type: "ABSTIME", kind: "big" },
  { name: "evt.big", type: "UINT64", kind: "big" },
  { name: "proc.name", type: "CHARBUF", kind: "attr" },
  { name: "proc.pname", type: "CHARBUF", kind: "attr" },
  { name: "proc.exepath", type: "CHARBUF", kind: "attr" },
  { name: "proc.cmdline", type: "CHARBUF", kind: "attr" },
  { name: "proc.pid", type: "INT64", kind: "num" },
  { name: "proc.aname", type: "CHARBUF", kind: "attrs", noRhs: true },
  { name: "proc.apid", type: "INT64", kind: "nums", noRhs: true },
  { name: "proc.args", type: "CHARBUF", kind: "list", list: true },
  { name: "proc.env", type: "CHARBUF", kind: "bytes", arg: "optional" },
  { name: "fd.name", type: "CHARBUF", kind: "bytes", pathDependent: true },
  { name: "fd.directory", type: "CHARBUF", kind: "bytes", pathDependent: true },
  { name: "fd.path", type: "CHARBUF", kind: "bytes", pathDependent: true },
  {
    name: "fd.pathdir",
    type: "CHARBUF",
    kind: "bytes",
    pathDependent: true,
    partOf: { field: "fd.path", part: "directory" },
  },
  {
    name: "fd.pathfile",
    type: "CHARBUF",
    kind: "bytes",
    pathDependent: true,
    partOf: { field: "fd.path", part: "filename" },
  },
  { name: "fs.path", type: "FSPATH", kind: "bytes" },
  { name: "fd.num", type: "INT64", kind: "num" },
  { name: "fd.ip", type: "IPADDR", kind: "ips" },
  { name: "fd.cip", type: "IPADDR", kind: "ip" },
  { name: "fd.sip", type: "IPADDR", kind: "ip" },
  { name: "fd.net", type: "IPNET", kind: "ips" },
  { name: "fd.cnet", type: "IPNET", kind: "ip" },
  { name: "fd.port", type: "PORT", kind: "ports" },
  { name: "fd.cport", type: "PORT", kind: "num" },
  { name: "fd.types", type: "CHARBUF", kind: "list", list: true },
  { name: "fdlist.ports", type: "UINT64", kind: "list", list: true },
  { name: "fdlist.ips", type: "IPADDR", kind: "list", list: true },
  { name: "fdlist.nets", type: "IPNET", kind: "list", list: true },
  { name: "fdlist.flags", type: "BOOL", kind: "list", list: true },
  { name: "thread.ratio", type: "DOUBLE", kind: "num" },
  { name: "user.name", type: "CHARBUF", kind: "bytes" },
];

export const REGISTRY: FieldRegistry = fakeRegistry(FIELDS);
