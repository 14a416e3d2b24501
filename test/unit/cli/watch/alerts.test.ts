import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseArgv } from "../../../../src/cli/argv.js";
import { painter } from "../../../../src/cli/colour.js";
import { UsageError } from "../../../../src/cli/errors.js";
import { alertFilter, FILTER_FLAGS } from "../../../../src/cli/watch/alert-filter.js";
import { alertJsonLine, alertLine, messageOf } from "../../../../src/cli/watch/alert-line.js";
import { printable } from "../../../../src/cli/watch/printable.js";
import type { ReceivedAlert } from "../../../../src/client/index.js";
import { commands, received, visible } from "./support.js";

const plain = painter({}, {});
const colour = painter({ isTTY: true }, {});

function passes(argv: readonly string[], a: ReceivedAlert = received()): boolean {
  return alertFilter(parseArgv(argv, FILTER_FLAGS))(a);
}

describe("filters of alerts", () => {
  it("let all pass when there is none", () => assert.equal(passes([]), true));

  const cases: readonly [argv: string[], passes: boolean][] = [
    [["-r", "Some*"], true],
    [["-r", "Some"], false],
    [["-r", "Other", "-r", "S?me rule"], true],
    [["-p", "warning"], true],
    [["-p", "DEBUG"], true],
    [["-p", "error"], false],
    [["-s", "syscall"], true],
    [["-s", "internal"], false],
    [["-t", "T15*"], true],
    [["-t", "network"], false],
    [["-f", "proc.name=cat"], true],
    [["-f", "fd.name=/etc/*"], true],
    [["-f", "fd.name=/etc/*", "-f", "proc.name=ls"], false],
    [["-f", "proc.name!=ls"], true],
    [["-f", "proc.name!=c*"], false],
    [["-f", "user.name=root"], false],
    [["-f", "user.name!=root"], true],
    [["-m", "by cat"], true],
    [["-m", "by dog"], false],
    [["-r", "Some*", "-p", "error"], false],
  ];
  for (const [argv, want] of cases) it(`${argv.join(" ")}: ${want}`, () => assert.equal(passes(argv), want));

  it("take a value with an equals sign in it", () => {
    assert.equal(passes(["-f", "proc.cmdline=a=b"], received({ fields: { "proc.cmdline": "a=b" } })), true);
  });

  it("say what would be right", () => {
    assert.throws(() => passes(["-p", "loud"]), UsageError);
    assert.throws(() => passes(["-p", "loud"]), /no priority 'loud'.*warning/);
    assert.throws(() => passes(["-f", "proc.name"]), /NAME=PATTERN/);
  });
});

describe("lines of alerts", () => {
  it("have time, priority, rule and message, on a terminal with colours", () => {
    assert.equal(alertLine(received(), plain, false), "2023-11-14T22:13:20.123456789Z Warning Some rule: seen by cat");
    const line = alertLine(received(), colour, true);
    assert.match(visible(line), /ESC\[33mWarning {6}ESC\[0m ESC\[1mSome ruleESC\[0m: seen by cat$/);
    assert.match(visible(alertLine(received({ priority: "Critical" }), colour, true)), /ESC\[31mCritical/);
  });

  it("have the same message whatever form the sensor's lines have", () => {
    const json = { output: "22:13:20.1: Warning seen by cat", priority: "Warning" };
    assert.equal(messageOf(received({ output: JSON.stringify(json) })), "seen by cat");
    assert.equal(messageOf(received({ output: JSON.stringify({ ...json, message: "m" }) })), "m");
    assert.equal(messageOf(received({ output: "{not json" })), "{not json");
    assert.equal(messageOf(received({ output: "no prefix" })), "no prefix");
    assert.equal(messageOf(received({ output: "1: Warning a: Warning b" })), "a: Warning b");
  });

  it("give a terminal nothing to obey", () => {
    const evil = received({ output: "1: Warning \x1b[2Jx\u202ey\nz\u009b", rule: "r\x07" });
    const line = alertLine(evil, plain, true);
    assert.equal(commands(line), false);
    assert.match(line, /\\x1b\[2Jx\\u202ey\\x0az\\x9b/);
    assert.equal(printable("grün ✓"), "grün ✓");
  });

  it("as JSON have all that is known", () => {
    const { output_fields, time, sequence } = JSON.parse(alertJsonLine(received()));
    assert.deepEqual(output_fields, received().fields);
    assert.equal(time, "2023-11-14T22:13:20.123456789Z");
    assert.equal(sequence, 1);
  });
});
