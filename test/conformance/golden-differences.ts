import type { EventContext } from "../../src/state/context.js";

/** A value that deliberately is not Falco's. */
export interface Difference {
  readonly fields: readonly string[];
  /** Why it is right to differ. */
  readonly why: string;
  /** Does this reason explain the two values? They are JSON texts; integers have a `#` before them. */
  allows(x: EventContext, got: string, want: string): boolean;
}

const AT_FDCWD = -100;
const SLASH = 47;

/** Same members, in another order. */
function sameSet(a: string, b: string): boolean {
  const members = (s: string): string[] => s.slice(1, -1).split(",").sort();
  return members(a).join() === members(b).join();
}

/** An open of a relative path in a directory given by its fd. */
function opensInDirectory(x: EventContext): boolean {
  const { ev } = x;
  if (!ev.info.name.startsWith("openat") || ev.nparams < 3) return false;
  return ev.int(1) !== AT_FDCWD && ev.u8[ev.off[2] as number] !== SLASH;
}

/** All deliberate differences from the values of the golden captures. */
export const DELIBERATE: readonly Difference[] = [
  {
    fields: ["evt.deltatime", "evt.deltatime.s", "evt.deltatime.ns"],
    why:
      "Falco's JSON always has 0 here: the field counts from when it was last read, and the text of the alert has read " +
      "it a moment before. Ours counts from the event before.",
    allows: (_x, _got, want) => want === "#0",
  },
  {
    fields: ["fd.types"],
    why: "The kinds of fds are a set: Falco lists it in the order of its hash table.",
    allows: (_x, got, want) => sameSet(got, want),
  },
  {
    fields: ["proc.ppid.duration"],
    why: "Where the start of the parent is unknown, Falco shows its number of open fds instead (a missing break).",
    allows: (_x, got) => got === "null",
  },
  {
    fields: ["proc.exe_ino.ctime_duration_proc_start", "proc.exe_ino.ctime_duration_pidns_start"],
    why: "For processes of the process list Falco shows memory that was never written.",
    allows: (_x, got) => got === "null",
  },
  {
    fields: ["evt.buffer"],
    why: "Without data there is none: Falco cuts the word NULL, or what follows it, to the length of an earlier buffer.",
    allows: (x, got) => got === "null" && !x.ev.info.params.some((p, i) => p.name === "data" && dataOf(x, p.type, i)),
  },
  {
    fields: [
      "fd.name",
      "fd.nameraw",
      "fd.directory",
      "fd.containername",
      "fd.containerdirectory",
      "fd.ino",
      "fs.path.name",
    ],
    why:
      "To show the arguments of an open below a directory fd, Falco puts that directory in the place of the event's fd: " +
      "from then on it shows the directory instead of the file that was opened.",
    allows: opensInDirectory,
  },
  {
    fields: ["evt.abspath"],
    why: "Falco puts a slash between the root directory and the path below it, and has two then.",
    allows: (_x, got, want) => want === `"/${got.slice(1)}`,
  },
];

function dataOf(x: EventContext, type: string, i: number): boolean {
  return type === "BYTEBUF" && i < x.ev.nparams && (x.ev.len[i] as number) > 0;
}
