import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkCondition } from "../../../src/filter/check.js";
import { FilterError, type FilterErrorKind } from "../../../src/filter/error.js";
import { parseCondition } from "../../../src/filter/parser.js";
import { REGISTRY } from "../support/fakeregistry.js";
import { JS_REGEX } from "../support/regexengine.js";

function check(text: string) {
  return checkCondition(parseCondition(text), {
    registry: REGISTRY,
    regex: JS_REGEX,
    eventNames: new Set(["container"]),
    indexed: true,
  });
}

const GOOD = [
  "evt.type = open",
  "evt.type in (open, alarm, container)",
  "proc.pid = -1",
  "evt.big = -1",
  "evt.count = +7",
  "fd.port = ssh",
  "fd.port = 70000",
  "fd.port = ''",
  "evt.is_io = true",
  "fd.ip = ::1",
  "fd.net = 10.0.0.0/8",
  "fd.net != fe80::/10",
  "evt.buffer bcontains 6162",
  "evt.buffer contains x",
  "proc.args intersects (a)",
  "fd.name < 5",
  "fdlist.ports in (1, 2)",
  "len(proc.args) > 1",
  "proc.name = tolower(proc.pname)",
  "proc.pid = val(fd.num)".replace("fd.num", "proc.pid"),
  "proc.args in val(fd.types)",
  "concat(proc.name, '-', user.name) = x",
  "b64(evt.buffer) contains x",
  "proc.env[PATH] exists",
  "proc.aname != bash",
  "proc.aname[2] = bash".replace("[2]", ""),
];

const BAD: readonly (readonly [string, FilterErrorKind, string])[] = [
  ["proc.nam = x", "unknown-field", "filter_check called with nonexistent field proc.nam"],
  ["proc.name[1] = x", "unknown-field", "filter_check called with nonexistent field proc.name[1]"],
  ["evt.arg exists", "value", "requires an argument"],
  ["some_macro", "macro", "Undefined macro 'some_macro' used in filter."],
  ["evt.type = opne", "unknown-event", "unknown event type opne"],
  ["proc.pid contains 1", "type", "filter error: 'contains' operator not supported for numeric filters"],
  [
    "proc.pid startswith oneof (1)",
    "type",
    "filter error: 'startswith oneof' operator not supported for numeric filters",
  ],
  ["evt.is_io > 0", "type", "filter error: '>' operator not supported for numeric filters"],
  ["proc.name bcontains 61", "type", "filter error: 'bcontains' operator not supported for string filters"],
  ["evt.buffer glob x", "type", "filter error: 'glob' operator not supported for buffer filters"],
  ["fd.ip contains 1", "type", "filter error: 'contains' operator not supported for ip address and network filters"],
  ["proc.args = x", "type", "'=' operator not supported list filters"],
  ["proc.pid = 0x10", "value", "0x10 is not a valid number"],
  ["proc.pid = 1.5", "value", "1.5 is not a valid number"],
  ["proc.pid = x", "value", "x is not a valid number"],
  ["thread.ratio = 1.5", "value", "1.5 is not a valid number"],
  ["evt.is_io = 1", "value", "boolean"],
  ["fd.port = no-such-service", "value", "unrecognized protocol no-such-service"],
  ["fd.ip = 10.0.0.0/8", "value", "10.0.0.0/8"],
  ["fd.net = 10.0.0.1", "value", "10.0.0.1"],
  ["fd.net = ::/0", "value", "::/0"],
  ["proc.name = 'a\\x00b'", "value", "filter error: filter value cannot contain a NUL byte (\\x00)"],
  ["evt.buffer bcontains 616", "value", "bcontains and bstartswith operator support hex strings only"],
  ["proc.name regex '('", "value", "invalid regex pattern:"],
  [
    "tolower(proc.pid) = 1",
    "type",
    "type 'INT64' is not supported by 'tolower' transformer applied on field 'proc.pid'",
  ],
  ["tolower(proc.aname) = 1", "type", "field 'proc.aname' does not support transformers"],
  ["join(proc.name) = x", "type", "unknown field transfomer 'join'"],
  ["tolower(proc.name, proc.pname) = x", "type", "takes one argument"],
  ["tolower(proc.name)[x] = y", "type", "transformer 'tolower' does not support field arguments"],
  [
    "proc.name = val(proc.pid)",
    "type",
    "field 'proc.name' has type 'CHARBUF' while the right-hand side field 'val(proc.pid)' has incompatible type 'INT64'",
  ],
  ["proc.name in val(proc.args)", "type", "'CHARBUF' (list)"],
  ["fd.cnet = val(fd.cnet)", "type", "field 'fd.cnet' doesn't support right-hand side fields"],
  ["proc.name = val(proc.aname)", "type", "can't be used as a right-hand side field"],
  ["proc.name pmatch val(proc.pname)", "type", "'pmatch'"],
  ["evt.type = val(proc.name)", "type", "not supported by event code search"],
  ["tolower(evt.type) = open", "type", "event code search does not support"],
];

describe("type check", () => {
  for (const text of GOOD) it(`accepts ${text}`, () => assert.ok(check(text)));

  for (const [text, kind, message] of BAD) {
    it(`refuses ${text}`, () => {
      assert.throws(
        () => check(text),
        (e) => {
          assert.ok(e instanceof FilterError, String(e));
          assert.ok(e.message.includes(message), e.message);
          assert.equal(e.kind, kind);
          assert.ok(e.span.start >= 0 && e.span.end > e.span.start);
          return true;
        },
      );
    });
  }

  it("suggests fields", () => {
    assert.throws(
      () => check("proc.nmae = x"),
      (e) => e instanceof FilterError && e.suggestions.includes("proc.name"),
    );
  });

  it("says that regex needs the addon", () => {
    assert.throws(() => checkCondition(parseCondition("proc.name regex x"), { registry: REGISTRY }), /native addon/);
  });

  it("advises", () => {
    const codes = (text: string) => check(text).advice.map((a) => a.message);
    assert.deepEqual(codes("proc.name = bash"), []);
    assert.match(codes("proc.name = proc.pname")[0] ?? "", /'proc.pname' may be a valid field misused/);
    assert.match(codes("proc.name = 'tolower(proc.pname)'")[0] ?? "", /valid field transformer misused/);
    assert.match(codes("proc.name regex ^bash.*")[0] ?? "", /may be optimized/);
    assert.deepEqual(codes("proc.name regex 'ba(sh|r)'"), []);
    assert.match(codes("evt.dir = <")[0] ?? "", /'evt.dir = <' always evaluates to true/);
  });

  it("lets conditions that no rule is made of look at the event's type through anything", () => {
    const options = { registry: REGISTRY, regex: JS_REGEX };
    assert.ok(checkCondition(parseCondition("tolower(evt.type) = open or evt.type = val(proc.name)"), options));
  });

  it("advises by the shape of a regular expression", () => {
    const simple = (text: string) => check(`proc.name regex '${text}'`).advice.length;
    for (const text of ["bash", "^bash", "bash$", "bash.*", ".*bash.*", ".+bash", "bash.?"])
      assert.equal(simple(text), 1);
    for (const text of ["b.*h", "bash.{1}", "^.*bash", "(bash)", "ba|sh"]) assert.equal(simple(text), 0, text);
  });

  it("knows the types of calls with several arguments", () => {
    const message = (text: string) => {
      try {
        check(text);
        return "";
      } catch (e) {
        return (e as Error).message;
      }
    };
    assert.equal(message("getopt(proc.args, 'n:')[n] = 5"), "");
    assert.equal(message("getopt(proc.args, 'n:') in (n, 5)"), "");
    assert.match(message("getopt(proc.args, 'n:')[nn] = 5"), /single option character/);
    assert.match(message("getopt(proc.name, 'n:') exists"), /first argument must be a list/);
    assert.match(message("join(',', proc.name) = x"), /second argument must be a list/);
    assert.match(message("join(proc.args, proc.args) = x"), /first argument \(separator\)/);
    assert.match(message("concat(proc.name, proc.args) = x"), /must be strings/);
  });

  it("makes equal parts one node", () => {
    const { root } = check(
      "(proc.name = a and proc.pid = 1) or not (proc.name = a and proc.pid = 1) or proc.name == a",
    );
    assert.ok(root.kind === "or" && root.children[1]?.kind === "not");
    assert.equal(root.children[0], root.children[1].child);
    assert.ok(root.children[0]?.kind === "and");
    assert.equal(root.children[0].children[0], root.children[2]);
  });
});
