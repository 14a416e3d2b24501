import { Slice } from "../event/bytes.js";
import { RecordFlag } from "../event/record.js";
import { EVENTS, eventCodes, SYSCALLS } from "../event/table.js";
import { errnoName } from "../event/text/errno.js";
import { writeParams } from "../event/text/param.js";
import { localTimeNs } from "../event/text/time.js";
import { Attr } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import { FdKind } from "../state/fd.js";
import { ABSENT, definer, putText } from "./define.js";
import { abspathReader, argReader } from "./evt-arg.js";
import { type EvtFacts, FACTS } from "./evt-info.js";
import type { FieldDef } from "./field.js";
import { INFRA_FIELDS } from "./infra.js";
import { namesOf } from "./names.js";
import { rawargReader, rawargText } from "./rawarg.js";

const d = definer("evt (Syscall events only)");
const NS = 1_000_000_000n;

const O_CREAT = 4;
const O_TMPFILE = 8192;
const O_F_CREATED = 16384;
const ANY_EXEC = 0o111;

const facts = (x: EventContext): EvtFacts => FACTS[x.ev.type] as EvtFacts;

const NAMES: readonly Attr[] = EVENTS.map((e) => Attr.of(e.name));
const SYSCALL_NAMES: Attr[] = [];
for (const s of SYSCALLS) SYSCALL_NAMES[s.ppmSc] = Attr.of(s.name);
const UNKNOWN_SYSCALL = Attr.of("<unknown>");
const ASYNC = eventCodes("asyncevent")[0] ?? -1;

/** Event name; the system call's for generic events. */
export function typeAttr(x: EventContext): Attr | null {
  const { ev } = x;
  const type = ev.type;
  if (type <= 1) return ev.nparams > 0 ? (SYSCALL_NAMES[ev.uint(0)] ?? UNKNOWN_SYSCALL) : null;
  if (type === ASYNC && ev.nparams > 1) return x.state.pool.intern(ev.u8, ev.off[1] as number, ev.textLen(1));
  return NAMES[type] ?? null;
}

const EXIT_DIR = Attr.of("<");
const ENTER_DIR = Attr.of(">");
const CATEGORIES = new Map(
  ["unknown", "file", "net", "ipc", ...FACTS.map((f) => f.category)].map((c) => [c, Attr.of(c)]),
);
const UNKNOWN_CATEGORY = CATEGORIES.get("unknown") as Attr;
const READ = Attr.of("read");
const WRITE = Attr.of("write");

function category(x: EventContext): Attr | null {
  const f = facts(x);
  if (!f.io) return CATEGORIES.get(f.category) ?? null;
  const fd = x.fd();
  if (fd === null) return UNKNOWN_CATEGORY;
  if (fd.isFile) return CATEGORIES.get("file") ?? null;
  if (fd.isIp) return CATEGORIES.get("net") ?? null;
  return IPC.has(fd.kind) ? (CATEGORIES.get("ipc") ?? null) : UNKNOWN_CATEGORY;
}

const IPC: ReadonlySet<number> = new Set([FdKind.UNIX, FdKind.PIPE, FdKind.EVENTFD, FdKind.SIGNALFD, FdKind.INOTIFY]);

function result(x: EventContext): number {
  return facts(x).hasResult && x.ev.nparams > 0 ? x.ev.int(0) : ABSENT;
}

const SUCCESS = Attr.of("SUCCESS");
const errnoAttrs = new Map<number, Attr>();
function resultAttr(x: EventContext): Attr | null {
  const res = result(x);
  if (Number.isNaN(res)) return null;
  if (res >= 0) return SUCCESS;
  let a = errnoAttrs.get(res);
  if (a === undefined) {
    a = Attr.of(errnoName(-res) ?? String(res));
    if (errnoAttrs.size < 4096) errnoAttrs.set(res, a);
  }
  return a;
}

/** Bytes moved by an I/O event on a known fd, if `test` holds for it. */
function moved(x: EventContext, test: (f: EvtFacts) => boolean, fd: "any" | "file" | "net"): number {
  const f = facts(x);
  if (!f.io || !test(f)) return ABSENT;
  const info = x.fd();
  if (info === null) return ABSENT;
  if (fd === "file" && !info.isFile) return ABSENT;
  if (fd === "net" && !info.isIp) return ABSENT;
  const res = result(x);
  return res >= 0 ? res : ABSENT;
}
const always = (): boolean => true;
const reads = (f: EvtFacts): boolean => f.ioRead;
const writes = (f: EvtFacts): boolean => f.ioWrite;

type ErrorGroup = "file" | "net" | "memory" | "other";
const MAKES_SOCKET = new Set(["accept", "accept4", "connect"]);
/** Groups overlap: a mapped file counts for files and for memory. */
function inGroup(x: EventContext, group: ErrorGroup): boolean {
  const f = facts(x);
  const fd = x.fd();
  const file = fd !== null ? fd.isFile : f.open || f.name === "creat";
  const net = fd !== null ? fd.isSocket : MAKES_SOCKET.has(f.name);
  switch (group) {
    case "file":
      return file;
    case "net":
      return net;
    case "memory":
      return f.category === "memory";
    case "other":
      return !file && !net && (fd !== null || f.category !== "memory");
  }
}
const errors =
  (group?: ErrorGroup) =>
  (x: EventContext): number => {
    const res = result(x);
    if (Number.isNaN(res) || (group !== undefined && !inGroup(x, group))) return ABSENT;
    return res < 0 ? 1 : 0;
  };

/** Flags of a successful-or-not event of the open family; -1 for other events. */
function openFlags(x: EventContext): number {
  const f = facts(x);
  return f.open && f.isExit && f.flagsParam >= 0 ? x.ev.uint(f.flagsParam) : -1;
}

/** A delta field remembers the event before; asking twice about one event gives one answer. */
function delta(part: (ns: bigint) => bigint): FieldDef["bind"] {
  return () => {
    let num = -1;
    let ts = 0n;
    let value = 0n;
    return {
      kind: "big",
      read: (x) => {
        if (num !== x.num) {
          value = ts === 0n ? 0n : x.ev.ts - ts;
          ts = x.ev.ts;
          num = x.num;
        }
        return part(value);
      },
    };
  };
}

const DEPRECATED = { deprecated: true } as const;
const name = new Slice();
const DEV_LOG = new TextEncoder().encode("/dev/log");

function isSyslog(x: EventContext): number {
  if (!facts(x).ioWrite || x.fd() === null || !x.fdName(name)) return 0;
  const from = name.off + name.len - DEV_LOG.length;
  if (from < name.off) return 0;
  for (let i = 0; i < DEV_LOG.length; i++) if (name.buf[from + i] !== DEV_LOG[i]) return 0;
  return 1;
}

/** Fields of system call events. */
export const EVT_SYSCALL_FIELDS: readonly FieldDef[] = [
  d.num("evt.latency", "RELTIME", "Always 0: enter events are not recorded.", () => 0, DEPRECATED),
  d.num("evt.latency.s", "RELTIME", "Always 0.", () => 0, DEPRECATED),
  d.num("evt.latency.ns", "RELTIME", "Always 0.", () => 0, { ...DEPRECATED, format: "PAD9" }),
  d.num("evt.latency.quantized", "UINT64", "Always 0.", () => 0, DEPRECATED),
  d.bytes("evt.latency.human", "Always 0ns.", (x, o) => putText(x, o, "0ns"), DEPRECATED),
  d.bound(
    "evt.deltatime",
    "RELTIME",
    "Nanoseconds since the event before.",
    delta((v) => v),
  ),
  d.bound(
    "evt.deltatime.s",
    "RELTIME",
    "Whole seconds since the event before.",
    delta((v) => v / NS),
  ),
  d.bound(
    "evt.deltatime.ns",
    "RELTIME",
    "Nanoseconds within the second since the event before.",
    delta((v) => v % NS),
    {
      format: "PAD9",
    },
  ),
  d.bytes("evt.outputtime", "Time in the form chosen for output.", (x, o) => putText(x, o, localTimeNs(x.ev.ts)), {
    jsonTime: true,
  }),
  d.attr(
    "evt.dir",
    "Direction of the event: < for exit, which is all that rules see.",
    (x) => (facts(x).isExit ? EXIT_DIR : facts(x).isSyscall ? ENTER_DIR : EXIT_DIR),
    DEPRECATED,
  ),
  d.attr("evt.type", "Name of the event, for system calls the call's name.", typeAttr),
  d.bound(
    "evt.type.is",
    "UINT32",
    "1 if the event has the name given after the dot, else 0.",
    (arg) => {
      if (arg === undefined || arg === "") throw new Error("evt.type.is needs an event name: evt.type.is.open");
      const codes = new Set(/^\d+$/.test(arg) ? [Number(arg)] : eventCodes(arg));
      const generic = new Set(SYSCALLS.filter((s) => s.name === arg).map((s) => s.ppmSc));
      if (codes.size === 0 && generic.size === 0) throw new Error(`unknown event type ${arg}`);
      return {
        kind: "num",
        read: (x) => (x.ev.type <= 1 ? (generic.has(x.ev.uint(0)) ? 1 : 0) : codes.has(x.ev.type) ? 1 : 0),
      };
    },
    { arg: "required", argKinds: ["dotted"] },
  ),
  d.attr("syscall.type", "Name of the system call; absent for other events.", (x) =>
    facts(x).isSyscall ? typeAttr(x) : null,
  ),
  d.attr("evt.category", "Category of the event; for I/O it follows from the kind of fd.", category),
  d.num("evt.cpu", "INT16", "Number of the CPU that the event was recorded on.", (x) => (x.cpu < 0 ? ABSENT : x.cpu)),
  ...["evt.args", "evt.info"].map((n) =>
    d.bytes(n, "All parameters as name=value.", (x, o) => {
      const w = x.scratch;
      const start = w.pos;
      if (!facts(x).isGeneric) writeParams(w, x.ev, namesOf(x));
      w.since(start, o);
      return true;
    }),
  ),
  d.bound("evt.arg", "CHARBUF", "One parameter as text, by name or number.", argReader, {
    arg: "required",
    argKinds: ["index", "dotted"],
  }),
  d.bound("evt.rawarg", "DYNAMIC", "One parameter in its own type, by name.", rawargReader, {
    text: rawargText,
    arg: "required",
    argKinds: ["dotted"],
    noRhs: true,
    noTransformer: true,
  }),
  d.bound("evt.buffer", "BYTEBUF", "Bytes read or written by an I/O event.", () => ({
    kind: "bytes",
    read: (x, o) => {
      const i = facts(x).dataParam;
      if (i < 0 || i >= x.ev.nparams || x.ev.len[i] === 0) return false;
      o.set(x.ev.u8, x.ev.off[i] as number, x.ev.len[i] as number);
      return true;
    },
  })),
  d.num("evt.buflen", "UINT64", "Bytes moved by an I/O event.", (x) => moved(x, always, "any")),
  d.attr("evt.res", "SUCCESS, or the name of the error returned.", resultAttr),
  d.num("evt.rawres", "INT64", "Value returned.", result),
  d.bool("evt.failed", "True if the value returned is negative.", (x) => {
    const r = result(x);
    return Number.isNaN(r) ? ABSENT : r < 0 ? 1 : 0;
  }),
  d.bool("evt.is_io", "True if the event reads from or writes to an fd.", (x) =>
    facts(x).reads || facts(x).writes ? 1 : 0,
  ),
  d.bool("evt.is_io_read", "True if the event reads from an fd.", (x) => (facts(x).reads ? 1 : 0)),
  d.bool("evt.is_io_write", "True if the event writes to an fd.", (x) => (facts(x).writes ? 1 : 0)),
  d.attr("evt.io_dir", "read or write, for I/O events.", (x) =>
    facts(x).reads ? READ : facts(x).writes ? WRITE : null,
  ),
  d.bool("evt.is_wait", "True if the event makes the thread wait.", (x) => (facts(x).waits ? 1 : 0)),
  d.num("evt.wait_latency", "RELTIME", "Always 0.", () => ABSENT, DEPRECATED),
  d.bool("evt.is_syslog", "True for a write to /dev/log.", isSyslog),
  d.num("evt.count", "UINT32", "Always 1.", () => 1),
  d.num("evt.count.error", "UINT32", "1 for a failed event, 0 for a successful one.", errors()),
  d.num("evt.count.error.file", "UINT32", "Like evt.count.error, for files and directories.", errors("file")),
  d.num("evt.count.error.net", "UINT32", "Like evt.count.error, for sockets.", errors("net")),
  d.num("evt.count.error.memory", "UINT32", "Like evt.count.error, for memory calls.", errors("memory")),
  d.num("evt.count.error.other", "UINT32", "Like evt.count.error, for all other events.", errors("other")),
  d.num("evt.count.exit", "UINT32", "1 for exit events.", (x) => (facts(x).isExit ? 1 : ABSENT)),
  d.num("evt.count.procinfo", "UINT32", "1 for procinfo events of a group leader.", (x) =>
    facts(x).name === "procinfo" && x.proc !== null && x.proc.main() === x.proc ? 1 : 0,
  ),
  d.num("evt.count.threadinfo", "UINT32", "1 for procinfo events.", (x) => (facts(x).name === "procinfo" ? 1 : 0)),
  d.bound(
    "evt.around",
    "UINT64",
    "evt.around[T]=D takes events at most D milliseconds away from time T (ns).",
    (arg) => {
      if (arg === undefined || !/^\d+$/.test(arg))
        throw new Error("evt.around needs a time in nanoseconds: evt.around[1700000000000000000]=500");
      const t = BigInt(arg);
      return {
        kind: "num",
        read: (x) => {
          const away = x.ev.ts > t ? x.ev.ts - t : t - x.ev.ts;
          return Math.ceil(Number(away) / 1e6);
        },
      };
    },
    { arg: "required", argKinds: ["index"], filterOnly: true, noRhs: true, noTransformer: true },
  ),
  d.bound("evt.abspath", "CHARBUF", "Absolute path made from a directory fd and a path parameter.", abspathReader, {
    arg: "optional",
    argKinds: ["dotted"],
    pathDependent: true,
  }),
  d.num("evt.buflen.in", "UINT64", "Bytes read.", (x) => moved(x, reads, "any")),
  d.num("evt.buflen.out", "UINT64", "Bytes written.", (x) => moved(x, writes, "any")),
  d.num("evt.buflen.file", "UINT64", "Bytes moved on files.", (x) => moved(x, always, "file")),
  d.num("evt.buflen.file.in", "UINT64", "Bytes read from files.", (x) => moved(x, reads, "file")),
  d.num("evt.buflen.file.out", "UINT64", "Bytes written to files.", (x) => moved(x, writes, "file")),
  d.num("evt.buflen.net", "UINT64", "Bytes moved on IP sockets.", (x) => moved(x, always, "net")),
  d.num("evt.buflen.net.in", "UINT64", "Bytes received on IP sockets.", (x) => moved(x, reads, "net")),
  d.num("evt.buflen.net.out", "UINT64", "Bytes sent on IP sockets.", (x) => moved(x, writes, "net")),
  d.bool("evt.is_open_read", "True for the open family when reading is asked for.", (x) => {
    const f = openFlags(x);
    return f >= 0 && (f & 1) !== 0 ? 1 : 0;
  }),
  d.bool("evt.is_open_write", "True for the open family when writing is asked for.", (x) => {
    const f = openFlags(x);
    return f >= 0 && (f & 2) !== 0 ? 1 : 0;
  }),
  ...INFRA_FIELDS,
  d.bool("evt.is_open_exec", "True when a file is created with an execute permission.", (x) => {
    const f = facts(x);
    if (f.name === "open_by_handle_at" || f.modeParam < 0 || !f.isExit) return 0;
    if (f.name !== "creat") {
      const flags = openFlags(x);
      if (flags < 0 || (flags & (O_CREAT | O_TMPFILE)) === 0) return 0;
    }
    return (x.ev.uint(f.modeParam) & ANY_EXEC) !== 0 ? 1 : 0;
  }),
  d.bool("evt.is_open_create", "True for the open family when the file was made by this call.", (x) => {
    const f = openFlags(x);
    if (f < 0) return 0;
    return (f & O_F_CREATED) !== 0 || ((f & O_TMPFILE) !== 0 && x.ev.int(0) >= 0) ? 1 : 0;
  }),
  d.bool(
    "evt.is_io_uring",
    "True if the operation was submitted through io_uring rather than by a system call.",
    (x) => ((x.ev.flags & RecordFlag.IO_URING) !== 0 ? 1 : 0),
    { ours: true },
  ),
  d.bool(
    "evt.is_path_changed",
    "True if the caller's memory had another path at the end of the call than the kernel took from it.",
    (x) => ((x.ev.flags & RecordFlag.CHANGED) !== 0 ? 1 : 0),
    { ours: true },
  ),
];
