import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "node:test";
import { eventCodes } from "../../src/event/table.js";
import type { LoadOptions } from "../../src/sensor/addon.js";
import { RunningDaemon } from "./support/daemon.js";
import { skipLive } from "./support/gate.js";
import { RawSource } from "./support/rawevents.js";

const SEND = `
const s = require("net").createServer((c) => { c.resume(); c.on("end", () => { c.end(); s.close(); }); });
s.listen(0, "127.0.0.1", () => {
  const c = require("net").connect(s.address().port, "127.0.0.1", () => c.end(process.argv[1] + "x".repeat(300)));
});`;

describe("bytes of a buffer", { skip: skipLive(), timeout: 60_000 }, () => {
  let source: RawSource | undefined;
  afterEach(() => {
    source?.stop();
    source = undefined;
  });

  const written = async (start: string, options: Partial<LoadOptions>): Promise<number[]> => {
    source?.stop();
    source = RawSource.start(options);
    const done = await source.watch(process.execPath, ["-e", SEND, start], ["write", "writev"]);
    assert.equal(done.code, 0);
    const codes = eventCodes("write");
    return done.events
      .filter((e) => codes.includes(e.type) && e.params[1]?.toString("latin1").startsWith(start))
      .map((e) => e.params[1]?.length ?? 0);
  };

  it("are as many as falco_libs.snaplen says", async () => {
    const start = "something, of no interest";
    assert.deepEqual(await written(start, { snaplen: 80 }), [80]);
    assert.deepEqual(await written(start, { snaplen: 200 }), [200]);
    assert.deepEqual(await written(start, { snaplen: 4096 }), [start.length + 300]);
  });
  it("are more where HTTP is spoken, if they may differ", async () => {
    const http = "GET /index.html HTTP/1.1\r\n";
    assert.deepEqual(await written(http, { dynamicSnaplen: 1 }), [http.length + 300]);
    assert.deepEqual(await written(http, {}), [80]);
  });
  it("are as few as ever elsewhere", async () => {
    assert.deepEqual(await written("something else, of no interest", { dynamicSnaplen: 1 }), [80]);
  });
  it("are more on ports that are to be captured in full", async () => {
    assert.deepEqual(
      await written("whatever it is", { dynamicSnaplen: 1, fullcaptureFirst: 1024, fullcaptureLast: 65535 }),
      ["whatever it is".length + 300],
    );
  });

  it("are more with saker.dynamic_snaplen in the configuration", async () => {
    const dir = mkdtempSync(join(tmpdir(), "saker-snaplen-"));
    const start = "GET /saker-snaplen HTTP/1.1";
    writeFileSync(
      join(dir, "rules.yaml"),
      `- rule: told
  desc: what was sent
  condition: evt.type in (write, writev) and evt.buffer startswith "${start}"
  output: sent %evt.buffer
  priority: WARNING
`,
    );
    writeFileSync(
      join(dir, "saker.yaml"),
      `rules_files: [${join(dir, "rules.yaml")}]\nsaker: {workers: 1, dynamic_snaplen: {enabled: true}}\n`,
    );
    const daemon = await RunningDaemon.start(join(dir, "saker.yaml"));
    try {
      execFileSync(process.execPath, ["-e", SEND, start]);
      await daemon.until("nothing was told", () => daemon.out.includes("x".repeat(300)));
    } finally {
      daemon.child.kill("SIGINT");
      await daemon.closed;
      rmSync(dir, { recursive: true });
    }
  });
});
