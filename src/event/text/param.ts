import { DYNAMIC_PARAMS } from "../data/flags.js";
import { EVENTS, syscallByCode } from "../table.js";
import type { EventView } from "../view.js";
import { writeBuffer, writePrintable } from "./buffer.js";
import { errnoName } from "./errno.js";
import { flagTable, writeEnum, writeFlags } from "./flags.js";
import { writeEndpoint, writeIp } from "./net.js";
import { percentG } from "./number.js";
import { signalName } from "./signals.js";
import { localDateTime, nanos } from "./time.js";
import { writeTuple } from "./tuple.js";
import type { ByteWriter } from "./writer.js";

/** What the text of a parameter needs to know beyond the event. Each writes nothing when it does not know. */
export interface ParamNames {
  /** `<kind>name` of an fd. */
  fd(w: ByteWriter, num: number): void;
  /** Name of the process of a thread. */
  thread(w: ByteWriter, tid: number): void;
  user(w: ByteWriter, uid: number): void;
  group(w: ByteWriter, gid: number): void;
  /** Absolute form of a relative path parameter. */
  path(w: ByteWriter, param: number): void;
}

const NO_ID = 0xffffffff;
const AT_FDCWD = -100;

/** Types whose emptiness has always been shown as NULL. */
const NULL_WHEN_EMPTY: ReadonlySet<string> = new Set(["BYTEBUF", "SOCKTUPLE", "FDLIST", "CHARBUFARRAY", "DYN"]);
const NULL_TEXT = "(NULL)\0";

/** Old captures have this text for one that could not be read. */
export function isNullText(u8: Uint8Array, off: number, len: number): boolean {
  if (len !== NULL_TEXT.length) return false;
  for (let i = 0; i < len; i++) if (u8[off + i] !== NULL_TEXT.charCodeAt(i)) return false;
  return true;
}

/** Write the plain form of a parameter: numbers as numbers. */
export function writeRaw(w: ByteWriter, ev: EventView, i: number): void {
  const info = EVENTS[ev.type]?.params[i];
  if (info === undefined) return;
  writeValue(w, ev, info.type, info.format, info.values, ev.off[i] as number, ev.len[i] as number);
}

function writeValue(
  w: ByteWriter,
  ev: EventView,
  type: string,
  format: string,
  values: string | undefined,
  off: number,
  len: number,
): void {
  const { u8, dv } = ev;
  if (len === 0) {
    w.ascii(NULL_WHEN_EMPTY.has(type) ? "NULL" : "<NA>");
    return;
  }
  switch (type) {
    case "CHARBUF":
    case "FSPATH":
    case "FSRELPATH":
      if (isNullText(u8, off, len)) w.ascii("<NA>");
      else w.bytes(u8, off, u8[off + len - 1] === 0 ? len - 1 : len);
      return;
    case "BYTEBUF":
      writeBuffer(w, u8, off, len);
      return;
    case "CHARBUFARRAY":
      writePrintable(w, u8, off, len > 0 && u8[off + len - 1] === 0 ? len - 1 : len);
      return;
    case "SOCKTUPLE":
      if (!writeTuple(w, u8, off, len)) w.ascii("NULL");
      return;
    case "SOCKADDR":
      writeSockaddr(w, u8, off, len);
      return;
    case "IPV4ADDR":
      if (len >= 4) writeIp(w, u8, off, 4);
      return;
    case "IPV6ADDR":
    case "IPADDR":
      if (len === 4 || len === 16) writeIp(w, u8, off, len);
      return;
    case "FDLIST":
    case "SIGSET":
      return;
    case "DYN":
      writeDynamic(w, ev, values, off, len);
      return;
    case "BOOL":
      w.ascii(len > 0 && u8[off] !== 0 ? "true" : "false");
      return;
    case "ABSTIME":
      if (len === 8) {
        const ts = dv.getBigUint64(off, true);
        w.ascii(`${localDateTime(ts)}.${nanos(ts)}`);
      }
      return;
    case "RELTIME":
      if (len !== 8) return;
      if (dv.getUint32(off, true) === NO_ID && dv.getUint32(off + 4, true) === NO_ID) w.ascii("none");
      else w.dec64(dv.getUint32(off, true), dv.getUint32(off + 4, true));
      return;
    case "MODE":
      writeNumber(w, ev, "OCT", false, off, len);
      return;
    case "UINT8":
    case "UINT16":
    case "UINT32":
    case "UINT64":
    case "INT8":
    case "INT16":
    case "INT32":
    case "INT64":
      writeNumber(w, ev, format, true, off, len);
      return;
    case "ERRNO":
    case "FD":
    case "PID":
    case "UID":
    case "GID":
      writeNumber(w, ev, "DEC", true, off, len);
      return;
    default:
      writeNumber(w, ev, "DEC", false, off, len);
  }
}

function writeNumber(w: ByteWriter, ev: EventView, format: string, signed: boolean, off: number, len: number): void {
  const { dv } = ev;
  if (len !== 1 && len !== 2 && len !== 4 && len !== 8) return;
  const lo = len === 1 ? dv.getUint8(off) : len === 2 ? dv.getUint16(off, true) : dv.getUint32(off, true);
  const hi = len === 8 ? dv.getUint32(off + 4, true) : 0;
  if (format === "HEX") w.hex64(lo, hi);
  else if (format === "OCT") {
    if (lo !== 0) w.byte(48);
    w.oct(lo);
  } else if (len === 8) w.dec64(lo, hi);
  else if (!signed) w.dec(lo);
  else w.dec(len === 4 ? lo | 0 : len === 2 ? (lo << 16) >> 16 : (lo << 24) >> 24);
}

function writeSockaddr(w: ByteWriter, u8: Uint8Array, off: number, len: number): void {
  const family = u8[off];
  const size = family === 2 ? 4 : family === 10 ? 16 : 0;
  if (family === 1) {
    const end = u8[off + len - 1] === 0 && len > 1 ? len - 1 : len;
    w.bytes(u8, off + 1, end - 1);
  } else if (size > 0 && len >= 3 + size) {
    const port = (u8[off + 1 + size] as number) | ((u8[off + 2 + size] as number) << 8);
    writeEndpoint(w, u8, off + 1, size, port);
  } else {
    w.ascii("family ");
    w.dec(family ?? 0);
  }
}

function writeDynamic(w: ByteWriter, ev: EventView, table: string | undefined, off: number, len: number): void {
  const choice = DYNAMIC_PARAMS[table ?? ""]?.[ev.u8[off] as number];
  if (choice === undefined) {
    writePrintable(w, ev.u8, off, len);
    return;
  }
  writeValue(w, ev, choice[0], choice[1], undefined, off + 1, len - 1);
}

/**
 * Write the meaning of a parameter (flag names, fd name, errno name ...).
 * @returns false, with nothing written, if it has none beyond its plain form
 */
export function writeResolved(w: ByteWriter, ev: EventView, i: number, names: ParamNames): boolean {
  const info = EVENTS[ev.type]?.params[i];
  const len = ev.len[i] as number;
  if (info === undefined || len === 0) return false;
  const start = w.pos;
  const off = ev.off[i] as number;
  switch (info.type) {
    case "FLAGS8":
    case "FLAGS16":
    case "FLAGS32":
    case "MODE":
      writeFlags(w, flagTable(info.values), ev.uint(i));
      break;
    case "ENUMFLAGS8":
    case "ENUMFLAGS16":
    case "ENUMFLAGS32":
      writeEnum(w, flagTable(info.values), ev.uint(i));
      break;
    case "FD":
      writeFd(w, ev.int(i), names);
      break;
    case "PID":
      names.thread(w, ev.int(i));
      break;
    case "ERRNO": {
      const v = ev.int(i);
      if (v < 0) w.ascii(errnoName(-v) ?? "");
      break;
    }
    case "SIGTYPE":
      w.ascii(signalName(ev.uint(i)) ?? "");
      break;
    case "SYSCALLID":
      w.ascii(syscallByCode(ev.uint(i))?.name ?? "");
      break;
    case "UID":
      if (ev.uint(i) === NO_ID) w.ascii("<NONE>");
      else names.user(w, ev.uint(i));
      break;
    case "GID":
      if (ev.uint(i) === NO_ID) w.ascii("<NONE>");
      else names.group(w, ev.uint(i));
      break;
    case "FSPATH":
    case "FSRELPATH":
      if (len > 1 && ev.u8[off] !== 47) names.path(w, i);
      break;
    case "RELTIME": {
      if (len !== 8) break;
      const ns = ev.uint(i);
      if (!(ev.dv.getUint32(off, true) === NO_ID && ev.dv.getUint32(off + 4, true) === NO_ID))
        w.ascii(`${percentG(ns / 1e9)}s`);
      break;
    }
    case "FDLIST":
      writeFdList(w, ev, off, len, names);
      break;
    case "SIGSET":
      writeSignalSet(w, ev.uint(i));
      break;
    case "DYN":
      writeDynamicName(w, ev, info.values, off, len, names);
      break;
  }
  return w.pos > start;
}

function writeFd(w: ByteWriter, num: number, names: ParamNames): void {
  if (num === AT_FDCWD) w.ascii("AT_FDCWD");
  else if (num < 0) w.ascii(errnoName(-num) ?? "");
  else names.fd(w, num);
}

function writeDynamicName(
  w: ByteWriter,
  ev: EventView,
  table: string | undefined,
  off: number,
  len: number,
  names: ParamNames,
): void {
  const choice = DYNAMIC_PARAMS[table ?? ""]?.[ev.u8[off] as number];
  if (choice === undefined || len < 2) return;
  const v = ev.dv;
  if (choice[0] === "SIGTYPE") w.ascii(signalName(v.getUint8(off + 1)) ?? "");
  else if (len >= 9 && choice[0] === "ERRNO") {
    const n = v.getInt32(off + 1, true);
    if (n < 0) w.ascii(errnoName(-n) ?? "");
  } else if (len >= 9 && choice[0] === "FD") writeFd(w, v.getInt32(off + 1, true), names);
}

/** fds of poll: `number:` then the kind and the event bits, joined with spaces. */
function writeFdList(w: ByteWriter, ev: EventView, off: number, len: number, names: ParamNames): void {
  const { dv } = ev;
  if (len < 2) return;
  const n = Math.min(dv.getUint16(off, true), Math.floor((len - 2) / 10));
  for (let k = 0; k < n; k++) {
    const at = off + 2 + 10 * k;
    if (k > 0) w.byte(32);
    const num = dv.getInt32(at, true);
    w.dec(num);
    w.byte(58);
    const start = w.pos;
    names.fd(w, num);
    // Of `<4t>name` only the kind is wanted.
    const kind = w.pos > start + 1 ? (w.buf[start + 1] as number) : 63;
    w.pos = start;
    w.byte(kind);
    w.hex(dv.getUint16(at + 8, true), 1, false);
  }
}

function writeSignalSet(w: ByteWriter, set: number): void {
  let first = true;
  for (let s = 1; s <= 31; s++) {
    if (((set >>> (s - 1)) & 1) === 0) continue;
    if (!first) w.byte(32);
    w.ascii(signalName(s) ?? "");
    first = false;
  }
}

/** Types whose only text is what {@link writeResolved} gives. */
function meaningOnly(type: string | undefined): boolean {
  return type === "FDLIST" || type === "SIGSET";
}

/** Write a parameter the way one is shown alone: its meaning if it has one, else its plain form. */
export function writeParam(w: ByteWriter, ev: EventView, i: number, names: ParamNames): void {
  if (writeResolved(w, ev, i, names)) return;
  if (ev.len[i] === 0 || !meaningOnly(EVENTS[ev.type]?.params[i]?.type)) writeRaw(w, ev, i);
}

/** Write all parameters: `name=value(meaning)`, joined with spaces. */
export function writeParams(w: ByteWriter, ev: EventView, names: ParamNames): void {
  const params = EVENTS[ev.type]?.params ?? [];
  for (let i = 0; i < params.length && i < ev.nparams; i++) {
    const p = params[i];
    if (p === undefined) continue;
    if (i > 0) w.byte(32);
    w.ascii(p.name);
    w.byte(61);
    if (meaningOnly(p.type) && (ev.len[i] as number) > 0) {
      writeResolved(w, ev, i, names);
      continue;
    }
    writeRaw(w, ev, i);
    const at = w.pos;
    w.byte(40);
    if (writeResolved(w, ev, i, names)) w.byte(41);
    else w.pos = at;
  }
}
