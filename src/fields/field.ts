import type { Slice } from "../event/bytes.js";
import type { Attr } from "../state/attr.js";
import type { EventContext } from "../state/context.js";

/** Value types of fields (Falco's names). */
export type FieldType =
  | "CHARBUF"
  | "FSPATH"
  | "FSRELPATH"
  | "BYTEBUF"
  | "BOOL"
  | "INT8"
  | "INT16"
  | "INT32"
  | "INT64"
  | "UINT8"
  | "UINT16"
  | "UINT32"
  | "UINT64"
  | "RELTIME"
  | "ABSTIME"
  | "PORT"
  | "IPADDR"
  | "IPNET"
  | "DOUBLE"
  | "DYNAMIC"
  | "ERRNO"
  | "FD"
  | "PID"
  | "SYSCALLID"
  | "SIGTYPE"
  | "FLAGS8"
  | "FLAGS16"
  | "FLAGS32"
  | "ENUMFLAGS8"
  | "ENUMFLAGS16"
  | "ENUMFLAGS32"
  | "MODE"
  | "UID"
  | "GID";

/**
 * How the value of a field is read from an event. Readers never allocate, except `big` and `custom` text.
 *
 * - `num`: a number; NaN = absent. BOOL fields give 0 or 1. Exact up to 2^53.
 * - `big`: a 64-bit integer that may not fit a double; undefined = absent.
 * - `bytes`: points `out` at the bytes; false = absent.
 * - `attr`: a memoizable attribute of a process; null = absent.
 * - `attrs`: several attributes (e.g. `proc.aname` without index): fills `out`, gives the count, -1 = absent.
 *   A condition holds if it holds for any of them; text joins them with a space.
 * - `nums`: like `attrs`, for numbers (`proc.apid` without index).
 * - `list`: a multi-valued field (fdlist.*, fd.types); values as text; undefined = absent.
 * - `ip`: points `out` at 4 or 16 address bytes in network order; false = absent.
 * - `ips`: up to two addresses (client, server), for fd.ip, fd.net; gives the count, 0 = absent.
 * - `ports`: up to two ports in `out`; gives the count, 0 = absent.
 */
export type Reader =
  | { readonly kind: "num"; readonly read: (x: EventContext) => number }
  | { readonly kind: "big"; readonly read: (x: EventContext) => bigint | undefined }
  | { readonly kind: "bytes"; readonly read: (x: EventContext, out: Slice) => boolean }
  | { readonly kind: "attr"; readonly read: (x: EventContext) => Attr | null }
  | { readonly kind: "attrs"; readonly read: (x: EventContext, out: Attr[]) => number }
  | { readonly kind: "nums"; readonly read: (x: EventContext, out: number[]) => number }
  | { readonly kind: "list"; readonly read: (x: EventContext) => readonly string[] | undefined }
  | { readonly kind: "ip"; readonly read: (x: EventContext, out: Slice) => boolean }
  | { readonly kind: "ips"; readonly read: (x: EventContext, a: Slice, b: Slice) => number }
  | { readonly kind: "ports"; readonly read: (x: EventContext, out: Int32Array) => number };

/** Argument forms: `[3]`, `[NAME]`, `.name`. */
export type ArgKind = "index" | "key" | "dotted";

/** One field of the registry. */
export interface FieldDef {
  readonly name: string;
  readonly type: FieldType;
  /** Multi-valued: prints `(a,b)`, only in/intersects/exists apply. */
  readonly list?: boolean;
  readonly arg?: "none" | "optional" | "required";
  readonly argKinds?: readonly ArgKind[];
  /** Group in listings, e.g. `process`, `fd`. */
  readonly cls: string;
  readonly desc: string;
  /** How numbers print: DEC (default), HEX, OCT, PAD9 (nine digits, zero padded). */
  readonly format?: "DEC" | "HEX" | "OCT" | "PAD9";
  /** Usable in conditions only. */
  readonly filterOnly?: boolean;
  /** May not be compared field to field. */
  readonly noRhs?: boolean;
  readonly noTransformer?: boolean;
  readonly deprecated?: boolean;
  /** JSON value is the event's time in ns whatever the text (evt.time and its kin). */
  readonly jsonTime?: boolean;
  /** Known by name, but no value is ever read for it yet. */
  readonly absent?: boolean;
  /** An addition of Saker's that Falco does not have. */
  readonly ours?: boolean;
  /**
   * The value is a part of a path that another field gives: all before its last slash (or all of it, or `/`), or all
   * after it. The compiler then looks for literals in the whole path.
   */
  readonly partOf?: { readonly field: string; readonly part: "directory" | "filename" };
  /** The value changes when the kernel-resolved path is used in place of the lexical one. */
  readonly pathDependent?: boolean;
  /**
   * Bind the field to its argument.
   * @param arg text between the brackets or after the dot; undefined if there is none
   * @throws {Error} with a plain message when the argument makes no sense
   */
  readonly bind: (arg: string | undefined) => Reader;
  /** Print form where it differs from the plain rendering of the reader's value; undefined = absent. */
  readonly text?: (x: EventContext, arg: string | undefined) => string | undefined;
}

/** A field with its argument, as looked up from text like `proc.aname[2]`. */
export interface BoundField {
  readonly def: FieldDef;
  readonly arg: string | undefined;
  /** Canonical text, as written: the key in JSON output. */
  readonly text: string;
  readonly reader: Reader;
}

/** Lookup of fields by text; the compiler and the formatter know fields only through it. */
export interface FieldRegistry {
  /**
   * @param text e.g. `proc.name`, `evt.arg.flags`, `proc.aname[2]`
   * @returns undefined if there is no such field
   * @throws {Error} if the field exists but the argument is wrong or missing
   */
  lookup(text: string): BoundField | undefined;
  /** All definitions, in listing order. */
  all(): readonly FieldDef[];
  /** Names close to a misspelled one, nearest first. */
  suggest(name: string): readonly string[];
}
