import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeEvent } from "../../../src/capture/encode.js";
import { CaptureError } from "../../../src/capture/error.js";
import { replay } from "../../../src/capture/replay.js";
import { CaptureSession, openCapture } from "../../../src/capture/session.js";
import { Engine } from "../../../src/engine/engine.js";
import { Bytes, ScapBuilder } from "../support/scap.js";

const T0 = 1_700_000_000_000_000_000n;
const open = (tid: number, name: string, ts = T0): Uint8Array =>
  encodeEvent({ type: "open", ts, tid, params: { fd: 3, name, flags: 1, mode: 0, dev: 5, ino: 77 } });
const RULES = `
- rule: secrets
  desc: d
  condition: evt.type = open and fd.name = /etc/shadow
  output: "%proc.name %evt.num %fd.name"
  priority: WARNING
`;

function sample(): ScapBuilder {
  return new ScapBuilder()
    .machine("box")
    .threads(9, [
      { tid: 1, comm: "init", ptid: 0 },
      { tid: 42, comm: "cat", exe: "cat", args: "x\0", cwd: "/etc/" },
    ])
    .fds(2, 42, [new Bytes().u64(0).u64(9).u8(16).u32(1).text("/dev/tty").u32(2).buffer]);
}

describe("capture session", () => {
  it("knows the processes and fds of the capture", async () => {
    const bytes = sample().event(open(42, "shadow")).bytes;
    const s = await CaptureSession.open(bytes);
    assert.equal(s.machine?.hostname, "box");
    let n = 0;
    for await (const x of s.events()) {
      n++;
      assert.equal(x.num, 1);
      assert.equal(x.proc?.comm.str, "cat");
      assert.equal(s.inspector.field("proc.cmdline"), "cat x");
      assert.equal(s.inspector.field("fd.name"), "/etc/shadow");
      assert.equal(s.inspector.field("proc.pname"), "init");
      assert.equal(s.inspector.field("proc.stdin.name"), "/dev/tty");
    }
    assert.equal(n, 1);
  });

  it("judges by rules, deterministically", async () => {
    const b = sample();
    for (let i = 0; i < 10; i++) b.event(open(42, i % 2 === 0 ? "shadow" : "passwd", T0 + BigInt(i)));
    for (const bytes of [b.bytes, b.gzip]) {
      const engine = new Engine();
      engine.loadText(RULES, "rules.yaml");
      const out: string[] = [];
      const summary = await replay(bytes, engine, (x, rules, n) => {
        for (let i = 0; i < n; i++) out.push(engine.rules[rules[i] as number]?.template.render(x) ?? "");
      });
      assert.deepEqual(
        out,
        [1, 3, 5, 7, 9].map((i) => `cat ${i} /etc/shadow`),
      );
      assert.equal(summary.events, 10);
      assert.equal(summary.shown, 10);
      assert.equal(summary.firstNs, T0);
      assert.equal(summary.lastNs, T0 + 9n);
      assert.equal(summary.bytes, bytes.length);
    }
  });

  it("numbers but does not show enter events and events that only change state", async () => {
    const enter = encodeEvent({ type: "PPME_SYSCALL_OPEN_E", tid: 42, params: { name: "x", flags: 0, mode: 0 } });
    const bytes = sample()
      .event(enter)
      .event(open(42, "a"))
      .event(open(42, "b"), { flags: 1 })
      .event(open(42, "c")).bytes;
    const seen: string[] = [];
    for await (const x of openCapture(bytes)) seen.push(`${x.num}`);
    assert.deepEqual(seen, ["2", "4"]);
  });

  it("does not show the events of the initial state", async () => {
    const user = encodeEvent({
      type: "useradded",
      tid: -1n,
      params: { uid: 7, gid: 7, name: "joe", home: "/", shell: "" },
    });
    const bytes = sample().event(user).event(user).event(open(42, "a")).event(user).event(open(42, "b")).bytes;
    const seen: string[] = [];
    for await (const x of openCapture(bytes)) seen.push(`${x.num} ${x.ev.info.name}`);
    assert.deepEqual(seen, ["3 open", "4 useradded", "5 open"]);
  });

  it("starts afresh with a new section, but for the numbers", async () => {
    const bytes = Buffer.concat([
      sample().event(open(42, "a")).bytes,
      new ScapBuilder().threads(9, [{ tid: 42, comm: "other", cwd: "/srv/" }]).event(open(42, "a")).bytes,
    ]);
    const s = await CaptureSession.open(bytes);
    const seen: string[] = [];
    await s.run((x) => seen.push(`${x.num} ${x.proc?.comm.str} ${s.inspector.field("fd.name")}`));
    assert.deepEqual(seen, ["1 cat /etc/a", "2 other /srv/a"]);
  });

  it("delivers the good events of a broken file, then the error", async () => {
    const bytes = sample().event(open(42, "a")).event(open(42, "b")).bytes.subarray(0, -10);
    const s = await CaptureSession.open(bytes);
    let n = 0;
    await assert.rejects(
      s.run(() => n++),
      (e) => e instanceof CaptureError && /truncated/.test(e.message),
    );
    assert.equal(n, 1);
  });

  it("refuses what is no capture when it is opened", async () => {
    await assert.rejects(CaptureSession.open(Buffer.from("no capture, but text")), /not a capture file/);
    await assert.rejects(CaptureSession.open("/no/such/file"), /\/no\/such\/file: .*cannot be read/);
    await assert.rejects(CaptureSession.open(sample().bytes), /no events in file/);
  });

  it("stops when told", async () => {
    const b = sample();
    for (let i = 0; i < 10; i++) b.event(open(42, "a"));
    const s = await CaptureSession.open(b.bytes);
    let n = 0;
    await s.run(() => {
      if (++n === 4) s.stop();
    });
    assert.equal(n, 4);
  });

  it("keeps the pace of the recording if asked", async () => {
    const bytes = sample()
      .event(open(42, "a", T0))
      .event(open(42, "b", T0 + 60_000_000n)).bytes;
    const s = await CaptureSession.open(bytes, { realtime: true });
    const times: number[] = [];
    await s.run(() => times.push(Date.now()));
    assert.ok((times[1] ?? 0) - (times[0] ?? 0) >= 50);
  });
});
