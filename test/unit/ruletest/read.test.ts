import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RuleTestError } from "../../../src/ruletest/error.js";
import type { TestCase } from "../../../src/ruletest/format.js";
import { readTestFile } from "../../../src/ruletest/read.js";

const read = (text: string, path = "/r/x.test.yaml") => readTestFile(text, path);

function first(text: string): TestCase {
  const t = read(text).tests[0];
  assert.ok(t);
  return t;
}

function fault(text: string): RuleTestError {
  try {
    read(text);
  } catch (e) {
    assert.ok(e instanceof RuleTestError, String(e));
    return e;
  }
  throw new assert.AssertionError({ message: "the file was accepted" });
}

const rest = "  event: read /x\n  expect: none\n";

describe("a file of rule tests", () => {
  it("may be four lines, and finds its rules by its own name", () => {
    const f = read("- test: t\n  process: bash > cat -n 'a b'\n  event: read /etc/shadow\n  expect: Some rule\n");
    assert.deepEqual(f.rules, ["/r/x.yaml"]);
    assert.equal(f.matching, "all");
    const [t] = f.tests;
    assert.deepEqual(t?.process.argv, ["cat", "-n", "a b"]);
    assert.deepEqual(t?.process.parent?.argv, ["bash"]);
    assert.deepEqual(t?.events[0]?.what, { kind: "short", type: "read", value: "/etc/shadow" });
    assert.equal(t?.expect[0]?.rule, "Some rule");
    assert.equal(t?.strict, true);
  });

  it("may say more", () => {
    const f = read(`
rules: [../a.yaml, b.yaml]
rule_matching: first
others: ignore
users: {ann: 1001, bob: {uid: 5, home: /b}}
processes:
  web: nginx -g x
  app: web > python3 app.py
tests:
  - test: t
    process: app
    capture: c.scap
    expect: [A, {rule: B, count: 2, output: x, fields: {fd.num: 3, proc.name: null}}]
`);
    assert.deepEqual(f.rules, ["/a.yaml", "/r/b.yaml"]);
    assert.equal(f.matching, "first");
    const t = f.tests[0] as TestCase;
    assert.equal(t.strict, false);
    assert.equal(t.capture, "/r/c.scap");
    assert.deepEqual(t.process.parent?.argv, ["nginx", "-g", "x"]);
    assert.equal(t.process.parent, t.processes.get("web"));
    assert.deepEqual(
      t.users.map((u) => [u.name, u.uid, u.gid, u.home]),
      [
        ["ann", 1001, 1001, "/home/ann"],
        ["bob", 5, 5, "/b"],
      ],
    );
    const [, b] = t.expect;
    assert.equal(b?.count, 2);
    assert.deepEqual(b?.outputContains, ["x"]);
    assert.deepEqual(
      [...(b?.fields ?? [])].map(([k, v]) => [k, v.value]),
      [
        ["fd.num", "3"],
        ["proc.name", null],
      ],
    );
  });

  it("writes events in several ways", () => {
    const t = first(`
- test: t
  processes: {web: nginx}
  expect: none
  events:
    - connect 10.0.0.1:80
    - {unlink: /x, by: web}
    - openat: {fd: -EACCES, name: /x, flags: 0x3}
    - {type: PPME_SYSCALL_OPEN_X, params: {fd: 3}}
    - {type: 3}
    - exec
    - exec sh -c id
    - {spawn: nc -l, as: cat}
    - spawn: {cmd: x, user: ann}
    - {read: /y, by: cat}
    - wait 1.5s
`);
    assert.deepEqual(
      t.events.map((e) => {
        const { what: w } = e;
        if (w.kind === "exec" || w.kind === "spawn") return [w.kind, w.process?.argv];
        if (w.kind === "wait") return [w.kind, w.seconds];
        return w.kind === "event" ? [w.type, w.params, e.by] : [w.type, w.value, e.by];
      }),
      [
        ["connect", "10.0.0.1:80", undefined],
        ["unlink", "/x", "web"],
        ["openat", { fd: "-EACCES", name: "/x", flags: 3 }, undefined],
        ["PPME_SYSCALL_OPEN_X", { fd: 3 }, undefined],
        [3, {}, undefined],
        ["exec", undefined],
        ["exec", ["sh", "-c", "id"]],
        ["spawn", ["nc", "-l"]],
        ["spawn", ["x"]],
        ["read", "/y", "cat"],
        ["wait", 1.5],
      ],
    );
  });

  it("writes processes with all that rules look at", () => {
    const { process: p } = first(`
- test: t
  process:
    {cmd: "sh -c id", name: x, exe: /bin/sh, parent: a > b, user: ann, login: bob, cwd: /s, env: {A: 1}, tty: 5,
     container: true, pid: 77, capabilities: CAP_BPF, memfd: true, upper_layer: true, age: 2m}
${rest}`);
    assert.deepEqual(p.argv, ["sh", "-c", "id"]);
    assert.deepEqual(p.parent?.parent?.argv, ["a"]);
    const { name, exe, user, login, cwd, env, tty, pid, capabilities, memfd, upperLayer, age } = p;
    assert.deepEqual(
      { name, exe, user, login, cwd, env, tty, pid, capabilities, memfd, upperLayer, age },
      {
        name: "x",
        exe: "/bin/sh",
        user: "ann",
        login: "bob",
        cwd: "/s",
        env: ["A=1"],
        tty: 5,
        pid: 77,
        capabilities: ["CAP_BPF"],
        memfd: true,
        upperLayer: true,
        age: 120,
      },
    );
    assert.equal(p.container?.length, 12);
    assert.deepEqual(first(`- test: t\n  process: {exe: /bin/x, args: [a, b c]}\n${rest}`).process.argv, [
      "/bin/x",
      "a",
      "b c",
    ]);
  });
});

describe("faults of test files", () => {
  it("tell the place and what would be right", () => {
    const e = fault("- test: t\n  proces: bash\n  event: read /x\n  expect: none\n");
    assert.equal(e.line, 2);
    assert.equal(e.column, 3);
    assert.equal(
      e.describe(),
      "/r/x.test.yaml:2:3: a test has no key 'proces'\n  proces: bash\n  ^\nDid you mean 'process'?\n",
    );
  });

  for (const [what, text, message] of [
    ["bad YAML", "- test: [", /./],
    ["nothing", "", /holds no tests/],
    ["a map without tests", "rules: [x]", /no 'tests'/],
    ["tests that are no list", "tests: 5", /must be a list/],
    ["no name", `- event: read /x\n  expect: none`, /needs a name/],
    ["no events", "- test: t\n  expect: none", /one of 'event', 'events' and 'capture'/],
    ["two kinds of events", `- test: t\n  capture: x\n${rest}`, /one of/],
    ["no expectation", "- test: t\n  event: read /x", /needs 'expect'/],
    ["an empty expectation", "- test: t\n  event: read /x\n  expect:", /expect is empty/],
    ["an unknown event", "- test: t\n  event: opne /x\n  expect: none", /there is no event 'opne'/],
    ["an unknown actor", "- test: t\n  event: {read: /x, by: web}\n  expect: none", /no process 'web'/],
    [
      "an actor before it is there",
      "- test: t\n  events: [{read: /x, by: k}, {spawn: k, as: k}]\n  expect: none",
      /'k'/,
    ],
    ["two keys", "- test: t\n  event: {read: /x, write: /y}\n  expect: none", /here are 2: read, write/],
    ["as without spawn", "- test: t\n  event: {read: /x, as: k}\n  expect: none", /'as' names/],
    ["spawn without a command", "- test: t\n  event: spawn\n  expect: none", /needs a command line/],
    ["spawn with a parent", "- test: t\n  event: spawn a > b\n  expect: none", /leave out/],
    ["a bad span", "- test: t\n  event: wait long\n  expect: none", /no span of time/],
    ["an open quote", `- test: t\n  process: "sh -c 'x"\n${rest}`, /not closed/],
    ["a missing process", `- test: t\n  process: "a >  > b"\n${rest}`, /is missing/],
    ["a process without a name", `- test: t\n  process: {user: x}\n${rest}`, /needs cmd, name or exe/],
    ["two parents", `- test: t\n  process: {cmd: a > b, parent: c}\n${rest}`, /parent already/],
    ["args twice", `- test: t\n  process: {cmd: a b, args: c}\n${rest}`, /part of cmd/],
    ["a bad container", `- test: t\n  process: {cmd: a, container: web}\n${rest}`, /hexadecimal/],
    ["a bad number", `- test: t\n  process: {cmd: a, pid: x}\n${rest}`, /whole number/],
    ["a bad choice", `others: maybe\ntests: []`, /fail, ignore/],
    ["a bad user", `users: {ann: {home: /x}}\ntests: []`, /needs a uid/],
    ["a bad flag", `- test: t\n  process: {cmd: a, memfd: 3}\n${rest}`, /true or false/],
    ["a bad expectation", "- test: t\n  event: read /x\n  expect: {count: 2}", /needs 'rule'/],
  ] as const) {
    it(`find ${what}`, () => {
      const e = fault(text);
      assert.match(e.message, message);
      assert.ok(e.line >= 1 && e.snippet.includes("^") === (text !== ""));
    });
  }

  it("ask which rules are meant", () => {
    assert.throws(() => read(`- test: t\n${rest}`, "/r/tests.yaml"), /which rules are tested/);
  });
});
