import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileTemplate, TemplateError } from "../../../src/fields/format.js";
import { builtinRegistry } from "../../../src/fields/registry.js";
import { transform } from "../../../src/fields/transform.js";
import { TestHost } from "../support/host.js";

const reg = builtinRegistry();

function event() {
  const h = new TestHost();
  h.fork(1, 0, { comm: "init" });
  h.fork(200, 1, { comm: "cat", args: ["-n"] });
  return h.on({ tid: 200, start: 200e9, type: "getcwd", params: [-1, "/test/dir"] });
}
const x = event();
const render = (t: string): string => compileTemplate(t, reg).render(x);

describe("output formats", () => {
  it("print fields, absent ones as <NA>", () => {
    assert.equal(render("a %proc.name b"), "a cat b");
    assert.equal(render("*%proc.name|%evt.asynctype|%proc.aname[1]"), "cat|<NA>|init");
    assert.equal(render("no fields"), "no fields");
    assert.equal(render("%proc.name:%proc.pid)"), "cat:200)");
    assert.equal(render("x=%evt.arg.path."), "x=/test/dir.");
  });
  it("pad and cut to a width", () => {
    assert.equal(render("[%10proc.name]"), "[cat       ]");
    assert.equal(render("[%2proc.name]"), "[ca]");
  });
  it("take the longest name that is a field", () => {
    assert.equal(render("%proc.nameand"), "catand");
    assert.equal(render("%proc.aname[1]x"), "initx");
    assert.equal(render("%proc.name[1]"), "cat[1]");
  });
  it("apply transformers", () => {
    assert.equal(render("start%toupper(proc.name)and%toupper(evt.arg.path)end"), "startCATand/TEST/DIRend");
    assert.equal(render('%join("->", (proc.name, evt.arg.path))'), "cat->/test/dir");
    assert.equal(render("%concat(proc.name, evt.arg.path)"), "cat/test/dir");
    assert.equal(render('%toupper(join("->", (concat(proc.name, evt.arg.path), proc.name)))'), "CAT/TEST/DIR->CAT");
    assert.equal(render("%basename(evt.arg.path) %len(proc.name)"), "dir 3");
    assert.equal(render("%toupper(evt.asynctype)"), "<NA>");
    assert.equal(render("%getopt(('-n', 'x'), 'n:')|%getopt(('-n', 'x'), 'n:')[n] end"), "(n,x)|x end");
    // bits that are left over are a fault
    assert.equal(render("%b64('YWJj')|%b64('YWI')|%b64('QR')"), "abc|ab|<NA>");
  });
  it("give typed values of the fields", () => {
    const t = compileTemplate("%proc.pid %proc.name %proc.pid %evt.asynctype %toupper(proc.pname) %evt.time", reg);
    assert.deepEqual(
      t.fields.map((f) => f.text),
      ["proc.pid", "proc.name", "evt.asynctype", "proc.pname", "evt.time"],
    );
    assert.deepEqual(t.values(x), {
      "proc.pid": 200,
      "proc.name": "cat",
      "evt.asynctype": null,
      "proc.pname": "init",
      "evt.time": 1_700_000_000_123_456_789n,
    });
    const all = compileTemplate("%toupper(proc.pname)", reg, { transformed: true });
    assert.deepEqual(all.values(x), { "proc.pname": "init", "toupper(proc.pname)": "INIT" });
  });
  it("do not nest without end", () => {
    for (const [open, close] of [
      ["(", ")"],
      ["toupper(", ")"],
    ] as const) {
      const text = `%join(',', (${open.repeat(30_000)}proc.name${close.repeat(30_000)}))`;
      assert.throws(() => compileTemplate(text, reg), /nested too deeply/);
    }
  });
  it("stop at the first absent value when asked to", () => {
    const t = (s: string): string => compileTemplate(s, reg, { stopAtAbsent: true }).render(x);
    assert.equal(t("start %proc.name %evt.asynctype end"), "start cat ");
    assert.equal(t("*start %evt.asynctype end"), "start <NA> end");
  });

  const wrong: readonly (readonly [text: string, message: RegExp, offset: number])[] = [
    ["start %some.field end", /invalid formatting token some\.field/, 6],
    ["start %a end", /'%a' names no field/, 6],
    ["start % end", /names no field/, 6],
    ["start %proc.name %", /cannot end with a %/, 17],
    ["start %10", /cannot end with a number/, 6],
    ["*%proc.nmae", /invalid formatting token proc\.nmae/, 1],
    ["start %some_transformer(proc.aname)", /no transformer 'some_transformer'/, 7],
    ["start %val(proc.aname)", /no transformer 'val'/, 7],
    ["start %(proc.aname) end", /names no field/, 6],
    ["start %toupper(proc.name", /not closed/, 7],
    ["start %toupper(tolower)", /names no field/, 15],
    ["%toupper(proc.name, proc.pid)", /takes 1 argument, not 2/, 1],
    ["%evt.arg", /needs an argument/, 0],
    ['%join(",", proc.name)', /a single separator and a list/, 1],
    ["%getopt(proc.args, 'n')", /takes a list of arguments/, 1],
    ["%concat(fd.types, 'x')", /single texts, not lists|does not take/, 1],
    ["%concat(proc.name, proc.pid)", /does not take 'proc.pid'/, 1],
    ["%len(len(proc.name))", /which is a number/, 1],
  ];
  for (const [text, message, offset] of wrong)
    it(`refuse ${text}`, () =>
      assert.throws(
        () => compileTemplate(text, reg),
        (e) => e instanceof TemplateError && message.test(e.message) && e.offset === offset,
      ));

  it("suggest names for a field that is nearly hit", () => {
    const near = (e: unknown): boolean => e instanceof TemplateError && e.near[0] === "proc.name";
    assert.throws(() => compileTemplate("%proc.nmae", reg), near);
  });
});

const getopt = (args: readonly string[], spec: string) => transform("getopt", [args, spec]);

describe("getopt", () => {
  it("reads options, their values and mistakes", () => {
    assert.deepEqual(getopt(["-ab", "-c", "v", "-dw", "x", "-e"], "abc:d:e:"), ["a", "b", "c", "v", "d", "w"]);
    assert.deepEqual(getopt(["-x", "--long", "-a", "--", "-b"], "ab"), ["?", "a"].slice(0, 2));
    // a value that is missing stands alone, as upstream has it since it knows getopt
    assert.deepEqual(getopt(["-e"], ":e:"), [""]);
    assert.equal(transform("getopt", [["-e", "x"], "e:"], "e"), "x");
    assert.equal(transform("getopt", [["-a"], "ae:"], "e"), undefined);
  });
  it("is a transformer of a list", () => {
    assert.deepEqual(transform("getopt", [["-a"], "a"]), ["a"]);
    assert.equal(transform("getopt", [undefined, "a"]), undefined);
  });
});
