import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { type EventSpec, encodeEvent } from "../../../src/capture/encode.js";
import { builtinRegistry, Engine } from "../../../src/index.js";
import { generator } from "../../fuzz/mutate.js";
import { judgedBothWays } from "../../fuzz/passing-pair.js";
import { ScapBuilder } from "../support/scap.js";

const ROUNDS = 60;
const EVENTS = 400;
const RULES = `
- rule: secret
  desc: a file is read that only root should
  condition: evt.type in (open, openat, openat2) and evt.is_open_read=true and fd.name startswith /etc/sha
  output: secret %fd.name %fd.num %proc.name
  priority: WARNING
- rule: made
  desc: a program is made
  condition: evt.type in (openat, openat2) and evt.is_open_exec=true and fd.directory = /bin
  output: made %fd.name
  priority: WARNING
- rule: missing
  desc: somebody looks for what is not there
  condition: evt.type = openat and evt.failed = true and fs.path.name endswith .key
  output: missing %fs.path.name
  priority: NOTICE
- rule: high
  desc: many files are open, and one of them is a list
  condition: evt.type = openat and fd.num > 20 and fd.filename = list
  output: high %fd.name
  priority: NOTICE
- rule: copied
  desc: a descriptor is copied
  condition: evt.type = dup2
  output: copied %fd.name %fd.num
  priority: INFO
`;
const PATHS = [
  "/etc/hosts",
  "/etc/shadow",
  "/etc/shadows",
  "/lib/x",
  "/bin/tool",
  "/tmp/list",
  "/a/b.key",
  "list",
  "../etc/shadow",
  "/etc/../etc/shadow",
  "/",
  "",
];
const FLAGS = [1, 1, 1, 4097, 2, 3, 6, 1 | 8192, 1 | 16384, 1 | 32768];
const THREADS = [
  { tid: 1, comm: "init", ptid: 0 },
  { tid: 42, comm: "cat", exe: "cat", args: "x\0", cwd: "/srv/", ptid: 1 },
  { tid: 43, pid: 42, comm: "cat" },
  { tid: 44, comm: "find", exe: "find", args: "x\0", cwd: "/etc/", ptid: 1 },
];

describe("opens that no rule can match", () => {
  const registry = builtinRegistry();
  let engine: Engine;
  before(() => {
    engine = new Engine({ ruleMatching: "all" });
    engine.loadText(RULES, "rules.yaml");
    engine.compile();
  });

  it("are passed by, with the same alerts and state as when each is judged", async () => {
    let passed = 0;
    let events = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const next = generator(round + 1);
      const of = <T>(all: readonly T[]): T => all[next(all.length)] as T;
      const b = new ScapBuilder().machine("box").threads(9, THREADS);
      for (let i = 0; i < EVENTS; i++) {
        const spec = { ...event(next, of, round % 2 === 1), ts: 1_700_000_000_000_000_000n + BigInt(i) };
        b.event(encodeEvent(spec), next(4) === 0 ? { flags: 0 } : {});
      }
      const both = await judgedBothWays(new Uint8Array(b.bytes), engine, registry);
      assert.equal(both.refused, false);
      events += both.events;
      passed += both.passed;
    }
    // two thirds are opens, a third of these of whole paths that no rule names
    assert.ok(passed > events / 8, `${passed} of ${events} were passed by`);
  });
});

/** @param old with enter events, too, as there were before libs 0.22: they leave more behind on their threads */
function event(next: (n: number) => number, of: <T>(all: readonly T[]) => T, old: boolean): EventSpec {
  const tid = of([1, 42, 43, 44, 99]);
  const fd = of([3, 4, 5, 21]);
  const name = of(PATHS);
  // a file has one inode number, most of the time
  const file = {
    name,
    flags: of(FLAGS),
    mode: of([0, 0o644, 0o755]),
    dev: 5,
    ino: next(10) === 0 ? 9 : PATHS.indexOf(name),
  };
  const result = next(3) === 0 ? -2 : fd;
  switch (next(12)) {
    case 0:
    case 1:
      return { type: "open", tid, params: { fd: result, ...file } };
    case 2:
      return { type: "openat2", tid, params: { fd: result, dirfd: -100, ...file, resolve: 0 } };
    case 3:
      return { type: "dup2", tid, params: { res: 9, oldfd: fd, newfd: 9 } };
    case 4:
      return { type: "close", tid, params: { res: 0, fd } };
    case 5:
      return { type: "chdir", tid, params: { res: 0, path: of(["/etc", "/tmp"]) } };
    case old ? 6 : -1:
      return { type: "PPME_SYSCALL_OPENAT_2_E", tid, params: { dirfd: fd, name, flags: 1, mode: 0 } };
    default:
      return { type: "openat", tid, params: { fd: result, dirfd: of([-100, fd]), ...file } };
  }
}
