import { encodeText, Slice } from "../event/bytes.js";
import { EVENTS } from "../event/table.js";
import { fullPath } from "../state/capture/dirfd.js";
import { text } from "../state/capture/params.js";
import type { Thread } from "../state/capture/thread.js";
import { concatPaths } from "../state/concat.js";
import type { EventContext } from "../state/context.js";
import { FdKind } from "../state/fd.js";
import { definer } from "./define.js";
import type { FieldDef } from "./field.js";

const d = definer("fs.path");

/** Events about one path: its parameter, or -1 for the path of the fd. */
const SINGLE: Readonly<Record<string, number>> = {
  mkdir: 1,
  mkdirat: 2,
  rmdir: 1,
  unlink: 1,
  unlinkat: 2,
  open: 1,
  openat: 2,
  openat2: 2,
  chmod: 1,
  fchmodat: 2,
  chown: 1,
  lchown: 1,
  fchownat: 2,
  quotactl: 1,
  umount: 1,
  umount2: 1,
  fchmod: -1,
  fchown: -1,
};

/** Events about two paths. Links have the new name as source, as Falco has it. */
const DOUBLE: Readonly<Record<string, readonly [source: number, target: number]>> = {
  rename: [1, 2],
  renameat: [2, 4],
  renameat2: [2, 4],
  link: [2, 1],
  linkat: [4, 2],
  symlink: [2, 1],
  symlinkat: [3, 1],
  mount: [1, 2],
};

const NONE = -2;
const codes = (of: (name: string) => number | undefined): Int8Array =>
  Int8Array.from(EVENTS, (e) => (e.isExit && !e.flags.has("OLD_VERSION") ? (of(e.name) ?? NONE) : NONE));

const NAME = codes((n) => SINGLE[n]);
const SOURCE = codes((n) => DOUBLE[n]?.[0]);
const TARGET = codes((n) => DOUBLE[n]?.[1]);
const IS_OPEN = EVENTS.map((e) => ["open", "openat", "openat2"].includes(e.name));

const SLASH = 47;
const UNKNOWN = encodeText("<UNKNOWN>");
/** Where relative paths start from. */
const Start = { CWD: 0, OPENED: 1, DIRECTORY: 2, LINK: 3, RENAME: 4 } as const;
const STARTS: Readonly<Record<string, number>> = {
  openat: Start.OPENED,
  openat2: Start.OPENED,
  newfstatat: Start.DIRECTORY,
  fchownat: Start.DIRECTORY,
  fchmodat: Start.DIRECTORY,
  mkdirat: Start.DIRECTORY,
  unlinkat: Start.DIRECTORY,
  mknodat: Start.DIRECTORY,
  symlinkat: Start.LINK,
  renameat2: Start.RENAME,
};
const START: Uint8Array = Uint8Array.from(EVENTS, (e) => STARTS[e.name] ?? Start.CWD);

/** Parameter of the path, or NONE when the call failed. An open counts unless it returned -1 (EPERM). */
function param(x: EventContext, table: Int8Array): number {
  const { ev } = x;
  const i = table[ev.type] as number;
  if (i === NONE || ev.nparams === 0) return NONE;
  if (ev.len[0] === 0) return NONE;
  const res = ev.int(0);
  if (IS_OPEN[ev.type]) return res === -1 ? NONE : i;
  return res === 0 ? i : NONE;
}

const asked = new Slice();

/**
 * The full path, the way that Falco makes it of a capture's event: relative ones start from the directory that the
 * event's fd is, if it is one, or from the working directory, by system call.
 */
function capturedPath(x: EventContext, i: number, source: boolean, out: Slice): boolean {
  const t = x.proc as Thread | null;
  if (t === null || i >= x.ev.nparams) return false;
  text(x.ev, i, asked);
  if (asked.len > 0 && asked.buf[asked.off] === SLASH) {
    fullPath(x, t, asked, Number.NaN, out);
    return true;
  }
  switch (START[x.ev.type]) {
    case Start.OPENED:
      if (x.entry === null) asked.set(UNKNOWN, 0, UNKNOWN.length);
      else asked.set(x.entry.name, 0, x.entry.name.length);
      fullPath(x, t, asked, Number.NaN, out);
      return true;
    case Start.DIRECTORY:
      fromDirectory(x, out);
      return true;
    case Start.LINK:
      if (source) fromDirectory(x, out);
      else fromBase(x, UNKNOWN, UNKNOWN.length, out);
      return true;
    case Start.RENAME:
      fullPath(x, t, asked, x.ev.int(source ? 1 : 3), out);
      return true;
    default:
      fullPath(x, t, asked, "cwd", out);
      return true;
  }
}

function fromBase(x: EventContext, base: Uint8Array, length: number, out: Slice): void {
  concatPaths(x.work, base, 0, length, asked.buf, asked.off, asked.len, out);
}

/** The event's fd is the directory, if it is known. */
function fromDirectory(x: EventContext, out: Slice): void {
  const dir = x.entry;
  if (dir === null || dir.kind !== FdKind.DIRECTORY) {
    fromBase(x, UNKNOWN, UNKNOWN.length, out);
    return;
  }
  const n = dir.name.length;
  if (n === 0 || dir.name[n - 1] === SLASH) {
    fromBase(x, dir.name, n, out);
    return;
  }
  if (slashed.length <= n) slashed = new Uint8Array(2 * n);
  slashed.set(dir.name);
  slashed[n] = SLASH;
  fromBase(x, slashed, n + 1, out);
}

let slashed = new Uint8Array(4096);

const resolved =
  (table: Int8Array) =>
  (x: EventContext, out: Slice): boolean => {
    const i = param(x, table);
    if (i === NONE) return false;
    if (i >= 0 && x.ev.rec < 0) return capturedPath(x, i, table === SOURCE, out);
    return i < 0 ? x.fd() !== null && x.fdName(out) : x.path(i, out);
  };

const raw =
  (table: Int8Array) =>
  (x: EventContext, out: Slice): boolean => {
    const i = param(x, table);
    if (i === NONE) return false;
    if (i < 0) return x.fd() !== null && x.fdName(out);
    if (i >= x.ev.nparams || (x.ev.len[i] === 0 && x.ev.rec >= 0)) return false;
    text(x.ev, i, out);
    return true;
  };

const PATHS = { pathDependent: true } as const;

/** Fields of the paths that file system calls work on. */
export const FS_PATH_FIELDS: readonly FieldDef[] = [
  d.bytes("fs.path.name", "Path that a successful call on one path worked on.", resolved(NAME), PATHS),
  d.bytes("fs.path.nameraw", "That path as the program gave it.", raw(NAME)),
  d.bytes(
    "fs.path.source",
    "First path of a successful call on two paths; the new name for links.",
    resolved(SOURCE),
    PATHS,
  ),
  d.bytes("fs.path.sourceraw", "That path as the program gave it.", raw(SOURCE)),
  d.bytes(
    "fs.path.target",
    "Second path of a successful call on two paths; the old name for links.",
    resolved(TARGET),
    PATHS,
  ),
  d.bytes("fs.path.targetraw", "That path as the program gave it.", raw(TARGET)),
];
