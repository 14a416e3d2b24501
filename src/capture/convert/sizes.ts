import { EVENTS } from "../../event/table.js";

// Bytes of the types that have a fixed size; all others are as long as they are.
const FIXED: Readonly<Record<string, number>> = {
  INT8: 1,
  UINT8: 1,
  FLAGS8: 1,
  ENUMFLAGS8: 1,
  SIGTYPE: 1,
  L4PROTO: 1,
  SOCKFAMILY: 1,
  INT16: 2,
  UINT16: 2,
  FLAGS16: 2,
  ENUMFLAGS16: 2,
  SYSCALLID: 2,
  PORT: 2,
  INT32: 4,
  UINT32: 4,
  FLAGS32: 4,
  ENUMFLAGS32: 4,
  UID: 4,
  GID: 4,
  MODE: 4,
  SIGSET: 4,
  BOOL: 4,
  FD32: 4,
  PID32: 4,
  IPV4ADDR: 4,
  INT64: 8,
  UINT64: 8,
  DOUBLE: 8,
  RELTIME: 8,
  ABSTIME: 8,
  ERRNO: 8,
  FD: 8,
  PID: 8,
  IPV6ADDR: 16,
};

const ALL_ONES: ReadonlySet<string> = new Set(["UID", "GID"]);

/** By event code and parameter: bytes that a value of it has; 0 = any number. */
export const FIXED_BYTES: readonly Uint8Array[] = EVENTS.map((e) =>
  Uint8Array.from(e.params, (p) => FIXED[p.type] ?? 0),
);

/** By event code and parameter: the byte that a value of nothing is filled with. */
export const BLANK_BYTE: readonly Uint8Array[] = EVENTS.map((e) =>
  Uint8Array.from(e.params, (p) => (ALL_ONES.has(p.type) ? 0xff : 0)),
);
