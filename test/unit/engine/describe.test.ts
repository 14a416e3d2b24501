import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Engine, type EngineOptions } from "../../../src/engine/engine.js";
import { EngineError } from "../../../src/engine/errors.js";
import { eventNamesOf } from "../../../src/engine/event-names.js";
import { parseCondition } from "../../../src/filter/parser.js";

const RULES = `
- required_engine_version: 0.31.0
- required_plugin_versions:
    - {name: json, version: 0.1.0, alternatives: [{name: jsonc, version: 1.2.3}]}
- list: readers
  items: [cat]
- list: all_readers
  items: [readers, less, two words]
- list: idle
  items: []
- macro: reader
  condition: proc.name in (all_readers)
- macro: nobody
  condition: reader and evt.num = 0
- rule: Opened
  desc: A file was opened
  condition: evt.type in (open, getpid) and reader and proc.aname[2] startswith anyof (a, b)
  output: "%proc.name opened %fd.name (%proc.aname[2])"
  priority: info
  tags: [b, a]
  exceptions:
    - {name: names, fields: fd.name, values: [/tmp/x]}
    - {name: pairs, fields: [proc.name, fd.name], comps: [=, startswith]}
- rule: Quiet
  desc: Not enabled
  condition: evt.type != open
  output: quiet
  priority: DEBUG
  enabled: false
  capture: true
  capture_duration: 500
`;

function load(options: EngineOptions = {}): Engine {
  const e = new Engine(options);
  e.loadText(RULES, "rules.yaml");
  return e;
}

describe("Engine.describe", () => {
  it("tells what the files say and what became of it", () => {
    const d = load().describe();
    assert.equal(d.required_engine_version, "0.31.0");
    assert.deepEqual(d.required_plugin_versions, [
      { name: "json", version: "0.1.0", alternatives: [{ name: "jsonc", version: "1.2.3" }] },
    ]);
    const [opened, quiet] = d.rules;
    assert.deepEqual(opened?.info, {
      capture: false,
      capture_duration: 0,
      condition: "evt.type in (open, getpid) and reader and proc.aname[2] startswith anyof (a, b)",
      description: "A file was opened",
      enabled: true,
      name: "Opened",
      output: "%proc.name opened %fd.name (%proc.aname[2])",
      priority: "Informational",
      source: "syscall",
      tags: ["a", "b"],
    });
    assert.deepEqual(opened?.details, {
      condition_compiled:
        '((evt.type in (open, getpid) and proc.name in (cat, less, "two words") and proc.aname[2] startswith anyof (a, b))' +
        " and not fd.name in (/tmp/x))",
      condition_fields: ["evt.type", "fd.name", "proc.aname[2]", "proc.name"],
      condition_operators: ["in", "startswith anyof"],
      events: ["asyncevent", "getpid", "open"],
      exception_fields: ["fd.name"],
      exception_names: ["names", "pairs"],
      exception_operators: ["=", "in", "startswith"],
      lists: [],
      macros: ["reader"],
      output_compiled: "%proc.name opened %fd.name (%proc.aname[2])",
      output_fields: ["fd.name", "proc.aname[2]", "proc.name"],
      plugins: [],
    });
    assert.equal(quiet?.info.enabled, false);
    assert.equal(quiet?.info.capture, true);
    assert.equal(quiet?.info.capture_duration, 500);
    assert.ok(!quiet?.details.events.includes("open"));
    assert.ok(quiet?.details.events.includes("close") && quiet.details.events.includes("getpid"));
  });

  it("tells of macros and lists", () => {
    const { macros, lists } = load().describe();
    assert.deepEqual(
      macros.map((m) => [m.info.name, m.details.used, m.details.macros, m.details.lists, m.details.condition_compiled]),
      [
        ["reader", true, [], ["all_readers"], 'proc.name in (cat, less, "two words")'],
        ["nobody", false, ["reader"], [], '(proc.name in (cat, less, "two words") and evt.num = 0)'],
      ],
    );
    assert.deepEqual(macros[1]?.details.events, ["asyncevent"]);
    assert.deepEqual(
      lists.map((l) => [l.info.name, l.info.items, l.details.items_compiled, l.details.lists, l.details.used]),
      [
        ["readers", ["cat"], ["cat"], [], true],
        ["all_readers", ["less", "two words"], ["cat", "less", "two words"], ["readers"], true],
        ["idle", [], [], [], false],
      ],
    );
  });

  it("describes one rule, also one that is not grave enough to be loaded", () => {
    const e = load({ minPriority: "Error" });
    assert.equal(e.rules.length, 0);
    assert.deepEqual(
      e.describe("Quiet").rules.map((r) => r.info.name),
      ["Quiet"],
    );
    assert.throws(() => e.describe("Opend"), {
      name: "EngineError",
      message: "Rule \"Opend\" is not loaded. Did you mean 'Opened'?",
    });
    assert.throws(() => new Engine().describe(), EngineError);
  });

  it("keys come in order, as consumers that compare text expect", () => {
    const sorted = (v: unknown): void => {
      if (typeof v !== "object" || v === null) return;
      if (!Array.isArray(v)) assert.deepEqual(Object.keys(v), Object.keys(v).sort());
      for (const x of Object.values(v)) sorted(x);
    };
    const d = load().describe();
    sorted(d.rules);
    sorted(d.macros);
    sorted(d.lists);
    assert.deepEqual(Object.keys(d), Object.keys(d).sort());
  });

  it("names the plugins that a rule uses", () => {
    const plugins = [
      { name: "tree", source: "trees" },
      { name: "fields", fields: ["proc.aname"], extractSources: ["syscall"] },
      { name: "elsewhere", fields: ["proc.aname"], extractSources: ["trees"] },
      { name: "async", asyncEvents: ["getpid"] },
      { name: "idle", fields: ["json.value"], asyncEvents: ["other"] },
    ];
    assert.deepEqual(load().describe("Opened", plugins).rules[0]?.details.plugins, ["async", "fields"]);
  });

  it("knows what configuration adds to outputs", () => {
    const e = load({
      extraOutput: [
        { format: "pid=%proc.pid" },
        { rule: "Quiet", format: "never" },
        { tags: ["a", "b"], format: "tagged" },
        { tags: ["a", "c"], format: "not tagged" },
        { field: "my.key", value: "hello %evt.num", source: "syscall" },
        { field: "proc.exe" },
      ],
    });
    const [opened, quiet] = e.describe().rules;
    assert.equal(opened?.details.output_compiled, "%proc.name opened %fd.name (%proc.aname[2]) pid=%proc.pid tagged");
    assert.equal(opened?.info.output, "%proc.name opened %fd.name (%proc.aname[2])");
    assert.deepEqual(opened?.details.extra_output_formatted_fields, { "my.key": "hello %evt.num" });
    assert.equal(quiet?.details.output_compiled, "quiet pid=%proc.pid never");
    assert.throws(() => load({ extraOutput: [{ field: "x", value: "%no.such" }] }), { name: "RulesError" });
  });
});

describe("names of the events of a condition", () => {
  const names = (text: string): string[] => eventNamesOf(parseCondition(text), "syscall");

  it("follow negation", () => {
    assert.deepEqual(names("evt.type = open and not evt.type = open"), ["asyncevent"]);
    assert.deepEqual(names("not (evt.type != open or proc.name = x)"), ["asyncevent", "open"]);
    assert.deepEqual(names("not not evt.type in (close, dup)"), ["asyncevent", "close", "dup"]);
  });

  it("are all of them where nothing is said", () => {
    assert.ok(names("proc.name = x").length > 300);
    assert.equal(names("not proc.name = x").length, names("evt.type exists").length);
    assert.deepEqual(names("not evt.type exists"), ["asyncevent"]);
  });

  it("are those of plugins for other sources", () => {
    assert.deepEqual(eventNamesOf(parseCondition("x.y = 1"), "trees"), ["asyncevent", "pluginevent"]);
  });
});
