// Other ways into the kernel, and texts that are longer than a reader may think.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { deed, run } from "./support/deed.js";
import { type Evasion, evasionSuite } from "./support/evasions.js";
import { CALLS, NARROW, type Scratch } from "./support/places.js";

const rules = (s: Scratch): string => `
- rule: Opened
  desc: A watched file is opened.
  condition: evt.type in (open, openat, openat2) and fd.name = ${s.dir}/watched
  output: "%evt.type %fd.name %evt.is_io_uring %proc.pid %proc.ppid"
  priority: INFO
- rule: Through a ring
  desc: A file operation through io_uring.
  condition: evt.is_io_uring = true and evt.type in (openat, openat2, unlinkat, connect)
  output: "%evt.type %proc.pid %proc.ppid"
  priority: INFO
- rule: Ring made
  desc: A ring is set up.
  condition: evt.type = io_uring_setup
  output: "%proc.pid %proc.ppid"
  priority: INFO
- rule: Removed through a ring
  desc: A watched file is removed, whatever the caller's memory says once it has asked for that.
  condition: evt.type = unlinkat and evt.is_io_uring = true and evt.failed = false and fs.path.name = ${s.dir}/removed
  output: "%evt.type %fs.path.name %proc.pid %proc.ppid"
  priority: INFO
- rule: Renamed through a ring
  desc: The same of two paths.
  condition: >
    evt.type = renameat2 and evt.is_io_uring = true and evt.failed = false
    and fs.path.source = ${s.dir}/renamed and fs.path.target = ${s.dir}/new-name
  output: "%evt.type %fs.path.source %fs.path.target %proc.pid %proc.ppid"
  priority: INFO
- rule: Long arguments
  desc: A word after other arguments.
  condition: evt.type in (execve, execveat) and proc.args contains needle
  output: "%proc.pid %proc.ppid"
  priority: INFO
`;

const watched = (s: Scratch): string => {
  writeFileSync(`${s.dir}/watched`, "x");
  return `${s.dir}/watched`;
};

/** Requests whose paths are others in the caller's memory as soon as they are handed over. */
function late(bytes: number): readonly Evasion[] {
  const harmless = (s: Scratch): string => `${s.dir}/harmless`;
  const made = (path: string): string => {
    writeFileSync(path, "x");
    return path;
  };
  const check: Evasion["check"] = (_, done, s) => assert.equal(done.stdout, `now ${harmless(s)}\n`);
  return [
    {
      of: "E3",
      by: `io_uring removes by a path of ${bytes} bytes that is another once it is handed over`,
      rule: "Removed through a ring",
      fire: (s) => deed("ringlate", String(bytes), harmless(s), made(`${s.dir}/removed`)),
      check,
    },
    {
      of: "E3",
      by: `io_uring renames by paths of ${bytes} bytes that are others once they are handed over`,
      rule: "Renamed through a ring",
      fire: (s) => deed("ringlate", String(bytes), harmless(s), made(`${s.dir}/renamed`), `${s.dir}/new-name`),
      check,
    },
  ];
}

const cases: readonly Evasion[] = [
  { of: "E12", by: "int 0x80 of a 64-bit program", rule: "Opened", fire: (s) => deed("read", watched(s), "int80") },
  { of: "E12", by: "a 32-bit program", rule: "Opened", fire: (s) => deed("run", NARROW, watched(s)) },
  { of: "E12", by: "numbers of x32", rule: "Opened", fire: (s) => deed("x32", watched(s)) },
  {
    of: "E3",
    by: "io_uring opens",
    rule: "Opened",
    fire: (s) => deed("read", watched(s), "uring"),
    check: (f) => assert.equal(f["evt.is_io_uring"], true),
  },
  { of: "E3", by: "io_uring removes and connects", rule: "Through a ring", fire: () => run(CALLS, ["uring"]) },
  { of: "E3", by: "the making of a ring", rule: "Ring made", fire: (s) => deed("read", watched(s), "uring") },
  ...[100, 511, 512, 4000].flatMap(late),
  {
    of: "E8",
    by: "a word after 3900 bytes of arguments",
    rule: "Long arguments",
    fire: () => deed("padargs", "3900", "needle"),
  },
];

evasionSuite("evasions by entry and length", rules, () => cases);
