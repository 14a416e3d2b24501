// Descriptors that were opened by others, moved from number to number, or pointed at by texts that change.
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { deed } from "./support/deed.js";
import { type Evasion, evasionSuite } from "./support/evasions.js";
import type { Scratch } from "./support/places.js";

const rules = (s: Scratch): string => `
- rule: Written
  desc: A watched file is written, whoever has opened it.
  condition: evt.type in (write, pwrite64, writev) and fd.name startswith ${s.dir}/watched and evt.rawres > 0
  output: "%evt.type %fd.name %proc.pid %proc.ppid"
  priority: INFO
- rule: Shell on a socket
  desc: A stream of a process is made a connection.
  condition: evt.type in (dup, dup2, dup3) and fd.num in (0, 1, 2) and fd.type in (ipv4, ipv6)
  output: "%evt.type %fd.name %fd.num %proc.pid %proc.ppid"
  priority: INFO
- rule: Opened
  desc: A watched file is opened.
  condition: evt.type in (open, openat, openat2) and fd.name startswith ${s.dir}/watched
  output: "%evt.type %fd.name %fd.realpath %proc.pid %proc.ppid"
  priority: INFO
- rule: Removed
  desc: A watched file is removed.
  condition: evt.type in (unlink, unlinkat) and fs.path.name startswith ${s.dir}/watched
  output: "%evt.type %fs.path.name %proc.pid %proc.ppid"
  priority: INFO
`;

const file = (s: Scratch, name: string): string => {
  const at = `${s.dir}/${name}`;
  mkdirSync(at.slice(0, at.lastIndexOf("/")), { recursive: true });
  writeFileSync(at, "x");
  return at;
};

/** How often a race was won. */
const hits = (stdout: string): number => Number(/hits (\d+)/.exec(stdout)?.[1]);

const cases: readonly Evasion[] = [
  {
    of: "E7",
    by: "a descriptor sent over a UNIX socket",
    rule: "Written",
    fire: (s) => deed("passed", `${s.dir}/watched-sent`),
  },
  {
    of: "E7",
    by: "a descriptor taken by pidfd_getfd",
    rule: "Written",
    fire: (s) => deed("stolen", `${s.dir}/watched-got`),
  },
  {
    of: "E7",
    by: "a chain of dup, fcntl and dup3 to the streams of a shell",
    rule: "Shell on a socket",
    fire: () => deed("dupchain", "6"),
    check: (f) => assert.match(String(f["fd.name"]), /^127\.0\.0\.1:\d+->127\.0\.0\.1:\d+$/),
  },
  {
    of: "E1",
    by: "open: a second thread changes the path",
    rule: "Opened",
    fire: (s) => deed("race", "openat", file(s, "harmless"), file(s, "watched-race"), "3000"),
    check: (_, done) => assert.ok(hits(done.stdout) > 0, "the race was never won"),
  },
  {
    of: "E1",
    by: "open: the path is another before the call returns",
    rule: "Opened",
    fire: (s) => deed("late", `${s.dir}/watched-fifo`, file(s, "harmless")),
    // its child opens the other end by the right name
    mine: (done) => (a) => Number(a.output_fields["proc.pid"]) === done.pid,
    check: (f) => {
      assert.match(String(f["fd.name"]), /\/harmless$/);
      assert.match(String(f["fd.realpath"]), /\/watched-fifo$/);
    },
  },
  {
    of: "E1",
    by: "unlink: the link is another by the time it is looked at",
    rule: "Removed",
    fire: async (s) => {
      const link = s.path("turning");
      file(s, "watched-d/one");
      symlinkSync(`${s.dir}/watched-d`, link);
      return deed("path", "unlink", `${link}/one`);
    },
  },
];

evasionSuite("evasions by descriptor and race", rules, () => cases);
