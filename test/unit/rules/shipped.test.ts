import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { encodeEvent } from "../../../src/capture/encode.js";
import { Inspector } from "../../../src/capture/inspector.js";
import { Engine } from "../../../src/engine/engine.js";
import { EVENTS } from "../../../src/event/table.js";
import { builtinRegistry } from "../../../src/fields/registry.js";
import { reportText, runRuleTests } from "../../../src/ruletest/index.js";

const RULES_FOLDER = fileURLToPath(new URL("../../../../rules/", import.meta.url));
const MATURITIES = ["stable", "extra", "incubating", "sandbox"] as const;
const FILES = MATURITIES.map((m) => ({
  maturity: m,
  path: join(RULES_FOLDER, m === "stable" ? "saker_rules.yaml" : `saker-${m}_rules.yaml`),
}));

/** What every alert has to say, whatever it is about. */
const MUST_TELL = [
  "proc.name", "proc.pid", "proc.exepath", "proc.cmdline", "proc.pname", "proc.ppid", "proc.tty", "user.name",
  "user.uid", "user.loginuid", "container.id",
]; // biome-ignore format: one list

interface Item {
  readonly rule?: string;
  readonly macro?: string;
  readonly list?: string;
  readonly desc?: string;
  readonly condition?: string;
  readonly output?: string;
  readonly tags?: readonly string[];
  readonly exceptions?: readonly unknown[];
  readonly items?: readonly unknown[];
}

interface Test {
  readonly test: string;
  readonly expect: unknown;
}

interface TestFile {
  readonly rules?: readonly string[];
  readonly tests: readonly Test[];
}

const items = (path: string): readonly Item[] => parse(readFileSync(path, "utf8")) as Item[];
const rulesOf = (path: string): readonly (Item & { rule: string })[] =>
  items(path).filter((i): i is Item & { rule: string } => i.rule !== undefined);
const testFile = (path: string): string => path.replace(/\.yaml$/, ".test.yaml");
const scratch = mkdtempSync(join(tmpdir(), "saker-shipped-"));
after(() => rmSync(scratch, { recursive: true }));

/** Rules of which a test says that they must keep quiet. */
function nearMisses(test: Test): string[] {
  const all = (Array.isArray(test.expect) ? test.expect : [test.expect]) as (
    | string
    | { rule: string; count?: number }
  )[];
  return all.flatMap((e) => (typeof e === "object" && e.count === 0 ? [e.rule] : []));
}

function load(paths: readonly string[]): Engine {
  const engine = new Engine();
  for (const path of paths) engine.loadText(readFileSync(path, "utf8"), basename(path));
  return engine;
}

for (const { maturity, path } of FILES) {
  describe(`shipped rules: ${basename(path)}`, () => {
    it("pass their tests", async () => {
      const r = await runRuleTests([testFile(path)]);
      assert.equal(r.ok, true, reportText(r));
      const caught = new Set(r.tests.flatMap((t) => t.alerts.map((a) => a.rule)));
      const never = rulesOf(path).filter((i) => !caught.has(i.rule));
      assert.deepEqual(never.map((i) => i.rule), [], "rules that no test trips"); // biome-ignore format: one line
    });

    it("have a near miss each, of an event that the rule looks at", async () => {
      const file = parse(readFileSync(testFile(path), "utf8")) as TestFile;
      const missed = new Set(file.tests.flatMap(nearMisses));
      assert.deepEqual(rulesOf(path).flatMap((i) => (missed.has(i.rule) ? [] : i.rule)), []); // biome-ignore format: one line
      // were an alert expected, the report would say how near each test came
      const turned = {
        ...file,
        rules: (file.rules ?? [basename(path)]).map((r) => join(RULES_FOLDER, r)),
        tests: file.tests.flatMap((t) => nearMisses(t).map((rule) => ({ ...t, expect: rule }))),
      };
      const copy = join(scratch, basename(testFile(path)));
      writeFileSync(copy, JSON.stringify(turned));
      const r = await runRuleTests([copy]);
      const far = r.tests.filter((t) =>
        t.problems.some((p) => p.details.join().includes("none of the events is of a type")),
      );
      assert.deepEqual(far.map((t) => t.name), []); // biome-ignore format: one line
    });

    it("tell what an on-call person needs", () => {
      for (const r of rulesOf(path)) {
        const missing = MUST_TELL.filter((f) => !(r.output ?? "").includes(`%${f}`));
        assert.deepEqual(missing, [], r.rule);
        assert.ok((r.desc ?? "").length >= 100, `${r.rule}: its description says too little`);
        const tags = r.tags ?? [];
        assert.deepEqual(tags.filter((t) => t.startsWith("maturity_")), [`maturity_${maturity}`], r.rule); // biome-ignore format: one line
        assert.ok(tags.some((t) => t.startsWith("mitre_")), `${r.rule}: which tactic?`); // biome-ignore format: one line
        assert.ok(tags.some((t) => /^TA?\d{4}/.test(t)), `${r.rule}: which technique?`); // biome-ignore format: one line
        assert.ok(tags.includes("host") || tags.includes("container"), `${r.rule}: host or container?`);
        assert.ok((r.exceptions ?? []).length > 0, `${r.rule} is prepared for no exception`);
      }
    });

    it("stand alone, without a warning", () => {
      assert.deepEqual(load([path]).warnings, []);
    });

    it("look at few events", () => {
      const engine = load([path]);
      const costly = new Set(["read", "write", "readv", "writev", "pread", "pwrite", "close", "mmap", "futex", "poll"]);
      for (const r of engine.rules) {
        const names = new Set(r.rule.events.codes().map((e) => EVENTS[e]?.name ?? ""));
        assert.ok(names.size <= 13, `${r.name} looks at ${[...names].join(" ")}`);
        assert.deepEqual([...names].filter((n) => costly.has(n)), [], r.name); // biome-ignore format: one line
      }
    });
  });
}

describe("shipped rules together", () => {
  const paths = FILES.map((f) => f.path);

  it("load in any order, without a warning", () => {
    for (const order of [paths, [...paths].sort(), [...paths].reverse()]) {
      const engine = load(order);
      assert.deepEqual(engine.warnings, []);
      assert.equal(engine.rules.length, paths.flatMap(rulesOf).length);
    }
  });

  it("leave ordinary files to the kernel filter, if loaded by default", () => {
    const engine = load(paths.slice(0, 2));
    engine.compile();
    const inspector = new Inspector({ registry: builtinRegistry(), hostname: "test" });
    const comm = {
      tid: 7,
      pid: 7,
      vtid: 7,
      vpid: 7,
      ptid: 1,
      comm: "cat",
      exe: "cat",
      exepath: "/usr/bin/cat",
      cwd: "/",
    };
    inspector.addThread({ ...comm, args: [], env: [], cgroups: ["cpuset=/"], uid: 0, gid: 0, loginuid: 0 });
    inspector.open();
    const mayMatch = (name: string, flags: string): boolean => {
      const params = { fd: 3, dirfd: "AT_FDCWD", name, flags, mode: 0, dev: 1, ino: 2 };
      const x = inspector.next(encodeEvent({ type: "openat", tid: 7, ts: 1_000_000_000n, params }));
      assert.ok(x !== null);
      return engine.keyMayMatch(x);
    };
    assert.ok(mayMatch("/etc/shadow", "O_RDONLY"), "the filter must let this through");
    for (const path of [
      "/usr/lib/x.so",
      "/etc/hosts",
      "/home/ann/src/x.c",
      "/proc/1/stat",
      "/var/lib/app/db",
      "/tmp/x",
    ]) {
      assert.ok(!mayMatch(path, "O_RDONLY"), `reading ${path}`);
    }
    for (const path of ["/tmp/x", "/home/ann/src/x.o", "/var/lib/app/db", "/var/log/app/x.log"]) {
      assert.ok(!mayMatch(path, "O_WRONLY|O_CREAT"), `writing ${path}`);
    }
  });

  it("have names of their own", () => {
    const names = paths.flatMap((p) => rulesOf(p).map((r) => r.rule));
    assert.equal(new Set(names).size, names.length);
  });

  it("mean the same by the same list or macro", () => {
    const seen = new Map<string, { readonly file: string; readonly text: string }>();
    for (const file of paths) {
      for (const i of items(file)) {
        const name = i.list ?? i.macro;
        if (name === undefined) continue;
        const text = JSON.stringify(i);
        const first = seen.get(name);
        if (first === undefined) seen.set(name, { file, text });
        else assert.equal(text, first.text, `${name} of ${basename(file)} is not that of ${basename(first.file)}`);
      }
    }
  });
});
