// The command line as an operator meets it: errors that say what is wrong, output that consumers of Falco's can read.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, existsSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { after, before, describe, it } from "node:test";
import { deed } from "./support/deed.js";
import { skipLive } from "./support/gate.js";
import { makeScratch, ROOT, RULES, SAKER, type Scratch } from "./support/places.js";

const STABLE = RULES[0] as string;
const NOBODY = 65534;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until standard error or output holds the text. */
  until(text: string): Promise<void>;
}

function start(args: readonly string[], uid?: number): Started {
  const child = spawn(SAKER, args, {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 30_000,
    killSignal: "SIGKILL",
    ...(uid !== undefined && { uid, gid: uid }),
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (d: string) => {
    stdout += d;
  });
  child.stderr.setEncoding("utf8").on("data", (d: string) => {
    stderr += d;
  });
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr }));
  const until = async (text: string): Promise<void> => {
    while (!stdout.includes(text) && !stderr.includes(text)) {
      const more = Promise.race([once(child.stdout, "data"), once(child.stderr, "data"), ended.then(() => "gone")]);
      if ((await more) === "gone") throw new Error(`ended without "${text}":\n${stderr}${stdout}`);
    }
  };
  return { child, ended, until };
}

/** Runs to its end. */
function saker(...args: string[]): Promise<Ended> {
  return start(args).ended;
}

describe("command line: errors", { skip: existsSync(SAKER) ? false : `${SAKER} is not built` }, () => {
  let scratch: Scratch;
  before(() => {
    scratch = makeScratch();
  });
  after(() => scratch.remove());

  const file = (name: string, text: string): string => {
    const path = scratch.path(name);
    writeFileSync(path, text);
    return path;
  };
  const refused = async (args: readonly string[], ...says: readonly (string | RegExp)[]): Promise<void> => {
    const { code, stdout, stderr } = await saker(...args);
    assert.notEqual(code, 0, "it must not end with status 0");
    assert.notEqual(code, null, "it must end by itself");
    for (const s of says) {
      if (typeof s === "string") assert.ok(stderr.includes(s), `"${s}" is not in:\n${stderr}`);
      else assert.match(stderr, s);
    }
    assert.doesNotMatch(stderr, /\n\s+at .*\.js:\d+/, "no stack trace is shown");
    assert.equal(stdout, "");
  };

  it("says so when a rules file is missing", async () => {
    const path = scratch.path("nowhere.yaml");
    await refused(["-r", path], path);
  });

  it("says so when there are no rules at all", async () => {
    const config = file("saker.yaml", "rules_files: []\n");
    await refused(["-c", config], "at least one rules file");
  });

  it("says so when the configured rules files do not exist", async () => {
    const config = file("saker.yaml", `rules_files: [${scratch.dir}/none.yaml]\n`);
    await refused(["-c", config], "at least one rules file", `${scratch.dir}/none.yaml`);
  });

  it("says so when the rules directory is empty", async () => {
    await refused(["-r", dirname(scratch.path("x"))], "at least one rules file");
  });

  it("refuses an unknown option", async () => {
    await refused(["--no-such-thing"], /Option ‘no-such-thing’ does not exist/);
  });

  it("refuses an argument that is no option", async () => {
    await refused(["-r", STABLE, "surplus"], /surplus|too many arguments/);
  });

  it("refuses -o without a value, naming the right form", async () => {
    await refused(["-r", STABLE, "-o", "json_output"], "-o json_output", "key=value");
  });

  it("refuses a value of the wrong type, naming the key", async () => {
    await refused(["-r", STABLE, "-o", "json_output=maybe"], "json_output", "maybe", "true or false");
    await refused(["-r", STABLE, "-o", "saker.workers=many"], "saker.workers", "many", "whole number");
  });

  it("refuses a priority that does not exist, naming those that do", async () => {
    await refused(["-r", STABLE, "-o", "priority=loud"], "loud", "emergency", "debug");
  });

  it("refuses a configuration file that is missing, or is not one", async () => {
    await refused(["-c", `${scratch.dir}/none.yaml`], `${scratch.dir}/none.yaml`);
    const broken = file("saker.yaml", "json_output: [\n");
    await refused(["-c", broken], broken);
  });

  it("refuses -M without a positive number", async () => {
    await refused(["-r", STABLE, "-M", "-1"], "-M", /positive|argument/);
    await refused(["-r", STABLE, "-M", "soon"], "-M", "positive");
  });

  describe("bad rules", { skip: skipLive() }, () => {
    const bad = (name: string, text: string, line: number, snippet: string, ...says: readonly string[]): void => {
      it(`shows where: ${name}`, async () => {
        const path = file("bad.yaml", text);
        await refused(["-r", path], new RegExp(`bad\\.yaml:${line}:\\d+`), snippet, ...says);
      });
    };
    const rule = (condition: string, output = "x"): string =>
      `- rule: Bad one\n  desc: d\n  condition: ${condition}\n  output: ${output}\n  priority: INFO\n`;
    bad("a condition that does not parse", rule("evt.type = open and and"), 3, "and and");
    bad("a field that does not exist", rule("evt.type = open and proc.nam = x"), 3, "proc.nam", "proc.name");
    bad("a field in the output that does not exist", rule("evt.type = open", "user %usr.name"), 4, "usr.name");
    bad("a macro that does not exist", rule("evt.type = open and my_macro"), 3, "my_macro");
    bad("a priority that does not exist", rule("evt.type = open").replace("INFO", "LOUD"), 5, "LOUD");
    bad("broken YAML", "- rule: r\n  output: %x\n", 2, "%x");
  });

  it("needs root, and says so", async (t) => {
    if (process.getuid?.() !== 0) return t.skip("only root can become another user");
    if (!readableBy(NOBODY, SAKER)) {
      console.error(`NOT-ROOT TEST SKIPPED: user ${NOBODY} cannot read ${SAKER}`);
      return t.skip("the tree is not readable for others");
    }
    const { code, stderr } = await start(["-r", STABLE], NOBODY).ended;
    assert.equal(code, 1);
    assert.match(stderr, /needs root/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
});

/** May others go all the way to a file and read it? */
function readableBy(uid: number, path: string): boolean {
  accessSync(path, constants.R_OK);
  for (let p = path; ; p = dirname(p)) {
    const s = statSync(p);
    const need = s.isDirectory() ? 0o001 : 0o004;
    if (s.uid !== uid && (s.mode & need) === 0) return false;
    if (p === "/") return true;
  }
}

describe("command line: a running sensor", { skip: skipLive(), timeout: 60_000 }, () => {
  let scratch: Scratch;
  let rules: string;
  before(() => {
    scratch = makeScratch();
    rules = scratch.path("rules.yaml");
    writeFileSync(
      rules,
      `
- rule: Opened by the test
  desc: A file of the test.
  condition: evt.type in (open, openat) and fd.name startswith ${scratch.dir}/
  output: opened %fd.name by %proc.pid (%user.name)
  priority: WARNING
  tags: [zebra, apple]
`,
    );
  });
  after(() => scratch.remove());

  /** Starts a sensor, does one deed, waits for its line, ends it by a signal. */
  const oneAlert = async (signal: NodeJS.Signals, ...flags: string[]): Promise<{ line: string; end: Ended }> => {
    const s = start(["-r", rules, ...flags]);
    await s.until('"ready"');
    const marker = scratch.path("marker");
    assert.equal((await deed("write", marker)).code, 0);
    await s.until(marker);
    s.child.kill(signal);
    const end = await s.ended;
    const line = end.stdout.split("\n").find((l) => l.includes(marker));
    assert.ok(line);
    return { line, end };
  };

  it("prints text lines, and a summary on SIGINT", async () => {
    const { line, end } = await oneAlert("SIGINT");
    assert.match(line, /^\d\d:\d\d:\d\d\.\d{9}: Warning opened \/tmp\/saker-live-\S+\/marker by \d+ \(root\)$/);
    assert.equal(end.code, 0);
    assert.match(end.stdout, /^Events detected: [1-9]\d*$/m);
    assert.match(end.stdout, /^Rule counts by severity:\n {3}WARNING: [1-9]\d*$/m);
    assert.match(end.stdout, /^Triggered rules by rule name:\n {3}Opened by the test: [1-9]\d*$/m);
    assert.match(end.stderr, /SIGINT received/);
  });

  it("prints JSON with Falco's keys, and a summary on SIGTERM", async () => {
    const { line, end } = await oneAlert("SIGTERM", "-o", "json_output=true", "-o", "time_format_iso_8601=false");
    const alert = JSON.parse(line) as Record<string, unknown>;
    assert.deepEqual(Object.keys(alert), [
      "hostname",
      "output",
      "output_fields",
      "priority",
      "rule",
      "source",
      "tags",
      "time",
    ]);
    assert.equal(alert.rule, "Opened by the test");
    assert.equal(alert.priority, "Warning");
    assert.equal(alert.source, "syscall");
    assert.deepEqual(alert.tags, ["apple", "zebra"]);
    assert.match(String(alert.time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    const fields = alert.output_fields as Record<string, unknown>;
    assert.deepEqual(Object.keys(fields), ["evt.time", "fd.name", "proc.pid", "user.name"]);
    // the time is in ns, beyond what a double holds: look at the text
    const ns = /"evt\.time":(\d+)/.exec(line)?.[1];
    assert.equal(ns?.length, 19);
    assert.ok(Math.abs(Number(BigInt(ns) / 1_000_000n) - Date.now()) < 20_000);
    assert.match(String(alert.output), /^\d\d:\d\d:\d\d\.\d{9}: Warning opened /);
    assert.equal(end.code, 0);
    assert.match(end.stdout, /^Events detected: /m);
  });

  it("stops by itself with -M", async () => {
    const end = await saker("-r", rules, "-M", "0.3");
    assert.equal(end.code, 0);
    assert.match(end.stdout, /^Events detected: /m);
  });

  it("warns of a configuration key that it does not know", async () => {
    const end = await saker("-r", rules, "-M", "0.3", "-o", "no_such.key=1");
    assert.equal(end.code, 0);
    assert.match(end.stderr, /no_such/);
  });

  it("says nothing on standard error when told so", async () => {
    const s = start(["-r", rules, "-M", "0.5", "-o", "log_level=error"]);
    const end = await s.ended;
    assert.equal(end.code, 0);
    assert.doesNotMatch(end.stderr, /"msg":"ready"/);
  });
});
