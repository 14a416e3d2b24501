import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Engine, type EngineOptions } from "../../../src/engine/engine.js";
import { eventCodes } from "../../../src/event/table.js";
import type { FieldRegistry, Reader } from "../../../src/fields/field.js";
import { RulesError } from "../../../src/rules/errors.js";
import { Attr } from "../../../src/state/attr.js";
import type { EventContext } from "../../../src/state/context.js";
import { fakeEvent, REGISTRY } from "../support/fakeregistry.js";
import { fakeTemplate } from "../support/faketemplate.js";

const OPEN = 3;
const [EXECVE_ENTER, EXECVE] = eventCodes("execve").slice(-2) as [number, number];

const RULES = `
- required_engine_version: 0.50.0
- list: shells
  items: [bash, sh, zsh]
- macro: opened
  condition: evt.type in (open, openat)
- macro: is_shell
  condition: (proc.name in (shells))
- rule: Shell reads shadow
  desc: A shell reads the password file
  condition: opened and is_shell and fd.name = /etc/shadow
  output: "%proc.name read %fd.name"
  priority: WARNING
  tags: [filesystem, T1003]
- rule: Any open below etc
  desc: Something below /etc
  condition: opened and fd.name startswith /etc/
  output: open
  priority: NOTICE
  tags: [filesystem]
- rule: Shell started
  desc: A shell
  condition: evt.type = execve and is_shell
  output: shell
  priority: debug
  enabled: false
`;

function engine(options: Partial<EngineOptions> = {}, text = RULES): Engine {
  const e = new Engine({ registry: REGISTRY, compileTemplate: fakeTemplate, ruleMatching: "all", ...options });
  e.loadText(text, "rules.yaml");
  return e;
}

function quiet(r: Reader, bytes: Uint8Array, name: Attr): Reader {
  switch (r.kind) {
    case "num":
      return { kind: "num", read: () => 3 };
    case "attr":
      return { kind: "attr", read: () => name };
    case "attrs":
      return {
        kind: "attrs",
        read: (_x, out) => {
          out[0] = name;
          return 1;
        },
      };
    case "bytes":
      return {
        kind: "bytes",
        read: (_x, out) => {
          out.set(bytes, 0, bytes.length);
          return true;
        },
      };
    case "ips":
      return {
        kind: "ips",
        read: (_x, a) => {
          a.set(bytes, 0, 4);
          return 1;
        },
      };
    case "ports":
      return {
        kind: "ports",
        read: (_x, out) => {
          out[0] = 22;
          return 1;
        },
      };
    default:
      return r;
  }
}

function hits(e: Engine, x: EventContext): string[] {
  const n = e.process(x);
  const names = [...e.hits.subarray(0, n)].map((i) => e.rules[i]?.name ?? "?");
  const m = e.processInterpreted(x);
  assert.deepEqual(
    [...e.hits.subarray(0, m)].map((i) => e.rules[i]?.name ?? "?"),
    names,
  );
  return names;
}

const SHADOW = { "proc.name": "bash", "fd.name": "/etc/shadow" };

describe("engine", () => {
  it("judges events by the rules of their type", () => {
    const e = engine();
    assert.deepEqual(hits(e, fakeEvent(SHADOW, OPEN)), ["Shell reads shadow", "Any open below etc"]);
    assert.deepEqual(hits(e, fakeEvent({ ...SHADOW, "proc.name": "cat" }, OPEN)), ["Any open below etc"]);
    assert.deepEqual(hits(e, fakeEvent(SHADOW, EXECVE)), []);
    assert.deepEqual(hits(e, fakeEvent({}, OPEN)), []);
  });

  it("stops at the first match if told to", () => {
    const e = engine({ ruleMatching: "first" });
    assert.deepEqual(hits(e, fakeEvent(SHADOW, OPEN)), ["Shell reads shadow"]);
  });

  it("enables and disables by name and tag, in order; the newly enabled go to the end", () => {
    const e = engine();
    assert.equal(e.disable({ name: "*" }), 2);
    assert.deepEqual(hits(e, fakeEvent(SHADOW, OPEN)), []);
    assert.equal(e.enable({ name: "Any*etc" }), 1);
    assert.equal(e.enable({ tag: "filesystem" }), 1);
    assert.deepEqual(hits(e, fakeEvent(SHADOW, OPEN)), ["Any open below etc", "Shell reads shadow"]);
    assert.equal(e.eventTypes().has(EXECVE), false);
    e.enable({ name: "Shell started" });
    assert.equal(e.eventTypes().has(EXECVE) && e.eventTypes().has(EXECVE_ENTER), true);
    assert.deepEqual(hits(e, fakeEvent(SHADOW, EXECVE)), ["Shell started"]);
  });

  it("describes its rules", () => {
    const r = engine().rules[0];
    assert.ok(r);
    assert.equal(r.priority, 4);
    assert.equal(r.priorityName, "Warning");
    assert.deepEqual(r.tags, ["T1003", "filesystem"]);
    assert.equal(r.source, "syscall");
    assert.equal(r.condition, "opened and is_shell and fd.name = /etc/shadow");
    assert.deepEqual(
      r.template.fields.map((f) => f.text),
      ["proc.name", "fd.name"],
    );
  });

  it("does not load rules below the wanted priority, but checks them", () => {
    const e = engine({ minPriority: 4 });
    assert.deepEqual(
      e.rules.map((r) => r.name),
      ["Shell reads shadow"],
    );
    const bad = RULES.replace("evt.type = execve and", "evt.typo = execve and");
    assert.throws(() => engine({ minPriority: 4 }, bad), RulesError);
  });

  it("judges again with resolved paths and merges what it finds", () => {
    const e = engine();
    const x = fakeEvent({ ...SHADOW, "fd.name": "/tmp/x", "fd.name!": "/etc/shadow" }, OPEN);
    assert.equal(e.process(x), 0);
    assert.equal(e.wantsResolved(x), true);
    assert.equal(e.processResolved(x), 2);
    assert.deepEqual([...e.hits.subarray(0, 2)], [0, 1]);
    assert.deepEqual([...e.viaResolved.subarray(0, 2)], [1, 1]);

    const y = fakeEvent({ ...SHADOW, "fd.name": "/etc/x", "fd.name!": "/etc/shadow" }, OPEN);
    assert.equal(e.process(y), 1);
    assert.equal(e.processResolved(y), 2);
    assert.deepEqual([...e.hits.subarray(0, 2)], [0, 1]);
    assert.deepEqual([...e.viaResolved.subarray(0, 2)], [1, 0]);

    const first = engine({ ruleMatching: "first" });
    assert.equal(first.process(y), 1);
    assert.equal(first.hits[0], 1);
    assert.equal(first.processResolved(y), 1);
    assert.equal(first.hits[0], 0);
  });

  it("keeps what it had when a file is at fault", () => {
    const e = engine();
    assert.throws(() =>
      e.loadText("- rule: X\n  desc: d\n  condition: nope\n  output: o\n  priority: INFO\n", "b.yaml"),
    );
    assert.deepEqual(hits(e, fakeEvent(SHADOW, OPEN)), ["Shell reads shadow", "Any open below etc"]);
    e.loadText("- list: shells\n  items: [cat]\n  override: {items: append}\n", "c.yaml");
    assert.deepEqual(hits(e, fakeEvent({ ...SHADOW, "proc.name": "cat" }, OPEN)).length, 2);
  });

  it("shares nothing with another engine that sees the same events", () => {
    const a = engine();
    const b = engine({}, RULES.replace("[bash, sh, zsh]", "[cat]"));
    const x = fakeEvent(SHADOW, OPEN);
    for (let i = 0; i < 3; i++) {
      assert.deepEqual(hits(a, x).length, 2);
      assert.deepEqual(hits(b, x).length, 1);
    }
  });

  it("allows the idiom of a macro that is never true", () => {
    const text = `
- macro: never
  condition: (evt.num = 0)
- rule: R
  desc: d
  condition: evt.type = open and not never
  output: o
  priority: INFO
`;
    assert.deepEqual(hits(engine({}, text), fakeEvent({ "evt.num": 5 }, OPEN)), ["R"]);
  });

  it("allocates nothing per event", () => {
    const text = `
- list: names
  items: [a, b, c]
- rule: R
  desc: d
  output: o
  priority: INFO
  condition: >
    evt.type = open and (proc.name in (names) or fd.num > 5 or proc.aname = x or fd.name pmatch (/usr, /etc)
    or fd.name icontains PASS or fd.ip = 10.0.0.1 or fd.port in (80, 443) or proc.pname glob "a*b")
`;
    // Readers that allocate nothing themselves, unlike those of the other tests.
    const bytes = new Uint8Array(Buffer.from("/home/someone/file"));
    const name = Attr.of("bash");
    const registry: FieldRegistry = {
      ...REGISTRY,
      lookup: (t) => {
        const f = REGISTRY.lookup(t);
        return f === undefined ? undefined : { ...f, reader: quiet(f.reader, bytes, name) };
      },
    };
    const e = engine({ registry }, text);
    const x = fakeEvent({}, OPEN);
    const run = (n: number) => {
      let hits = 0;
      for (let i = 0; i < n; i++) hits += e.process(x) + e.processResolved(x);
      return hits;
    };
    assert.equal(run(50_000), 0);
    // what V8 itself takes for code that it happens to make meanwhile is not there each time; garbage of events would be
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 4; i++) {
      const before = process.memoryUsage().heapUsed;
      run(200_000);
      const grown = process.memoryUsage().heapUsed - before;
      // a collection in between says nothing
      if (grown >= 0) least = Math.min(least, grown);
    }
    assert.ok(least < 800_000, `${least} bytes for 400,000 judgements`);
  });

  it("says which file cannot be read", () => {
    assert.throws(() => engine().loadFile("/nonexistent/rules.yaml"), {
      name: "RulesError",
      code: "LOAD_ERR_FILE_READ",
      file: "/nonexistent/rules.yaml",
    });
  });
});
