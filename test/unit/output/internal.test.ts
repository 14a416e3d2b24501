import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  captureLimitMessage,
  dropsMessage,
  metricsMessage,
  reloadFailureMessage,
  timeoutsMessage,
  troubleMessage,
} from "../../../src/output/internal.js";
import { type Alert, AlertFormatter, type InternalMessage } from "../../../src/output/line.js";
import { Outputs } from "../../../src/output/outputs.js";
import { TokenBucket } from "../../../src/output/rate.js";

process.env.TZ = "UTC";
const ts = 1_700_000_000_000_000_042n;
const f = new AlertFormatter({ hostname: "box" });

describe("internal messages", () => {
  it("have the bytes that consumers know", () => {
    const cases: [InternalMessage, string, string][] = [
      [
        dropsMessage(ts, 3, { n_drops: 3n, n_evts: 100, n_drops_bug: 0 }),
        '22:13:20.000000042: Debug Falco internal: syscall event drop. 3 system calls dropped in last second. (ebpf_enabled="1" n_drops="3" n_drops_bug="0" n_evts="100")',
        '{"hostname":"box","output":"Falco internal: syscall event drop. 3 system calls dropped in last second.","output_fields":{"ebpf_enabled":"1","n_drops":"3","n_drops_bug":"0","n_evts":"100"},"priority":"Debug","rule":"Falco internal: syscall event drop","source":"internal","time":"2023-11-14T22:13:20.000000042Z"}',
      ],
      [
        timeoutsMessage(ts, 1000, undefined),
        '22:13:20.000000042: Debug Falco internal: timeouts notification. 1000 consecutive timeouts without event. (last_event_time="none")',
        '{"hostname":"box","output":"Falco internal: timeouts notification. 1000 consecutive timeouts without event.","output_fields":{"last_event_time":"none"},"priority":"Debug","rule":"Falco internal: timeouts notification","source":"internal","time":"2023-11-14T22:13:20.000000042Z"}',
      ],
      [
        metricsMessage(ts, {
          "evt.source": "syscall",
          "evt.time": ts,
          "falco.num_evts": 5,
          "falco.host_cpu_usage_perc": 0.5,
        }),
        '22:13:20.000000042: Informational Falco metrics snapshot (evt.source="syscall" evt.time=1700000000000000042 falco.host_cpu_usage_perc=0.5 falco.num_evts=5)',
        '{"hostname":"box","output":"Falco metrics snapshot","output_fields":{"evt.source":"syscall","evt.time":1700000000000000042,"falco.host_cpu_usage_perc":0.5,"falco.num_evts":5},"priority":"Informational","rule":"Falco internal: metrics snapshot","source":"internal","time":"2023-11-14T22:13:20.000000042Z"}',
      ],
      [
        reloadFailureMessage(ts, "bad"),
        "22:13:20.000000042: Critical Falco internal: hot restart failure: bad ()",
        '{"hostname":"box","output":"Falco internal: hot restart failure: bad","output_fields":{},"priority":"Critical","rule":"Falco internal: hot restart failure","source":"internal","time":"2023-11-14T22:13:20.000000042Z"}',
      ],
      [
        captureLimitMessage(ts, 1, 1_048_577),
        "22:13:20.000000042: Informational Falco internal: capture size limit reached (max_file_size_mb=1 written_bytes=1048577)",
        '{"hostname":"box","output":"Falco internal: capture size limit reached","output_fields":{"max_file_size_mb":1,"written_bytes":1048577},"priority":"Informational","rule":"Falco internal: capture size limit reached","source":"internal","time":"2023-11-14T22:13:20.000000042Z"}',
      ],
      [
        troubleMessage(ts, { output: "http", kind: "failing", over: false, reason: "no route", lost: 2, waiting: 7 }),
        '22:13:20.000000042: Error Falco internal: output http fails: no route, 2 alerts lost, 7 waiting (kind="failing" lost=2 output="http" over=false reason="no route" waiting=7)',
        '{"hostname":"box","output":"Falco internal: output http fails: no route, 2 alerts lost, 7 waiting","output_fields":{"kind":"failing","lost":2,"output":"http","over":false,"reason":"no route","waiting":7},"priority":"Error","rule":"Falco internal: output trouble","source":"internal","time":"2023-11-14T22:13:20.000000042Z"}',
      ],
    ];
    for (const [m, text, json] of cases) {
      assert.equal(f.internalText(m), text);
      assert.equal(f.internalJson(m), json);
    }
  });

  it("go to all outputs, each in its form", () => {
    const got: [string, Alert][] = [];
    const o = new Outputs({ hostname: "box" });
    o.addOutput({ kind: "callback", onAlert: (a, line) => void got.push([line, a]) });
    o.addOutput({ kind: "callback", json: true, onAlert: (a, line) => void got.push([line, a]) });
    const m = reloadFailureMessage(ts, "bad");
    o.handleInternal(m);
    assert.deepEqual(
      got.map(([line]) => line),
      [f.internalText(m), f.internalJson(m)],
    );
    assert.deepEqual([got[0]?.[1].source, got[0]?.[1].hostname, got[0]?.[1].tags], ["internal", "box", []]);
  });
});

describe("TokenBucket", () => {
  const s = 1_000_000_000n;

  it("lets a burst pass, then so many a second", () => {
    const b = new TokenBucket(2, 5);
    const passed = (now: bigint, tries: number): number =>
      Array.from({ length: tries }, () => b.claim(now)).filter(Boolean).length;
    assert.equal(passed(100n * s, 20), 5);
    assert.equal(passed(101n * s, 20), 2);
    assert.equal(passed(101n * s + s / 2n, 20), 1);
    // time that goes back gives nothing, and takes nothing
    assert.equal(passed(50n * s, 20), 0);
    assert.equal(passed(102n * s + s / 2n, 20), 2);
    assert.equal(passed(1000n * s, 20), 5);
  });

  it("has no limit with a rate of 0", () => {
    const b = new TokenBucket(0, 1);
    for (let i = 0; i < 100; i++) assert.ok(b.claim(0n));
  });
});
