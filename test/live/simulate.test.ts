// The event generator: each action of a stable rule fires it, the others do or say why not, and nothing stays behind.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { BenchReport } from "../../src/simulate/bench.js";
import type { SuiteReport } from "../../src/simulate/suite/run.js";
import type { TestReport } from "../../src/simulate/verify.js";
import { run } from "./support/deed.js";
import { skipLive } from "./support/gate.js";
import { makeScratch, ROOT, SAKER } from "./support/places.js";
import { differences, snapshot } from "./support/snapshot.js";

const simulate = (...args: string[]): ReturnType<typeof run> =>
  run(SAKER, ["simulate", ...args], { timeoutMs: 150_000 });

describe("the event generator", { skip: skipLive(), timeout: 300_000 }, () => {
  it("trips every stable rule", async () => {
    const done = await simulate("test", "--json");
    const report = JSON.parse(done.stdout) as TestReport;
    const wrong = report.results.filter((r) => r.rule !== undefined && r.status !== "passed");
    assert.deepEqual(wrong, []);
    assert.ok(report.passed >= 25, `${report.passed} passed`);
    assert.equal(done.code, 0, done.stderr);
  });

  it("trips all others or says why not, and leaves everything as it was", async () => {
    const before = snapshot();
    // twice in a row: what the first leaves would be in the way of the second
    for (let i = 0; i < 2; i++) {
      const done = await simulate("test", "--all", "--json");
      const report = JSON.parse(done.stdout) as TestReport;
      assert.deepEqual(
        report.results.filter((r) => r.status === "failed"),
        [],
      );
      for (const r of report.results) if (r.status === "skipped") assert.ok(r.reason, r.action);
      assert.equal(done.code, 0, done.stderr);
    }
    assert.deepEqual(differences(before, snapshot()), []);
  });

  it("does declarative tests, and leaves nothing either", async () => {
    const before = snapshot();
    const done = await simulate("suite", "--json", join(ROOT, "examples/suites"));
    const report = JSON.parse(done.stdout) as SuiteReport;
    assert.deepEqual(
      report.results.filter((r) => r.status !== "passed"),
      [],
    );
    assert.ok(report.passed >= 8, `${report.passed} passed`);
    assert.equal(done.code, 0, done.stderr);
    assert.deepEqual(differences(before, snapshot()), []);
  });

  it("a declarative test fails where the alert is not what it says, and where there is none", async () => {
    const scratch = makeScratch();
    try {
      const test = (name: string, priority: string, pathname: string): object => ({
        name,
        rule: "Read sensitive file untrusted",
        runner: "HostRunner",
        steps: [{ type: "syscall", name: "o", syscall: "openat", args: { pathname, flags: "O_RDONLY" } }],
        expectedOutcome: { priority, outputFields: { "fd.name": pathname } },
      });
      const file = scratch.path("suite.yaml");
      const tests = [
        test("right", "WARNING", "/etc/shadow"),
        test("wrong", "critical", "/etc/shadow"),
        test("none", "warning", "/etc/hosts"),
      ];
      writeFileSync(file, JSON.stringify({ tests }));
      const done = await simulate("suite", "--timeout", "2s", file);
      assert.equal(done.code, 1);
      assert.match(done.stdout, /FAILED .* wrong *: its rule fired, but its priority is 'warning', not 'critical'$/m);
      assert.match(done.stdout, /FAILED .* none *: its rule did not fire; nor did any other$/m);
      assert.match(done.stdout, /^3 tests: 1 fired, 0 done, 2 failed, 0 skipped, 0 without a rule$/m);
    } finally {
      scratch.remove();
    }
  });

  it("fails where a rule does not fire, and says which did", async () => {
    const scratch = makeScratch();
    try {
      const rules = scratch.path("rules.yaml");
      const rule = (name: string, file: string): string =>
        JSON.stringify([
          {
            rule: name,
            desc: "x",
            condition: `evt.type = openat and fd.name = ${file}`,
            output: "x",
            priority: "INFO",
          },
        ]);
      writeFileSync(rules, rule("Write below etc", "/saker/nowhere"));
      const other = scratch.path("other.yaml");
      writeFileSync(other, rule("Another", "/etc/saker-simulate"));
      const done = await simulate(
        "test",
        "--all",
        "--timeout",
        "1s",
        "-r",
        rules,
        "-r",
        other,
        "WriteBelow(Etc|Root)$",
      );
      assert.equal(done.code, 1);
      assert.match(done.stdout, /WriteBelowEtc +FAILED .*its rule did not fire; these did: Another$/m);
      assert.match(done.stdout, /^2 actions: 0 fired, 1 failed, 0 skipped, 1 without a rule$/m);
    } finally {
      scratch.remove();
    }
  });

  it("measures the highest rate without loss", async () => {
    const done = await simulate("bench", "--json", "--duration", "6s", "ReadSensitiveFileUntrusted");
    assert.equal(done.code, 0, done.stderr);
    const report = JSON.parse(done.stdout) as BenchReport;
    assert.ok(report.events > 100, done.stdout);
    assert.ok((report.actions[0]?.best?.rate ?? 0) > 100, done.stdout);
  });
});
