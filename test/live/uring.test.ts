// What goes through io_uring makes no system call; rules must see it all the same, and can tell.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { run } from "./support/deed.js";
import { skipLive } from "./support/gate.js";
import { InProcess } from "./support/inprocess.js";
import { patient } from "./support/patience.js";
import { CALLS } from "./support/places.js";

const RULES = `
- rule: Ring open
  desc: A file opened for writing through a ring.
  condition: evt.type in (openat, openat2) and evt.is_open_write = true and evt.is_io_uring = true and proc.name = calls
  output: "%evt.type %fd.name %fd.realpath %evt.is_io_uring %proc.pid"
  priority: INFO
- rule: Ring remove
  desc: A file removed through a ring.
  condition: evt.type = unlinkat and evt.is_io_uring = true and proc.name = calls
  output: "%evt.type %fs.path.name %evt.arg.name %proc.pid"
  priority: INFO
- rule: Ring connect
  desc: A connection made through a ring.
  condition: evt.type = connect and evt.is_io_uring = true and fd.sip = 127.0.0.1 and proc.name = calls
  output: "%evt.type %fd.name %fd.sport %proc.pid"
  priority: INFO
- rule: Plain remove
  desc: The same by a system call.
  condition: evt.type = unlinkat and evt.is_io_uring = false and proc.name = calls
  output: "%evt.type %evt.arg.name %proc.pid"
  priority: INFO
`;

describe("rules on io_uring", { skip: skipLive(), timeout: patient(60_000) }, () => {
  let sensor: InProcess;
  before(async () => {
    sensor = await InProcess.start(RULES);
  });
  after(() => sensor.stop());

  it("fire on what a ring opens, removes and connects to", async (t) => {
    const done = await run(CALLS, ["uring"], {});
    assert.equal(done.code, 0, done.stderr);
    if (done.stdout.includes('"cannot":"io_uring"')) return t.skip("no io_uring here");
    const mine = (rule: string) => (a: { rule: string; output_fields: Readonly<Record<string, unknown>> }) =>
      a.rule === rule && Number(a.output_fields["proc.pid"]) === done.pid;
    const open = await sensor.expect("open", mine("Ring open"));
    assert.match(String(open.output_fields["fd.name"]), /\/ringfile$/);
    assert.equal(open.output_fields["fd.realpath"], open.output_fields["fd.name"]);
    assert.equal(open.output_fields["evt.is_io_uring"], true);
    await sensor.expect(
      "removal without completion",
      (a) => mine("Ring remove")(a) && /\/hidden$/.test(String(a.output_fields["fs.path.name"])),
    );
    const connect = await sensor.expect("connect", mine("Ring connect"));
    assert.match(String(connect.output_fields["fd.name"]), /^127\.0\.0\.1:\d+->127\.0\.0\.1:\d+$/);
    assert.equal(sensor.alerts.some(mine("Plain remove")), false);
  });
});
