import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CLASSIC } from "../../../src/cli/classic.js";
import { eventListing } from "../../../src/cli/events.js";
import { type FieldListing, fieldListing } from "../../../src/cli/fields.js";
import { FLAG_GROUPS, FLAGS } from "../../../src/cli/options.js";
import { versionJson } from "../../../src/cli/versions.js";
import { ignoredSyscalls } from "../../../src/config/syscalls.js";
import { builtinRegistry, UNREADABLE } from "../../../src/fields/registry.js";

const fields = (o: Partial<FieldListing> = {}): string =>
  fieldListing({ format: "text", namesOnly: false, verbose: false, sources: ["syscall"], ...o });

describe("field listing", () => {
  it("has headings, and names in a column of thirty", () => {
    const lines = fields().split("\n");
    assert.equal(lines[0], "-------------------------------");
    assert.equal(lines[1], "Field Class:                  evt (All event types)");
    assert.match(lines[2] as string, /^Description: {18}\S/);
    assert.equal(lines[3], "Event Sources:                syscall ");
    assert.equal(lines[4], "");
    assert.match(lines[5] as string, /^evt\.num {23}\S/);
    for (const l of lines) assert.ok(l.length <= 121, l);
  });

  it("marks arguments and limits, and types when asked", () => {
    assert.match(fields(), /^proc\.aname {20}\(ARG_ALLOWED,ARG_INDEX,EPF_NO_RHS,EPF_NO_TRANSFORMER\) /m);
    assert.match(fields(), /^fd\.ip {25}\(EPF_NO_RHS,EPF_NO_TRANSFORMER,FILTER_ONLY\) /m);
    assert.doesNotMatch(fields(), /\(Type: /);
    assert.match(fields({ verbose: true }), /^evt\.num {23}\(Type: UINT64\) /m);
  });

  it("leaves out what is deprecated or hidden", () => {
    const names = fields({ namesOnly: true }).trimEnd().split("\n");
    for (const n of ["evt.dir", "evt.latency", "util.cnt", "thread.nametid"]) assert.ok(!names.includes(n), n);
    for (const n of ["evt.type", "proc.name", "fd.name", "container.id"]) assert.ok(names.includes(n), n);
    assert.equal(new Set(names).size, names.length);
  });

  it("as Markdown is tables", () => {
    const text = fields({ format: "markdown" });
    assert.match(text, /^## Field Class: evt\n\n/);
    assert.match(text, /\nName \| Type \| Description\n:----\|:-----\|:-----------\n`evt\.num` \| UINT64 \| /);
    assert.match(text, /`fd\.types` \| LIST\(CHARBUF\) \| /);
  });

  it("as JSON says what a program needs", () => {
    interface Listed {
      fieldclasses: { name: string; event_sources: string[]; fields: { name: string; argument: unknown }[] }[];
    }
    const { fieldclasses } = JSON.parse(fields({ format: "json" })) as Listed;
    const all = fieldclasses.flatMap((c) => c.fields);
    assert.deepEqual(all.find((f) => f.name === "proc.aname")?.argument, { required: false, type: ["INDEX"] });
    assert.equal(all.find((f) => f.name === "proc.name")?.argument, null);
    const names = (JSON.parse(fields({ format: "json", namesOnly: true })) as { fieldnames: string[] }).fieldnames;
    assert.deepEqual(
      names,
      all.map((f) => f.name),
    );
  });

  it("of what is unimplemented names every such field", () => {
    const names = fields({ namesOnly: true, unimplemented: true })
      .split("\n")
      .filter((n) => n !== "");
    assert.deepEqual(new Set(names), UNREADABLE);
  });

  it("knows every class of the registry", () => {
    assert.doesNotMatch(fields(), /^Field Class: +\S+ \(\)/m);
    const listed = new Set(fields({ namesOnly: true }).split("\n"));
    const lost = builtinRegistry()
      .all()
      .filter((f) => f.cls === "container" && f.deprecated !== true && !listed.has(f.name));
    assert.deepEqual(lost, []);
  });
});

describe("event listing", () => {
  it("has four parts, with direction, types and flags", () => {
    const text = eventListing("text");
    assert.match(
      text,
      /^The events below are valid for Falco \*Schema Version\*: \d+\.\d+\.\d+\n## Syscall events\n\n/,
    );
    assert.match(text, /\n## Tracepoint events\n\n[\s\S]*\n## Plugin events\n\n[\s\S]*\n## Metaevents\n\n/);
    assert.match(
      text,
      /\n< openat\(FD \*\*fd\*\*, FD \*\*dirfd\*\*, FSRELPATH \*\*name\*\*, FLAGS32 \*\*flags\*\*: O_LARGEFILE, /,
    );
    assert.match(text, /\n> acct\(/);
  });

  it("as Markdown tells what is watched by default", () => {
    const text = eventListing("markdown");
    assert.match(text, /\nDefault \| Dir \| Name \| Params \n/);
    assert.match(text, /\nNo \| `<` \| `read` \| /);
    assert.match(text, /\nYes \| `<` \| `openat` \| /);
  });

  it("as JSON has the same", () => {
    const o = JSON.parse(eventListing("json")) as Record<string, { name: string }[]>;
    assert.deepEqual(Object.keys(o).sort(), [
      "Metaevents",
      "Plugin events",
      "Syscall events",
      "Tracepoint events",
      "schema_version",
    ]);
    assert.ok(o["Syscall events"]?.some((e) => e.name === "execve"));
  });

  it("leaves busy calls out by default", () => {
    assert.ok(ignoredSyscalls().includes("read"));
    assert.ok(!ignoredSyscalls().includes("open"));
  });
});

describe("versions", () => {
  it("have Falco's keys", () => {
    for (const k of [
      "default_driver_version",
      "engine_version",
      "engine_version_semver",
      "falco_version",
      "libs_version",
    ]) {
      assert.match(versionJson()[k] ?? "", /^\d/, k);
    }
  });
});

describe("help", () => {
  it("has every flag once", () => {
    const shown = [...FLAG_GROUPS.flatMap(([, keys]) => keys), ...CLASSIC.map((c) => c.key)];
    assert.deepEqual([...shown].sort(), FLAGS.map((f) => f.key).sort());
  });
});
