// The messages of proto/status.proto as bytes. Their fields are rows of tables: these messages are many-fielded and rare.
import protobuf from "protobufjs/minimal.js";
import type { StatusRequest, StatusResponse } from "./status-messages.js";

const { Reader, Writer } = protobuf;
type Reader = protobuf.Reader;
type Writer = protobuf.Writer;

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;

type Kind = "text" | "count" | "number" | "flag" | Table;
/** By number of the field: its key and what it holds. A table stands for a list of such messages. */
type Table = readonly (readonly [field: number, key: string, kind: Kind])[];
type Message = Record<string, unknown>;

const WORKER: Table = [
  [1, "events", "count"],
  [2, "alerts", "count"],
  [3, "cpuSeconds", "number"],
  [4, "processes", "count"],
  [5, "threadId", "count"],
];
const RULE: Table = [
  [1, "name", "text"],
  [2, "priority", "text"],
  [3, "matches", "count"],
  [4, "judged", "count"],
  [5, "cpuSeconds", "number"],
];
const TALKER: Table = [
  [1, "pid", "count"],
  [2, "name", "text"],
  [3, "events", "count"],
];
const OUTPUT: Table = [
  [1, "name", "text"],
  [2, "sent", "count"],
  [3, "lost", "count"],
  [4, "waiting", "count"],
  [5, "lagSeconds", "number"],
];
const EVENT_TYPE: Table = [
  [1, "name", "text"],
  [2, "shipped", "count"],
  [3, "dropped", "count"],
];
const RESPONSE: Table = [
  [1, "timeMs", "count"],
  [2, "startedMs", "count"],
  [3, "version", "text"],
  [4, "hostname", "text"],
  [5, "pid", "count"],
  [6, "trouble", "text"],
  [7, "rulesLoaded", "count"],
  [8, "feedsAlerts", "flag"],
  [9, "sequence", "count"],
  [10, "epoch", "count"],
  [11, "rssBytes", "count"],
  [20, "shipped", "count"],
  [21, "filtered", "count"],
  [22, "dropped", "count"],
  [23, "judged", "count"],
  [24, "alerts", "count"],
  [25, "heldBack", "count"],
  [26, "lostAlerts", "count"],
  [30, "workers", WORKER],
  [31, "rules", RULE],
  [32, "talkers", TALKER],
  [33, "outputs", OUTPUT],
  [34, "eventTypes", EVENT_TYPE],
];
const REQUEST: Table = [[1, "intervalMs", "count"]];

function write(w: Writer, table: Table, m: Message): Writer {
  for (const [field, key, kind] of table) {
    const value = m[key];
    if (typeof kind === "object") {
      for (const item of value as readonly Message[]) write(w.uint32((field << 3) | BYTES).fork(), kind, item).ldelim();
    } else if (kind === "text") {
      if (value !== "") w.uint32((field << 3) | BYTES).string(value as string);
    } else if (kind === "number") {
      if (value !== 0) w.uint32((field << 3) | FIXED64).double(value as number);
    } else {
      const n = Math.max(0, Math.round(Number(value)));
      if (n !== 0) w.uint32((field << 3) | VARINT).uint64(n);
    }
  }
  return w;
}

const EMPTY = { text: "", count: 0, number: 0, flag: false } as const;

function read(r: Reader, end: number, table: Table): Message {
  const m: Message = {};
  for (const [, key, kind] of table) m[key] = typeof kind === "object" ? [] : EMPTY[kind];
  while (r.pos < end) {
    const tag = r.uint32();
    const row = table.find(([field]) => field === tag >>> 3);
    if (row === undefined) {
      r.skipType(tag & 7);
      continue;
    }
    const [, key, kind] = row;
    if (typeof kind === "object") (m[key] as Message[]).push(read(r, r.uint32() + r.pos, kind));
    else if (kind === "text") m[key] = r.string();
    else if (kind === "number") m[key] = r.double();
    else if (kind === "flag") m[key] = r.bool();
    // 64-bit numbers are objects where the library has one for them
    else m[key] = Number(String(r.uint64()));
  }
  return m;
}

function bytesOf(w: Writer): Buffer {
  const bytes = w.finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function encodeStatus(m: StatusResponse): Buffer {
  return bytesOf(write(Writer.create(), RESPONSE, m as unknown as Message));
}

export function decodeStatus(bytes: Uint8Array): StatusResponse {
  const r = Reader.create(bytes);
  return read(r, r.len, RESPONSE) as unknown as StatusResponse;
}

export function encodeStatusRequest(m: StatusRequest): Buffer {
  return bytesOf(write(Writer.create(), REQUEST, m as unknown as Message));
}

export function decodeStatusRequest(bytes: Uint8Array): StatusRequest {
  const r = Reader.create(bytes);
  return read(r, r.len, REQUEST) as unknown as StatusRequest;
}
