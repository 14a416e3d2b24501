// Rules are changed while events come: each change takes effect, no event is lost or judged twice, nothing leaks.
// SAKER_RELOADS and SAKER_BAD_RELOADS set how often (npm run soak:reload).
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { RulesRefused } from "../../src/sensor/live.js";
import { skipLive } from "./support/gate.js";
import { InProcess, judgeBy } from "./support/inprocess.js";
import { makeScratch, RULES } from "./support/places.js";

const RELOADS = Number(process.env.SAKER_RELOADS ?? 12);
const BAD_RELOADS = Number(process.env.SAKER_BAD_RELOADS ?? 4);
/** Memory is compared from here on: the first ones warm things up. */
const WARM = Math.min(6, RELOADS / 2);
const MAX_GROWTH = 48 << 20;
const MAX_GROWTH_EACH = 128 << 10;

/** Opens numbered paths that do not exist, some at a time, among others that no rule asks for; and paths it is told. */
const LOAD = `
const { openSync } = require("node:fs");
const open = (p) => { try { openSync(p); } catch {} };
let n = 0, on = true;
require("node:readline").createInterface({ input: process.stdin }).on("line", (l) => {
  if (l === "end") on = false; else open(l);
});
const tick = () => {
  for (let i = 0; i < 4; i++) {
    open(process.argv[1] + "/seq-" + n++);
    for (let k = 0; k < 20; k++) open(process.argv[1] + "/noise-" + k);
  }
  if (on) setTimeout(tick, 1); else { process.stdout.write(String(n)); process.stdin.destroy(); }
};
tick();
`;

const base = RULES.map((f) => readFileSync(f, "utf8")).join("\n");

/** Saker's rules and two that tell the generation by their names: one on the load, one on the file `probe`. */
function generation(n: number, dir: string, probe: string): string {
  const rule = (name: string, condition: string): string => `
- rule: ${name} ${n}
  desc: A rule of one generation.
  condition: evt.type in (open, openat) and ${condition}
  output: "%evt.arg.name"
  priority: DEBUG
`;
  return `${base}\n${rule("load", `evt.arg.name startswith ${dir}/seq-`)}${rule("probe", `fd.name = ${probe}`)}`;
}

/** Open descriptors of this process by what they are. */
function descriptors(): string {
  const kinds = new Map<string, number>();
  for (const fd of readdirSync("/proc/self/fd")) {
    let kind: string;
    try {
      kind = readlinkSync(`/proc/self/fd/${fd}`).replace(/[0-9]+/g, "N");
    } catch {
      continue;
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return JSON.stringify([...kinds].sort());
}

/** What stays open: a worker that looks up a path has one more for a moment. */
async function lasting(want?: string): Promise<string> {
  let now = descriptors();
  for (let i = 0; i < 20 && (want === undefined ? i < 5 : now !== want); i++) {
    await sleep(50);
    const next = descriptors();
    now = want === undefined && next.length > now.length ? now : next;
  }
  return now;
}

describe("a change of rules", { skip: skipLive(), timeout: 1_800_000 }, () => {
  it("takes effect between two events, and leaves nothing behind", async () => {
    const scratch = makeScratch();
    const dir = scratch.dir;
    const probes = [join(dir, "even"), join(dir, "odd")] as const;
    for (const p of probes) writeFileSync(p, "");
    const probeOf = (n: number): string => probes[n % 2] as string;
    const s = await InProcess.start(generation(0, dir, probeOf(0)));
    const load: ChildProcess = spawn(process.execPath, ["-e", LOAD, dir], { stdio: ["pipe", "pipe", "inherit"] });
    const touch = (path: string): void => void load.stdin?.write(`${path}\n`);
    const seen = new Map<number, string>();
    const twice: string[] = [];
    let last = 0;
    const sort = (): void => {
      for (const a of s.alerts.splice(0)) {
        const m = /^load (\d+)$/.exec(a.rule);
        if (m === null) {
          if (/^probe/.test(a.rule)) last = Math.max(last, Number(a.rule.slice(6)));
          continue;
        }
        const seq = Number(String(a.output_fields["evt.arg.name"]).split("seq-")[1]);
        if (seen.has(seq)) twice.push(`${seq} by ${seen.get(seq)} and ${a.rule}`);
        seen.set(seq, a.rule);
      }
    };
    const memory: number[] = [];
    let longest = 0;
    try {
      await sleep(500);
      let fds = "";
      for (let n = 1; n <= RELOADS; n++) {
        // nobody asks for this file yet: the kernel learns to end its events
        for (let i = 0; i < 3; i++) touch(probeOf(n));
        await sleep(20);
        const t0 = performance.now();
        await s.sensor.reload(judgeBy(generation(n, dir, probeOf(n))));
        longest = Math.max(longest, performance.now() - t0);
        touch(probeOf(n));
        for (const limit = Date.now() + 5000; last < n && Date.now() < limit; await sleep(5)) sort();
        assert.equal(last, n, `the rules of generation ${n} do not judge`);
        if (n >= WARM) memory.push(process.memoryUsage.rss());
        if (n === 2) fds = await lasting();
        if (n > 2) assert.equal(await lasting(fds), fds, `descriptors after ${n} changes`);
      }
      const { rules } = s.sensor;
      for (let n = 0; n < BAD_RELOADS; n++) {
        const bad = `${base}\n- rule: bad\n  desc: d\n  condition: evt.typ = open\n  output: o\n  priority: INFO\n`;
        await assert.rejects(s.sensor.reload(judgeBy(bad)), (e: unknown) => {
          assert.ok(e instanceof RulesRefused);
          assert.match(e.message, /evt\.typ/);
          return true;
        });
        assert.equal(s.sensor.rules, rules);
      }
      last = 0;
      touch(probeOf(RELOADS));
      for (const limit = Date.now() + 5000; last < RELOADS && Date.now() < limit; await sleep(5)) sort();
      assert.equal(last, RELOADS, "the rules before the bad ones do not judge any more");
      assert.equal(await lasting(fds), fds, "descriptors after bad rules");

      let count = "";
      load.stdout?.on("data", (d: Buffer) => {
        count += d.toString();
      });
      load.stdin?.write("end\n");
      await once(load, "close");
      for (const limit = Date.now() + 5000; seen.size < Number(count) && Date.now() < limit; await sleep(20)) sort();
      const stats = s.sensor.kernelStats();
      assert.deepEqual(twice, []);
      // others on this host may flood the ring while its filter starts anew; what counts is that of the load nothing is lost
      const drops = stats.droppedFull + stats.droppedReserved;
      assert.equal(seen.size, Number(count), `events of the load that no generation judged (${drops} dropped in all)`);
      assert.ok(new Set(seen.values()).size > RELOADS / 2, "the load went through the generations");
      const growth = (memory.at(-1) as number) - (memory[0] as number);
      assert.ok(growth < MAX_GROWTH + memory.length * MAX_GROWTH_EACH, `memory grew by ${growth >> 20} MiB`);
      console.log(
        `${RELOADS} changes, the longest took ${longest.toFixed(0)} ms; ${seen.size} events; memory ${growth >> 20} MiB`,
      );
    } finally {
      load.kill("SIGKILL");
      await s.stop();
      scratch.remove();
    }
  });
});
