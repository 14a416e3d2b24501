// A recording of what rules have judged live must, replayed, give the same alerts. SAKER_SEED repeats a run.
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { run } from "./support/deed.js";
import { skipLive } from "./support/gate.js";
import { DEED, makeScratch, SAKER, type Scratch } from "./support/places.js";
import { type Alert, Sensor } from "./support/sensor.js";

const SEED = process.env.SAKER_SEED === undefined ? randomInt(2 ** 31) : Number(process.env.SAKER_SEED);
const WORKLOADS = Number(process.env.SAKER_WORKLOADS ?? 3);
const STEPS = 400;
const ATTEMPTS = 3;
const ACTOR = fileURLToPath(new URL("./support/actor.js", import.meta.url));
const MARK = "saker-pair-mark";
const FIELDS =
  "%evt.type %evt.res %evt.args %fd.name %fd.num %fd.typechar %fd.directory %proc.pid %proc.name %proc.exepath %proc.cmdline %proc.cwd %proc.pname %proc.ppid %user.uid %user.name %group.gid %container.id";

/** Rules on what happens below `root`, and on its programs. */
function rulesText(root: string): string {
  const rules: [string, string][] = [
    ["open", `evt.type in (open, openat, openat2, creat) and fd.name startswith ${root}`],
    ["open secret", `evt.type in (open, openat) and fd.filename = secret and fd.name startswith ${root}/a`],
    ["open fails", `evt.type in (open, openat) and evt.failed = true and fd.name startswith ${root}`],
    ["opened by path asked", `evt.type in (open, openat) and evt.arg.name startswith ${root}/way`],
    ["opened elsewhere", `evt.type in (open, openat) and fd.name startswith ${root}/c/d`],
    ["use of fd", `evt.type in (fchmod, fchown, ftruncate, fchdir) and fd.name startswith ${root}`],
    ["write", `evt.type in (write, pwrite64) and fd.name startswith ${root} and fd.name endswith .txt`],
    ["read", `evt.type in (read, pread64) and fd.name startswith ${root}`],
    ["dup", `evt.type in (dup, dup2, dup3) and fd.name startswith ${root}`],
    [
      "names",
      `evt.type in (rename, renameat, renameat2, unlink, unlinkat, mkdir, link, linkat, symlink, symlinkat, chmod, fchmodat) and evt.args contains ${root}`,
    ],
    ["chdir", `evt.type = chdir and proc.cmdline contains ${root}`],
    ["exec", `evt.type in (execve, execveat) and proc.cmdline contains ${root}`],
    ["exec in", `evt.type in (execve, execveat) and proc.cwd startswith ${root}/c`],
    ["exec as other", `evt.type = execve and user.uid = 1 and proc.cmdline contains ${root}`],
    ["exec of ours", `evt.type = execve and proc.exepath startswith ${root}`],
    ["net", `evt.type in (connect, accept, accept4) and fd.typechar = 4 and proc.cmdline contains ${root}`],
    ["listen", `evt.type in (bind, listen) and proc.cmdline contains ${root}`],
    ["mark", `evt.type in (open, openat) and fd.name contains ${MARK} and fd.name contains ${root.split("/")[2]}`],
  ];
  return rules
    .map(
      ([name, condition]) => `
- rule: ${name}
  desc: One of a pair.
  condition: ${condition}
  output: pair ${FIELDS}
  priority: DEBUG
`,
    )
    .join("");
}

/** An alert without what differs by nature: live, an event tells of one fd only, and others are numbers. */
function key(a: Alert): string {
  return `${a.rule} | ${Object.entries(a.output_fields)
    .filter(([k]) => k !== "evt.time")
    .map(([k, v]) => `${k}=${String(v).replaceAll(/\(<.>[^)]*\)/g, "")}`)
    .join(" ")}`;
}

function tally(alerts: readonly Alert[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const a of alerts) if (a.rule !== "mark") out.set(key(a), (out.get(key(a)) ?? 0) + 1);
  return out;
}

/** A recording that runs. */
class Recording {
  private text = "";
  private constructor(private readonly child: ChildProcess) {}

  static async start(file: string): Promise<Recording> {
    const child = spawn(SAKER, ["capture", "record", "-o", file, "--rings", "2", "--buffer", "64"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const r = new Recording(child);
    child.stderr?.on("data", (d) => {
      r.text += d;
    });
    for (const limit = Date.now() + 30_000; !r.text.includes("recording"); await sleep(20)) {
      assert.ok(Date.now() < limit && child.exitCode === null, `the recording did not begin: ${r.text}`);
    }
    return r;
  }

  /** Ends it; gives what it said. */
  async stop(): Promise<string> {
    const closed = new Promise((resolve) => this.child.once("close", resolve));
    this.child.kill("SIGINT");
    assert.equal(await closed, 0, this.text);
    return this.text;
  }
}

function replay(file: string, rules: string): Alert[] {
  const r = spawnSync(SAKER, ["-e", file, "-r", rules, "-o", "json_output=true", "-o", "rule_matching=all"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.equal(r.status, 0, r.stderr);
  return r.stdout
    .split("\n")
    .filter((l) => l.startsWith("{"))
    .map((l) => JSON.parse(l) as Alert);
}

/** A sensor and a recording side by side while the actor acts; undefined if one of them has lost events. */
async function pair(
  seed: number,
  scratch: Scratch,
): Promise<[live: Alert[], replayed: Alert[], file: string] | undefined> {
  const root = `${scratch.dir}/r`;
  const rules = `${scratch.dir}/rules.yaml`;
  const file = `${scratch.dir}/pair.scap`;
  writeFileSync(rules, rulesText(root));
  // the sensor sees all that is recorded: it begins first and ends last
  const sensor = await Sensor.start({
    rules: [rules],
    flags: ["rule_matching=all", "engine.modern_ebpf.buf_size_preset=6", "watch_config_files=false"].flatMap((o) => [
      "-o",
      o,
    ]),
  });
  let said: string;
  try {
    const recording = await Recording.start(file);
    const done = await run(process.execPath, [ACTOR, String(seed), root, String(STEPS), DEED], {
      timeoutMs: 60_000,
      session: true,
    });
    assert.equal(done.code, 0, done.stderr);
    const mark = `${scratch.dir}/${MARK}`;
    writeFileSync(mark, "");
    await sensor.expectAlert("mark", (a) => a.output_fields["fd.name"] === mark);
    await sleep(300);
    said = await recording.stop();
  } finally {
    const lost = await sensor.stop();
    if (lost.droppedFull + lost.droppedReserved > 0) said = "DROPPED";
  }
  return said.includes("DROPPED") ? undefined : [sensor.alerts, replay(file, rules), file];
}

describe(`recording: replayed, it gives the alerts that were given live (SAKER_SEED=${SEED})`, {
  skip: skipLive(),
  timeout: 120_000 * WORKLOADS,
}, () => {
  for (let i = 0; i < WORKLOADS; i++) {
    it(`holds for workload ${i + 1}`, async () => {
      for (let attempt = 1; ; attempt++) {
        const scratch = makeScratch();
        try {
          const got = await pair(SEED + i, scratch);
          if (got !== undefined) {
            judge(got[0], got[1], SEED + i);
            countAgrees(got[2]);
            typesAgree(got[2]);
            return;
          }
        } finally {
          if (process.env.SAKER_KEEP !== "1") scratch.remove();
        }
        assert.ok(attempt < ATTEMPTS, "events were lost every time: no verdict");
      }
    });
  }
});

it("what acts for the pair leaves nothing outside of its directory", { timeout: 60_000 }, async () => {
  const scratch = makeScratch();
  try {
    // seeds whose first steps open files by paths without a directory
    for (const seed of [4, 5]) {
      const cwd = join(scratch.dir, String(seed));
      mkdirSync(cwd);
      const done = await run(process.execPath, [ACTOR, String(seed), `${cwd}-root`, "60", DEED], {
        cwd,
        session: true,
      });
      assert.equal(done.code, 0, done.stderr);
      assert.deepEqual(readdirSync(cwd), []);
      assert.ok(readdirSync(`${cwd}-root`).length > 0);
    }
  } finally {
    scratch.remove();
  }
});

function judge(live: readonly Alert[], replayed: readonly Alert[], seed: number): void {
  const a = tally(live);
  const b = tally(replayed);
  const wrong = [...new Set([...a.keys(), ...b.keys()])]
    .filter((k) => a.get(k) !== b.get(k))
    .map((k) => `live ${a.get(k) ?? 0}, replayed ${b.get(k) ?? 0}: ${k}`)
    .sort((x, y) => (x.slice(20) < y.slice(20) ? -1 : 1));
  if (process.env.SAKER_KEEP === "1") writeFileSync("/tmp/saker-pair.txt", `${wrong.join("\n")}\n`);
  assert.equal(wrong.length, 0, `seed ${seed}, ${wrong.length} of ${a.size} differ:\n${wrong.slice(0, 20).join("\n")}`);
  const silent = new Set([...a.keys()].map((k) => k.slice(0, k.indexOf(" | "))));
  assert.ok(a.size > 150 && silent.size > 11, `the test tests too little: ${a.size} alerts of ${silent.size} rules`);
}

/** Where a program of other makers is; undefined if it is not installed, which no required run may say. */
function peer(name: string): string | undefined {
  const path = [`/usr/bin/${name}`, `/usr/local/bin/${name}`].find((p) => existsSync(p));
  if (path !== undefined) return path;
  assert.notEqual(process.env.SAKER_REQUIRE_LIVE, "1", `live tests are required, and ${name} is missing`);
  console.error(`NOT COMPARED WITH ${name}: it is not installed`);
  return undefined;
}

/** Lines that a program prints. */
function lines(program: string, ...args: string[]): string[] {
  const r = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 30 });
  assert.equal(r.status, 0, `${program}: ${r.stderr}`);
  return r.stdout.split("\n").filter((l) => l !== "");
}

/** tshark and we find the same number of events; it does not know those that are for the state alone. */
function countAgrees(file: string): void {
  const tshark = peer("tshark");
  if (tshark === undefined) return;
  const theirs = lines(tshark, "-n", "-r", file, "-T", "fields", "-e", "frame.number").length;
  const info = JSON.parse(lines(SAKER, "capture", "info", "--json", file).join("")) as {
    events: number;
    hidden: number;
  };
  assert.equal(theirs, info.events - info.hidden);
  assert.ok(theirs > 1000);
}

/** sysdig finds as many events as we do of each type that it knows; it skips those that are younger than it. */
function typesAgree(file: string): void {
  const sysdig = peer("sysdig");
  if (sysdig === undefined) return;
  const ours = counted(lines(SAKER, "capture", "print", file, "-p", "%evt.type"));
  const theirs = counted(lines(sysdig, "-r", file, "-p", "%evt.type"));
  for (const [type, n] of theirs) assert.equal(n, ours.get(type), `events of ${type}`);
  assert.ok(theirs.size > 15, `sysdig knows ${[...theirs.keys()].join(", ")}`);
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
