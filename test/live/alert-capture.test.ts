// Captures that alerts begin: what happened before and after is in a file of its own, and no flood makes it too large.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { skipLive } from "./support/gate.js";
import { makeScratch, SAKER, type Scratch } from "./support/places.js";
import { type Alert, Sensor } from "./support/sensor.js";

const FILE_MS = 30_000;

function lines(program: string, ...args: string[]): string[] {
  const r = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(r.status, 0, `${program}: ${r.stderr}`);
  return r.stdout.split("\n").filter((l) => l !== "");
}

/** Counts of a capture. */
function info(file: string): { events: number; hidden: number } {
  return JSON.parse(lines(SAKER, "capture", "info", "--json", file).join("")) as { events: number; hidden: number };
}

describe("captures of alerts", { skip: skipLive(), timeout: 300_000 }, () => {
  let scratch: Scratch;
  let rules: string;
  before(() => {
    scratch = makeScratch();
    rules = join(scratch.dir, "rules.yaml");
    // a name that leads elsewhere, if anyone took it for a part of a path
    writeFileSync(
      rules,
      `
- rule: ../../deed
  desc: Begins a capture.
  condition: evt.type in (open, openat, openat2) and fd.name startswith ${scratch.dir}/deed
  output: deed %fd.name %proc.name
  priority: WARNING
  capture: true
  capture_duration: 1500
- rule: mark
  desc: Begins none.
  condition: evt.type in (open, openat, openat2) and fd.name startswith ${scratch.dir}/mark
  output: mark %fd.name %proc.name
  priority: DEBUG
`,
    );
  });
  after(() => scratch.remove());

  const touch = (name: string): string => {
    const path = join(scratch.dir, name);
    writeFileSync(path, "x");
    return path;
  };
  const begin = async (folder: string, ...options: string[]): Promise<Sensor> => {
    mkdirSync(folder);
    const flags = ["capture.enabled=true", `capture.path_prefix=${folder}/c`, "watch_config_files=false", ...options];
    return Sensor.start({ rules: [rules], flags: flags.flatMap((o) => ["-o", o]) });
  };
  const files = (folder: string): string[] => readdirSync(folder).sort();
  const whole = async (folder: string, n: number): Promise<string[]> => {
    for (const limit = Date.now() + FILE_MS; ; await sleep(100)) {
      const there = files(folder).filter((f) => f.endsWith(".scap"));
      if (there.length >= n) return there.map((f) => join(folder, f));
      assert.ok(Date.now() < limit, `no capture: ${files(folder).join(", ")}`);
    }
  };
  /** Alerts, and the files that they are about. */
  const told = (alerts: readonly Alert[]): string[] => alerts.map((a) => `${a.rule} ${a.output_fields["fd.name"]}`);

  it("hold what was before and after the deed", async () => {
    const folder = join(scratch.dir, "one");
    const sensor = await begin(folder, "rule_matching=all", "capture.default_duration=1000");
    let file: string;
    const first = touch("mark-before");
    const second = touch("deed");
    const third = touch("mark-after");
    try {
      const alert = await sensor.expectAlert("../../deed", (a) => a.output_fields["fd.name"] === second);
      await sensor.expectAlert("mark", (a) => a.output_fields["fd.name"] === third);
      file = (await whole(folder, 1))[0] as string;
      const name = file.slice(folder.length + 1);
      assert.match(name, new RegExp(`^c_0${BigInt(String(timeOf(alert)))}_\\d{20}\\.scap$`));
      assert.deepEqual(files(folder), [name]);
      assert.equal(statSync(file).mode & 0o777, 0o600);
    } finally {
      await sensor.stop();
    }
    // what the alerts were live, they are again
    const out = lines(SAKER, "-e", file, "-r", rules, "-o", "json_output=true", "-o", "rule_matching=all");
    const again = out.filter((l) => l.startsWith("{")).map((l) => JSON.parse(l) as Alert);
    assert.deepEqual(told(again), [`mark ${first}`, `../../deed ${second}`, `mark ${third}`]);
    assert.deepEqual(
      again.map((a) => a.output_fields["proc.name"]),
      sensor.alerts.map((a) => a.output_fields["proc.name"]),
    );
    const { events, hidden } = info(file);
    assert.ok(events - hidden > 3);
    if (existsSync("/usr/bin/tshark"))
      assert.equal(
        lines("/usr/bin/tshark", "-n", "-r", file, "-T", "fields", "-e", "frame.number").length,
        events - hidden,
      );
    else assert.notEqual(process.env.SAKER_REQUIRE_LIVE, "1", "live tests are required, and tshark is missing");
  });

  it("keep within their limits under a flood", async () => {
    const folder = join(scratch.dir, "flood");
    const MOST = { events: 3000, files: 3, bytes: 1 << 20 };
    const sensor = await begin(
      folder,
      "capture.mode=all_rules",
      "capture.default_duration=60000",
      `saker.capture.max_events=${MOST.events}`,
      `saker.capture.max_files=${MOST.files}`,
      "saker.capture.max_size_mb=1",
    );
    try {
      for (let i = 0; i < 20_000; i++) {
        touch(`mark-${i % 100}`);
        // whoever does not read what the sensor prints gets torn lines
        if (i % 20 === 0) await sleep(0);
      }
      const there = await whole(folder, MOST.files);
      assert.equal(there.length, MOST.files);
      for (const f of there) {
        const { events, hidden } = info(f);
        assert.equal(events - hidden, MOST.events);
        assert.ok(statSync(f).size <= MOST.bytes);
      }
      // it watches on
      const last = touch("deed-after-flood");
      await sensor.expectAlert("../../deed", (a) => a.output_fields["fd.name"] === last, 30_000);
    } finally {
      await sensor.stop();
    }
    assert.deepEqual(
      files(folder).filter((f) => !f.endsWith(".scap")),
      [],
      "what is unfinished must not stay",
    );
    assert.equal(files(folder).length, MOST.files);
  });

  it("end whole where a file may be no larger, and when the sensor ends", async () => {
    const folder = join(scratch.dir, "small");
    const sensor = await begin(
      folder,
      "capture.mode=all_rules",
      "capture.default_duration=60000",
      "capture.max_file_size_mb=1",
      "falco_libs.snaplen=4000",
    );
    const noise = Buffer.alloc(3000);
    try {
      for (let i = 0; files(folder).filter((f) => f.endsWith(".scap")).length === 0; i++) {
        assert.ok(i < 200_000, "no file has got as large as it may be");
        for (let k = 0; k < noise.length; k++) noise[k] = Math.floor(Math.random() * 256);
        touch(`mark-${noise.toString("base64url").slice(0, 200)}`);
        if (i % 200 === 0) await sleep(1);
      }
      touch("mark-open-file");
      await sleep(500);
    } finally {
      await sensor.stop();
    }
    const there = files(folder).map((f) => join(folder, f));
    assert.ok(there.length >= 2);
    for (const f of there) {
      assert.ok(f.endsWith(".scap"), `${f} is not whole`);
      assert.ok(statSync(f).size <= 1 << 20, `${f} is too large`);
      assert.ok(gunzipSync(readFileSync(f)).length > 0);
      assert.ok(info(f).events > 0);
    }
  });
});

/** The exact time of an alert, ns: JSON numbers are not. */
function timeOf(a: Alert): bigint {
  const m = /^(\d+-\d+-\d+T\d+:\d+:\d+)\.(\d{9})/.exec(String((a as unknown as { time: string }).time));
  assert.ok(m);
  return BigInt(Date.parse(`${m[1]}Z`)) * 1_000_000n + BigInt(m[2] as string);
}
