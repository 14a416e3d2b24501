import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Engine } from "../../../src/engine/engine.js";
import { RulesError } from "../../../src/rules/errors.js";
import { type LoadReport, reportJson, reportSummary, reportText } from "../../../src/rules/result.js";

const RULE = "- rule: R\n  desc: d\n  output: o\n  priority: INFO\n";

function load(text: string): LoadReport {
  const engine = new Engine();
  try {
    engine.loadText(text, "dir/f.yaml");
  } catch (e) {
    if (!(e instanceof RulesError)) throw e;
  }
  return engine.report as LoadReport;
}

describe("report of a rules file", () => {
  it("is short if all is well", () => {
    const r = load(`${RULE}  condition: evt.type=open\n`);
    assert.equal(reportSummary(r), "dir/f.yaml: Ok");
    assert.equal(reportText(r), "dir/f.yaml: Ok");
    assert.deepEqual(reportJson(r), {
      errors: [],
      name: "dir/f.yaml",
      schema_valid: true,
      schema_warnings: [],
      successful: true,
      warnings: [],
    });
  });

  it("tells the way to a fault, with the condition around it", () => {
    const r = load(`${RULE}  condition: >\n    evt.type=open\n    and fd.nme=x\n`);
    assert.equal(
      reportText(r),
      [
        "dir/f.yaml: Invalid",
        "1 Errors:",
        "In rules content: (dir/f.yaml:0:0)",
        "    rule 'R': (dir/f.yaml:0:2)",
        "    rule condition: (dir/f.yaml:4:13)",
        '    condition expression: ("evt.type=open and...":5:32)',
        "------",
        "evt.type=open and fd.nme=x",
        "                  ^",
        "------",
        "LOAD_ERR_COMPILE_CONDITION (Error compiling condition): filter_check called with nonexistent field fd.nme",
        "Did you mean 'fd.name' or 'fd.net' or 'fd.num'?",
        "",
      ].join("\n"),
    );
    assert.equal(
      reportSummary(r),
      "dir/f.yaml: Invalid\n 1 errors: [LOAD_ERR_COMPILE_CONDITION (Error compiling condition)]",
    );
    // the file's own line, for those who edit it
    assert.equal(r.errors[0]?.snippet, "    and fd.nme=x\n        ^\n");
  });

  it("keeps what was found before the fault", () => {
    const r = load("- list: l\n  items: [a]\n  append: true\n");
    assert.deepEqual([r.errors.length, r.warnings[0]?.code], [1, "LOAD_DEPRECATED_ITEM"]);
  });

  it("names deprecated fields", () => {
    const r = load(`${RULE}  condition: evt.type=open and evt.dir = <\n`);
    const [w] = reportJson(r).warnings;
    assert.equal(w?.deprecated_field, "evt.dir");
    assert.match(w?.codedesc ?? "", /^A deprecated item .*: due to the drop of enter events/);
    assert.equal(w?.context.snippet, "evt.type=open and evt.dir = <\n                  ^\n");
    assert.match(reportSummary(r), /with warnings\n 1 warnings: \[LOAD_DEPRECATED_ITEM \(.*: field 'evt.dir'\)\]$/);
    const keys = Object.keys(w ?? {});
    assert.deepEqual(keys, [...keys].sort());
  });

  it("suggests keys and events", () => {
    assert.match(reportText(load(`${RULE}  condition: evt.type=open\n  enabledd: true\n`)), /Did you mean 'enabled'/);
    assert.match(reportText(load(`${RULE}  condition: evt.type=opn\n`)), /unknown event type opn\nDid you mean 'open'/);
  });
});

describe("schema of rules files", () => {
  const status = (text: string) => load(text).schemaValidation;

  it("takes scalars for what they can be read as", () => {
    assert.equal(status(`${RULE}  condition: evt.type=open\n  capture_duration: "5"\n  enabled: "true"\n`), "ok");
    assert.equal(status("- list: l\n  items: [a, 1, 2.5, true]\n"), "ok");
  });

  it("is told apart from loading", () => {
    const r = load(`${RULE.replace("INFO", "info")}  condition: evt.type=open\n  capture: yes\n`);
    assert.ok(r.successful);
    assert.equal(r.schemaValidation, "failed");
    assert.deepEqual(r.schemaWarnings, [
      `failed for <root>[0]["priority"]: Failed to match against any enum values.`,
      "failed for <root>[0]: Failed to validate against schema associated with property name 'priority'.",
      `failed for <root>[0]["capture"]: Value type not permitted by 'type' constraint.`,
      "failed for <root>[0]: Failed to validate against schema associated with property name 'capture'.",
      "failed for <root>: Failed to validate item #0 in array.",
    ]);
    assert.match(reportText(r), /Ok\n5 Schema warnings:\n------\nfailed for/);
  });

  it("knows what must be there", () => {
    assert.match(
      load("- required_plugin_versions: [{name: x}]\n").schemaWarnings[0] ?? "",
      /Missing required property 'version'/,
    );
    assert.equal(status(`${RULE}  condition: evt.type=open\n  override: {}\n`), "failed");
  });

  it("has nothing to say of what is no YAML, or nothing", () => {
    assert.equal(status("a: b: c\n"), "none");
    assert.equal(status(""), "none");
    assert.equal(status("# nothing\n"), "none");
    assert.equal(status("just text\n"), "failed");
  });
});

describe("YAML faults", () => {
  const CASES: readonly (readonly [text: string, message: string])[] = [
    ["this : is : not : yaml", "yaml-cpp: error at line 1, column 11: illegal map value"],
    ["- rule: a\n  output: b: c\n", "yaml-cpp: error at line 2, column 12: illegal map value"],
    ["- list: a\n  items: [a, b\n", "yaml-cpp: error at line 3, column 1: end of sequence flow not found"],
    ["- a: 'x\n", "yaml-cpp: error at line 2, column 1: illegal EOF in scalar"],
    ['- a: "x\\q"\n', "yaml-cpp: error at line 1, column 8: unknown escape character: q"],
    ["- a: @b\n", "yaml-cpp: error at line 1, column 6: unknown token"],
    ["- a: b]\n- c: ]\n", "yaml-cpp: error at line 2, column 6: illegal flow end"],
  ];
  for (const [text, message] of CASES) {
    it(message, () => {
      const e = load(text).errors[0];
      assert.deepEqual([e?.code, e?.message], ["LOAD_ERR_YAML_PARSE", message]);
      assert.ok(e?.snippet.includes("^"));
      assert.notEqual(e?.hint, "");
    });
  }
});
