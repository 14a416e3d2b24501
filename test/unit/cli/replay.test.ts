import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { encodeEvent } from "../../../src/capture/encode.js";
import { ScapBuilder } from "../support/scap.js";
import { saker, sakerChild, sakerFed, shellLine } from "./support.js";

const T0 = 1_700_000_000_000_000_000n;
const RULES = `- rule: secrets
  desc: d
  condition: evt.type = open and fd.name = /etc/shadow
  output: "%proc.name reads %fd.name"
  priority: WARNING
  tags: [files]
- rule: opens
  desc: d
  condition: evt.type = open
  output: "%fd.name"
  priority: INFO
`;

/** One open of /etc/shadow a second. */
function capture(n: number): Uint8Array {
  const b = new ScapBuilder().machine("box").threads(9, [{ tid: 42, comm: "cat", exe: "cat", cwd: "/etc/" }]);
  for (let i = 0; i < n; i++) {
    const params = { fd: 3, name: "shadow", flags: 1, mode: 0, dev: 5, ino: 77 };
    b.event(encodeEvent({ type: "open", ts: T0 + BigInt(i) * 1_000_000_001n, tid: 42, params }));
  }
  return b.bytes;
}

describe("replay of a capture", () => {
  let dir: string;
  let run: (...more: string[]) => ReturnType<typeof saker>;
  before(() => {
    dir = mkdtempSync("/tmp/saker-replay-");
    const file = join(dir, "a.scap");
    const rules = join(dir, "rules.yaml");
    writeFileSync(file, capture(4));
    writeFileSync(rules, RULES);
    run = (...more) => saker("-r", rules, "-e", file, ...more);
  });
  after(() => rmSync(dir, { recursive: true }));

  it("prints alerts and the closing counts", () => {
    const r = run("-o", "time_format_iso_8601=true");
    assert.equal(r.code, 0, r.stderr);
    const lines = r.stdout.trimEnd().split("\n");
    assert.equal(lines[0], "2023-11-14T22:13:20.000000000+0000: Warning cat reads /etc/shadow");
    assert.deepEqual(lines.slice(4), [
      "Events detected: 4",
      "Rule counts by severity:",
      "   WARNING: 4",
      "Triggered rules by rule name:",
      "   secrets: 4",
    ]);
    assert.match(r.stderr, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}: Loading rules from:/m);
    assert.match(r.stderr, /event drop detected: 0 occurrences/);
  });

  it("judges by all rules when told so, and only by those that are enabled", () => {
    assert.match(run("-o", "rule_matching=all").stdout, /Events detected: 8\n/);
    assert.match(run("-o", "rules[].disable.tag=files").stdout, / {3}opens: 4\n$/);
    const r = run("-o", "rules[].disable.rule=*", "-o", "rules[].enable.rule=sec*");
    assert.match(r.stdout, / {3}secrets: 4\n$/);
    assert.match(r.stderr, /Disabling rules with name: \*\n.*Enabling rules with name: sec\*\n/);
    assert.match(run("-o", "priority=error").stdout, /Events detected: 0\n/);
  });

  it("prints JSON", () => {
    const r = run("-o", "json_output=true", "-o", "append_output[]={extra_fields: [proc.pid]}");
    const alert = JSON.parse(r.stdout.split("\n")[0] as string) as { rule: string; output_fields: object };
    assert.equal(alert.rule, "secrets");
    assert.deepEqual(Object.keys(alert.output_fields).sort(), ["evt.time", "fd.name", "proc.name", "proc.pid"]);
  });

  it("stops after a time of the capture", () => {
    assert.match(run("-M", "2").stdout, /Events detected: 2\n/);
    assert.match(run("-v").stderr, /Elapsed time: \d+\.\d{3}, Captured Events: 4, /);
  });

  it("tells of lost events, simulated ones too", () => {
    const simulate = ["-o", "syscall_event_drops.simulate_drops=true", "-o", "syscall_event_drops.max_burst=10"];
    const alert = run(...simulate, "-o", "syscall_event_drops.actions[]=alert");
    assert.match(alert.stdout, /Debug Falco internal: syscall event drop\. 1 system calls dropped in last second\. \(/);
    assert.match(alert.stderr, /event drop detected: 3 occurrences\n {3}- num times actions taken: 3/);
    const exit = run(...simulate, "-o", "syscall_event_drops.actions[]=exit");
    assert.equal(exit.code, 1);
    assert.match(exit.stderr, /Exiting\.\n[\s\S]*Drop manager internal error/);
  });

  it("writes to files and programs", () => {
    const out = join(dir, "out.txt");
    const copy = join(dir, "copy.txt");
    const file = ["-o", "file_output.enabled=true", "-o", `file_output.filename=${out}`];
    const program = ["-o", "program_output.enabled=true", "-o", `program_output.program=cat >> ${copy}`];
    const r = run(...file, ...program, "-o", "stdout_output.enabled=false");
    assert.match(r.stdout, /^Events detected: 4\n/);
    assert.equal(readFileSync(out, "utf8").split("\n").length, 5);
    assert.equal(readFileSync(copy, "utf8"), readFileSync(out, "utf8"));
  });

  it("says why a capture cannot be read", () => {
    const bad = join(dir, "bad.scap");
    writeFileSync(bad, "no capture");
    const r = saker("-r", join(dir, "rules.yaml"), "-e", bad);
    assert.equal(r.code, 1);
    assert.match(r.stderr, /^Error: .*bad\.scap/m);
  });

  it("reads packed captures, and standard input", () => {
    const packed = join(dir, "a.scap.gz");
    writeFileSync(packed, gzipSync(capture(4)));
    const rules = ["-r", join(dir, "rules.yaml")];
    const want = run().stdout;
    assert.match(want, /Events detected: 4/);
    assert.equal(saker(...rules, "-e", packed).stdout, want);
    for (const input of [capture(4), gzipSync(capture(4))]) {
      const r = sakerFed(input, ...rules, "-e", "-");
      assert.equal(r.code, 0, r.stderr);
      assert.equal(r.stdout, want);
    }
  });

  it("ends with one error where the capture is broken, after the alerts of what was good", () => {
    const cut = join(dir, "cut.scap");
    for (const bytes of [capture(4).subarray(0, -10), gzipSync(capture(4).subarray(0, -10))]) {
      writeFileSync(cut, bytes);
      const r = saker("-r", join(dir, "rules.yaml"), "-e", cut);
      assert.equal(r.code, 1);
      assert.match(r.stdout, /Events detected: 3\n/);
      const errors = r.stderr.split("\n").filter((l) => l.startsWith("Error: "));
      assert.equal(errors.length, 1, r.stderr);
      assert.match(errors[0] as string, /cut\.scap: byte \d+ \(event.*\): .*truncated/);
    }
  });

  it("keeps the pace of the recording when told so, and can be interrupted in it", async () => {
    // an alert a second: the second one comes while the third is far away
    const child = sakerChild("-r", join(dir, "rules.yaml"), "-e", join(dir, "a.scap"), "--realtime");
    const ended = new Promise((resolve) => child.once("exit", resolve));
    let out = "";
    let told = false;
    for await (const chunk of child.stdout) {
      out += String(chunk);
      if (told || out.split("reads").length < 3) continue;
      told = true;
      child.kill("SIGINT");
    }
    assert.match(out, /Events detected: 2\n/);
    assert.equal(await ended, 0);
  });

  it("shows how far it is on a terminal", { skip: !existsSync("/usr/bin/script") }, () => {
    // script(1) gives it a terminal
    const r = spawnSync(
      "/usr/bin/script",
      ["-qec", shellLine("-r", join(dir, "rules.yaml"), "-e", join(dir, "a.scap")), "/dev/null"],
      {
        encoding: "utf8",
      },
    );
    assert.match(r.stdout, /\[=+\s*\] 100 %/);
    assert.match(r.stdout, /Events detected: 4/);
  });

  it("makes captures of alerts", () => {
    const prefix = join(dir, "alert");
    const on = ["-o", "capture.enabled=true", "-o", `capture.path_prefix=${prefix}`, "-o", "capture.mode=all_rules"];
    const r = run(...on, "-o", "capture.default_duration=1500");
    assert.equal(r.code, 0, r.stderr);
    // each alert prolongs the first one's file
    const files = readdirSync(dir).filter((f) => f.startsWith("alert_"));
    assert.deepEqual(files, [`alert_0${T0}_${"1".padStart(20, "0")}.scap`]);
    const file = join(dir, files[0] as string);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const again = saker("-r", join(dir, "rules.yaml"), "-e", file);
    assert.equal(again.stdout, r.stdout);
    rmSync(file);

    run(...on, "-o", "capture.default_duration=1500", "-o", "saker.capture.max_events=2");
    const two = readdirSync(dir).filter((f) => f.startsWith("alert_"));
    assert.equal(two.length, 2);
    assert.match(saker("-r", join(dir, "rules.yaml"), "-e", join(dir, two[1] as string)).stdout, /detected: 2\n/);
    const nowhere = run("-o", "capture.enabled=true", "-o", "capture.path_prefix=/no/such/folder/x");
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stderr, /capture\.path_prefix '\/no\/such\/folder\/x': .*make that folder/);
  });

  it("can be left out: no driver, no events", () => {
    const r = saker("-r", join(dir, "rules.yaml"), "-o", "engine.kind=nodriver", "-M", "0.1");
    assert.equal(r.code, 0);
    assert.match(r.stderr, /no event will be produced/);
    assert.match(r.stdout, /^Events detected: 0\n/);
  });
});
