// The daemon whose outputs fail one and all under load: the sensor goes on as before, and says what is wrong.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { constants, existsSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningDaemon } from "../../live/support/daemon.js";
import { skipLive } from "../../live/support/gate.js";
import { Receiver } from "../output/support/receiver.js";
import { startRsyslogd } from "../output/support/rsyslogd.js";
import { freePort, needs, start, stop } from "../output/support/tools.js";
import { callOf, type Load, missing, Scene } from "./support/scene.js";

const RATE = 1000;
const QUEUE = 4000;
const FAULTY = ["file", "program", "stdout", "syslog"];

/** What a line of the log says is wrong: what stands before the first number that changes. */
function reasonIn(line: string): string {
  return /output \w+ [a-z ]+: (.*?), \d+ /.exec(line)?.[1] ?? line;
}

describe("the daemon's outputs under load", { ...needs(["rsyslogd", "unshare", "mkfifo"]), timeout: 300_000 }, () => {
  const skip = skipLive();
  const scene = new Scene();
  let d: RunningDaemon;
  let load: Load;
  const good = new Receiver((body) => callOf(body));
  let syslogd: ReturnType<typeof start>;
  let reader: ReturnType<typeof start>;
  const path = (name: string): string => join(scene.dir, name);
  /** The small disk, seen from here. */
  const disk = (name: string): string => `/proc/${d.pid}/root${path("disk")}/${name}`;

  let ports: { tcp: number; udp: number };
  const rsyslogd = async (name: string): Promise<void> => {
    syslogd = await startRsyslogd(scene.dir, name, ports);
  };

  const text = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
  const sizes = (): Record<string, number> => ({
    file: statSync(disk("alerts")).size,
    program: text(path("program.out")).length,
    stdout: text(path("stdout.out")).length,
    syslog: text(path("local.out")).length,
  });
  /** All four get alerts. */
  const allFed = async (what: string): Promise<void> => {
    const from = sizes();
    await d.until(what, () => {
      const now = sizes();
      return FAULTY.every((o) => (now[o] as number) > (from[o] as number));
    });
  };

  before(async () => {
    if (skip !== false) return;
    await good.open();
    ports = { tcp: await freePort(), udp: await freePort() };
    await rsyslogd("first");
    execFileSync("mkfifo", [path("pipe")]);
    const pipe = openSync(path("pipe"), constants.O_RDWR);
    reader = start("sh", ["-c", `exec cat < ${path("pipe")} > ${path("stdout.out")}`], "ignore");
    d = await scene.daemon(
      `
outputs_queue: {capacity: ${QUEUE}}
output_timeout: 1000
stdout_output: {enabled: true}
file_output: {enabled: true, keep_alive: true, filename: ${path("disk")}/alerts}
program_output:
  enabled: true
  keep_alive: true
  program: "echo $$ > ${path("program.pid")}; test -e ${path("broken")} && exit 3; exec cat >> ${path("program.out")}"
syslog_output: {enabled: true, path: ${path("log")}}
http_output: {enabled: true, url: "http://127.0.0.1:${good.port}/", spool: {path: ${path("spool")}}}
`,
      {
        mounts: `mkdir ${path("disk")}; mount -t tmpfs -o size=64m tmpfs ${path("disk")}`,
        stdio: ["ignore", pipe, "pipe"],
      },
    );
    load = scene.load(RATE);
  });
  after(() => reader?.kill("SIGCONT"));

  /** Alerts a second that the sensor raises, over a while. */
  async function rate(ms: number): Promise<number> {
    const raised = async (): Promise<[number, number]> => [
      (await d.metrics()).sum("saker_worker_alerts_total"),
      performance.now(),
    ];
    const [n, t] = await raised();
    await sleep(ms);
    const [m, u] = await raised();
    return (1000 * (m - n)) / (u - t);
  }

  it("full disk, broken pipe, syslog gone and a reader that stands still stop nobody", { skip }, async () => {
    await allFed("not all outputs get alerts");
    const well = await rate(3000);

    // everything at once
    assert.throws(() => writeFileSync(disk("filler"), Buffer.alloc(128 << 20)), /ENOSPC/);
    writeFileSync(path("broken"), "");
    process.kill(Number(readFileSync(path("program.pid"), "utf8")), "SIGKILL");
    await stop(syslogd, "SIGTERM");
    reader.kill("SIGSTOP");
    const ill = await rate(8000);
    await d.until(
      "not all of them lose alerts",
      async () => {
        const m = await d.metrics();
        return FAULTY.every((output) => m.sum("saker_output_lost_total", { output }) > 0);
      },
      60_000,
    );

    // and well again
    rmSync(disk("filler"));
    rmSync(path("broken"));
    reader.kill("SIGCONT");
    await rsyslogd("second");
    await allFed("not all outputs get alerts again");
    await d.until(
      "not all bursts are over",
      () => {
        const begun = d.said('"msg":"output ').filter((l) => !l.includes("works again"));
        return d.said("works again").length === begun.length;
      },
      60_000,
    );

    const calls = await load.stop();
    await d.until("the good output did not get all", () => good.firsts().length >= calls, 120_000);
    assert.deepEqual(missing(good.got, calls), []);
    const m = await d.metrics();
    assert.equal(m.sum("saker_events_dropped_total"), 0, "lost in the kernel");
    assert.equal(m.sum("saker_worker_lost_alerts_total"), 0, "lost between the threads");
    console.log(
      `alerts raised a second: ${well.toFixed(0)} with all outputs well, ${ill.toFixed(0)} with four of five ill`,
    );
  });

  it("one line in the log and one internal alert tell of each burst", { skip }, async () => {
    for (const [output, reason] of Object.entries({
      file: /fails: ENOSPC/,
      program: /fails: the program (ended|was ended|takes no input)/,
      syslog: /fails: .*(ENOENT|ECONNREFUSED)/,
      stdout: /is stuck|is too slow/,
    })) {
      const begun = d.said(`output ${output} `).filter((l) => !l.includes("works again"));
      assert.ok(
        begun.some((l) => reason.test(l)),
        `${output}\n${begun.join("\n")}`,
      );
      // a burst is told when it begins, then when it is over
      for (const kind of ["fails", "is too slow", "is stuck"]) {
        const reasons = begun.filter((l) => l.includes(`output ${output} ${kind}: `)).map(reasonIn);
        let on = false;
        for (const l of d.said(`output ${output} `)) {
          if (l.includes(`output ${output} ${kind}: `)) {
            assert.ok(!on, `told twice: ${l}`);
            on = true;
          } else if (reasons.some((r) => l.includes(`(was: ${r})`))) on = false;
        }
        assert.ok(!on, `${output} ${kind}: no end`);
      }
      const alerts = good.others.filter((b) => b.includes("output trouble") && b.includes(`"output":"${output}"`));
      assert.equal(alerts.filter((b) => b.includes('"over":false')).length, begun.length, output);
    }
    const lost = (await d.metrics()).sum("saker_output_lost_total");
    assert.ok(d.said("output ").length < lost / 100, `${d.said("output ").length} lines for ${lost} alerts`);
  });

  it("every alert is accounted for, and no line is torn", { skip }, async () => {
    const m = await d.metrics();
    const raised = m.sum("saker_worker_alerts_total") + good.others.length;
    for (const output of FAULTY) {
      const sum = (name: string): number => m.sum(`saker_output_${name}`, { output });
      assert.equal(sum("sent_total") + sum("lost_total") + sum("queue_alerts"), raised, output);
    }
    await d.until("the outputs are not done", async () => (await d.metrics()).sum("saker_output_queue_alerts") === 0);
    await d.stop();
    for (const [output, file] of Object.entries({ stdout: path("stdout.out"), program: path("program.out") })) {
      const lines = text(file)
        .split("\n")
        .filter((l) => l.startsWith("{"));
      for (const l of lines) JSON.parse(l);
      assert.ok(lines.length > RATE, output);
    }
  });
});

describe("a daemon whose standard output nobody reads", { skip: skipLive(), timeout: 120_000 }, () => {
  const scene = new Scene();

  it("ends in time, with status 0", async () => {
    execFileSync("mkfifo", [join(scene.dir, "pipe")]);
    const pipe = openSync(join(scene.dir, "pipe"), constants.O_RDWR);
    const d = await scene.daemon("stdout_output: {enabled: true}\noutput_timeout: 500", {
      stdio: ["ignore", pipe, "pipe"],
    });
    const load = scene.load(RATE);
    await d.until("the pipe is not full", async () => (await d.metrics()).sum("saker_output_queue_alerts") > 100);
    await load.stop();
    await d.stop();
    assert.match(d.err, /output stdout was stopped: it did not take its alerts within 500 ms, [1-9]\d* alerts lost/);
  });
});
