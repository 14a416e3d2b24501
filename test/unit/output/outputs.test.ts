import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, describe, it } from "node:test";
import { Engine } from "../../../src/engine/engine.js";
import type { EngineRule } from "../../../src/engine/rule.js";
import type { Alert } from "../../../src/output/line.js";
import { Outputs } from "../../../src/output/outputs.js";
import type { OutputMessage } from "../../../src/output/sink.js";
import { TestHost } from "../support/host.js";

const engine = new Engine({ extraOutput: [{ field: "proc.pid" }, { field: "who", value: "I am %proc.name" }] });
engine.loadText(
  "- rule: Some rule\n  desc: d\n  condition: evt.type = getcwd\n  output: seen %proc.name\n  priority: WARNING\n  tags: [t]\n",
  "r.yaml",
);
const rule = engine.rules[0] as EngineRule;
const h = new TestHost();
h.fork(1, 0, { comm: "init" });
h.fork(200, 1, { comm: "cat" });
const x = h.on({ tid: 200, start: 200e9, type: "getcwd", params: [1, "/"], ts: 1_700_000_000_000_000_042n });

const dir = mkdtempSync(join(tmpdir(), "saker-outputs-"));
after(() => rmSync(dir, { recursive: true }));
const lines = (path: string): string[] => readFileSync(path, "utf8").split("\n").slice(0, -1);

describe("Outputs", () => {
  it("format once and send to every output, each in its own form", () => {
    const text: string[] = [];
    const json: string[] = [];
    const o = new Outputs({ hostname: "box", iso8601: true });
    o.addOutput({ kind: "callback", onAlert: (_a, line) => void text.push(line) });
    o.addOutput({ kind: "callback", json: true, onAlert: (_a, line) => void json.push(line) });
    o.handleEvent(x, rule, { more: "1" });
    assert.deepEqual(text, ["2023-11-14T22:13:20.000000042+0000: Warning seen cat"]);
    const parsed = JSON.parse(json[0] as string);
    assert.equal(parsed.rule, "Some rule");
    assert.deepEqual(Object.keys(parsed.output_fields), ["evt.time.iso8601", "more", "proc.name", "proc.pid", "who"]);
    assert.equal(parsed.output_fields["proc.pid"], 200);
    assert.equal(parsed.output_fields.who, "I am cat");
    o.init({ hostname: "box", json: true });
    o.handleEvent(x, rule);
    assert.equal(JSON.parse(text[1] as string).hostname, "box");
  });

  it("append to files, opened for every alert or kept open", async () => {
    for (const keepAlive of [false, true]) {
      const filename = join(dir, `alerts-${keepAlive}`);
      const o = new Outputs({ hostname: "box" });
      o.addOutput({ kind: "file", filename, keepAlive });
      o.handleEvent(x, rule);
      o.handleEvent(x, rule);
      await o.flush();
      assert.equal(lines(filename).length, 2);
      renameSync(filename, `${filename}.1`);
      if (keepAlive) o.reopen();
      o.handleEvent(x, rule);
      await o.close();
      assert.equal(lines(filename).length, 1);
      assert.equal(lines(`${filename}.1`).length, 2);
    }
  });

  it("throw if an output cannot be set up", () => {
    const o = new Outputs();
    assert.throws(() => o.addOutput({ kind: "file", filename: dir }), { name: "OutputError", message: /EISDIR/ });
    assert.throws(() => o.addOutput({ kind: "pigeon" as "stdout" }), { name: "OutputError", message: /pigeon/ });
    assert.throws(() => o.addOutput({ kind: "stdout", queueCapacity: 0 }), { name: "OutputError" });
  });

  it("wait for a full stream, and drop and count what the queue cannot hold", async () => {
    const stream = new PassThrough({ highWaterMark: 1 });
    const quick: Alert[] = [];
    const o = new Outputs({ hostname: "box", queueCapacity: 2 });
    o.addOutput({ kind: "stream", stream, name: "slow" });
    o.addOutput({ kind: "callback", onAlert: (a) => void quick.push(a) });
    for (let i = 0; i < 5; i++) o.handleEvent(x, rule);
    assert.equal(quick.length, 5);
    assert.deepEqual(o.stats()[0], { name: "slow", sent: 0, dropped: 2, failed: 0, pending: 3, lastError: undefined });
    let got = "";
    stream.on("data", (d) => {
      got += String(d);
    });
    await o.flush();
    await o.close();
    assert.equal(got.split("\n").length, 4);
    assert.deepEqual(o.stats(), []);
  });

  it("survive sinks that throw or reject, and say so", async () => {
    const errors: string[] = [];
    const batches: number[] = [];
    let failing = true;
    const o = new Outputs({ hostname: "box", onError: (e, output) => void errors.push(`${output}: ${e.message}`) });
    o.addOutput({
      kind: "sink",
      name: "late",
      sink: {
        async send(messages: readonly OutputMessage[]) {
          batches.push(messages.length);
          await new Promise(setImmediate);
          if (failing) throw new Error("no route");
        },
      },
    });
    o.addOutput({
      kind: "sink",
      name: "now",
      sink: {
        send() {
          if (failing) throw new Error("full");
        },
      },
    });
    for (let i = 0; i < 3; i++) o.handleEvent(x, rule);
    await o.flush();
    assert.deepEqual(batches, [1, 2]);
    failing = false;
    o.handleEvent(x, rule);
    await o.flush();
    assert.deepEqual(errors, ["now: full", "now: full", "now: full", "late: no route", "late: no route"]);
    assert.deepEqual(
      o.stats().map((s) => [s.sent, s.failed, s.pending, s.lastError?.message]),
      [
        [1, 3, 0, "no route"],
        [1, 3, 0, "full"],
      ],
    );
  });

  it("do not mind a callback that brings about another alert", () => {
    let n = 0;
    const o = new Outputs({ hostname: "box" });
    o.addOutput({
      kind: "callback",
      onAlert: () => {
        if (++n < 3) o.handleEvent(x, rule);
      },
    });
    o.handleEvent(x, rule);
    assert.equal(n, 3);
  });

  it("keep the order of alerts whose callback takes its time", async () => {
    const seen: string[] = [];
    const o = new Outputs({ hostname: "box" });
    o.addOutput({
      kind: "callback",
      onAlert: async (a) => {
        await new Promise(setImmediate);
        seen.push(String(a.fields.n));
      },
    });
    for (let n = 0; n < 4; n++) o.handleEvent(x, rule, { n });
    await o.close();
    assert.deepEqual(seen, ["0", "1", "2", "3"]);
  });
});
