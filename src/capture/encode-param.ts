import { encodeText } from "../event/bytes.js";
import { DYNAMIC_PARAMS, FLAG_TABLES } from "../event/data/flags.js";
import { type ParamInfo, syscallNamed } from "../event/table.js";
import { errnoNumber } from "../event/text/errno.js";
import { signalNumber } from "../event/text/signals.js";
import { addressBytes, ipBytes, tupleBytes } from "./encode-net.js";

/** A socket address: of the internet, or a path. */
export type AddressInput =
  | { readonly family?: string | number; readonly ip: string; readonly port: number }
  | { readonly family?: string | number; readonly path: string };

/** Both ends of a socket; for UNIX sockets the kernel's ids of both and the path. */
export type TupleInput =
  | {
      readonly family?: string | number;
      readonly sip: string;
      readonly sport: number;
      readonly dip: string;
      readonly dport: number;
    }
  | {
      readonly family?: string | number;
      readonly path: string;
      readonly source?: bigint | number;
      readonly dest?: bigint | number;
    };

/** One polled fd. */
export interface FdListItem {
  readonly fd: number;
  readonly flags?: number;
}

/**
 * Value of a parameter: numbers and texts as such, names for flags, errors, signals and system calls, `null` or
 * `{empty: true}` for nothing, `{hex}` for raw bytes, lists of texts, addresses, fd lists, and `{kind, value}` for
 * parameters whose type the event chooses.
 */
export type ParamInput =
  | null
  | number
  | bigint
  | boolean
  | string
  | Uint8Array
  | readonly (string | FdListItem)[]
  | { readonly hex: string }
  | { readonly empty: true }
  | { readonly kind: number; readonly value: ParamInput }
  | AddressInput
  | TupleInput;

/** Why a value does not fit a parameter; the message says what would. */
export class ParamTrouble extends Error {}

const NOTHING = new Uint8Array(0);
const AT_FDCWD = -100n;

/** Bytes of the numeric types. */
const SIZES: Readonly<Record<string, number>> = {
  INT8: 1,
  UINT8: 1,
  FLAGS8: 1,
  SIGTYPE: 1,
  L4PROTO: 1,
  SOCKFAMILY: 1,
  ENUMFLAGS8: 1,
  INT16: 2,
  UINT16: 2,
  SYSCALLID: 2,
  PORT: 2,
  FLAGS16: 2,
  ENUMFLAGS16: 2,
  INT32: 4,
  UINT32: 4,
  BOOL: 4,
  UID: 4,
  GID: 4,
  FLAGS32: 4,
  SIGSET: 4,
  MODE: 4,
  ENUMFLAGS32: 4,
  FD32: 4,
  PID32: 4,
  INT64: 8,
  UINT64: 8,
  ERRNO: 8,
  FD: 8,
  PID: 8,
  RELTIME: 8,
  ABSTIME: 8,
};

const TEXT: ReadonlySet<string> = new Set(["CHARBUF", "FSPATH", "FSRELPATH"]);

/**
 * Bytes of a parameter.
 * @throws {ParamTrouble}
 */
export function paramBytes(p: ParamInfo, value: ParamInput): Uint8Array {
  if (value === null) return NOTHING;
  if (value instanceof Uint8Array) return value;
  if (typeof value === "object" && "empty" in value) return NOTHING;
  const size = SIZES[p.type];
  if (size !== undefined) return numberBytes(numberOf(p, value), size);
  if (typeof value === "object" && "hex" in value) {
    const bytes = hexBytes(value.hex);
    return TEXT.has(p.type) ? withNul(bytes) : bytes;
  }
  if (TEXT.has(p.type)) {
    if (typeof value === "string") return withNul(encodeText(value));
    throw new ParamTrouble(`wants a text, or {hex}; ${show(value)} is given`);
  }
  switch (p.type) {
    case "BYTEBUF":
      if (typeof value === "string") return encodeText(value);
      if (Array.isArray(value)) return textList(value);
      throw new ParamTrouble(`wants a text, a list of texts, or {hex}; ${show(value)} is given`);
    case "CHARBUFARRAY":
      if (Array.isArray(value)) return textList(value);
      throw new ParamTrouble(`wants a list of texts, or {hex}; ${show(value)} is given`);
    case "SOCKADDR":
      return net(() => addressBytes(value), 'an address: "10.0.0.1:80", "/run/socket" or {ip, port}', value);
    case "SOCKTUPLE":
      return net(
        () => tupleBytes(value),
        'two ends: "10.0.0.1:4000->10.0.0.2:80", {sip, sport, dip, dport} or {path}',
        value,
      );
    case "IPV4ADDR":
    case "IPV6ADDR":
    case "IPADDR":
      return net(() => ipBytes(value), 'an IP address: "10.0.0.1" or "fe80::1"', value);
    case "FDLIST":
      return fdList(value);
    case "DYN":
      return dynamic(p, value);
    default:
      throw new ParamTrouble(`is of type ${p.type}, which has no readable form: write {hex}`);
  }
}

function net(make: () => Uint8Array | undefined, wants: string, value: ParamInput): Uint8Array {
  const bytes = make();
  if (bytes === undefined) throw new ParamTrouble(`wants ${wants}, or {hex}; ${show(value)} is given`);
  return bytes;
}

function withNul(text: Uint8Array): Uint8Array {
  const out = new Uint8Array(text.length + 1);
  out.set(text);
  return out;
}

function textList(items: readonly unknown[]): Uint8Array {
  if (items.some((i) => typeof i !== "string")) throw new ParamTrouble("wants a list of texts");
  return encodeText(items.map((i) => `${i}\0`).join(""));
}

function hexBytes(hex: string): Uint8Array {
  if (!/^([0-9a-fA-F]{2})*$/.test(hex)) throw new ParamTrouble(`wants pairs of hexadecimal digits, not '${hex}'`);
  return new Uint8Array(Buffer.from(hex, "hex"));
}

function numberBytes(value: bigint, size: number): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigInt64(0, BigInt.asIntN(64, value), true);
  return out.subarray(0, size);
}

function numberOf(p: ParamInfo, value: ParamInput): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") {
    if (!Number.isInteger(value)) throw new ParamTrouble(`wants an integer; ${value} is given`);
    return BigInt(value);
  }
  if (typeof value === "string") {
    if (/^-?\d+$/.test(value)) return BigInt(value);
    if (/^0[xX][0-9a-fA-F]+$/.test(value)) return BigInt(value);
    const named = numberNamed(p, value);
    if (named !== undefined) return named;
  }
  throw new ParamTrouble(`wants ${wanted(p)}; ${show(value)} is given`);
}

/** The number that a name stands for. */
function numberNamed(p: ParamInfo, text: string): bigint | undefined {
  if (p.type === "SIGTYPE") return whole(signalNumber(text));
  if (p.type === "SYSCALLID") return whole(syscallNamed(text)?.ppmSc);
  if (p.type === "FD" && text === "AT_FDCWD") return AT_FDCWD;
  if (p.type === "ERRNO" || p.type === "FD" || p.type === "PID") {
    const n = errnoNumber(text.replace(/^-/, ""));
    if (n !== undefined) return BigInt(-n);
    return text === "SUCCESS" ? 0n : undefined;
  }
  const table = FLAG_TABLES[p.values ?? ""];
  if (table === undefined) return undefined;
  let bits = 0n;
  for (const word of text.split("|")) {
    const name = word.trim();
    const row = table.find(([n]) => n === name);
    if (row === undefined)
      throw new ParamTrouble(`knows no flag '${name}'; its flags are ${table.map(([n]) => n).join(", ")}`);
    bits |= BigInt(row[1] >>> 0);
  }
  return bits;
}

function whole(n: number | undefined): bigint | undefined {
  return n === undefined ? undefined : BigInt(n);
}

function wanted(p: ParamInfo): string {
  switch (p.type) {
    case "SIGTYPE":
      return "a signal: a number or a name like SIGKILL";
    case "SYSCALLID":
      return "a system call: its portable number or its name";
    case "FD":
      return "a file descriptor: a number, AT_FDCWD, or an error like -ENOENT";
    case "ERRNO":
      return "a result: a number or an error like -ENOENT";
    default:
      return p.values !== undefined && FLAG_TABLES[p.values] !== undefined
        ? `a number or names of flags joined with |: ${FLAG_TABLES[p.values]
            ?.slice(0, 3)
            .map(([n]) => n)
            .join(", ")} ...`
        : "an integer";
  }
}

function fdList(value: ParamInput): Uint8Array {
  if (!Array.isArray(value)) throw new ParamTrouble(`wants a list like [{fd: 3, flags: 1}]; ${show(value)} is given`);
  const out = new Uint8Array(2 + 10 * value.length);
  const dv = new DataView(out.buffer);
  dv.setUint16(0, value.length, true);
  value.forEach((item: string | FdListItem, i) => {
    if (typeof item === "string") throw new ParamTrouble("wants a list like [{fd: 3, flags: 1}]");
    dv.setBigInt64(2 + 10 * i, BigInt(item.fd), true);
    dv.setUint16(10 + 10 * i, item.flags ?? 0, true);
  });
  return out;
}

/** The kind goes first, then the value in the type that the kind stands for. */
function dynamic(p: ParamInfo, value: ParamInput): Uint8Array {
  const kinds = DYNAMIC_PARAMS[p.values ?? ""];
  if (kinds === undefined || value === null || typeof value !== "object" || !("kind" in value))
    throw new ParamTrouble(`wants {kind, value} or {hex}; ${show(value)} is given`);
  const choice = kinds[value.kind];
  if (choice === undefined) throw new ParamTrouble(`has kinds 0 to ${kinds.length - 1}, not ${value.kind}`);
  const body = paramBytes({ name: p.name, type: choice[0], format: choice[1] }, value.value);
  const out = new Uint8Array(1 + body.length);
  out[0] = value.kind;
  out.set(body, 1);
  return out;
}

function show(value: ParamInput): string {
  const text = JSON.stringify(value, (_k, v: unknown) => (typeof v === "bigint" ? String(v) : v)) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
