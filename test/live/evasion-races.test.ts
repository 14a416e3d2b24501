// Path arguments that are others when the kernel takes them than before or after: no reading of the caller's memory, be it
// at the beginning or at the end of the call, shows what was done.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Done, deed, SYSTEM_DIR } from "./support/deed.js";
import { type Evasion, evasionSuite } from "./support/evasions.js";
import type { InProcess } from "./support/inprocess.js";
import { patient } from "./support/patience.js";
import type { Scratch } from "./support/places.js";

const ONE = "unlink, rmdir, mkdir, chmod, chown, lchown, mknod, umount2";
const TWO = "rename, renameat2, link, symlink, mount";

const rules = (s: Scratch): string => `
- rule: One path
  desc: A call on a path below the watched directory, which nobody's memory shows any more.
  condition: >
    evt.type in (${ONE}) and evt.is_path_changed = true and evt.failed = false
    and (fs.path.name startswith ${s.dir}/watched/ or (evt.type = mknod and evt.arg.path startswith ${s.dir}/watched/))
  output: "%evt.type %fs.path.name %proc.pid %proc.ppid"
  priority: INFO
- rule: Two paths
  desc: The same of calls on two paths.
  condition: >
    evt.type in (${TWO}) and evt.is_path_changed = true and evt.failed = false
    and (fs.path.source startswith ${s.dir}/watched/ or fs.path.target startswith ${s.dir}/watched/
         or evt.arg.target startswith ${s.dir}/watched/)
  output: "%evt.type %fs.path.source %fs.path.target %proc.pid %proc.ppid"
  priority: INFO
- rule: Entered
  desc: The watched directory is entered by a path that nobody's memory shows any more.
  condition: >
    evt.type = chdir and evt.is_path_changed = true and evt.failed = false
    and evt.arg.path startswith ${s.dir}/watched/ and proc.cwd startswith ${s.dir}/watched/
  output: "%evt.arg.path %proc.cwd %proc.pid %proc.ppid"
  priority: INFO
- rule: Race won
  desc: The watched file is removed, whatever the caller's memory says.
  condition: evt.type = unlink and evt.failed = false and fs.path.name = ${s.dir}/watched/raced
  output: "%evt.type %fs.path.name %evt.is_path_changed %proc.pid %proc.ppid"
  priority: INFO
`;

interface Call {
  readonly call: string;
  readonly rule?: string;
  /** What must be there first. */
  readonly make?: "file" | "dir";
  /** It takes a second path. */
  readonly to?: true;
  /** What the watched path must be afterwards. */
  readonly leaves?: "gone" | "there";
  /** Deeds around it. */
  readonly wrap?: (path: string, scratch: Scratch) => readonly string[];
}

const CALLS: readonly Call[] = [
  { call: "unlink", make: "file", leaves: "gone" },
  { call: "unlink32", make: "file", leaves: "gone" },
  { call: "mkdir32", leaves: "there" },
  { call: "rmdir", make: "dir", leaves: "gone" },
  { call: "mkdir", leaves: "there" },
  { call: "mknod", leaves: "there" },
  { call: "chmod", make: "file" },
  { call: "chown", make: "file" },
  { call: "lchown", make: "file" },
  { call: "chdir", make: "dir", rule: "Entered" },
  { call: "rename32", make: "file", rule: "Two paths", to: true, leaves: "gone" },
  { call: "rename", make: "file", rule: "Two paths", to: true, leaves: "gone" },
  { call: "renameat2", make: "file", rule: "Two paths", to: true, leaves: "gone" },
  { call: "link", make: "file", rule: "Two paths", to: true },
  { call: "symlink", make: "file", rule: "Two paths", to: true },
  { call: "bind", make: "dir", rule: "Two paths", to: true, wrap: () => ["private", SYSTEM_DIR] },
  { call: "bind32", make: "dir", rule: "Two paths", to: true, wrap: () => ["private", SYSTEM_DIR] },
  { call: "mounton", make: "dir", rule: "Two paths", to: true, wrap: () => ["private", SYSTEM_DIR] },
  { call: "umount2", make: "dir", wrap: (path, s) => ["bound", s.dir, path] },
];

let count = 0;

function prepare(s: Scratch, c: Call): { name: string; path: string } {
  const name = `${c.call}-${count++}`;
  const path = `${s.dir}/watched/${name}`;
  // as long as `watched`
  for (const dir of ["watched", "harmles"]) mkdirSync(`${s.dir}/${dir}`, { recursive: true });
  if (c.make === "file") writeFileSync(path, "x");
  if (c.make === "dir") mkdirSync(path);
  return { name, path };
}

function second(s: Scratch, c: Call): string {
  if (c.call === "mounton") return s.dir;
  return c.call.startsWith("bind") ? SYSTEM_DIR : `${s.dir}/second-${count}`;
}

const slips = CALLS.map((c): Evasion => {
  let path = "";
  return {
    of: "E1",
    by: `${c.call}: the path is put back before the call returns`,
    rule: c.rule ?? "One path",
    fire: (s) => {
      const made = prepare(s, c);
      path = made.path;
      const more = c.to === true ? [second(s, c)] : [];
      const around = c.wrap?.(path, s) ?? [];
      return deed(...around, "slip", c.call, `${s.dir}/harmles`, `${s.dir}/watched`, made.name, ...more);
    },
    check: (_, done) => {
      assert.match(done.stdout, /^now \S*\/harmles\//m, "the path was not put back");
      if (c.leaves !== undefined) assert.equal(existsSync(path), c.leaves === "there", "the deed was not done");
    },
  };
});

/** Waits until that many alerts of the deed have come. */
async function alerts(sensor: InProcess, rule: string, done: Done, n: number): Promise<number> {
  const mine = (): number =>
    sensor.alerts.filter((a) => a.rule === rule && Number(a.output_fields["proc.pid"]) === done.pid).length;
  for (const limit = Date.now() + patient(5000); mine() < n && Date.now() < limit; ) await sleep(20);
  return mine();
}

const races: readonly Evasion[] = [
  {
    of: "E1",
    by: "unlink: a second thread changes the path to and fro, and each time that it wins is seen",
    rule: "Race won",
    fire: (s) => {
      mkdirSync(`${s.dir}/watched`, { recursive: true });
      writeFileSync(`${s.dir}/watched/raced`, "x");
      rmSync(`${s.dir}/harmles`, { recursive: true, force: true });
      return deed("race", "unlink", `${s.dir}/harmles/raced`, `${s.dir}/watched/raced`, "2000");
    },
    check: async (_, done, __, sensor) => {
      const hits = Number(/hits (\d+)/.exec(done.stdout)?.[1]);
      assert.ok(hits > 0, "the race was never won");
      assert.equal(await alerts(sensor, "Race won", done, hits), hits);
    },
  },
];

evasionSuite("evasions by race", rules, () => [...slips, ...races]);
