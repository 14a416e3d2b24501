import { encodeText } from "../event/bytes.js";
import { parseIp } from "../filter/ip.js";

/** Portable address families. */
const UNIX = 1;
const INET = 2;
const INET6 = 10;

const FAMILIES: ReadonlyMap<string, number> = new Map([
  ["unix", UNIX],
  ["local", UNIX],
  ["AF_UNIX", UNIX],
  ["AF_LOCAL", UNIX],
  ["inet", INET],
  ["ipv4", INET],
  ["AF_INET", INET],
  ["inet6", INET6],
  ["ipv6", INET6],
  ["AF_INET6", INET6],
]);

function familyOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : typeof value === "string" ? FAMILIES.get(value) : undefined;
}

/** Bytes of an IP address in text; undefined if it is none. */
export function ipBytes(value: unknown): Uint8Array | undefined {
  return typeof value === "string" ? parseIp(value) : undefined;
}

interface End {
  readonly ip: Uint8Array;
  readonly port: number;
}

function end(ip: unknown, port: unknown): End | undefined {
  const bytes = ipBytes(ip);
  const n = typeof port === "string" && /^\d+$/.test(port) ? Number(port) : port;
  if (bytes === undefined || typeof n !== "number" || !Number.isInteger(n) || n < 0 || n > 65535) return undefined;
  return { ip: bytes, port: n };
}

/** `10.0.0.1:80`, `[::1]:80` or `::1:80`. */
function parseEnd(text: string): End | undefined {
  const colon = text.lastIndexOf(":");
  if (colon < 0) return undefined;
  return end(text.slice(0, colon).replace(/^\[(.*)\]$/, "$1"), text.slice(colon + 1));
}

/** An IPv4 address in the wide form, for a partner of the other family. */
function widen(ip: Uint8Array): Uint8Array {
  if (ip.length === 16) return ip;
  const out = new Uint8Array(16);
  out[10] = 0xff;
  out[11] = 0xff;
  out.set(ip, 12);
  return out;
}

function port(n: number): readonly number[] {
  return [n & 255, n >> 8];
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** A SOCKADDR parameter; undefined if the value is no address. */
export function addressBytes(value: unknown): Uint8Array | undefined {
  let e: End | undefined;
  let path: unknown;
  let family: number | undefined;
  if (typeof value === "string") {
    if (/^[/@]/.test(value) || value === "") path = value;
    else e = parseEnd(value);
  } else {
    const o = record(value);
    if (o === undefined) return undefined;
    family = familyOf(o.family);
    path = o.path;
    if (path === undefined) e = end(o.ip, o.port);
  }
  if (typeof path === "string") return new Uint8Array([UNIX, ...encodeText(path), 0]);
  if (e === undefined) return undefined;
  const ip = family === INET6 ? widen(e.ip) : e.ip;
  return new Uint8Array([ip.length === 4 ? INET : INET6, ...ip, ...port(e.port)]);
}

/** A SOCKTUPLE parameter; undefined if the value is no pair of ends. */
export function tupleBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === "string") {
    const [a, b, ...more] = value.split("->");
    if (a === undefined || b === undefined || more.length > 0) return undefined;
    return ends(parseEnd(a), parseEnd(b), undefined);
  }
  const o = record(value);
  if (o === undefined) return undefined;
  const path = o.path;
  if (typeof path === "string") {
    const ids = new DataView(new ArrayBuffer(16));
    ids.setBigUint64(0, id(o.source), true);
    ids.setBigUint64(8, id(o.dest), true);
    return new Uint8Array([UNIX, ...new Uint8Array(ids.buffer), ...encodeText(path), 0]);
  }
  return ends(end(o.sip, o.sport), end(o.dip, o.dport), familyOf(o.family));
}

function id(value: unknown): bigint {
  return typeof value === "bigint" || typeof value === "number" ? BigInt.asUintN(64, BigInt(value)) : 0n;
}

function ends(a: End | undefined, b: End | undefined, family: number | undefined): Uint8Array | undefined {
  if (a === undefined || b === undefined) return undefined;
  const wide = family === INET6 || a.ip.length !== b.ip.length || a.ip.length === 16;
  const ip = (e: End): Uint8Array => (wide ? widen(e.ip) : e.ip);
  return new Uint8Array([wide ? INET6 : INET, ...ip(a), ...port(a.port), ...ip(b), ...port(b.port)]);
}
