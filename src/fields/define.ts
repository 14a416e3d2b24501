import type { Slice } from "../event/bytes.js";
import type { Attr } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import type { FieldDef, FieldType, Reader } from "./field.js";

/** Options of a definition beyond name, type, description and reader. */
export type Extra = Partial<Omit<FieldDef, "name" | "type" | "cls" | "desc" | "bind">>;

/** Class of fields under definition; `cls` is stamped on each. */
export type Definer = ReturnType<typeof definer>;

/** Makers of definitions of one class. */
export function definer(cls: string) {
  const make = (name: string, type: FieldType, desc: string, bind: FieldDef["bind"], extra: Extra = {}): FieldDef => ({
    name,
    type,
    cls,
    desc,
    bind,
    ...extra,
  });
  const fixed =
    (reader: Reader): FieldDef["bind"] =>
    () =>
      reader;
  return {
    /** Any reader, made for the argument. */
    bound: make,
    num: (name: string, type: FieldType, desc: string, read: (x: EventContext) => number, extra?: Extra) =>
      make(name, type, desc, fixed({ kind: "num", read }), extra),
    bool: (name: string, desc: string, read: (x: EventContext) => number, extra?: Extra) =>
      make(name, "BOOL", desc, fixed({ kind: "num", read }), extra),
    big: (name: string, type: FieldType, desc: string, read: (x: EventContext) => bigint | undefined, extra?: Extra) =>
      make(name, type, desc, fixed({ kind: "big", read }), extra),
    attr: (name: string, desc: string, read: (x: EventContext) => Attr | null, extra?: Extra) =>
      make(name, "CHARBUF", desc, fixed({ kind: "attr", read }), extra),
    bytes: (name: string, desc: string, read: (x: EventContext, out: Slice) => boolean, extra?: Extra) =>
      make(name, "CHARBUF", desc, fixed({ kind: "bytes", read }), extra),
    /** A field that exists but that nothing can be read for. */
    absent: (name: string, type: FieldType, desc: string, extra?: Extra) =>
      make(name, type, desc, fixed(absentReader(type)), { ...extra, absent: true }),
  };
}

/** The reader of a field that is never there, of the kind that its type wants. */
export function absentReader(type: FieldType): Reader {
  switch (type) {
    case "CHARBUF":
    case "FSPATH":
    case "FSRELPATH":
    case "BYTEBUF":
      return { kind: "attr", read: () => null };
    case "IPADDR":
    case "IPNET":
      return { kind: "ip", read: () => false };
    default:
      return { kind: "num", read: () => Number.NaN };
  }
}

/** Index argument: digits, or a minus sign and digits (which stands for no argument). */
export function indexOf(arg: string | undefined): number | undefined {
  if (arg === undefined) return undefined;
  if (!/^-?\d+$/.test(arg)) return undefined;
  const n = Number(arg);
  return n < 0 ? undefined : n;
}

/** Thrown by `bind` when the text in brackets cannot belong to the field, so that no such field exists. */
export class NotThisField extends Error {}

/** Index argument of an optional kind; anything else than a number means that the text names no field. */
export function optionalIndex(arg: string | undefined): number | undefined {
  if (arg !== undefined && !/^-?\d+$/.test(arg)) throw new NotThisField(arg);
  return indexOf(arg);
}

/** Write text made for one event into its scratch and point `out` at it. */
export function putText(x: EventContext, out: Slice, text: string): true {
  const w = x.scratch;
  const start = w.pos;
  w.text(text);
  w.since(start, out);
  return true;
}

export const ABSENT = Number.NaN;
