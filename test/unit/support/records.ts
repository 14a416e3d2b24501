import { AnnexTag, EVENT, PREFIX } from "../../../src/event/record.js";
import { EVENTS, eventCodes } from "../../../src/event/table.js";
import { EventView } from "../../../src/event/view.js";

/** Value of a parameter; undefined or a missing one is sent empty. */
export type ParamValue = number | bigint | string | Uint8Array | undefined;

/** One annex entry. */
export interface AnnexEntry {
  readonly tag: number;
  readonly kind?: number;
  readonly bytes: Uint8Array;
}

/** A record as tests write it down. */
export interface RecordSpec {
  /** Event code, or a name, which stands for the newest exit event (or the only one). */
  readonly type: number | string;
  readonly params?: readonly ParamValue[];
  readonly ts?: bigint;
  readonly tid?: number;
  /** Defaults to the tid; 0 with `bare`. */
  readonly tgid?: number;
  readonly start?: number;
  readonly flags?: number;
  readonly annex?: readonly AnnexEntry[];
  /** A scap event alone, as captures have it. */
  readonly bare?: boolean;
}

const SIZES: Readonly<Record<string, number>> = {
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
  PORT: 2,
  SYSCALLID: 2,
  INT32: 4,
  UINT32: 4,
  FLAGS32: 4,
  ENUMFLAGS32: 4,
  UID: 4,
  GID: 4,
  MODE: 4,
  BOOL: 4,
  SIGSET: 4,
};

/** Code of the newest exit event of a name (or its only event). */
export function code(name: string): number {
  const codes = eventCodes(name);
  const good = codes.filter((c) => !EVENTS[c]?.flags.has("OLD_VERSION"));
  const exits = good.filter((c) => EVENTS[c]?.isExit);
  const found = (exits.length > 0 ? exits : good).at(-1);
  if (found === undefined) throw new Error(`no event named ${name}`);
  return found;
}

function encode(type: string, value: ParamValue): Uint8Array {
  if (value === undefined) return new Uint8Array(0);
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return new Uint8Array(Buffer.from(`${value}\0`, "utf8"));
  const size = SIZES[type] ?? 8;
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigInt64(0, BigInt.asIntN(64, BigInt(value)), true);
  return out.slice(0, size);
}

/** Bytes of NUL-ended texts, as argument vectors have them. */
export function nul(...texts: string[]): Uint8Array {
  return new Uint8Array(Buffer.from(texts.map((t) => `${t}\0`).join(""), "utf8"));
}

/** Build a ring record (or a bare event); its length is a multiple of 8. */
export function build(spec: RecordSpec): Uint8Array {
  const type = typeof spec.type === "number" ? spec.type : code(spec.type);
  const info = EVENTS[type];
  if (info === undefined) throw new Error(`no event ${type}`);
  const values = info.params.map((p, i) => encode(p.type, spec.params?.[i]));
  const cell = info.flags.has("LARGE_PAYLOAD") ? 4 : 2;
  const evLen = EVENT.SIZE + cell * values.length + values.reduce((n, v) => n + v.length, 0);
  const at = spec.bare ? 0 : PREFIX.SIZE;
  const annexOff = at + evLen;
  const annex = spec.annex ?? [];
  const annexLen = annex.reduce((n, a) => n + 4 + a.bytes.length, 0);
  const out = new Uint8Array((annexOff + annexLen + 7) & ~7);
  const dv = new DataView(out.buffer);
  const tid = spec.tid ?? 100;
  if (!spec.bare) {
    dv.setUint32(PREFIX.TGID, spec.tgid ?? tid, true);
    dv.setUint32(PREFIX.FLAGS, spec.flags ?? 1, true);
    dv.setBigUint64(PREFIX.START, BigInt(spec.start ?? 0), true);
    dv.setUint32(PREFIX.ANNEX_OFF, annexOff, true);
    dv.setUint32(PREFIX.ANNEX_LEN, annexLen, true);
  }
  dv.setBigUint64(at + EVENT.TS, spec.ts ?? 1_700_000_000_123_456_789n, true);
  dv.setBigUint64(at + EVENT.TID, BigInt(tid), true);
  dv.setUint32(at + EVENT.LEN, evLen, true);
  dv.setUint16(at + EVENT.TYPE, type, true);
  dv.setUint32(at + EVENT.NPARAMS, values.length, true);
  let p = at + EVENT.SIZE + cell * values.length;
  values.forEach((v, i) => {
    if (cell === 2) dv.setUint16(at + EVENT.SIZE + 2 * i, v.length, true);
    else dv.setUint32(at + EVENT.SIZE + 4 * i, v.length, true);
    out.set(v, p);
    p += v.length;
  });
  p = annexOff;
  for (const a of annex) {
    out[p] = a.tag;
    out[p + 1] = a.kind ?? 0;
    dv.setUint16(p + 2, a.bytes.length, true);
    out.set(a.bytes, p + 4);
    p += 4 + a.bytes.length;
  }
  return out;
}

/** A view that stands on a record. */
export function viewOf(spec: RecordSpec, view: EventView = new EventView()): EventView {
  const bytes = build(spec);
  view.attach(bytes.buffer as ArrayBuffer);
  if (spec.bare) view.atBare(0);
  else view.at(0);
  return view;
}

/** Annex entry of a path: the kernel's, of parameter `param`. */
export function resolvedPath(param: number, path: string): AnnexEntry {
  return { tag: AnnexTag.RESOLVED, kind: param, bytes: new Uint8Array(Buffer.from(path)) };
}

/** CWD entry: the working directory after a chdir or an exec. */
export function cwdPath(path: string): AnnexEntry {
  return { tag: AnnexTag.CWD, kind: 0, bytes: new TextEncoder().encode(path) };
}

/** Annex entry of the directory that a relative path parameter starts from. */
export function basePath(param: number, path: string): AnnexEntry {
  return { tag: AnnexTag.BASE, kind: param, bytes: new Uint8Array(Buffer.from(path)) };
}

/** Annex entry of an fd; `rest` follows the fixed part. */
export function fdEntry(
  fd: number,
  kind: string,
  rest: Uint8Array | string,
  extra: { dev?: number; ino?: bigint; flags?: number } = {},
): AnnexEntry {
  const tail = typeof rest === "string" ? new Uint8Array(Buffer.from(rest)) : rest;
  const bytes = new Uint8Array(20 + tail.length);
  const dv = new DataView(bytes.buffer);
  dv.setInt32(0, fd, true);
  dv.setUint32(4, extra.dev ?? 0, true);
  dv.setBigUint64(8, extra.ino ?? 0n, true);
  dv.setUint32(16, extra.flags ?? 0, true);
  bytes.set(tail, 20);
  return { tag: AnnexTag.FD, kind: kind.charCodeAt(0), bytes };
}

/** Identity of an IPv4 socket, for {@link fdEntry}. */
export function ipv4(
  l4: number,
  role: number,
  local: string,
  lport: number,
  remote: string,
  rport: number,
): Uint8Array {
  const out = new Uint8Array(16);
  out[0] = l4;
  out[1] = role;
  const dv = new DataView(out.buffer);
  dv.setUint16(2, lport, true);
  dv.setUint16(4, rport, true);
  out.set(local.split(".").map(Number), 8);
  out.set(remote.split(".").map(Number), 12);
  return out;
}

/** A SOCKTUPLE of IPv4 addresses. */
export function tuple4(src: string, sport: number, dst: string, dport: number): Uint8Array {
  const out = new Uint8Array(13);
  const dv = new DataView(out.buffer);
  out[0] = 2;
  out.set(src.split(".").map(Number), 1);
  dv.setUint16(5, sport, true);
  out.set(dst.split(".").map(Number), 7);
  dv.setUint16(11, dport, true);
  return out;
}
