import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type FlagDef, type Parsed, parseArgv } from "../../../src/cli/argv.js";
import { classicNotices, classicSelections } from "../../../src/cli/classic.js";
import { UsageError } from "../../../src/cli/errors.js";
import { configOptions, FLAGS, isInformative, listFormat, seconds } from "../../../src/cli/options.js";

const flags = (...argv: string[]): Parsed => parseArgv(argv, FLAGS);
const refused = (argv: readonly string[], says: RegExp): void =>
  assert.throws(
    () => flags(...argv),
    (e) => e instanceof UsageError && says.test(e.message),
  );

describe("flags", () => {
  it("take values apart or attached", () => {
    for (const argv of [["-r", "a"], ["-ra"], ["--validate", "a"], ["--validate=a"]]) {
      const p = flags(...argv);
      assert.equal(p.last("rules") ?? p.last("validate"), "a");
    }
  });

  it("add up where that makes sense, else the last one counts", () => {
    const p = flags("-o", "a=1", "-ob=2", "--option=c=3", "-c", "x", "-cy");
    assert.deepEqual(p.all("option"), ["a=1", "b=2", "c=3"]);
    assert.equal(p.last("config"), "y");
  });

  it("without values can be bundled, and a value may end the bundle", () => {
    const p = flags("-LvN", "-vrfile");
    for (const k of ["describe-all", "verbose", "names"]) assert.ok(p.on(k), k);
    assert.equal(p.last("rules"), "file");
    assert.equal(flags("-pc").last("print"), "c");
  });

  it("may leave out a value that has a default, which only = can give", () => {
    const p = flags("--list", "-N");
    assert.equal(p.last("list"), "");
    assert.ok(p.on("names"));
    assert.equal(flags("--list=syscall").last("list"), "syscall");
  });

  it("that are switches can be switched off", () => {
    assert.equal(flags("--dry-run=false").on("dry-run"), false);
    assert.equal(flags("--dry-run=true").on("dry-run"), true);
    refused(["--dry-run=maybe"], /true or false/);
  });

  it("end at two dashes", () => {
    const p = flags("-v", "--", "-x", "y");
    assert.deepEqual(p.rest, ["-x", "y"]);
  });

  it("that are unknown are refused as Falco does, with the nearest name", () => {
    refused(["-x"], /^Option ‘x’ does not exist/);
    refused(["--lsit"], /^Option ‘lsit’ does not exist\. Did you mean --list/);
    refused(["-vx"], /‘x’/);
  });

  it("without their value are refused", () => {
    refused(["-M"], /^Option ‘M’ is missing an argument/);
    refused(["--format"], /^Option ‘format’ is missing an argument/);
  });

  it("take a value that looks like a flag", () => {
    assert.equal(flags("-l", "-odd name").last("describe"), "-odd name");
  });

  it("have unique names", () => {
    const all = (FLAGS as readonly FlagDef[]).flatMap((f) => [f.short, f.long].filter((n) => n !== undefined));
    assert.equal(new Set(all).size, all.length);
  });
});

describe("what flags mean", () => {
  it("decides whether the sensor runs", () => {
    assert.equal(isInformative(flags("-r", "x", "-v", "-M", "3")), false);
    for (const f of ["-L", "-V=x", "--list", "-i", "--version"]) assert.ok(isInformative(flags(f)), f);
  });

  it("-e stands for two options, which others can override", () => {
    const o = configOptions(flags("-e", "f.scap", "-o", "engine.replay.capture_file=g"));
    assert.deepEqual(o, ["engine.kind=replay", "engine.replay.capture_file=f.scap", "engine.replay.capture_file=g"]);
  });

  it("a format is one of three, in any case, given once", () => {
    assert.equal(listFormat(flags("--list")), "text");
    assert.equal(listFormat(flags("--markdown")), "markdown");
    assert.equal(listFormat(flags("--format", "JSON")), "json");
    assert.throws(() => listFormat(flags("--format", "xml")), { message: /Invalid format 'xml'\. Valid values are/ });
    assert.throws(() => listFormat(flags("--format", "text", "--markdown")), { message: /Cannot specify both/ });
  });

  it("a time is a number of seconds", () => {
    assert.equal(seconds(flags("-M", "2.5")), 2.5);
    assert.equal(seconds(flags("-M0")), 0);
    assert.throws(() => seconds(flags("-M", "-1")), { message: /positive/ });
    assert.throws(() => seconds(flags("-M", "soon")), { message: /positive/ });
  });

  it("of flags that Falco has dropped is the same, and what to write today is told", () => {
    const f = flags("-A", "-D", "part", "-D", "other", "-Ttag", "-S", "100", "-b", "-k", "http://x");
    assert.deepEqual(configOptions(f), [
      "base_syscalls.all=true",
      "buffer_format_base64=true",
      "falco_libs.snaplen=100",
    ]);
    assert.deepEqual(classicSelections(f), [
      { enable: false, part: true, rule: "part", tag: "" },
      { enable: false, part: true, rule: "other", tag: "" },
      { enable: false, rule: "", tag: "tag" },
    ]);
    const notices = classicNotices(f);
    assert.equal(notices.length, 6);
    assert.match(notices[2] as string, /-D is gone .* -o rules\[\]\.disable\.rule=\*part\* -o .*=\*other\*$/);
    assert.match(notices[5] as string, /-k is gone .* has no effect: leave it out$/);
  });

  it("of -t is all rules but those, and not with -D or -T", () => {
    assert.deepEqual(classicSelections(flags("-t", "a", "-t", "b")), [
      { enable: false, rule: "*", tag: "" },
      { enable: true, rule: "", tag: "a" },
      { enable: true, rule: "", tag: "b" },
    ]);
    assert.throws(() => classicSelections(flags("-t", "a", "-D", "b")), { message: /both disabled/ });
    assert.throws(() => classicSelections(flags("-t", "a", "-T", "b")), { message: /both disabled/ });
  });
});
