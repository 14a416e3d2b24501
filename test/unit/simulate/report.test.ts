import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { benchReportText } from "../../../src/simulate/bench-report.js";
import { testReportJson, testReportJunit, testReportText } from "../../../src/simulate/report.js";
import type { TestReport } from "../../../src/simulate/verify.js";
import { isAbout } from "../../../src/simulate/watch.js";

const report: TestReport = {
  results: [
    { action: "syscall.A", rule: "A", status: "passed", priority: "Warning", output: "a", ms: 12.4 },
    { action: "syscall.B", rule: "B", status: "failed", reason: "its <rule> did not fire", ms: 5000 },
    { action: "syscall.C", rule: "C", status: "skipped", reason: "no nmap", ms: 0 },
    { action: "helper.D", status: "unmatched", reason: "a helper trips no rule", ms: 0 },
  ],
  passed: 1,
  failed: 1,
  skipped: 1,
  unmatched: 1,
};

describe("reports of simulate test", () => {
  it("a table with the counts in the last line", () => {
    const lines = testReportText(report).trimEnd().split("\n");
    assert.match(lines[0] ?? "", /^ACTION +RESULT +PRIORITY +TIME +RULE/);
    assert.match(lines[1] ?? "", /^syscall\.A +fired +Warning +12 ms +A$/);
    assert.match(lines[2] ?? "", /FAILED .*its <rule> did not fire$/);
    assert.equal(lines.at(-1), "4 actions: 1 fired, 1 failed, 1 skipped, 1 without a rule");
  });

  it("JSON", () => assert.deepEqual(JSON.parse(testReportJson(report)), report));

  it("JUnit, a suite a package", () => {
    const xml = testReportJunit(report);
    assert.match(xml, /<testsuite name="syscall" tests="3" failures="1" skipped="1" time="5.012">/);
    assert.match(xml, /<testcase name="A" classname="syscall" time="0.012"\/>/);
    assert.match(xml, /<failure message="its &lt;rule&gt; did not fire"\/>/);
    assert.match(xml, /<testsuite name="helper" tests="1" failures="0" skipped="1"/);
  });
});

describe("the report of simulate bench", () => {
  it("names the highest rate without loss", () => {
    const good = { asked: 500, rate: 499.6, events: 1500.2, alerted: 1, dropped: 0, lostAlerts: 0 };
    const bad = { asked: 1000, rate: 1000, events: 2900, alerted: 0.9, dropped: 7, lostAlerts: 0 };
    const text = benchReportText({
      actions: [{ action: "syscall.A", rounds: [good, bad], best: good, end: "events dropped" }],
      events: 1500.2,
    });
    assert.match(text, /syscall\.A +500\/s +1500\/s +events dropped +1000\/s: 7 events dropped, 10.0 % of the alerts/);
    assert.match(text, /highest rate without loss: 1500 events\/s\n$/);
  });
});

it("an alert is about a process that the action started, or one below it", () => {
  const alert = (fields: Record<string, unknown>) => ({
    rule: "A",
    priority: "x",
    source: "syscall",
    output: "",
    fields,
  });
  const pids = new Set([42]);
  assert.ok(isAbout(alert({ "proc.pid": 42 }), pids));
  assert.ok(isAbout(alert({ "proc.pid": 50, "proc.ppid": 42 }), pids));
  assert.ok(isAbout(alert({ "proc.pid": 50, "proc.ppid": 49, "proc.sid": 42 }), pids));
  assert.equal(isAbout(alert({ "proc.pid": 50, "proc.ppid": 1 }), pids), false);
});
