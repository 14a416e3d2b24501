import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BUILTIN_FIELDS, builtinRegistry, Registry, UNREADABLE } from "../../../src/fields/registry.js";

const reg = builtinRegistry();

describe("Registry", () => {
  it("knows each field once, and says what it is", () => {
    const names = BUILTIN_FIELDS.map((f) => f.name);
    assert.equal(new Set(names).size, names.length);
    for (const f of BUILTIN_FIELDS) assert.ok(f.desc.length > 5 && f.desc.endsWith("."), f.name);
  });

  it("binds arguments in brackets and after a dot", () => {
    assert.equal(reg.lookup("proc.aname[2]")?.arg, "2");
    assert.equal(reg.lookup("proc.env[HOME]")?.arg, "HOME");
    assert.equal(reg.lookup('proc.env["A B"]')?.arg, "A B");
    assert.equal(reg.lookup("evt.arg.flags")?.arg, "flags");
    assert.equal(reg.lookup("evt.arg[0]")?.arg, "0");
    assert.equal(reg.lookup("thread.cgroup.cpu")?.def.name, "thread.cgroup");
    assert.equal(reg.lookup("evt.type.is.open")?.def.name, "evt.type.is");
    assert.equal(reg.lookup("evt.type")?.def.name, "evt.type");
    assert.equal(reg.lookup("evt.abspath.dst")?.arg, "dst");
    assert.equal(reg.lookup("evt.abspath")?.arg, undefined);
  });

  it("gives a raw parameter the type of the parameter", () => {
    assert.equal(reg.lookup("evt.rawarg.res")?.def.type, "INT64");
    assert.equal(reg.lookup("evt.rawarg.exe")?.def.type, "CHARBUF");
    assert.equal(reg.lookup("evt.rawarg.exe")?.reader.kind, "bytes");
  });

  it("knows no field by a wrong name or index", () => {
    assert.equal(reg.lookup("proc.nosuch"), undefined);
    assert.equal(reg.lookup("proc"), undefined);
    assert.equal(reg.lookup("proc.aname[x]"), undefined);
    assert.equal(reg.lookup("proc.name.x"), undefined);
  });

  it("explains what is wrong with an argument", () => {
    assert.throws(() => reg.lookup("evt.arg"), /needs an argument: evt\.arg\.name/);
    assert.throws(() => reg.lookup("proc.name[1]"), /takes no argument/);
    assert.throws(() => reg.lookup("evt.arg.nosuchparam"), /no event has a parameter named nosuchparam/);
    assert.throws(() => reg.lookup("evt.rawarg[0]"), /after a dot/);
    assert.throws(() => reg.lookup("proc.aname[1"), /no closing bracket/);
    assert.throws(() => reg.lookup("evt.type.is.nosuch"), /unknown event type nosuch/);
  });

  it("suggests near names, nearest first", () => {
    assert.equal(reg.suggest("proc.nmae")[0], "proc.name");
    assert.equal(reg.suggest("fd.nam")[0], "fd.name");
    assert.equal(reg.suggest("fd.typecahr[1]")[0], "fd.typechar");
    assert.deepEqual(reg.suggest("something.else"), []);
  });

  it("takes more fields, but keeps the first of a name", () => {
    const r = new Registry();
    const def = BUILTIN_FIELDS[0];
    assert.ok(def);
    assert.equal(r.add(def), false);
    assert.equal(r.add({ ...def, name: "static.where" }), true);
    assert.equal(r.lookup("static.where")?.def.name, "static.where");
  });

  it("lists the fields that nothing is read for", () => {
    assert.ok(UNREADABLE.has("k8s.pod.name"));
    assert.ok(!UNREADABLE.has("proc.name"));
    assert.ok(!UNREADABLE.has("container.id"));
  });
});
