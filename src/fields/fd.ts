import { Slice } from "../event/bytes.js";
import { FdFlag } from "../event/record.js";
import { openedPath } from "../state/annex.js";
import { Attr } from "../state/attr.js";
import type { EventContext } from "../state/context.js";
import { type FdInfo, FdKind, FdStatus, fdTypeName, Role } from "../state/fd.js";
import { FALLBACK_KIND, OPEN_NAME } from "../state/fd-param.js";
import { lastSlash } from "../state/paths.js";
import { ABSENT, definer, optionalIndex } from "./define.js";
import { FD_NET_FIELDS, isLoopback } from "./fd-net.js";
import type { FieldDef, Reader } from "./field.js";

const d = definer("fd");
const PATHS = { pathDependent: true } as const;
const name = new Slice();
const SLASH_TEXT = new TextEncoder().encode("/");
const NO_NAME = new TextEncoder().encode("<NA>");
const FILE_TYPES = new Map<string, Attr>();
const CHARS: readonly Attr[] = Array.from({ length: 128 }, (_, i) => Attr.of(String.fromCharCode(i)));

function typeName(fd: FdInfo): string {
  return fd.userfault ? "userfaultfd" : fdTypeName(fd.kind);
}

function attrOfText(text: string): Attr {
  let a = FILE_TYPES.get(text);
  if (a === undefined) {
    a = Attr.of(text);
    FILE_TYPES.set(text, a);
  }
  return a;
}

/** Does the event speak of an fd at all, known or not? */
const hasFd = (x: EventContext): boolean => x.fd() !== null || !Number.isNaN(x.fdNumber());

function readName(x: EventContext, out: Slice): boolean {
  if (x.fdName(out)) return true;
  if (!hasFd(x)) return false;
  // The name that an open was given could not be read, or there was none.
  if ((OPEN_NAME[x.ev.type] as number) >= 0) out.set(NO_NAME, 0, NO_NAME.length);
  else out.len = 0;
  return true;
}

function readDirectory(x: EventContext, out: Slice): boolean {
  const fd = x.fd();
  if (fd !== null && !fd.isFile) return false;
  if (!readName(x, out)) return false;
  if (fd !== null && fd.kind === FdKind.DIRECTORY) return true;
  const at = lastSlash(out.buf, out.off, out.len);
  if (at > 0) out.len = at;
  else out.set(SLASH_TEXT, 0, 1);
  return true;
}

function readFilename(x: EventContext, out: Slice): boolean {
  const fd = x.fd();
  if (fd === null || fd.kind !== FdKind.FILE || !x.fdName(out)) return false;
  const at = lastSlash(out.buf, out.off, out.len);
  out.set(out.buf, out.off + at + 1, out.len - at - 1);
  return true;
}

function readRaw(x: EventContext, out: Slice): boolean {
  if (x.plainRaw(out)) return true;
  const fd = x.fd();
  const param = OPEN_NAME[x.ev.type] as number;
  if (fd !== null) {
    if (fd.isFile) out.set(fd.raw.buf, fd.raw.off, fd.raw.len);
    else out.len = 0;
  } else {
    if (!hasFd(x)) return false;
    if (param >= 0 && param < x.ev.nparams) {
      if (x.ev.len[param] === 0) return x.fdName(out) || readName(x, out);
      out.set(x.ev.u8, x.ev.off[param] as number, x.ev.textLen(param));
    } else out.len = 0;
  }
  if (!isNormalised(x, param, out)) collapse(x, out);
  return true;
}

const normal = new Slice();

/** A path that lexical normalisation has handed out as it lies has nothing to collapse. */
function isNormalised(x: EventContext, param: number, raw: Slice): boolean {
  if (param < 0 || x.resolved || !x.path(param, normal)) return false;
  return normal.buf === raw.buf && normal.off === raw.off && normal.len === raw.len;
}

/** Make repeated slashes one. */
function collapse(x: EventContext, out: Slice): void {
  let doubled = false;
  for (let i = out.off + 1; i < out.off + out.len; i++) if (out.buf[i] === 47 && out.buf[i - 1] === 47) doubled = true;
  if (!doubled) return;
  const w = x.scratch;
  const start = w.pos;
  for (let i = 0; i < out.len; i++) {
    const b = out.buf[out.off + i] as number;
    if (b !== 47 || w.pos === start || w.buf[w.pos - 1] !== 47) w.byte(b);
  }
  w.since(start, out);
}

const TRANSPORTS: readonly Attr[] = ["<NA>", "tcp", "udp", "icmp", "raw"].map((t) => Attr.of(t));
const NA = TRANSPORTS[0] as Attr;
const IP = Attr.of("ip");
const UNIX = Attr.of("unix");

function transport(x: EventContext): Attr | null {
  const fd = x.fd();
  if (fd === null) return null;
  // A socket that is neither connected nor listening has no role, and shows no transport.
  return TRANSPORTS[fd.transport] ?? NA;
}

const HOST = "host";

/** Write `CONTAINER:` and then what `read` gives; the host has no container id here. */
const inContainer =
  (read: (x: EventContext, out: Slice) => boolean) =>
  (x: EventContext, out: Slice): boolean => {
    if (x.proc === null || !read(x, name)) return false;
    const w = x.scratch;
    const start = w.pos;
    const id = x.proc.containerId;
    if (id.str !== HOST) w.bytes(id.bytes, 0, id.bytes.length);
    w.byte(58);
    w.bytes(name.buf, name.off, name.len);
    w.since(start, out);
    return true;
  };

const flag =
  (bit: number) =>
  (x: EventContext): number => {
    const fd = x.fd();
    return fd === null ? ABSENT : (fd.flags & bit) !== 0 ? 1 : 0;
  };

/** Major and minor number of a device as events encode it. */
const major = (dev: number): number => (dev >>> 8) & 0xfff;
const minor = (dev: number): number => (dev & 0xff) | ((dev >>> 12) & 0xfff00);

const device =
  (get: (dev: number) => number) =>
  (x: EventContext): number => {
    const fd = x.fd();
    return fd === null ? ABSENT : get(fd.dev);
  };

/** fd.types: kinds of all fds of the process; `[N]`: of one. */
function bindTypes(arg: string | undefined): Reader {
  const num = optionalIndex(arg);
  if (num !== undefined)
    return {
      kind: "list",
      read: (x) => {
        if (!hasFd(x)) return undefined;
        const fd = x.fdByNumber(num);
        return fd === null ? undefined : [typeName(fd)];
      },
    };
  return {
    kind: "list",
    read: (x) => {
      if (!hasFd(x)) return undefined;
      const types = new Set<string>();
      const own = x.fd();
      if (own !== null) types.add(typeName(own));
      for (const [, e] of x.allFds()) types.add(e.userfault ? "userfaultfd" : fdTypeName(e.kind));
      return types.size === 0 ? undefined : [...types];
    },
  };
}

/** Fields of the fd that an event is about. */
export const FD_FIELDS: readonly FieldDef[] = [
  d.num("fd.num", "INT64", "Number of the fd.", (x) => x.fdNumber()),
  d.attr("fd.type", "Kind of fd in words: file, directory, ipv4, ipv6, unix, pipe and so on.", (x) => {
    const fd = x.fd();
    return fd === null ? null : attrOfText(typeName(fd));
  }),
  d.attr("fd.typechar", "Kind of fd as one letter.", (x) => {
    const fd = x.fd();
    if (fd !== null) return CHARS[fd.kind] ?? null;
    return hasFd(x) ? (CHARS[FALLBACK_KIND[x.ev.type] as number] ?? null) : null;
  }),
  d.bytes("fd.name", "Path of a file, or the two ends of a connection.", readName, PATHS),
  d.bytes("fd.directory", "Directory of a file.", readDirectory, {
    ...PATHS,
    partOf: { field: "fd.name", part: "directory" },
  }),
  d.bytes("fd.filename", "Last part of a file's path.", readFilename, {
    ...PATHS,
    partOf: { field: "fd.name", part: "filename" },
  }),
  ...FD_NET_FIELDS.filter((f) => f.name === "fd.ip" || /^fd\.[cslr]ip$/.test(f.name)),
  ...FD_NET_FIELDS.filter((f) => /^fd\.[cslr]?port$/.test(f.name)),
  d.attr("fd.l4proto", "Transport of a socket: tcp, udp, icmp or raw; <NA> for all else.", transport),
  d.attr("fd.sockfamily", "ip or unix, for sockets.", (x) => {
    const fd = x.fd();
    return fd === null ? null : fd.isIp ? IP : fd.isSocket ? UNIX : null;
  }),
  d.bool("fd.is_server", "True if this host plays the server on the socket.", (x) => {
    const fd = x.fd();
    if (fd === null) return ABSENT;
    if (!fd.isIp) return 0;
    if (fd.listening) return 1;
    if (fd.status !== 0) return x.state.capture.isLocalEnd(x.proc, fd, true) ? 1 : 0;
    return fd.role === Role.SERVER || (fd.connected && isLoopback(fd.server)) ? 1 : 0;
  }),
  d.bytes("fd.uid", "Thread id and fd number, one after the other.", (x, out) => {
    const num = x.fdNumber();
    if (Number.isNaN(num)) return false;
    const w = x.scratch;
    const start = w.pos;
    w.dec(x.ev.tid);
    w.dec(num);
    w.since(start, out);
    return true;
  }),
  d.bytes("fd.containername", "Container id, a colon and fd.name.", inContainer(readName), PATHS),
  d.bytes("fd.containerdirectory", "Container id, a colon and fd.directory.", inContainer(readDirectory), PATHS),
  ...FD_NET_FIELDS.filter((f) => f.name.endsWith("proto") || f.name.endsWith("net")),
  d.bool("fd.connected", "True if both ends of the socket are known.", (x) => {
    const fd = x.fd();
    if (fd === null) return ABSENT;
    if (fd.status !== 0) return (fd.status & FdStatus.CONNECTED) !== 0 ? 1 : 0;
    return (fd.isIp && fd.connected) || (fd.isSocket && fd.peer.len > 0 && fd.role !== Role.UNKNOWN) ? 1 : 0;
  }),
  d.bool("fd.name_changed", "True if this event gave the fd its name.", (x) => {
    const fd = x.fd();
    return fd === null ? ABSENT : fd.nameChanged ? 1 : 0;
  }),
  ...FD_NET_FIELDS.filter((f) => f.name.endsWith(".name")),
  d.num(
    "fd.dev",
    "INT32",
    "Device number of the file.",
    device((v) => v),
    { format: "HEX" },
  ),
  d.num("fd.dev.major", "INT32", "Major device number of the file.", device(major)),
  d.num("fd.dev.minor", "INT32", "Minor device number of the file.", device(minor)),
  d.big("fd.ino", "INT64", "Inode number of the file.", (x) => x.fd()?.ino),
  d.bytes("fd.nameraw", "Path as the program gave it.", readRaw),
  d.bound("fd.types", "CHARBUF", "Kinds of all fds that the process has open.", bindTypes, {
    list: true,
    arg: "optional",
    argKinds: ["index"],
    noRhs: true,
  }),
  d.bool("fd.is_upper_layer", "True if the file lies in the upper layer of an overlay.", flag(FdFlag.UPPER_LAYER)),
  d.bool("fd.is_lower_layer", "True if the file lies in a lower layer of an overlay.", flag(FdFlag.LOWER_LAYER)),
  d.bytes(
    "fd.realpath",
    "Path of the file as the kernel resolved it, whatever the program called it.",
    (x, out) => {
      const param = OPEN_NAME[x.ev.type] as number;
      if (param >= 0 && x.kernelPath(param, out)) return true;
      if (x.ev.rec < 0) return openedPath(x.ev, out);
      const fd = x.fd();
      if (fd === null || !fd.isFile || fd.name.len === 0 || x.ev.annexLen === 0) return false;
      out.set(fd.name.buf, fd.name.off, fd.name.len);
      return true;
    },
    { ours: true },
  ),
];
