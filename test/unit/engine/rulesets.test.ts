import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DEFAULT_RULESET, Engine } from "../../../src/engine/engine.js";
import { EngineError } from "../../../src/engine/errors.js";
import { eventCodes } from "../../../src/event/table.js";
import type { EventContext } from "../../../src/state/context.js";
import { fakeEvent, REGISTRY } from "../support/fakeregistry.js";
import { fakeTemplate } from "../support/faketemplate.js";

const OPEN = 3;
const CLOSE = 5;
const [PLUGIN] = eventCodes("pluginevent") as [number];
const ASYNC = eventCodes("asyncevent")[0] as number;

const rule = (name: string, condition: string, more = "tags: []"): string =>
  `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: INFO\n  ${more}\n`;

const RULES =
  rule("first rule", "evt.type = open and proc.name = cat", "tags: [a, b]") +
  rule("second rule", "evt.type = open", "tags: [b]") +
  rule("third", "evt.type = open", "enabled: false");

function engine(text = RULES, sources?: string[]): Engine {
  const e = new Engine({
    registry: REGISTRY,
    compileTemplate: fakeTemplate,
    ruleMatching: "all",
    ...(sources && { sources }),
  });
  e.loadText(text, "rules.yaml");
  return e;
}

function hits(e: Engine, x: EventContext, ruleset?: string): string[] {
  const n = e.process(x, ruleset);
  return [...e.hits.subarray(0, n)].map((i) => e.rules[i]?.name ?? "?");
}

const CAT = fakeEvent({ "proc.name": "cat" }, OPEN);

describe("rulesets", () => {
  it("are chosen and judged on their own", () => {
    const e = engine();
    assert.equal(e.numRules(), 2);
    assert.equal(e.numRules("other"), 0);
    assert.deepEqual(hits(e, CAT, "other"), []);
    assert.equal(e.enable({ name: "rule", match: "substring" }, "other"), 2);
    assert.equal(e.enable({ name: "third", match: "exact" }, "one"), 1);
    e.disable({ name: "second*" }, "other");
    assert.deepEqual(hits(e, CAT, "other"), ["first rule"]);
    assert.deepEqual(hits(e, CAT, "one"), ["third"]);
    assert.deepEqual(hits(e, CAT), ["first rule", "second rule"]);
    assert.deepEqual(hits(e, CAT, DEFAULT_RULESET), ["first rule", "second rule"]);
    assert.deepEqual(
      e.enabledRules("one").map((r) => r.name),
      ["third"],
    );
    // and asynchronous events, on which every rule is judged
    assert.deepEqual([...e.eventTypes("syscall", "one")], [2, 3, 402]);
    assert.equal(e.eventTypes("syscall", "none").size, 0);
  });

  it("take the empty name for every rule, except as a wildcard", () => {
    const e = engine();
    assert.equal(e.enable({ name: "", match: "exact" }, "x"), 3);
    assert.equal(e.enable({ name: "", match: "substring" }, "y"), 3);
    assert.equal(e.enable({ name: "" }, "z"), 0);
  });

  it("go by any of several tags", () => {
    const e = engine();
    assert.equal(e.enable({ tags: ["a", "nothing"] }, "x"), 1);
    assert.equal(e.enable({ tag: "b" }, "x"), 1);
    assert.equal(e.enable({ tags: [] }, "x"), 0);
    assert.equal(e.numRules("x"), 2);
  });

  it("keep what they were told when another file is loaded", () => {
    const e = engine();
    e.enable({ name: "*rule" }, "x");
    e.disable({ name: "first rule" });
    e.loadText(rule("fourth rule", "evt.type = close"), "more.yaml");
    assert.equal(e.numRules("x"), 3);
    assert.deepEqual(hits(e, CAT), ["second rule"]);
    assert.equal(e.rules.find((r) => r.name === "first rule")?.enabled, false);
  });
});

describe("sources", () => {
  it("have rules of their own", () => {
    const text =
      rule("of calls", "evt.type != close") +
      rule("of trees", "proc.name = oak", "source: trees") +
      rule("all of calls", "proc.name exists");
    const e = engine(text, ["syscall", "trees"]);
    const tree = (type: number): EventContext =>
      Object.assign(fakeEvent({ "proc.name": "oak" }, type), { source: "trees" });
    assert.deepEqual(hits(e, tree(PLUGIN)), ["of trees"]);
    assert.deepEqual(hits(e, tree(ASYNC)), ["of trees"]);
    assert.deepEqual(hits(e, tree(OPEN)), []);
    assert.deepEqual(hits(e, fakeEvent({ "proc.name": "oak" }, OPEN)), ["of calls", "all of calls"]);
    assert.deepEqual(hits(e, Object.assign(tree(PLUGIN), { source: "unknown" })), []);
    assert.deepEqual(
      [...e.eventTypes("trees")].sort((a, b) => a - b),
      [PLUGIN, ASYNC, ...eventCodes("pluginevent").slice(1), ...eventCodes("asyncevent").slice(1)].sort(
        (a, b) => a - b,
      ),
    );
    for (const x of [tree(PLUGIN), tree(OPEN), fakeEvent({}, OPEN)]) {
      const n = e.process(x);
      const compiled = [...e.hits.subarray(0, n)];
      assert.deepEqual(compiled, [...e.hits.subarray(0, e.processInterpreted(x))]);
    }
  });
});

describe("rules of a source of their own", () => {
  const load = (condition: string, output = "o") => {
    const e = new Engine({ sources: ["syscall", "trees"] });
    e.loadText(
      `- rule: R\n  desc: d\n  condition: ${condition}\n  output: "${output}"\n  priority: INFO\n  source: trees\n`,
      "f.yaml",
    );
    return e.numRules();
  };

  it("know what all events have", () => {
    assert.equal(load("evt.num > 1 and evt.asynctype = x", "%evt.time %evt.source"), 1);
  });

  it("know nothing of system calls", () => {
    for (const field of ["evt.type", "proc.name", "fd.name", "user.name", "container.id"]) {
      assert.throws(() => load(`${field} = x`), new RegExp(`nonexistent field ${field}`));
      assert.throws(() => load("evt.num > 1", `%${field}`), new RegExp(`invalid formatting token ${field}`));
    }
  });
});

describe("statistics", () => {
  it("count events and matches by rule and by type of event", () => {
    const e = engine();
    for (const type of [OPEN, OPEN, CLOSE]) {
      const x = fakeEvent({ "proc.name": type === CLOSE ? "x" : "cat" }, type);
      Object.assign(x.ev, { ts: BigInt(type) });
      e.process(x);
    }
    const s = e.stats();
    assert.equal(s.events, 3);
    assert.equal(s.matches, 4);
    assert.deepEqual(
      s.rules.map((r) => [r.name, r.matches, r.lastMatch, r.enabled]),
      [
        ["first rule", 2, 3n, true],
        ["second rule", 2, 3n, true],
        ["third", 0, undefined, false],
      ],
    );
    assert.deepEqual(s.eventTypes, [
      { name: "open", events: 2, matches: 4 },
      { name: "close", events: 1, matches: 0 },
    ]);
  });

  it("count a match by resolved path once, and in place of the match that it beats", () => {
    const text = rule("real", "evt.type = open and fd.name = /real") + rule("any", "evt.type = open");
    const e = new Engine({ registry: REGISTRY, compileTemplate: fakeTemplate });
    e.loadText(text, "r.yaml");
    const x = fakeEvent({ "fd.name": "/link", "fd.name!": "/real" }, OPEN);
    assert.equal(e.process(x), 1);
    assert.equal(e.processResolved(x), 1);
    assert.deepEqual(
      e.stats().rules.map((r) => r.matches),
      [1, 0],
    );
    assert.equal(e.stats().matches, 1);
  });
});

describe("an engine without options", () => {
  it("knows the built-in fields and regular expressions", () => {
    const e = new Engine();
    e.loadText(rule("r", 'evt.type = open and proc.name regex "(a|b)+"'), "r.yaml");
    e.compile();
    assert.equal(e.numRules(), 1);
  });

  it("says what is wrong with its options", () => {
    assert.throws(() => new Engine({ minPriority: 9 }), EngineError);
    assert.throws(() => new Engine({ minPriority: "Silly" as "Debug" }), /minPriority: 'Silly' is neither/);
    assert.equal(new Engine({ minPriority: "Warning" }).rules.length, 0);
  });
});
