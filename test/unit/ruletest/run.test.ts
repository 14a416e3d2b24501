import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { encodeEvent } from "../../../src/capture/encode.js";
import { type RuleTestReport, reportJson, reportJunit, reportText, runRuleTests } from "../../../src/ruletest/index.js";
import { ScapBuilder } from "../support/scap.js";

const dir = mkdtempSync(join(tmpdir(), "saker-ruletest-"));
after(() => rmSync(dir, { recursive: true }));

const RULES = `
- list: readers
  items: [cat, less]
- rule: A reader
  desc: d
  condition: evt.type = openat and fd.name startswith /etc/ and proc.name in (readers)
  output: "%proc.name <%fd.name> by %user.name"
  priority: WARNING
- rule: A child
  desc: d
  condition: evt.type = execve and proc.pname = nginx
  output: "%proc.cmdline of %proc.pname"
  priority: NOTICE
- rule: Any child
  desc: d
  condition: evt.type = execve and proc.aname exists
  output: "%proc.name"
  priority: DEBUG
  enabled: false
`;
writeFileSync(join(dir, "r.yaml"), RULES);

async function run(text: string, options = {}): Promise<RuleTestReport> {
  const file = join(dir, "r.test.yaml");
  writeFileSync(file, text);
  return runRuleTests([file], options);
}

async function problems(text: string): Promise<string[]> {
  const r = await run(text);
  assert.deepEqual(r.errors, []);
  return r.tests.flatMap((t) => t.problems.flatMap((p) => [`${p.line}: ${p.message}`, ...p.details]));
}

describe("runRuleTests", () => {
  it("passes what happens as expected", async () => {
    const r = await run(`
users: {ann: 1234}
processes: {web: {cmd: nginx, user: www}}
tests:
  - test: reading
    process: {cmd: cat, user: ann}
    event: read /etc/x
    expect: {rule: A reader, count: 1, output: ["cat </etc/x> by ann"], fields: {user.uid: 1234, fd.num: 3, proc.pname: systemd}}
  - test: a child
    process: web
    events:
      - {spawn: sh -c id, as: shell}
      - {read: /etc/y, by: shell}
      - {exec: cat /etc/y, by: shell}
      - {read: /etc/y, by: shell}
    expect:
      - {rule: A child, count: 2, output: [sh -c id of nginx, cat /etc/y of nginx], fields: {user.name: www}}
      - {rule: A reader, count: 1, fields: {fd.sip: null}}
  - test: nothing
    event: read /etc/x
    expect: none
`);
    assert.equal(reportText(r).includes("FAIL"), false, reportText(r));
    assert.equal(r.ok, true);
    assert.equal(r.passed, 3);
  });

  it("lets time go by, and starts processes in the past", async () => {
    writeFileSync(
      join(dir, "t.yaml"),
      "- rule: Old\n  desc: d\n  condition: evt.type = openat and proc.duration > 5000000000\n  output: o\n  priority: INFO\n",
    );
    const r = await run(`
rules: t.yaml
tests:
  - {test: young, process: cat, event: read /x, expect: none}
  - {test: old, process: {cmd: cat, age: 6s}, event: read /x, expect: Old}
  - {test: grown old, process: {cmd: cat, age: 1s}, events: [wait 10s, read /x], expect: Old}
`);
    assert.equal(r.ok, true, reportText(r));
  });

  it("explains an alert that did not come by what did not hold", async () => {
    assert.deepEqual(
      await problems("- test: t\n  process: vi\n  events:\n    - read /tmp/x\n    - read /etc/x\n  expect: A reader\n"),
      [
        "6: no alert of 'A reader'",
        "came closest with line 5, for which this did not hold:",
        "  proc.name in (cat, less)  <- proc.name is 'vi'",
      ],
    );
    assert.deepEqual(await problems("- {test: t, event: unlink /x, expect: A reader}\n"), [
      "1: no alert of 'A reader'",
      "none of the events is of a type that the rule looks at",
    ]);
    assert.deepEqual(await problems("- {test: t, event: exec, expect: Any child}\n"), [
      "1: no alert of 'Any child'",
      "the rule is disabled",
    ]);
  });

  it("finds alerts that nobody expected, too many, and other values", async () => {
    assert.deepEqual(await problems("- {test: t, process: cat, event: read /etc/x, expect: none}\n"), [
      "1: unexpected alert of 'A reader'",
      "by line 1: cat </etc/x> by root",
    ]);
    assert.deepEqual(
      await problems("- {test: t, process: cat, event: read /etc/x, expect: none, others: ignore}\n"),
      [],
    );
    assert.deepEqual(
      await problems(`
- test: t
  process: cat
  events: [read /etc/x, read /etc/y]
  expect:
    rule: A reader
    count: 1
    output: bob
    fields:
      user.name: ann
`),
      [
        "6: 'A reader' alerted 2 times, not 1",
        "by line 4",
        "by line 4",
        "6: no output of 'A reader' contains 'bob'",
        "cat </etc/x> by root",
        "cat </etc/y> by root",
        "10: 'A reader': user.name is 'root', not 'ann'",
      ],
    );
  });

  it("tells of faults of files, with their place", async () => {
    const fault = async (text: string): Promise<string> => (await run(text)).errors[0]?.message ?? "";
    assert.match(
      await fault("- {test: t, event: exec, expect: A raeder}"),
      /r\.test\.yaml:1:\d+: no rule is called 'A raeder'\n.*Did you mean 'A reader'/s,
    );
    assert.match(
      await fault("- {test: t, event: exec, expect: {rule: A child, fields: {proc.nam: x}}}"),
      /no field 'proc\.nam'\n.*'proc\.name'/s,
    );
    assert.match(
      await fault("rules: missing.yaml\ntests: [{test: t, event: exec, expect: none}]"),
      /missing\.yaml.*ENOENT/,
    );
    assert.match(await fault("- {test: t, evnt: exec}"), /no key 'evnt'/);
    const r = await run("- {test: t, event: {openat: {nam: /x}}, expect: none}");
    assert.match(
      r.tests[0]?.problems[0]?.message ?? "",
      /:1:\d+: event openat, parameter 'nam': has no such parameter/,
    );
    assert.equal((await runRuleTests([join(dir, "nowhere.test.yaml")])).ok, false);
  });

  it("runs only the tests that are asked for, and with other rules", async () => {
    const text =
      "- {test: one, process: cat, event: read /etc/x, expect: A reader}\n- {test: two, event: exec, expect: none}\n";
    assert.equal((await run(text, { filter: "two" })).tests.length, 1);
    writeFileSync(join(dir, "other.yaml"), RULES.replace("/etc/", "/other/"));
    assert.equal((await run(text, { rules: [join(dir, "other.yaml")] })).failed, 1);
  });

  it("reads captures", async () => {
    const open = (name: string): Uint8Array =>
      encodeEvent({ type: "openat", tid: 42, params: { fd: 3, dirfd: "AT_FDCWD", name, flags: "O_RDONLY" } });
    const capture = new ScapBuilder()
      .machine("box")
      .threads(9, [
        { tid: 1, comm: "init", ptid: 0 },
        { tid: 42, comm: "cat", exe: "cat", args: "x\0", cwd: "/etc/" },
      ])
      .event(open("/tmp/x"))
      .event(open("shadow"));
    writeFileSync(join(dir, "c.scap"), capture.gzip);
    const test = (expect: string): string => `- {test: t, capture: c.scap, expect: ${expect}}`;
    const good = await run(test("{rule: A reader, count: 1, fields: {fd.name: /etc/shadow}}"));
    assert.equal(good.ok, true, reportText(good));
    assert.equal(good.tests[0]?.alerts[0]?.event, "event 2 (openat)");
    const bad = await run("- {test: t, capture: none.scap, expect: none}");
    assert.match(bad.tests[0]?.problems[0]?.message ?? "", /none\.scap/);
  });

  it("reports as text, JSON and JUnit", async () => {
    const r = await run(
      '- {test: "a <b> & c", process: cat, event: read /etc/x, expect: none}\n- {test: fine, event: exec, expect: none}\n',
    );
    assert.match(reportText(r), /FAIL {2}a <b> & c\n {8}line 1: unexpected.* {2}ok {4}fine\n1 passed, 1 failed\n$/s);
    assert.ok(reportText(r, { color: true }).includes("\u001b[31mFAIL"));
    assert.equal(JSON.parse(reportJson(r)).failed, 1);
    const xml = reportJunit(r);
    assert.match(xml, /tests="2" failures="1" errors="0"/);
    assert.match(xml, /name="a &lt;b&gt; &amp; c"/);
    assert.match(xml, /<failure message="unexpected alert of 'A reader'">[^<]*cat &lt;\/etc\/x&gt;/);
    const broken = reportJunit(await run("- {}"));
    assert.match(broken, /errors="1".*<error>[^<]*a test needs a name/s);
  });
});
