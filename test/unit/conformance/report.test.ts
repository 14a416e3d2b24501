import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { render, summarise } from "../../conformance/report.js";

const MAIN = fileURLToPath(new URL("../../conformance/main.js", import.meta.url));
const CORPUS = mkdtempSync(join(tmpdir(), "saker-corpus-"));
after(() => rmSync(CORPUS, { recursive: true }));

function util(id: string, eq: boolean, extra: object = {}) {
  return { id, group: "util", kind: "util", fn: "is_unix_scheme", args: ["unix:///x"], eq, ...extra };
}

function folder(name: string, cases: readonly object[]): void {
  mkdirSync(join(CORPUS, name));
  writeFileSync(join(CORPUS, name, "cases.json"), JSON.stringify({ cases }));
}

folder("rules-engine", [util("good", true), util("bad", false, { split: "heldout" }), { id: "odd", kind: "odd" }]);
folder("plugins", [{ id: "later", kind: "extract" }]);

function run(...args: string[]) {
  const r = spawnSync(process.execPath, [MAIN, "--corpus", CORPUS, ...args], { encoding: "utf8" });
  return { status: r.status, out: r.stdout, err: r.stderr };
}

describe("conformance runner", () => {
  it("counts a lost case as failed", () => {
    const g = summarise(
      "g",
      [{ id: "a" }, { id: "b" }, { id: "c" }],
      [
        { id: "a", outcome: "pass" },
        { id: "b", outcome: "na", why: "because" },
      ],
    );
    assert.deepEqual([g.cases, g.passed, g.failed, g.notApplicable], [3, 1, 1, 1]);
    assert.match(render([g], new Map([["g", "note"]])), /^group.*\ng +3 +1 +1 +1 {2}note\nFAIL g c: /);
  });

  it("prints a table and writes JSON", () => {
    const file = join(CORPUS, "out.json");
    const r = run("--json", file);
    assert.equal(r.status, 1);
    assert.match(r.out, /rules-engine +2 +1 +1 +0\n/);
    assert.match(r.out, /plugins +1 +0 +0 +1 {2}no runner yet\n/);
    assert.match(r.out, /FAIL rules-engine odd: no judge for cases of kind 'odd'/);
    const { groups } = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual(groups[0], {
      name: "rules-engine",
      cases: 2,
      passed: 1,
      failed: 1,
      notApplicable: 0,
      failures: [{ id: "odd", why: "no judge for cases of kind 'odd'" }],
    });
  });

  it("takes cases by split", () => {
    assert.match(
      run("--split", "heldout", "--groups", "rules-engine").out,
      /FAIL rules-engine bad: got true, want false/,
    );
    assert.match(run("--split", "all", "--groups", "rules-engine").out, /rules-engine +3 +1 +2 +0\n/);
  });

  it("says what is wrong with its arguments", () => {
    const wrong = (...args: string[]) => {
      const r = run(...args);
      assert.equal(r.status, 2);
      return r.err;
    };
    assert.match(wrong("--groups", "nope"), /unknown group 'nope': use some of rules-engine, filters/);
    assert.match(wrong("--groups", "filters"), /has no folder filters/);
    assert.match(wrong("--split", "nope"), /unknown split 'nope'/);
    assert.match(wrong("--corpus", join(CORPUS, "nope")), /there is no corpus at .*nope/);
    assert.match(wrong("--what"), /--what/);
  });
});
