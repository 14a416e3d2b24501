import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Config, defaultConfig } from "../../../src/config/config.js";
import { threadCpu } from "../../../src/daemon/live/thread-cpu.js";
import { pinoLevel } from "../../../src/daemon/log.js";
import { AlertCounts } from "../../../src/daemon/summary.js";
import { type LogLevel, TextLog } from "../../../src/daemon/textlog.js";

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

describe("log lines of commands", () => {
  const lines = (config: Partial<Config>, level: LogLevel): string[] => {
    const out: string[] = [];
    const log = new TextLog(
      { ...defaultConfig(), ...config },
      (t) => void out.push(t),
      () => new Date(2024, 10, 1, 2, 3, 4),
    );
    log.log(level, "hello");
    return out;
  };

  it("carry the time as Falco's do", () => {
    assert.deepEqual(lines({}, "info"), ["Fri Nov  1 02:03:04 2024: hello\n"]);
    assert.match(lines({ time_format_iso_8601: true }, "info")[0] ?? "", /^2024-11-01T02:03:04[+-]\d{4}: hello\n$/);
  });

  it("come from a level on, or not at all", () => {
    assert.equal(lines({}, "debug").length, 0);
    assert.equal(lines({ log_level: "DEBUG" }, "debug").length, 1);
    assert.equal(lines({ log_level: "error" }, "warning").length, 0);
    assert.equal(lines({ log_stderr: false }, "emergency").length, 0);
  });
});
