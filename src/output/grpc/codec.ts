// The messages of proto/*.proto as bytes, written with protobufjs' reader and writer: no descriptors are needed at run
// time, and an alert is encoded once for all subscribers.
import protobuf from "protobufjs/minimal.js";
import type { AlertResponse, AlertsRequest, VersionResponse } from "./messages.js";

const { Reader, Writer } = protobuf;
type Writer = protobuf.Writer;
type Reader = protobuf.Reader;

const VARINT = 0;
const BYTES = 2;
const SECOND = 1_000_000_000n;
const SINCE = 100;
const REQUEST_EPOCH = 101;
const ONLOOKER = 102;
const SEQUENCE = 100;
const EPOCH = 101;
const MISSED = 102;

/** Halves of characters, which texts from JSON may hold and UTF-8 may not: one would end the client's stream. */
const HALVES = /\p{Surrogate}/gu;

function string(w: Writer, field: number, value: string): void {
  w.uint32((field << 3) | BYTES).string(value.replace(HALVES, "\ufffd"));
}

function text(w: Writer, field: number, value: string): void {
  if (value !== "") string(w, field, value);
}

function number(w: Writer, field: number, value: number): void {
  if (value !== 0) w.uint32((field << 3) | VARINT).uint64(value);
}

/** 64-bit numbers that are known to fit; they are objects where the library has one for them. */
function long(value: unknown): number {
  return Number(String(value));
}

function done(w: Writer): Buffer {
  const bytes = w.finish();
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Call back for every field of a message; those that are not read are skipped. */
function fields(r: Reader, end: number, read: (field: number) => boolean): void {
  while (r.pos < end) {
    const tag = r.uint32();
    if (!read(tag >>> 3)) r.skipType(tag & 7);
  }
}

export function encodeRequest(m: AlertsRequest): Buffer {
  const w = Writer.create();
  // presence counts: 0 is not the same as none
  if (m.since !== undefined) w.uint32((SINCE << 3) | VARINT).uint64(m.since);
  number(w, REQUEST_EPOCH, m.epoch ?? 0);
  number(w, ONLOOKER, m.onlooker === true ? 1 : 0);
  return done(w);
}

export function decodeRequest(bytes: Uint8Array): AlertsRequest {
  const r = Reader.create(bytes);
  const out: { since?: number; epoch?: number; onlooker?: boolean } = {};
  fields(r, r.len, (field) => {
    if (field === SINCE) out.since = long(r.uint64());
    else if (field === REQUEST_EPOCH) out.epoch = long(r.uint64());
    else if (field === ONLOOKER) out.onlooker = r.bool();
    else return false;
    return true;
  });
  return out;
}

/** An alert, without `missed`. */
export function encodeAlert(m: Omit<AlertResponse, "missed">): Buffer {
  const w = Writer.create();
  w.uint32((1 << 3) | BYTES).fork();
  number(w, 1, Number(m.time / SECOND));
  number(w, 2, Number(m.time % SECOND));
  w.ldelim();
  number(w, 2, m.priority);
  number(w, 3, m.sourceNumber);
  text(w, 4, m.rule);
  text(w, 5, m.output);
  for (const [key, value] of Object.entries(m.fields)) {
    w.uint32((6 << 3) | BYTES).fork();
    text(w, 1, key);
    text(w, 2, value);
    w.ldelim();
  }
  text(w, 7, m.hostname);
  for (const tag of m.tags) string(w, 8, tag);
  text(w, 9, m.source);
  number(w, SEQUENCE, m.sequence);
  number(w, EPOCH, m.epoch);
  return done(w);
}

/** Add to an encoded alert how many were lost before it: messages can be joined. */
export function withMissed(alert: Buffer, missed: number): Buffer {
  if (missed === 0) return alert;
  const w = Writer.create();
  number(w, MISSED, missed);
  return Buffer.concat([alert, done(w)]);
}

export function decodeAlert(bytes: Uint8Array): AlertResponse {
  const r = Reader.create(bytes);
  const fieldsOut: Record<string, string> = {};
  const tags: string[] = [];
  const out = {
    time: 0n,
    priority: 0,
    sourceNumber: 0,
    rule: "",
    output: "",
    fields: fieldsOut,
    hostname: "",
    tags,
    source: "",
    sequence: 0,
    epoch: 0,
    missed: 0,
  };
  fields(r, r.len, (field) => {
    if (field === 1) out.time = decodeTime(r);
    else if (field === 2) out.priority = r.int32();
    else if (field === 3) out.sourceNumber = r.int32();
    else if (field === 4) out.rule = r.string();
    else if (field === 5) out.output = r.string();
    else if (field === 6) decodeEntry(r, fieldsOut);
    else if (field === 7) out.hostname = r.string();
    else if (field === 8) tags.push(r.string());
    else if (field === 9) out.source = r.string();
    else if (field === SEQUENCE) out.sequence = long(r.uint64());
    else if (field === EPOCH) out.epoch = long(r.uint64());
    else if (field === MISSED) out.missed = long(r.uint64());
    else return false;
    return true;
  });
  return out;
}

function decodeTime(r: Reader): bigint {
  const end = r.uint32() + r.pos;
  let time = 0n;
  fields(r, end, (field) => {
    if (field === 1) time += BigInt(long(r.int64())) * SECOND;
    else if (field === 2) time += BigInt(r.int32());
    else return false;
    return true;
  });
  return time;
}

function decodeEntry(r: Reader, into: Record<string, string>): void {
  const end = r.uint32() + r.pos;
  let key = "";
  let value = "";
  fields(r, end, (field) => {
    if (field === 1) key = r.string();
    else if (field === 2) value = r.string();
    else return false;
    return true;
  });
  // a key of that name must not become the object's prototype
  Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
}

const VERSION_TEXTS = {
  1: "version",
  5: "prerelease",
  6: "build",
  8: "engineFieldsChecksum",
  11: "engineVersion",
} as const;
const VERSION_NUMBERS = {
  2: "major",
  3: "minor",
  4: "patch",
  7: "engineMinor",
  9: "engineMajor",
  10: "enginePatch",
} as const;

export function encodeVersion(m: VersionResponse): Buffer {
  const w = Writer.create();
  for (const [field, key] of Object.entries(VERSION_TEXTS)) text(w, Number(field), m[key]);
  for (const [field, key] of Object.entries(VERSION_NUMBERS)) number(w, Number(field), m[key]);
  return done(w);
}

export function decodeVersion(bytes: Uint8Array): VersionResponse {
  const r = Reader.create(bytes);
  const out: Record<string, string | number> = {};
  for (const key of Object.values(VERSION_TEXTS)) out[key] = "";
  for (const key of Object.values(VERSION_NUMBERS)) out[key] = 0;
  fields(r, r.len, (field) => {
    const textKey = (VERSION_TEXTS as Record<number, string>)[field];
    const numberKey = (VERSION_NUMBERS as Record<number, string>)[field];
    if (textKey !== undefined) out[textKey] = r.string();
    else if (numberKey !== undefined) out[numberKey] = r.uint32();
    else return false;
    return true;
  });
  return out as unknown as VersionResponse;
}
