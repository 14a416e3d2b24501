// Rules that say what they mean in ways that make other engines look elsewhere, and names that break what is printed.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { deed, run } from "./support/deed.js";
import { evasionSuite } from "./support/evasions.js";
import { skipLive } from "./support/gate.js";
import { InProcess } from "./support/inprocess.js";
import { patient } from "./support/patience.js";
import type { Scratch } from "./support/places.js";

/** A letter with a mark, as one character and as two: other bytes, and hence another file. */
const ONE = "w\u00e4chter";
const TWO = "wa\u0308chter";

const rules = (s: Scratch): string => `
- rule: No event type
  desc: What is opened, whichever call did it.
  condition: fd.name = ${s.dir}/untyped
  output: "%evt.type %fd.name %proc.pid %proc.ppid"
  priority: INFO
- rule: Not an event type
  desc: The types are named by what they are not.
  condition: not evt.type in (read, write, close) and fd.name = ${s.dir}/negated
  output: "%evt.type %fd.name %proc.pid %proc.ppid"
  priority: INFO
- rule: Star
  desc: A star stands for directories too.
  condition: evt.type in (open, openat) and fd.name glob ${s.dir}/star/*.key
  output: "%fd.name %proc.pid %proc.ppid"
  priority: INFO
- rule: Prefix
  desc: Whatever lies below a directory.
  condition: evt.type in (open, openat) and fd.name pmatch (${s.dir}/prefix)
  output: "%fd.name %proc.pid %proc.ppid"
  priority: INFO
- rule: Case
  desc: A name however it is written.
  condition: evt.type in (open, openat) and fd.name icontains ${s.dir}/SHOUTED
  output: "%fd.name %proc.pid %proc.ppid"
  priority: INFO
- rule: Letters
  desc: A name that is not ASCII.
  condition: evt.type in (open, openat) and fd.name = "${s.dir}/${ONE}"
  output: "%fd.name %proc.pid %proc.ppid"
  priority: INFO
- rule: Below
  desc: Any name in a directory.
  condition: evt.type in (open, openat) and fd.name startswith ${s.dir}/below/
  output: "%fd.name %proc.pid %proc.ppid"
  priority: INFO
`;

function file(s: Scratch, name: string): string {
  const at = `${s.dir}/${name}`;
  mkdirSync(at.slice(0, at.lastIndexOf("/")), { recursive: true });
  writeFileSync(at, "x");
  return at;
}

/** A file whose name is bytes that are no text, opened by a shell that can write them. */
const INVALID = "\\377\\376";

evasionSuite("evasions by rule", rules, () => [
  {
    of: "E18",
    by: "a rule without an event type",
    rule: "No event type",
    fire: (s) => deed("read", file(s, "untyped"), "openat2"),
  },
  {
    of: "E18",
    by: "a rule that names the types it is not about",
    rule: "Not an event type",
    fire: (s) => deed("read", file(s, "negated")),
  },
  {
    of: "E18",
    by: "a glob, whose star crosses directories",
    rule: "Star",
    fire: (s) => deed("read", file(s, "star/a/b/c.key")),
  },
  {
    of: "E18",
    by: "a prefix, and a name that only begins like it",
    rule: "Prefix",
    fire: async (s) => {
      const near = await deed("read", file(s, "prefixed"));
      assert.equal(near.code, 0, near.stderr);
      return deed("read", file(s, "prefix/x"));
    },
    check: (_, __, s, sensor) =>
      assert.deepEqual(
        sensor.alerts.filter((a) => a.rule === "Prefix").map((a) => a.output_fields["fd.name"]),
        [`${s.dir}/prefix/x`],
      ),
  },
  { of: "E18", by: "capitals", rule: "Case", fire: (s) => deed("read", file(s, "ShOuTeD")) },
  {
    of: "E18",
    by: "letters that look alike are other bytes",
    rule: "Letters",
    fire: async (s) => {
      const near = await deed("read", file(s, TWO));
      assert.equal(near.code, 0, near.stderr);
      return deed("read", file(s, ONE));
    },
    check: (_, __, s, sensor) =>
      assert.deepEqual(
        sensor.alerts.filter((a) => a.rule === "Letters").map((a) => a.output_fields["fd.name"]),
        [`${s.dir}/${ONE}`],
      ),
  },
  {
    of: "E18",
    by: "a name with a line break, which must not become an alert of its own",
    rule: "Below",
    fire: (s) => deed("read", file(s, 'below/x\n{"rule":"forged","output":"","priority":"Debug"}')),
    check: (f, _, __, sensor) => {
      assert.match(String(f["fd.name"]), /below\/x[^\n]\{"rule":"forged"/);
      assert.ok(!sensor.alerts.some((a) => a.rule === "forged"));
    },
  },
  {
    of: "E18",
    by: "a name that is no text",
    rule: "Below",
    fire: (s) => {
      file(s, "below/x");
      return run("bash", ["-c", `n=$(printf '${INVALID}'); : > "${s.dir}/below/$n"`], { session: true });
    },
  },
]);

describe("evasions by rules that are blind", { skip: skipLive(), timeout: patient(180_000) }, () => {
  it("E18 rules that can never fire are named at the start", async () => {
    const sensor = await InProcess.start(`
- {rule: Two at once, desc: d, condition: evt.type = open and evt.type = unlink, output: o, priority: INFO}
- {rule: Not of this world, desc: d, condition: evt.type = infra and fd.num = 1, output: o, priority: INFO}
- {rule: Switched off, desc: d, condition: evt.type = open and evt.num = 0, output: o, priority: INFO}
- {rule: Sound, desc: d, condition: evt.type = umount2, output: o, priority: INFO}
`);
    try {
      const said = sensor.sensor.warnings.filter((w) => w.includes("can never fire")).join("\n");
      assert.match(said, /Two at once.*hold for no event/);
      assert.match(said, /Not of this world.*infra.*a running system makes none/);
      assert.doesNotMatch(said, /Switched off|Sound/);
    } finally {
      await sensor.stop();
    }
  });

  it("E18 rules that slow everything down are named at the start", async () => {
    const sensor = await InProcess.start("- {rule: Any, desc: d, condition: fd.name = /x, output: o, priority: INFO}");
    try {
      assert.match(sensor.sensor.warnings.join("\n"), /too many evt\.type values.*LOAD_NO_EVTTYPE/);
    } finally {
      await sensor.stop();
    }
  });
});
