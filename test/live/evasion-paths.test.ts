// Other names for a watched file, for every call that takes a path.
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { deed } from "./support/deed.js";
import { type Evasion, evasionSuite } from "./support/evasions.js";
import { patient } from "./support/patience.js";
import type { Scratch } from "./support/places.js";

const ONE =
  "open, openat, openat2, creat, unlink, unlinkat, rmdir, mkdir, mkdirat, chmod, fchmodat, chown, lchown, fchownat, umount2";
const TWO = "rename, renameat, renameat2, link, linkat, symlink, symlinkat, mount";

const rules = (s: Scratch): string => `
- rule: One path
  desc: A call on one path below the watched directory.
  condition: evt.type in (${ONE}) and (fs.path.name startswith ${s.dir}/watched/ or (evt.type = creat and fd.name startswith ${s.dir}/watched/))
  output: "%evt.type %fs.path.name %fs.path.nameraw %fd.name %proc.pid %proc.ppid"
  priority: INFO
- rule: Two paths
  desc: A call on two paths, one of them below the watched directory.
  condition: >
    evt.type in (${TWO}) and
    (fs.path.source startswith ${s.dir}/watched/ or fs.path.target startswith ${s.dir}/watched/)
  output: "%evt.type %fs.path.source %fs.path.target %proc.pid %proc.ppid"
  priority: INFO
- rule: Moved there
  desc: A change to the watched directory.
  condition: evt.type = chdir and evt.failed = false and proc.cwd startswith ${s.dir}/watched/
  output: "%proc.cwd %proc.pid %proc.ppid"
  priority: INFO
- rule: Other calls
  desc: A call whose path is but an argument.
  condition: evt.type in (mknod, mknodat, truncate) and evt.abspath startswith ${s.dir}/watched/
  output: "%evt.type %evt.abspath %proc.pid %proc.ppid"
  priority: INFO
- rule: Hard link used
  desc: A file of several names is opened, one of them watched.
  condition: evt.type in (link, linkat) and fs.path.target startswith ${s.dir}/watched/
  output: "%fs.path.source %proc.pid %proc.ppid"
  priority: INFO
`;

interface Call {
  readonly call: string;
  readonly rule?: string;
  /** What must be there first. */
  readonly make?: "file" | "dir" | "none";
  /** Further arguments, in the same directory. */
  readonly to?: string;
  readonly field?: string;
}

const CALLS: readonly Call[] = [
  { call: "open", field: "fd.name" },
  { call: "creat" },
  { call: "unlink" },
  { call: "unlinkat" },
  { call: "rmdir", make: "dir" },
  { call: "mkdir", make: "none" },
  { call: "mkdirat", make: "none" },
  { call: "chmod" },
  { call: "fchmodat" },
  { call: "chown" },
  { call: "lchown" },
  { call: "fchownat" },
  { call: "rename", rule: "Two paths", to: "renamed" },
  { call: "renameat2", rule: "Two paths", to: "renamed2" },
  { call: "link", rule: "Two paths", to: "linked" },
  { call: "symlink", rule: "Two paths", to: "symlinked" },
  { call: "chdir", rule: "Moved there", make: "dir" },
];

/** Namespaces end with their last process, and with them what their paths mean. */
const LINGER = ["linger", String(patient(300))];

let count = 0;

/** A fresh name in the watched directory, with what the call needs there. */
function target(s: Scratch, c: Call): string {
  mkdirSync(`${s.dir}/watched/in`, { recursive: true });
  const name = `in/${c.call}-${count++}`;
  if (c.make === "dir") mkdirSync(`${s.dir}/watched/${name}`);
  else if (c.make !== "none") writeFileSync(`${s.dir}/watched/${name}`, "x");
  return name;
}

type Alias = readonly [of: string, by: string, wrap: (s: Scratch) => { root: string; words: readonly string[] }];

const ALIASES: readonly Alias[] = [
  [
    "E4",
    "a link to the directory",
    (s) => {
      const root = s.path("alias");
      symlinkSync(`${s.dir}/watched`, root);
      return { root, words: [] };
    },
  ],
  [
    "E4",
    "a link and ..",
    (s) => {
      const at = s.path("alias");
      mkdirSync(`${s.dir}/watched/in`, { recursive: true });
      symlinkSync(`${s.dir}/watched/in`, at);
      return { root: `${at}/..`, words: [] };
    },
  ],
  ["E4", "/proc/self/root", (s) => ({ root: `/proc/self/root${s.dir}/watched`, words: [] })],
  [
    "E6",
    "a bind mount",
    (s) => {
      const root = s.path("alias");
      mkdirSync(root);
      mkdirSync(`${s.dir}/watched`, { recursive: true });
      return { root, words: [...LINGER, "bound", `${s.dir}/watched`, root] };
    },
  ],
  [
    "E6",
    "a mount moved by the newer calls",
    (s) => {
      const root = s.path("alias");
      mkdirSync(root);
      mkdirSync(`${s.dir}/watched`, { recursive: true });
      return { root, words: [...LINGER, "moved", `${s.dir}/watched`, root] };
    },
  ],
];

const aliases = (): Evasion[] =>
  ALIASES.flatMap(([of, by, wrap]) =>
    // the working directory is told by the name that its mount namespace has for it
    CALLS.filter((c) => of !== "E6" || c.call !== "chdir").map(
      (c): Evasion => ({
        of,
        by: `${c.call} by ${by}`,
        rule: c.rule ?? "One path",
        fire: (s) => {
          const name = target(s, c);
          const { root, words } = wrap(s);
          const more = c.to === undefined ? [] : [`${root}/in/${c.to}-${count++}`];
          return deed(...words, "path", c.call, `${root}/${name}`, ...more);
        },
      }),
    ),
  );

const others: readonly Evasion[] = [
  {
    of: "E4",
    by: "open by .. and . and // alone",
    rule: "One path",
    fire: (s) => deed("path", "open", `${s.dir}/./watched/in/..//../watched/${target(s, { call: "open" })}`),
  },
  {
    of: "E6",
    by: "open by a bind mount of the whole root",
    rule: "One path",
    fire: (s) => {
      const root = s.path("alias");
      mkdirSync(root);
      return deed("bound", "/", root, "path", "open", `${root}${s.dir}/watched/${target(s, { call: "open" })}`);
    },
  },
  {
    of: "E5",
    by: "a hard link is made to a watched file, seen when made",
    rule: "Hard link used",
    fire: (s) => deed("path", "link", `${s.dir}/watched/${target(s, { call: "link" })}`, s.path("hard")),
  },
  {
    of: "E7",
    by: "open_by_handle_at",
    rule: "One handle",
    fire: (s) => deed("handle", `${s.dir}/watched/${target(s, { call: "handle" })}`),
  },
  {
    of: "E7",
    by: "openat2",
    rule: "One path",
    fire: (s) => deed("read", `${s.dir}/watched/${target(s, { call: "openat2" })}`, "openat2"),
  },
  {
    of: "E8",
    by: "a path of 4000 bytes",
    rule: "One path",
    fire: (s) => deed("padded", "open", `${s.dir}/watched/${target(s, { call: "open" })}`, "4000"),
  },
  {
    of: "E8",
    by: "unlink by a path of 4000 bytes",
    rule: "One path",
    fire: (s) => deed("padded", "unlink", `${s.dir}/watched/${target(s, { call: "unlink" })}`, "4000"),
  },
  {
    of: "E8",
    by: "unlink by a path of 4090 bytes, which the kernel keeps elsewhere",
    rule: "One path",
    fire: (s) => deed("padded", "unlink", `${s.dir}/watched/${target(s, { call: "unlink" })}`, "4090"),
  },
];

const handled = (s: Scratch): string => `${rules(s)}
- rule: One handle
  desc: A file opened by its handle.
  condition: evt.type = open_by_handle_at and fd.name startswith ${s.dir}/watched/
  output: "%fd.name %proc.pid %proc.ppid"
  priority: INFO
`;

evasionSuite("evasions by path", handled, () => [...aliases(), ...others]);
