// What it costs to find out what is there already: /proc against the kernel's iterators.
// Usage: npm run bench:look -- [--processes N] [--fds N]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { addon } from "../../src/sensor/addon.js";
import { lookFds, lookProcesses, type OpenLook } from "../../src/state/look.js";
import { procFdEntries } from "../../src/state/procfds.js";
import { scanProc } from "../../src/state/procfs.js";

const { values } = parseArgs({
  options: { processes: { type: "string", default: "1000" }, fds: { type: "string", default: "20" } },
});
const processes = Number(values.processes);
const fds = Number(values.fds);
const ROUNDS = 3;

/** Processes that sleep, with so many descriptors. */
const script = `
fd=3; while [ $fd -lt ${fds} ]; do eval "exec $fd</dev/null"; fd=$((fd+1)); done
i=0; while [ $i -lt ${processes} ]; do sleep 600 & i=$((i+1)); done
echo up; wait`;
const crowd = spawn("/bin/bash", ["-c", script], { detached: true, stdio: ["ignore", "pipe", "inherit"] });
await once(crowd.stdout, "data");

/** CPU in ms of the cheapest of some rounds, and what a round counted. */
function cost(work: () => number): [ms: number, count: number] {
  let best = Number.POSITIVE_INFINITY;
  let count = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const from = process.cpuUsage();
    count = work();
    const { user, system } = process.cpuUsage(from);
    best = Math.min(best, (user + system) / 1000);
  }
  return [best, count];
}

function length(rows: Iterable<unknown>): number {
  let n = 0;
  for (const _ of rows) n++;
  return n;
}

const native = addon();
const open: OpenLook = (what, pid) => new native.Look(what, pid);
try {
  const before = process.cpuUsage();
  native.loadLook();
  const { user, system } = process.cpuUsage(before);
  const load = (user + system) / 1000;
  const rows: [string, [number, number], [number, number]][] = [
    ["processes", cost(() => scanProc().rows.length), cost(() => length(lookProcesses(open)))],
    [
      "descriptors",
      cost(() => scanPids().reduce((n, pid) => n + length(procFdEntries(pid)), 0)),
      cost(() => length(lookFds(open))),
    ],
  ];
  console.log(`loading the iterators: ${load.toFixed(0)} ms of CPU\n`);
  console.log("| | rows | /proc, ms | iterator, ms | ratio |\n|---|---|---|---|---|");
  for (const [name, [proc, n], [look]] of rows)
    console.log(`| ${name} | ${n} | ${proc.toFixed(1)} | ${look.toFixed(1)} | ${(proc / look).toFixed(1)} |`);
  const [[, [scan, n], [look]]] = rows as [(typeof rows)[number]];
  console.log(`\nthey pay from ${Math.ceil(load / ((scan - look) / n))} processes on`);
} finally {
  process.kill(-(crowd.pid as number), "SIGKILL");
}

function scanPids(): number[] {
  return [...lookProcesses(open)].map((r) => r.pid);
}
