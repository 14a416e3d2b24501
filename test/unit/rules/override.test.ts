import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Engine } from "../../../src/engine/engine.js";
import { RulesError } from "../../../src/rules/errors.js";

const RULE = "- rule: R\n  desc: d\n  condition: evt.type=open\n  output: o\n  priority: INFO\n";

function engine(text: string): Engine {
  const e = new Engine();
  e.loadText(text, "f.yaml");
  return e;
}

function failure(text: string): RulesError {
  try {
    engine(text);
  } catch (e) {
    assert.ok(e instanceof RulesError, String(e));
    return e;
  }
  return assert.fail("loads");
}

const change = (keys: string, override: string) => `${RULE}- rule: R\n${keys}  override: {${override}}\n`;

describe("override", () => {
  const FAULTS: readonly (readonly [text: string, message: string])[] = [
    [change("  priority: INFO\n", "priority: append"), "Key 'priority' cannot be appended to, use 'replace' instead"],
    [change("  x: INFO\n", "x: replace"), "Key 'x' cannot be replaced"],
    [
      change("  desc: x\n", "desc: add"),
      "Invalid override operation for key 'desc': 'add'. Allowed values are: append replace ",
    ],
    [change("", "desc: append"), "An append override for 'desc' was specified but 'desc' is not defined"],
    [change("", "enabled: replace"), "An replace override for 'enabled' was specified but 'enabled' is not defined"],
    [
      change("  desc: x\n  output: y\n", "desc: append"),
      "Unexpected key 'output': no corresponding entry under 'override' is defined.",
    ],
    [
      "- rule: N\n  desc: x\n  output: y\n  override: {desc: append}\n",
      "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists",
    ],
    [
      "- rule: N\n  desc: x\n  override: {desc: replace}\n",
      "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists",
    ],
    [
      change("  exceptions: [{name: a, values: [x]}]\n", "exceptions: append"),
      "Rule exception must have fields property with a list of fields",
    ],
    [
      change("  exceptions: [{name: a, fields: proc.name}]\n", "exceptions: append"),
      "Rule exception must have values property with a list of values",
    ],
    ["- rule: R\n  enabledd: false\n", "Item has no mapping for key 'enabled'"],
    ["- rule: R\n  enabled: false\n", "Rule has 'enabled' key but no rule by that name already exists"],
    [`${RULE}- rule: R\n  append: true\n`, "Appended rule must have exceptions or condition property"],
  ];
  for (const [text, message] of FAULTS) it(message, () => assert.equal(failure(text).message, message));

  it("points to the key that is at fault", () => {
    const e = failure(change("  priority: INFO\n", "priority: append"));
    assert.match(e.snippet, /^ {2}override: \{priority: append\}\n {13}\^\n$/);
    assert.deepEqual(
      e.locations.map((l) => `${l.itemType} ${l.itemName}`.trim()),
      ["rules content", "rule R", "overrides", "overrides priority"],
    );
  });

  it("warns of exceptions without values", () => {
    const e = engine(
      `${RULE}  exceptions: [{name: a, fields: proc.name, values: [x]}]\n- rule: R\n  exceptions: [{name: a}]\n  override: {exceptions: append}\n`,
    );
    assert.deepEqual(
      e.warnings.map((w) => w.code),
      ["LOAD_APPEND_NO_VALUES"],
    );
  });

  it("may replace exceptions by whole ones", () => {
    const e = engine(change("  exceptions: [{name: a, fields: [proc.name], values: [[x]]}]\n", "exceptions: replace"));
    assert.equal(e.describe("R").rules[0]?.details.condition_compiled, "(evt.type = open and not proc.name = x)");
  });

  it("puts outputs together as they are", () => {
    const e = engine(change("  output: p\n", "output: append"));
    assert.equal(e.describe("R").rules[0]?.info.output, "o p");
  });

  it("tells the first of several keys that are not listed", () => {
    const text = change("  output: y\n  desc: x\n  tags: [a]\n", "tags: append");
    assert.match(failure(text).message, /^Unexpected key 'desc'/);
  });

  it("means nothing if it is empty", () => {
    const text = `${RULE}- rule: R\n  desc: d\n  condition: evt.type=close\n  output: o\n  priority: INFO\n  override:\n`;
    assert.equal(engine(text).describe("R").rules[0]?.info.condition, "evt.type=close");
  });

  it("leaves the source of other changes alone", () => {
    const e = engine(change("  source: other\n  desc: x\n", "desc: replace"));
    assert.equal(e.describe("R").rules[0]?.info.description, "x");
    assert.match(
      failure(change("  source: other\n  condition: x\n", "condition: replace")).message,
      /different source/,
    );
  });
});

describe("exceptions", () => {
  const rule = (exception: string) => `${RULE}  exceptions: [{name: a, ${exception}}]\n`;
  const compiled = (text: string) => engine(text).describe("R").rules[0]?.details.condition_compiled;

  it("need values that say something", () => {
    assert.match(failure(rule("fields: proc.name, values: ")).message, /values must be a sequence/);
    assert.match(failure(rule("fields: proc.name, values: ['']")).message, /must be non-empty/);
    assert.match(failure(rule("fields: [], values: [[x]]")).message, /must have fields property/);
  });

  it("compare for equality if their comps are an empty list", () => {
    assert.equal(
      compiled(rule("fields: [proc.name], comps: [], values: [[x]]")),
      "(evt.type = open and not proc.name = x)",
    );
  });
});

describe("values of rules", () => {
  const duration = (text: string) =>
    engine(`${RULE}  capture_duration: ${text}\n`).describe("R").rules[0]?.info.capture_duration;

  it("are numbers as yaml-cpp reads them", () => {
    assert.deepEqual(["0", "10", "010", "0x10", "+7"].map(duration), [0, 10, 8, 16, 7]);
    for (const t of ["-1", "1.5", "09", "4294967296", "0x"]) {
      assert.match(failure(`${RULE}  capture_duration: ${t}\n`).message, /Can't decode/, t);
    }
  });

  it("that are missing are missed by the rule", () => {
    for (const key of ["condition", "output", "priority"]) {
      const e = failure(RULE.replace(new RegExp(`  ${key}.*\n`), ""));
      assert.equal(e.message, `Item has no mapping for key '${key}'`);
      assert.deepEqual(
        e.locations.map((l) => l.itemType),
        ["rules content", "rule"],
      );
    }
  });

  it("leave a blank where %container.info was", () => {
    const e = engine(RULE.replace("output: o", "output: o %container.info"));
    assert.equal(e.describe("R").rules[0]?.details.output_compiled, "o ");
  });
});

describe("versions", () => {
  it("may have more behind them", () => {
    const need = "- required_engine_version: 0.50.0-dev\n- required_plugin_versions: [{name: p, version: 1.2.3-rc1}]\n";
    const e = engine(need + RULE);
    assert.equal(e.requiredEngineVersion, "0.50.0");
    assert.equal(e.describe().required_plugin_versions[0]?.version, "1.2.3-rc1");
    assert.equal(e.checkPlugins([{ name: "p", version: "1.2.4" }]), undefined);
    assert.match(e.checkPlugins([]) ?? "", /p \(>= 1\.2\.3-rc1\)/);
  });
});

describe("required_plugin_versions", () => {
  const FAULTS: readonly (readonly [text: string, message: string])[] = [
    ["x", "Value of required_plugin_versions must be a sequence"],
    ["[x]", "Plugin version must be a mapping"],
    ["[{name: a}]", "Item has no mapping for key 'version'"],
    ["[{name: a, version: 1}]", "Invalid required version '1' for plugin 'a'"],
    ["[{name: a, version: 1.0.0, alternatives: x}]", "Value of plugin version alternatives must be a sequence"],
    ["[{name: a, version: 1.0.0, alternatives: [x]}]", "Plugin version alternative must be a mapping"],
    [
      "[{name: a, version: 1.0.0, alternatives: [{name: a, version: 1.0.0}]}]",
      "Defined multiple alternative version requirements for plugin 'a'",
    ],
  ];
  for (const [value, message] of FAULTS) {
    it(message, () => assert.equal(failure(`- required_plugin_versions: ${value}\n`).message, message));
  }
});
