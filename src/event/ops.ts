// Parameter sources of the table-driven collectors, as src/event/data/live.ts writes them and bpf/lib/params.h reads them.
import type { LiveRow } from "./data/live.js";

const COMMON = [
  "RET",
  "S64",
  "U8",
  "U16",
  "U32",
  "S32",
  "U64",
  "WIDE",
  "STR",
  "STROK",
  "BUF",
  "CONV",
  "URET",
  "ZERO",
  "DEV",
  "SC",
  "NR",
  "MOUNT",
  "PTRACE_ADDR",
  "PTRACE_DATA",
  "PRCTL_STR",
  "PRCTL_INT",
  "CAP",
] as const;
const SPECIAL = [
  "PEEK32",
  "PEEK64",
  "PEEKOK",
  "PEEKCONV",
  "LONG",
  "LONGOK",
  "TIME",
  "VM",
  "FS_DATA",
  "FS_TEXT",
  "KEYCTL",
  "SEM",
  "SEM_VAL",
  "SOCK_NAME",
  "SOCK_VAL",
] as const;

/** Of events made from io_uring, whose programs serve all calls alike (bpf/programs/uring.bpf.c). */
const RING = [
  "OPEN_FLAGS",
  "OPEN_MODE",
  "FD_DEV",
  "FD_INO",
  "TUPLE",
  "ADDRESS",
  "DATA",
  "IOV",
  "IOV_SIZE",
  "GOT",
  "MSG_DATA",
  "MSG_SIZE",
  "MSG_CONTROL",
] as const;

/** Names of the sources, by number: the special ones follow the common ones, those of io_uring come last. */
export const OPS = [...COMMON, ...SPECIAL, ...RING] as const;

type Op = (typeof OPS)[number];

/** Words of the table that are not simply a source in lower case. */
const WORDS: Readonly<Record<string, Op>> = { fd: "S64", pid: "S64" };

/** One parameter's source as the kernel side wants it. */
export interface ParamSource {
  readonly op: Op;
  readonly arg: number;
  readonly arg2: number;
  readonly conv: number;
}

/**
 * Reads one word of a row's `params`; undefined if it names nothing.
 *
 * @param conversions names of the conversions, in the order of their numbers
 */
export function paramOf(text: string, conversions: readonly string[]): ParamSource | undefined {
  const [word = "", a = "0", b = "0"] = text.split(":");
  const arg = Number(a);
  const arg2 = Number(b);
  const op = WORDS[word] ?? OPS.find((o) => o.toLowerCase() === word);
  // a width without an argument
  if (op === "ZERO") return { op, arg: 0, arg2: arg / 8, conv: 0 };
  if (op !== undefined) return { op, arg, arg2, conv: 0 };
  const peeks = word.startsWith("peek");
  const conv = conversions.indexOf(peeks ? word.slice(4) : word);
  if (conv < 0) return undefined;
  return peeks ? { op: "PEEKCONV", arg, arg2, conv } : { op: "CONV", arg, arg2: arg2 / 8, conv };
}

/** The program that fills a row's event. */
export function programOf(row: LiveRow): string {
  if (row.program !== undefined) return row.program;
  const special = (row.params ?? []).some((text) => {
    const word = text.split(":")[0] ?? "";
    return word.startsWith("peek") || SPECIAL.some((o) => o.toLowerCase() === word);
  });
  return special ? "special" : "generic";
}
