// Looking at a running sensor: saker top and saker tail, what rules cost, and health when a worker stands still.
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { SakerClient, type StatusResponse } from "../../src/client/index.js";
import { deed } from "./support/deed.js";
import { skipLive } from "./support/gate.js";
import { makeScratch, ROOT, SAKER, type Scratch } from "./support/places.js";

const WAIT_MS = 60_000;
const OPENS = 3000;

/** Stops one thread of a process, which signals cannot, until its input ends. */
const HOLD_THREAD = `
import ctypes, sys
libc = ctypes.CDLL(None, use_errno=True)
tid = int(sys.argv[1])
if libc.ptrace(16, tid, None, None) != 0: sys.exit(77)
print("held", flush=True)
sys.stdin.read()
libc.waitpid(tid, None, 0x40000000)
libc.ptrace(17, tid, None, None)
`;

describe("a running sensor", { skip: skipLive(), timeout: 240_000 }, () => {
  let scratch: Scratch;
  let child: ChildProcess;
  let err = "";
  let client: SakerClient;
  let address = "";
  let port = 0;

  const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
    for (const limit = Date.now() + WAIT_MS; !(await holds()); await sleep(100))
      assert.ok(Date.now() < limit && child.exitCode === null, `${what}\n${err}`);
  };
  const status = async (): Promise<StatusResponse> => {
    for await (const s of client.status({ reconnect: false })) return s;
    throw new Error("no status");
  };
  const healthz = async (): Promise<{ status: number; body: string }> => {
    const r = await fetch(`http://127.0.0.1:${port}/healthz`);
    return { status: r.status, body: await r.text() };
  };

  before(async () => {
    scratch = makeScratch();
    address = `unix://${join(scratch.dir, "s.sock")}`;
    const rules = join(scratch.dir, "rules.yaml");
    writeFileSync(
      rules,
      `
- rule: Marker opened
  desc: A file of the test.
  condition: evt.type in (open, openat) and fd.name startswith ${scratch.dir}/ and fd.name endswith /marker
  output: opened %fd.name
  priority: WARNING
- rule: Never
  desc: Judged and not matched.
  condition: evt.type in (open, openat) and fd.name startswith ${scratch.dir}/ and proc.cmdline contains no-such-text
  output: never %fd.name
  priority: NOTICE
`,
    );
    writeFileSync(
      join(scratch.dir, "saker.yaml"),
      `
rules_files: [${rules}]
grpc: {enabled: true, bind_address: "${address}"}
grpc_output: {enabled: true}
rule_matching: all
metrics: {enabled: true, interval: 1h}
webserver: {enabled: true, listen_port: 0, listen_address: 127.0.0.1, prometheus_metrics_enabled: true}
saker: {kernel_filter: false, workers: 2}
`,
    );
    const args = ["-c", join(scratch.dir, "saker.yaml")];
    child = spawn(SAKER, args, { cwd: ROOT, stdio: ["ignore", "ignore", "pipe"] });
    child.stderr?.setEncoding("utf8").on("data", (d: string) => {
      err += d;
    });
    await until("it did not become ready", () => err.includes('"ready"'));
    port = Number(/"port":(\d+)/.exec(err)?.[1]);
    client = new SakerClient({ address });
  });
  after(async () => {
    client.close();
    child.kill("SIGKILL");
    await once(child, "close");
    scratch.remove();
  });

  it("tells what fires, what rules cost and who is busy", async () => {
    const marker = scratch.path("marker");
    assert.equal((await deed("write", marker)).code, 0);
    const script = `for i in $(seq ${OPENS}); do : < ${marker}; done`;
    const shell = spawn("sh", ["-c", script], { stdio: "ignore" });
    const [code] = (await once(shell, "close")) as [number];
    assert.equal(code, 0);
    let s: StatusResponse | undefined;
    const rule = (name: string) => s?.rules.find((r) => r.name === name);
    await until("the rule was not judged", async () => {
      s = await status();
      return (rule("Marker opened")?.matches ?? 0) > OPENS;
    });
    assert.ok(s);
    assert.equal(s.pid, child.pid);
    assert.ok((rule("Marker opened")?.judged ?? 0) > OPENS);
    assert.ok((rule("Marker opened")?.cpuSeconds ?? 0) > 0);
    assert.equal(rule("Never")?.matches, 0);
    assert.equal(s.workers.length, 2);
    for (const w of s.workers) assert.ok(readFileSync(`/proc/${s.pid}/task/${w.threadId}/comm`, "utf8") !== "");
    // one in some hundreds of its events is looked at
    const busy = s.talkers.find((t) => t.pid === shell.pid);
    assert.equal(busy?.name, "sh");
    assert.ok((busy?.events ?? 0) > OPENS / 4);
    assert.ok((s.eventTypes.find((t) => t.name === "openat")?.shipped ?? 0) > OPENS);

    const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    assert.match(page, /^saker_rule_judged_total\{rule_name="Marker opened",source="syscall"\} [1-9]\d{3,}$/m);
    assert.match(page, /^saker_rule_cpu_seconds_total\{rule_name="Marker opened",source="syscall"\} 0\.\d+/m);
    assert.match(page, /^saker_events_seen_total \d+$/m);
    assert.match(page, /^saker_event_type_shipped_total\{event="openat"\} \d+$/m);
    assert.match(page, /^saker_events_dropped_total\{reason="shed"\} \d+$/m);
    assert.match(page, /^saker_output_queue_alerts\{output="grpc"\} \d+$/m);
    assert.match(page, /^saker_output_lag_seconds\{output="grpc"\} /m);
    assert.match(page, /^saker_grpc_replay_alerts \d+$/m);
    assert.equal(
      /rules_matches_total\{[^}]*rule_name="Never"/.test(page),
      false,
      "as in Falco, only rules that matched",
    );
  });

  it("is followed by saker tail, and watched by saker top", () => {
    const run = (...args: string[]) => spawnSync(SAKER, args, { cwd: ROOT, encoding: "utf8", timeout: WAIT_MS });
    const tail = run("tail", "-a", address, "-n", "1000000", "--no-follow", "-f", "fd.name=*/marker", "-p", "warning");
    assert.equal(tail.status, 0, tail.stderr);
    assert.match(tail.stdout, /Z Warning Marker opened: opened \S+\/marker$/m);
    assert.ok(tail.stdout.split("\n").length > OPENS);
    const top = run("top", "-a", address, "-n", "1", "-i", "0.5");
    assert.equal(top.status, 0, top.stderr);
    assert.match(top.stdout, /seen\/s=\S+ .*load=\S+%,\S+% health=ok/);
  });

  it("is not healthy while a worker stands still, and is again afterwards", async (t) => {
    const { threadId } = (await status()).workers[1] ?? { threadId: 0 };
    assert.equal((await healthz()).status, 200);
    const holder = spawn("python3", ["-c", HOLD_THREAD, String(threadId)], { stdio: ["pipe", "pipe", "inherit"] });
    const ended = once(holder, "close");
    const [first] = (await Promise.race([once(holder.stdout, "data"), ended])) as [unknown];
    if (first === 77) return t.skip("threads cannot be traced here");
    await until("health stays good", async () => (await healthz()).status === 503);
    assert.match((await healthz()).body, /"reason":"worker 1 has made no turn/);
    assert.match((await status()).trouble, /worker 1/);
    holder.stdin.end();
    await ended;
    await until("health stays bad", async () => (await healthz()).status === 200);
    assert.match(err, /worker 1 has made no turn/);
    assert.match(err, /all workers are at work again/);
  });
});
