import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { printCondition } from "../../../src/filter/print.js";
import { RulesError, type RulesWarning } from "../../../src/rules/errors.js";
import { RulesLoader } from "../../../src/rules/loader.js";
import { checkPlugins } from "../../../src/rules/plugins.js";
import type { Rule } from "../../../src/rules/ruleset.js";
import { REGISTRY } from "../support/fakeregistry.js";
import { fakeTemplate } from "../support/faketemplate.js";
import { JS_REGEX } from "../support/regexengine.js";
import { RICH_RULES } from "../support/rulefile.js";

function loader(): RulesLoader {
  return new RulesLoader({
    registry: REGISTRY,
    compileTemplate: fakeTemplate,
    regex: JS_REGEX,
    sources: new Set(["syscall"]),
  });
}

function load(...texts: string[]): { rules: readonly Rule[]; warnings: RulesWarning[] } {
  const l = loader();
  const warnings: RulesWarning[] = [];
  let rules: readonly Rule[] = [];
  texts.forEach((t, i) => {
    const r = l.load(t, `file${i}.yaml`);
    warnings.push(...r.warnings);
    rules = r.ruleSet.rules;
  });
  return { rules, warnings };
}

function failure(...texts: string[]): RulesError {
  try {
    load(...texts);
  } catch (e) {
    assert.ok(e instanceof RulesError, String(e));
    return e;
  }
  throw new assert.AssertionError({ message: "should have been refused" });
}

function rule(more: string, name = "R"): string {
  return `- rule: ${name}\n  desc: d\n  output: o\n  priority: INFO\n${more}\n`;
}

function conditionOf(text: string, name = "R"): string {
  const r = load(text).rules.find((x) => x.name === name);
  assert.ok(r);
  return printCondition(r.tree);
}

describe("a rich rules file", () => {
  const { rules, warnings } = load(RICH_RULES);
  it("loads without complaint", () => assert.deepEqual(warnings, []));
  it("merges definitions", () => {
    const [a, b] = rules;
    assert.ok(a && b && rules.length === 2);
    assert.deepEqual(a.tags, ["T1003", "filesystem"]);
    assert.deepEqual([a.priority, b.priority, b.enabled, b.capture, b.captureDuration], [4, 2, true, true, 500]);
    assert.deepEqual(a.exceptionFields, ["fd.directory", "fd.name", "proc.name", "proc.pname"]);
    assert.equal(printCondition(b.tree), '(evt.type = execve and proc.name = anyof (bash, sh, "my shell", dash))');
    assert.equal(
      printCondition(a.tree),
      "(((evt.type in (open, openat) or evt.type = openat2) and (fd.name startswith /etc or fd.name = /etc)" +
        ' and proc.name in (bash, sh, "my shell", dash, zsh) and proc.pid > 1)' +
        " and not proc.name in (ok, fine)" +
        ' and not ((proc.name = cat and fd.name startswith /etc/ssl) or (proc.name = less and fd.name startswith "/etc/a b"))' +
        " and not (proc.pname in (a, b) and fd.directory pmatch (/etc/x)))",
    );
  });
});

describe("lists", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["[a, b]", "proc.name in (l)", "proc.name in (a, b)"],
    ["[a, b]", "proc.name in (x, l, y)", "proc.name in (x, a, b, y)"],
    ["[a]", "proc.name=l", "proc.name = a"],
    ["[]", "proc.name in (x, l, y)", "proc.name in (x, y)"],
    ["[]", "proc.name in (l, y)", "proc.name in (y)"],
    ["[]", "proc.name in (l)", "proc.name in ()"],
    ["[a b]", "proc.name in (l)", 'proc.name in ("a b")'],
    ["[\"'a b'\"]", "proc.name in (l)", 'proc.name in ("a b")'],
    ["[a]", "proc.name in (ll, l)", "proc.name in (ll, a)"],
    ["[/a, /b]", "fd.name pmatch l".replace(" l", " (l)"), "fd.name pmatch (/a, /b)"],
    ["[a]", "proc.name = 'x l y'", 'proc.name = "x a y"'],
  ];
  for (const [items, condition, want] of cases) {
    it(`${items} in ${condition}`, () => {
      assert.equal(conditionOf(`- list: l\n  items: ${items}\n${rule(`  condition: ${condition}`)}`), want);
    });
  }
  it("apply to conditions that come before them", () => {
    assert.equal(conditionOf(`${rule("  condition: proc.name in (l)")}- list: l\n  items: [a]\n`), "proc.name in (a)");
  });
  it("may be used as the name of a macro", () => {
    assert.equal(conditionOf(`- list: l\n  items: [evt.num=0]\n${rule("  condition: (l)")}`), "evt.num = 0");
  });
});

describe("macros", () => {
  it("do not leak precedence", () => {
    const m = "- macro: m\n  condition: proc.pid=1 or proc.pid=2\n";
    assert.equal(
      conditionOf(m + rule("  condition: m and proc.pid=3")),
      "((proc.pid = 1 or proc.pid = 2) and proc.pid = 3)",
    );
  });
  it("see those before them, rules see all", () => {
    const later = "- macro: b\n  condition: proc.pid=1\n";
    assert.equal(conditionOf(rule("  condition: b") + later), "proc.pid = 1");
    const e = failure(`- macro: a\n  condition: b\n${later}`);
    assert.deepEqual(
      [e.code, e.message, e.line, e.column],
      ["LOAD_ERR_VALIDATE", "Undefined macro 'b' used in filter.", 2, 14],
    );
    assert.deepEqual(
      load(
        `- macro: a\n  condition: proc.pid=2\n${later}- macro: a\n  condition: or b\n  override: {condition: append}\n`,
      ).rules,
      [],
    );
  });
  it("may not refer to themselves", () => {
    assert.match(failure("- macro: a\n  condition: a\n").message, /Undefined macro 'a'/);
    const again = "- macro: a\n  condition: proc.pid=1\n- macro: a\n  condition: not a\n";
    assert.match(failure(again).message, /reference loop in macro 'a'/);
    const mutual = `${again.replace("not a", "b")}`.replace(
      "- macro: a\n  condition: b",
      "- macro: b\n  condition: a\n- macro: a\n  condition: b",
    );
    assert.match(failure(mutual).message, /reference loop/);
  });
  it("that double at every step are stopped, or stay small", () => {
    let text = "- macro: m0\n  condition: (proc.pid=1 or proc.pid=2)\n";
    for (let i = 1; i < 60; i++) text += `- macro: m${i}\n  condition: m${i - 1} and m${i - 1}\n`;
    assert.match(failure(text + rule("  condition: m59")).message, /depth limit|too big/);
  });
  it("that are misspelled get suggestions", () => {
    const e = failure(`- macro: spawned_process\n  condition: evt.type=execve\n${rule("  condition: spawned_proces")}`);
    assert.match(e.hint, /spawned_process/);
  });
});

const ERRORS: readonly (readonly [string, string, string, string])[] = [
  ["not a list", "foo", "LOAD_ERR_YAML_VALIDATE", "Rules content is not yaml"],
  ["a mapping", "foo: bar", "LOAD_ERR_YAML_VALIDATE", "array"],
  ["a scalar item", "- foo", "LOAD_ERR_YAML_VALIDATE", "Unexpected element type"],
  ["broken YAML", "- foo: [", "LOAD_ERR_YAML_PARSE", ""],
  [
    "a missing key",
    "- rule: R\n  desc: d\n  condition: proc.pid=1\n  priority: INFO",
    "LOAD_ERR_YAML_VALIDATE",
    "Item has no mapping for key 'output'",
  ],
  ["an empty key", "- macro:\n  condition: x", "LOAD_ERR_YAML_VALIDATE", "Mapping for key 'macro' is empty"],
  ["items that are no list", "- list: l\n  items: x", "LOAD_ERR_YAML_VALIDATE", "Value is not a sequence"],
  ["items that are no scalars", "- list: l\n  items: [[x]]", "LOAD_ERR_YAML_VALIDATE", "sequence value is not scalar"],
  [
    "a bad priority",
    rule("  condition: proc.pid=1").replace("INFO", "HIGH"),
    "LOAD_ERR_YAML_VALIDATE",
    "Invalid priority",
  ],
  [
    "a bad bool",
    rule("  condition: proc.pid=1\n  enabled: 1"),
    "LOAD_ERR_YAML_VALIDATE",
    "Can't decode YAML scalar value",
  ],
  [
    "a new engine",
    "- required_engine_version: 0.99.0",
    "LOAD_ERR_VALIDATE",
    "Rules require engine version 0.99.0, but engine version is 0.62.0",
  ],
  [
    "a strange engine",
    "- required_engine_version: new",
    "LOAD_ERR_YAML_VALIDATE",
    "Unable to parse engine version 'new'",
  ],
  ["a bad condition", rule("  condition: proc.pid=1 x"), "LOAD_ERR_COMPILE_CONDITION", "unexpected token after '1'"],
  ["an unknown field", rule("  condition: proc.pit=1"), "LOAD_ERR_COMPILE_CONDITION", "nonexistent field proc.pit"],
  [
    "a bad output",
    rule("  condition: proc.pid=1").replace("output: o", 'output: "a %no.such"'),
    "LOAD_ERR_COMPILE_OUTPUT",
    "no.such",
  ],
  [
    "append to nothing",
    "- rule: X\n  condition: and proc.pid=1\n  append: true",
    "LOAD_ERR_VALIDATE",
    "no rule by that name",
  ],
  [
    "a toggle of nothing",
    "- rule: X\n  enabled: false",
    "LOAD_ERR_VALIDATE",
    "Rule has 'enabled' key but no rule by that name already exists",
  ],
  ["a list append to nothing", "- list: X\n  items: []\n  append: true", "LOAD_ERR_VALIDATE", "no list by that name"],
  [
    "a macro append to nothing",
    "- macro: X\n  condition: a\n  append: true",
    "LOAD_ERR_VALIDATE",
    "no macro by that name",
  ],
  [
    "an override of a bad kind",
    `${rule("  condition: proc.pid=1")}- rule: R\n  desc: x\n  override: {desc: add}`,
    "LOAD_ERR_YAML_VALIDATE",
    "Invalid override operation for key 'desc': 'add'",
  ],
  [
    "an append that cannot be",
    `${rule("  condition: proc.pid=1")}- rule: R\n  priority: INFO\n  override: {priority: append}`,
    "LOAD_ERR_YAML_VALIDATE",
    "Key 'priority' cannot be appended to, use 'replace' instead",
  ],
  [
    "a replacement that cannot be",
    `${rule("  condition: proc.pid=1")}- rule: R\n  source: syscall\n  override: {source: replace}`,
    "LOAD_ERR_YAML_VALIDATE",
    "Key 'source' cannot be replaced",
  ],
  [
    "an override without its key",
    `${rule("  condition: proc.pid=1")}- rule: R\n  override: {desc: append}`,
    "LOAD_ERR_YAML_VALIDATE",
    "An append override for 'desc' was specified but 'desc' is not defined",
  ],
  [
    "a key without its override",
    `${rule("  condition: proc.pid=1")}- rule: R\n  desc: d\n  output: o\n  override: {desc: append}`,
    "LOAD_ERR_YAML_VALIDATE",
    "Unexpected key 'output'",
  ],
  [
    "override and append",
    `${rule("  condition: proc.pid=1")}- rule: R\n  desc: d\n  append: true\n  override: {desc: append}`,
    "LOAD_ERR_YAML_VALIDATE",
    "cannot be used together",
  ],
  [
    "another source",
    `${rule("  condition: proc.pid=1")}- rule: R\n  condition: and x\n  source: k8s_audit\n  append: true`,
    "LOAD_ERR_VALIDATE",
    "different source",
  ],
  [
    "exceptions that are no list",
    rule("  condition: proc.pid=1\n  exceptions: x"),
    "LOAD_ERR_YAML_VALIDATE",
    "Rule exceptions must be a sequence",
  ],
  [
    "comps of another length",
    rule("  condition: proc.pid=1\n  exceptions: [{name: x, fields: [proc.pid], comps: [=, =]}]"),
    "LOAD_ERR_VALIDATE",
    "Fields and comps lists must have equal length",
  ],
  [
    "values of another length",
    rule("  condition: proc.pid=1\n  exceptions: [{name: x, fields: [proc.pid], values: [[1, 2]]}]"),
    "LOAD_ERR_VALIDATE",
    "Fields and values lists must have equal length",
  ],
  [
    "an unknown comp",
    rule("  condition: proc.pid=1\n  exceptions: [{name: x, fields: [proc.pid], comps: [like]}]"),
    "LOAD_ERR_VALIDATE",
    "'like' is not a supported comparison operator",
  ],
  [
    "an unknown field in an exception",
    rule("  condition: proc.pid=1\n  exceptions: [{name: x, fields: [proc.pit]}]"),
    "LOAD_ERR_VALIDATE",
    "'proc.pit' is not a supported filter field",
  ],
  [
    "a wrong comp for one field",
    rule("  condition: proc.pid=1\n  exceptions: [{name: x, fields: proc.name, comps: =}]"),
    "LOAD_ERR_VALIDATE",
    "comps must be one of (in, pmatch, intersects)",
  ],
  [
    "no fields",
    rule("  condition: proc.pid=1\n  exceptions: [{name: x}]"),
    "LOAD_ERR_YAML_VALIDATE",
    "Item has no mapping for key 'fields'",
  ],
];

describe("faults", () => {
  for (const [what, text, code, message] of ERRORS) {
    it(`refuses ${what}`, () => {
      const e = failure(text);
      assert.equal(e.code, code);
      assert.ok(e.message.includes(message), e.message);
      assert.equal(e.file, "file0.yaml");
      assert.ok(e.line >= 1 && e.column >= 1 && e.snippet.includes("^"));
      assert.equal(e.locations[0]?.itemType, "rules content");
    });
  }

  it("are shown where they are, even in folded text and behind lists", () => {
    const text = `- list: names\n  items: [aaaaaaaa, bbbbbbbbbbb]\n${rule("  condition: >\n    proc.name in (names)\n    and\n    proc.pit = 1")}`;
    const e = failure(text);
    assert.deepEqual([e.line, e.column], [10, 5]);
    assert.equal(e.snippet, "    proc.pit = 1\n    ^\n");
    assert.equal(e.hint, "Did you mean 'proc.name' or 'proc.pname' or 'proc.exepath'?");
    assert.deepEqual(
      e.locations.map((l) => l.itemType),
      ["rules content", "rule", "rule condition", "condition expression"],
    );
    assert.match(e.describe(), /^file0\.yaml:10:5: filter_check called/);
  });

  it("are shown in the file that caused them", () => {
    const e = failure(rule("  condition: proc.pid=1"), "- rule: R\n  condition: and proc.pit=1\n  append: true\n");
    assert.deepEqual([e.file, e.line, e.column], ["file1.yaml", 2, 18]);
  });

  it("inside macros are shown where the macro is used", () => {
    const e = failure(`- macro: m\n  condition: proc.pit=1\n${rule("  condition: proc.pid=1 and m")}`);
    assert.equal(e.snippet, "  condition: proc.pid=1 and m\n                            ^\n");
    assert.match(e.hint, /In the condition of macro 'm'/);
  });
});

describe("warnings", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["LOAD_UNKNOWN_SOURCE", rule("  condition: x.y=1\n  source: k8s_audit"), "Unknown source k8s_audit, skipping"],
    ["LOAD_NO_EVTTYPE", rule("  condition: proc.pid=1"), "Rule matches too many evt.type values"],
    [
      "LOAD_UNKNOWN_FILTER",
      rule("  condition: proc.pit=1\n  skip-if-unknown-filter: true"),
      "nonexistent field proc.pit",
    ],
    [
      "LOAD_UNKNOWN_FILTER",
      rule("  condition: evt.type=opne\n  skip-if-unknown-filter: true"),
      "unknown event type opne",
    ],
    ["LOAD_UNUSED_MACRO", "- macro: m\n  condition: proc.pid=1", "Macro not referred to"],
    ["LOAD_UNUSED_LIST", "- list: l\n  items: []", "List not referred to"],
    ["LOAD_UNKNOWN_ITEM", "- thing: l", "Unknown top level item"],
    ["LOAD_UNKNOWN_KEY", rule("  condition: evt.type=open\n  colour: red"), "Unknown key 'colour'"],
    ["LOAD_UNKNOWN_KEY", rule("  condition: evt.type=open\n  __proto__: red"), "Unknown key '__proto__'"],
    [
      "LOAD_DEPRECATED_ITEM",
      `${rule("  condition: evt.type=open")}- rule: R\n  condition: and proc.pid=1\n  append: true`,
      "'append' key is deprecated",
    ],
    [
      "LOAD_DEPRECATED_ITEM",
      `${rule("  condition: evt.type=open")}- rule: R\n  enabled: false`,
      "standalone 'enabled'",
    ],
    ["LOAD_DEPRECATED_ITEM", rule("  condition: evt.type=open and evt.dir=<"), "evt.dir"],
    ["LOAD_INVALID_MACRO_NAME", "- macro: a b\n  condition: proc.pid=1", "invalid name"],
    ["LOAD_INVALID_LIST_NAME", "- list: a b\n  items: []", "invalid name"],
    [
      "LOAD_COMPILE_CONDITION",
      rule("  condition: evt.type=open and proc.name=proc.pname"),
      "misused as a const string",
    ],
    [
      "LOAD_EXCEPTION_NAME_NOT_UNIQUE",
      rule("  condition: evt.type=open\n  exceptions: [{name: x, fields: proc.name}, {name: x, fields: proc.name}]"),
      "exception 'x' in the same rule",
    ],
    [
      "LOAD_APPEND_NO_VALUES",
      `${rule("  condition: evt.type=open\n  exceptions: [{name: x, fields: proc.name}]")}- rule: R\n  exceptions: [{name: x}]\n  override: {exceptions: append}`,
      "no values",
    ],
  ];
  for (const [code, text, message] of cases) {
    it(`${code}: ${message}`, () => {
      const w = load(text).warnings.filter((x) => x.code === code);
      assert.ok(
        w.some((x) => x.message.includes(message) && x.line >= 1),
        JSON.stringify(w),
      );
    });
  }
  it("are kept back by warn_evttypes", () => {
    assert.deepEqual(load(rule("  condition: proc.pid=1\n  warn_evttypes: false")).warnings, []);
  });
});

describe("odd files", () => {
  it("empty ones define nothing", () => {
    for (const t of ["", "---\n", "# nothing\n", "[]", "- \n- ~\n", "---\n---\n- list: l\n  items: []\n"]) load(t);
  });
  it("names from Object.prototype are only names", () => {
    const text = `- list: constructor\n  items: [__proto__]\n- macro: __proto__\n  condition: proc.name in (constructor)\n${rule("  condition: toString", "hasOwnProperty")}- macro: toString\n  condition: evt.type=open`;
    assert.equal(conditionOf(text, "hasOwnProperty"), "evt.type = open");
  });
  it("alias bombs are refused or harmless", () => {
    let text = "- &a [x, x, x, x, x, x, x, x, x]\n";
    for (let i = 0; i < 10; i++) {
      const [from, to] = [String.fromCharCode(97 + i), String.fromCharCode(98 + i)];
      text += `- &${to} [${new Array(9).fill(`*${from}`).join(", ")}]\n`;
    }
    assert.match(failure(text).message, /Unexpected element type/);
    const l = loader();
    l.load(`- list: l0\n  items: &i [a, b]\n- list: l1\n  items: *i\n`, "f");
  });
  it("deep nesting is refused", () => {
    assert.match(failure("- ".repeat(50_000)).message, /./);
    assert.match(failure(`- list: x\n  items: ${"[".repeat(20_000)}`).message, /./);
  });
  it("lists that multiply are refused", () => {
    let text = "";
    for (let i = 0; i < 40; i++)
      text += `- list: l${i}\n  items: ["l${i + 1} , l${i + 1}"]\n`
        .replace(/"/g, "'")
        .replace(/'l(\d+) , l\d+'/, "'(l$1,l$1)'");
    assert.match(failure(text + rule("  condition: proc.name in (l0)")).message, /too long|expected/);
  });
});

describe("plugin requirements", () => {
  const need = (text: string) => {
    const l = loader();
    l.load(`- required_plugin_versions:\n${text}`, "f");
    return l.pluginRequirements;
  };
  const container = need("  - {name: container, version: 0.4.0, alternatives: [{name: other, version: 1.0.0}]}\n");
  it("are met by a compatible version of either", () => {
    assert.equal(checkPlugins(container, [{ name: "container", version: "0.4.1" }]), undefined);
    assert.equal(checkPlugins(container, [{ name: "other", version: "1.2.0" }]), undefined);
  });
  it("say what is missing", () => {
    const missing = "Plugin requirement not satisfied, must load one of: container (>= 0.4.0), other (>= 1.0.0)";
    assert.equal(checkPlugins(container, []), missing);
    const old = "Plugin 'container' version '0.3.9' is not compatible with required plugin version '0.4.0'";
    assert.equal(checkPlugins(container, [{ name: "container", version: "0.3.9" }]), old);
    assert.throws(() => need("  - {name: x, version: new}\n"), RulesError);
  });
});
