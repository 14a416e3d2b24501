import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pinoLevel } from "../../../src/daemon/log.js";
import { AlertCounts } from "../../../src/daemon/summary.js";
import { threadCpu } from "../../../src/daemon/thread-cpu.js";

describe("closing statistics", () => {
  it("of no alerts are empty lists", () => {
    assert.deepEqual(new AlertCounts().lines(), [
      "Events detected: 0",
      "Rule counts by severity:",
      "Triggered rules by rule name:",
    ]);
  });

  it("count by priority and by rule, in the order of appearance", () => {
    const c = new AlertCounts();
    c.add("b", "Warning");
    c.add("a", "Informational");
    c.add("b", "Warning");
    c.add("c", "Warning");
    assert.equal(c.total, 4);
    assert.deepEqual(c.lines(), [
      "Events detected: 4",
      "Rule counts by severity:",
      "   WARNING: 3",
      "   INFO: 1",
      "Triggered rules by rule name:",
      "   b: 2",
      "   a: 1",
      "   c: 1",
    ]);
  });
});

describe("log levels", () => {
  it("of falco.yaml are taken in any case; others mean info", () => {
    assert.equal(pinoLevel("EMERGENCY"), "fatal");
    assert.equal(pinoLevel("Warning"), "warn");
    assert.equal(pinoLevel("notice"), "info");
    assert.equal(pinoLevel("debug"), "debug");
    assert.equal(pinoLevel("whatever"), "info");
  });
});

describe("CPU times", () => {
  it("of this thread grow with its work", () => {
    const before = threadCpu([process.pid])[0];
    for (const end = performance.now() + 60; performance.now() < end; );
    const after = threadCpu([process.pid])[0];
    assert.ok(before !== undefined && after !== undefined);
    assert.equal(after.threadId, process.pid);
    assert.ok(after.user + after.system > before.user + before.system);
  });
});
