// `npm run bench:live [-- --rules FILE,FILE --peer FALCO --rounds N -o KEY=VALUE --only ROW,ROW]`: what the sensor costs the programs it watches, and
// itself; with the shipped default rules, or others. Prints a table, writes bench/results/live.json, and fails if one of
// the lines at the end does not hold. With a Falco at hand, the same for it and the same rules, as far as it can load them.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { BenchPeer, type PeerReport } from "./peer.js";
import type { Cpu } from "./process.js";
import { BenchSensor, type SensorReport } from "./sensor.js";

const HERE = new URL(".", import.meta.url).pathname;
const ROOT = new URL("../../../", import.meta.url).pathname;
const WORK_CPU = 0;
const SENSOR_CPU = 1;

const { values: given } = parseArgs({
  options: {
    rules: { type: "string" },
    peer: { type: "string" },
    rounds: { type: "string", default: "5" },
    option: { type: "string", short: "o", multiple: true, default: [] },
    only: { type: "string" },
  },
});
const ROUNDS = Number(given.rounds);
const RULES = (
  given.rules?.split(",") ?? ["saker_rules.yaml", "saker-extra_rules.yaml"].map((f) => `${ROOT}rules/${f}`)
).map((f) => resolve(f));

interface Workload {
  readonly name: string;
  readonly args: readonly string[];
  /** How often the operation is done. */
  readonly times: number;
  /** Settings of the sensor for this row. */
  readonly options?: readonly string[];
  /** A stress of our own, with larger rings: measures, but is held to no line on drops and memory. */
  readonly flood?: true;
}

const FILE = `${ROOT}LICENSE`;
const WORKLOADS: readonly Workload[] = [
  { name: "getppid", times: 1e6, args: ["getppid", "1000000"] },
  { name: "openclose", times: 250_000, args: ["openclose", "250000", FILE] },
  // every event is shipped and judged, as fast as one core can make them: not a workload to hold lines on, but the one
  // that shows what an event costs the sensor
  {
    name: "openclose (unfiltered)",
    times: 1e6,
    args: ["openclose", "1000000", FILE],
    options: ["saker.kernel_filter=false", "engine.modern_ebpf.buf_size_preset=6"],
    flood: true,
  },
  // what it costs to read the kernel's copies of path arguments
  {
    name: "openclose (without kernel_paths)",
    times: 250_000,
    args: ["openclose", "250000", FILE],
    options: ["saker.kernel_paths=false"],
  },
  { name: "forkexec", times: 3000, args: ["forkexec", "3000"] },
  { name: "connect", times: 100_000, args: ["connect", "100000"] },
];

/** ns of an operation: the 10th percentile of its slices, i.e. what it takes when nothing else disturbs. */
function work(w: Workload): number {
  const out = execFileSync("taskset", ["-c", String(WORK_CPU), `${HERE}workload`, ...w.args], { encoding: "utf8" });
  const { ns } = JSON.parse(out) as { ns: number[] };
  ns.sort((a, b) => a - b);
  return ns[Math.floor(ns.length / 10)] as number;
}

async function withFloor(run: () => number): Promise<number> {
  const floor = spawn(`${HERE}floor`, [`${HERE}floor.bpf.o`], { stdio: ["pipe", "pipe", "inherit"] });
  await once(floor.stdout, "data");
  try {
    return run();
  } finally {
    floor.stdin.end();
    await once(floor, "exit");
  }
}

interface Row {
  readonly name: string;
  readonly times: number;
  readonly flood: boolean;
  readonly bare: number;
  readonly floor: number;
  readonly saker: number;
  readonly reports: readonly SensorReport[];
  readonly peer?: { readonly ns: number; readonly reports: readonly PeerReport[] };
}

/** What the rounds of one workload came to. */
class Rounds {
  private readonly bare: number[] = [];
  private readonly floor: number[] = [];
  private readonly saker: number[] = [];
  private readonly reports: SensorReport[] = [];
  private readonly peer: number[] = [];
  private readonly peerReports: PeerReport[] = [];

  constructor(private readonly w: Workload) {}

  async once(): Promise<void> {
    const { w } = this;
    this.bare.push(work(w));
    this.floor.push(await withFloor(() => work(w)));
    const sensor = await BenchSensor.start(SENSOR_CPU, RULES, [...given.option, ...(w.options ?? [])]);
    try {
      this.saker.push(work(w));
    } finally {
      this.reports.push(await sensor.stop());
    }
    if (given.peer === undefined) return;
    const peer = await BenchPeer.start(resolve(given.peer), SENSOR_CPU, RULES);
    try {
      this.peer.push(work(w));
    } finally {
      this.peerReports.push(await peer.stop());
    }
  }

  row(): Row {
    const { w, reports } = this;
    const best = (v: number[]): number => Math.min(...v);
    return {
      name: w.name,
      flood: w.flood === true,
      times: w.times,
      bare: best(this.bare),
      floor: best(this.floor),
      saker: best(this.saker),
      reports,
      ...(this.peer.length > 0 && { peer: { ns: best(this.peer), reports: this.peerReports } }),
    };
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

function print(rows: readonly Row[]): void {
  const head = [
    "workload",
    "bare ns",
    "floor +",
    "saker +",
    "ratio",
    "shipped",
    "filtered",
    "drops",
    "cpu s (u+s)",
    "us/event",
    "RSS MB",
  ];
  const table = rows.map((r) => {
    const u = median(r.reports.map((x) => x.cpu.user));
    const s = median(r.reports.map((x) => x.cpu.system));
    const shipped = median(r.reports.map((x) => x.shipped));
    return [
      r.name,
      r.bare.toFixed(0),
      (r.floor - r.bare).toFixed(1),
      (r.saker - r.bare).toFixed(1),
      ((r.saker - r.bare) / (r.floor - r.bare)).toFixed(2),
      String(shipped),
      String(median(r.reports.map((x) => x.filtered))),
      String(r.reports.reduce((sum, x) => sum + x.dropped, 0)),
      `${u.toFixed(2)}+${s.toFixed(2)}`,
      shipped > 50_000 ? (((u + s) / shipped) * 1e6).toFixed(3) : "-",
      Math.max(...r.reports.map((x) => x.peakRss)).toFixed(0),
    ];
  });
  printTable(head, table);
}

/** The peer's side, if there is one, and how we compare. */
function printPeer(rows: readonly Row[]): void {
  const head = ["beside the peer", "peer +", "saker +", "ratio", "peer us/op", "saker us/op", "ratio", "peer RSS MB"];
  const table = rows.flatMap((r) => {
    if (r.peer === undefined) return [];
    const us = (reports: readonly { readonly cpu: Cpu }[]): number =>
      (median(reports.map((x) => x.cpu.user + x.cpu.system)) / r.times) * 1e6;
    return [
      [
        r.name,
        (r.peer.ns - r.bare).toFixed(1),
        (r.saker - r.bare).toFixed(1),
        ((r.saker - r.bare) / (r.peer.ns - r.bare)).toFixed(2),
        us(r.peer.reports).toFixed(3),
        us(r.reports).toFixed(3),
        (us(r.reports) / us(r.peer.reports)).toFixed(2),
        Math.max(...r.peer.reports.map((x) => x.peakRss)).toFixed(0),
      ],
    ];
  });
  if (table.length === 0) return;
  console.log("");
  printTable(head, table);
}

function printTable(head: readonly string[], table: readonly (readonly string[])[]): void {
  const widths = head.map((h, i) => Math.max(h.length, ...table.map((t) => (t[i] as string).length)));
  for (const line of [head, ...table]) console.log(line.map((c, i) => c.padStart(widths[i] as number)).join("  "));
}

interface Line {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
}

/** Lines on times, as ratios to the peer's: what they were when both were measured on one machine, 1.0 of 1.9 s and 0.4 of 3.6 us. */
function peerLines(rows: readonly Row[]): Line[] {
  const peers = rows.flatMap((r) => r.peer?.reports ?? []);
  const flood = rows.find((r) => r.flood);
  if (peers.length === 0 || flood?.peer === undefined) return [];
  const cpu = (reports: readonly { readonly cpu: Cpu }[]): number =>
    median(reports.map((x) => x.cpu.user + x.cpu.system));
  const start = (reports: readonly { readonly startCpu: number }[]): number => median(reports.map((x) => x.startCpu));
  return [
    {
      what: "own CPU an open+close, times the peer's",
      value: cpu(flood.reports) / cpu(flood.peer.reports),
      limit: 0.4 / 3.6,
    },
    {
      what: "CPU from start to ready, times the peer's",
      value: start(rows.flatMap((r) => r.reports)) / start(peers),
      limit: 1 / 1.9,
    },
  ];
}

/** The lines whose rows were measured. */
function lines(rows: readonly Row[]): Line[] {
  const ratio = (r: Row): number => (r.saker - r.bare) / (r.floor - r.bare);
  const calm = rows.filter((r) => !r.flood).flatMap((r) => r.reports);
  const perEvent = (r: Row): number => median(r.reports.map((x) => ((x.cpu.user + x.cpu.system) / x.shipped) * 1e6));
  const of = (name: string, what: string, value: (r: Row) => number, limit: number): Line[] =>
    rows.filter((r) => r.name === name).map((r) => ({ what, value: value(r), limit }));
  return [
    ...of("getppid", "getppid: added cost, times the floor's", ratio, 1.15),
    ...of("openclose", "open+close: added cost, times the floor's", ratio, 4),
    ...of("openclose (unfiltered)", "own CPU a shipped event, us", perEvent, 0.4),
    { what: "dropped events, all workloads", value: calm.reduce((s, x) => s + x.dropped, 0), limit: 0 },
    { what: "peak RSS with 2 workers, MB", value: Math.max(...calm.map((x) => x.peakRss)), limit: 140 },
    { what: "CPU from start to ready, s", value: median(calm.map((x) => x.startCpu)), limit: 1 },
  ];
}

const chosen = given.only?.split(",");
const all = WORKLOADS.filter((w) => chosen?.includes(w.name) ?? true).map((w) => new Rounds(w));
// all rows in each round: what slows the machine for a while then slows each of them
for (let i = 0; i < ROUNDS; i++) {
  for (const r of all) {
    await r.once();
    process.stderr.write(".");
  }
}
const rows = all.map((r) => r.row());
process.stderr.write("\n");
print(rows);
printPeer(rows);
console.log("");
const verdicts = [...lines(rows), ...peerLines(rows)];
for (const v of verdicts) {
  console.log(`${v.value <= v.limit ? "holds" : "FAILS"}  ${v.what}: ${v.value.toFixed(2)} (limit ${v.limit})`);
}
mkdirSync(`${ROOT}bench/results`, { recursive: true });
writeFileSync(`${ROOT}bench/results/live.json`, `${JSON.stringify({ rows, lines: verdicts }, null, 2)}\n`);
process.exitCode = verdicts.every((v) => v.value <= v.limit) ? 0 : 1;
