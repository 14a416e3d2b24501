// Who was there before the sensor, with files, connections and a working directory that it never saw come to be.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { skipLive } from "./support/gate.js";
import { InProcess } from "./support/inprocess.js";
import { patient } from "./support/patience.js";
import { DEED, makeScratch, type Scratch } from "./support/places.js";
import type { Alert } from "./support/sensor.js";

const WHO = "%proc.pid %proc.ppid %proc.name %proc.exepath %proc.cmdline %proc.cwd %proc.pname %user.uid %fd.name";

const rules = (s: Scratch): string => `
- rule: Written
  desc: A file that was opened before the sensor is written.
  condition: evt.type = write and fd.name = ${s.dir}/held
  output: "${WHO}"
  priority: INFO
- rule: Sent
  desc: Something goes out by a connection that is older than the sensor.
  condition: evt.type = sendto and fd.l4proto = tcp and proc.exepath = ${DEED}
  output: "${WHO} %fd.sip %fd.sport %fd.cip"
  priority: INFO
- rule: Relative
  desc: A file is made by a path relative to a directory that was entered before the sensor.
  condition: evt.type in (open, openat) and fd.name = ${s.dir}/relative
  output: "${WHO}"
  priority: INFO
`;

describe("evasions by being there first", { skip: skipLive(), timeout: patient(120_000) }, () => {
  const scratch = makeScratch();
  let old: ChildProcess;
  let said = "";
  let sensor: InProcess;

  before(async () => {
    old = spawn(DEED, ["child", "settled", `${scratch.dir}/held`, `${scratch.dir}/go`], {
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    for await (const data of old.stdout as NodeJS.ReadableStream) {
      said += String(data);
      if (said.includes("\n")) break;
    }
    sensor = await InProcess.start(rules(scratch));
    const ended = once(old, "exit");
    writeFileSync(`${scratch.dir}/go`, "");
    const [code] = await ended;
    assert.equal(code, 0, "the deed failed");
  });
  after(async () => {
    old?.kill("SIGKILL");
    await sensor?.stop();
    scratch.remove();
  });

  const alertOf = async (rule: string): Promise<Alert["output_fields"]> => {
    const pid = Number(/settled (\d+)/.exec(said)?.[1]);
    const alert = await sensor.expect(rule, (a) => a.rule === rule && Number(a.output_fields["proc.pid"]) === pid);
    const f = alert.output_fields;
    assert.equal(f["proc.ppid"], old.pid);
    assert.equal(f["proc.exepath"], DEED);
    assert.equal(f["proc.name"], "deed");
    assert.equal(f["proc.cmdline"], `deed child settled ${scratch.dir}/held ${scratch.dir}/go`);
    assert.equal(f["proc.cwd"], `${scratch.dir}/`);
    assert.equal(f["proc.pname"], "deed");
    assert.equal(f["user.uid"], 0);
    return f;
  };

  it("E16 a file that was open before is written", async () => {
    const f = await alertOf("Written");
    assert.equal(f["fd.name"], `${scratch.dir}/held`);
  });

  it("E16 a connection that was there before is used", async () => {
    const f = await alertOf("Sent");
    const port = Number(/port (\d+)/.exec(said)?.[1]);
    assert.equal(f["fd.sport"], port);
    assert.equal(f["fd.sip"], "127.0.0.1");
    assert.match(String(f["fd.name"]), new RegExp(`^127\\.0\\.0\\.1:\\d+->127\\.0\\.0\\.1:${port}$`));
  });

  it("E16 a path relative to a directory that was entered before", async () => {
    const f = await alertOf("Relative");
    assert.equal(f["fd.name"], `${scratch.dir}/relative`);
  });
});
