import type { Slice } from "../event/bytes.js";
import { EVENTS } from "../event/table.js";
import type { EventContext } from "../state/context.js";
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

/** Parameter of the path, or NONE when the call failed. An open counts unless it returned -1 (EPERM). */
function param(x: EventContext, table: Int8Array): number {
  const { ev } = x;
  const i = table[ev.type] as number;
  if (i === NONE || ev.nparams === 0) return NONE;
  const res = ev.int(0);
  if (IS_OPEN[ev.type]) return res === -1 ? NONE : i;
  return res === 0 || res > 0 ? i : NONE;
}

const resolved =
  (table: Int8Array) =>
  (x: EventContext, out: Slice): boolean => {
    const i = param(x, table);
    if (i === NONE) return false;
    return i < 0 ? x.fd() !== null && x.fdName(out) : x.path(i, out);
  };

const raw =
  (table: Int8Array) =>
  (x: EventContext, out: Slice): boolean => {
    const i = param(x, table);
    if (i === NONE) return false;
    if (i < 0) return x.fd() !== null && x.fdName(out);
    if (i >= x.ev.nparams || x.ev.len[i] === 0) return false;
    out.set(x.ev.u8, x.ev.off[i] as number, x.ev.textLen(i));
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
