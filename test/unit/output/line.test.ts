import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileTemplate } from "../../../src/fields/format.js";
import { toJson } from "../../../src/fields/json.js";
import { builtinRegistry } from "../../../src/fields/registry.js";
import { AlertFormatter, type AlertRule } from "../../../src/output/line.js";
import { TestHost } from "../support/host.js";

const reg = builtinRegistry();
const h = new TestHost();
h.fork(1, 0, { comm: "init" });
h.fork(200, 1, { comm: "cat", args: ["x"] });
const x = h.on({ tid: 200, start: 200e9, type: "getcwd", params: [1, "/"], ts: 1_700_000_000_000_000_042n });
const rule: AlertRule = {
  name: "Some rule",
  priority: "Warning",
  tags: ["b", "a"],
  source: "syscall",
  template: compileTemplate("*seen %proc.name pid=%proc.pid who=%evt.asynctype", reg),
};

describe("AlertFormatter", () => {
  it("makes a line of text", () => {
    assert.match(
      new AlertFormatter({ hostname: "box" }).text(rule, x),
      /^\d\d:13:20\.000000042: Warning seen cat pid=200 who=<NA>$/,
    );
    assert.equal(
      new AlertFormatter({ hostname: "box", iso8601: true }).text(rule, x),
      "2023-11-14T22:13:20.000000042+0000: Warning seen cat pid=200 who=<NA>",
    );
  });

  it("makes a line of JSON, keys in order and 64-bit numbers exact", () => {
    const f = new AlertFormatter({ hostname: "box", iso8601: true, includeMessage: true });
    assert.equal(
      f.json(rule, x, { "a.extra": "1" }),
      '{"hostname":"box","message":"seen cat pid=200 who=<NA>",' +
        '"output":"2023-11-14T22:13:20.000000042+0000: Warning seen cat pid=200 who=<NA>",' +
        '"output_fields":{"a.extra":"1","evt.asynctype":null,"evt.time.iso8601":1700000000000000042,"proc.name":"cat","proc.pid":200},' +
        '"priority":"Warning","rule":"Some rule","source":"syscall","tags":["a","b"],"time":"2023-11-14T22:13:20.000000042Z"}',
    );
  });

  it("leaves out what is switched off", () => {
    const f = new AlertFormatter({ hostname: "box", includeOutput: false, includeFields: false, includeTags: false });
    assert.equal(
      f.json(rule, x),
      '{"hostname":"box","priority":"Warning","rule":"Some rule","source":"syscall","time":"2023-11-14T22:13:20.000000042Z"}',
    );
  });

  it("writes the sensor's own messages", () => {
    const f = new AlertFormatter({ hostname: "box" });
    const m = {
      rule: "Falco internal: syscall event drop",
      priority: "Debug",
      message: "Falco internal: syscall event drop. 1 system calls dropped in last second.",
      ts: 1_700_000_000_000_000_042n,
      fields: { n_evts: 2n ** 60n, ebpf_enabled: "1" },
    };
    assert.match(f.internalText(m), /: Debug Falco internal: .* \(ebpf_enabled="1" n_evts=1152921504606846976\)$/);
    assert.equal(
      f.internalJson(m),
      '{"hostname":"box","output":"Falco internal: syscall event drop. 1 system calls dropped in last second.",' +
        '"output_fields":{"ebpf_enabled":"1","n_evts":1152921504606846976},"priority":"Debug",' +
        '"rule":"Falco internal: syscall event drop","source":"internal","time":"2023-11-14T22:13:20.000000042Z"}',
    );
  });

  it("lets no control character into a line of text", () => {
    const f = new AlertFormatter({ hostname: "box" });
    const line = f.text({ ...rule, template: compileTemplate("a\nb", reg) }, x);
    assert.ok(line.endsWith("Warning a\\nb"), line);
  });
});

describe("toJson", () => {
  it("writes all kinds of values", () => {
    assert.equal(
      toJson({ a: [1, "x\n", null, true], b: 2n ** 64n - 1n, c: Number.NaN }),
      '{"a":[1,"x\\n",null,true],"b":18446744073709551615,"c":null}',
    );
  });
});
