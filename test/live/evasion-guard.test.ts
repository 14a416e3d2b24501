// Deeds against the sensor itself. Root can end it; what comes short of that must be told of by it, and the shipped rules do.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { by, type Done, deed, run } from "./support/deed.js";
import { skipLive } from "./support/gate.js";
import { InProcess } from "./support/inprocess.js";
import { patient } from "./support/patience.js";
import { makeScratch, RULES } from "./support/places.js";
import { Sensor } from "./support/sensor.js";

/** Numbers of the BPF maps that a process holds. */
function mapsOf(pid: number): number[] {
  const ids: number[] = [];
  for (const fd of readdirSync(`/proc/${pid}/fdinfo`)) {
    try {
      const id = /^map_id:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, "latin1"))?.[1];
      if (id !== undefined) ids.push(Number(id));
    } catch {
      // closed meanwhile
    }
  }
  return ids;
}

interface Attack {
  readonly by: string;
  readonly rule: string;
  readonly fire: (sensor: Sensor) => Promise<Done>;
}

const shell = (text: string, pid: number): Promise<Done> =>
  run("bash", ["-c", text, "_", String(pid)], { session: true });

const scratch = makeScratch();

const attacks: readonly Attack[] = [
  {
    by: "SIGSTOP, seen as soon as it may go on",
    rule: "Signal that stops a security agent",
    fire: ({ pid }) => shell('kill -STOP "$1"; sleep 0.3; kill -CONT "$1"', pid),
  },
  {
    by: "SIGSTOP by a program that calls itself saker",
    rule: "Signal that stops a security agent",
    fire: ({ pid }) =>
      run(
        "bash",
        [
          "-c",
          `cp /bin/bash "$2" && exec "$2" -c 'kill -STOP "$1"; sleep 0.3; kill -CONT "$1"' _ "$1"`,
          "_",
          String(pid),
          scratch.path("saker"),
        ],
        {
          session: true,
        },
      ),
  },
  { by: "ptrace", rule: "PTRACE attached to process", fire: ({ pid }) => deed("traced", String(pid)) },
  {
    by: "one of its maps is opened",
    rule: "eBPF objects of another program taken",
    fire: ({ pid }) => deed("taken", String(mapsOf(pid)[0])),
  },
];

describe("evasions by attack on the sensor", { skip: skipLive(), timeout: patient(300_000) }, () => {
  let sensor: Sensor;
  let other: Sensor;
  let second: InProcess;
  before(async () => {
    sensor = await Sensor.start({ rules: RULES });
    const small = scratch.path("small.yaml");
    writeFileSync(small, "- {rule: r, desc: d, condition: evt.type = umount2, output: o, priority: INFO}");
    other = await Sensor.start({ rules: [small] });
    second = await InProcess.start(`
- rule: Killed
  desc: A certain process is killed.
  condition: evt.type = kill and evt.arg.sig = SIGKILL and evt.rawarg.pid = ${other.pid}
  output: "%proc.pid"
  priority: INFO
`);
  });
  after(async () => {
    scratch.remove();
    await second?.stop();
  });

  for (const a of attacks) {
    it(`E17 ${a.by}`, async () => {
      const done = await a.fire(sensor);
      assert.equal(done.code, 0, `the deed failed: ${done.stderr}`);
      await sensor.expectAlert(a.rule, by(done));
    });
  }

  it("E17 SIGKILL: nothing is left to say so but another sensor", async () => {
    const done = await shell('kill -KILL "$1"', other.pid);
    assert.equal(done.code, 0, `the deed failed: ${done.stderr}`);
    await other.ended();
    await second.expect("killed", (a) => Number(a.output_fields["proc.pid"]) === done.pid);
  });

  // the last one: it is the end of it
  it("E17 SIGTERM: it says by whom before it ends", async () => {
    const done = await shell('kill -TERM "$1"', sensor.pid);
    assert.equal(done.code, 0, `the deed failed: ${done.stderr}`);
    assert.equal(await sensor.ended(), 0);
    await sensor.expectAlert("Signal that stops a security agent", by(done));
  });
});
