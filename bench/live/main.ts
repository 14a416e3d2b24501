// `npm run bench:live [-- --rules FILE,FILE --peer FALCO --rounds N -o KEY=VALUE --only ROW,ROW]`: what the sensor costs the programs it watches, and
// itself; with the shipped default rules, or others. Prints a table, writes bench/results/live.json, and fails if one of
// the lines at the end does not hold. With a Falco at hand, the same for it and the same rules, as far as it can load them.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
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

/** A workload in one process, which does its operations each time that it is asked. */
class Work {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private asked = false;

  constructor(w: Workload) {
    this.child = spawn("taskset", ["-c", String(WORK_CPU), `${HERE}workload`, ...w.args], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.lines = createInterface({ input: this.child.stdout as Readable })[Symbol.asyncIterator]();
  }

  /** ns of an operation: the 10th percentile of its slices, i.e. what it takes when nothing else disturbs. */
  async ns(): Promise<number> {
    if (this.asked) this.child.stdin?.write("\n");
    this.asked = true;
    const { value, done } = await this.lines.next();
    if (done === true) throw new Error("the workload has ended");
    const { ns } = JSON.parse(value) as { ns: number[] };
    ns.sort((a, b) => a - b);
    return ns[Math.floor(ns.length / 10)] as number;
  }

  async end(): Promise<void> {
    const closed = once(this.child, "close");
    this.child.stdin?.end();
    await closed;
  }
}

async function withFloor(run: () => Promise<number>): Promise<number> {
  const floor = spawn(`${HERE}floor`, [`${HERE}floor.bpf.o`], { stdio: ["pipe", "pipe", "inherit"] });
  await once(floor.stdout, "data");
  try {
    return await run();
  } finally {
    floor.stdin.end();
    await once(floor, "exit");
  }
}

interface Row {
  readonly name: string;
  readonly times: number;
  readonly flood: boolean;
  /** ns of an operation, and how many more with the floor and with Saker. */
  readonly bare: number;
  readonly floor: number;
  readonly saker: number;
  readonly reports: readonly SensorReport[];
  readonly peer?: { readonly ns: number; readonly reports: readonly PeerReport[] };
}

/** What the rounds of one workload came to. */
class Rounds {
  private readonly bare: number[] = [];
  /** What it took more than bare, each time in the same process as that. */
  private readonly floor: number[] = [];
  private readonly saker: number[] = [];
  private readonly reports: SensorReport[] = [];
  private readonly peer: number[] = [];
  private readonly peerReports: PeerReport[] = [];

  constructor(private readonly w: Workload) {}

  async once(): Promise<void> {
    const { w } = this;
    const work = new Work(w);
    try {
      // before, between and after: what changes with time alone is in it, too
      const bare = [await work.ns()];
      const floor = await withFloor(() => work.ns());
      bare.push(await work.ns());
      const saker = await this.withSaker(work);
      bare.push(await work.ns());
      const [first, second, third] = bare as [number, number, number];
      this.bare.push(Math.min(...bare));
      this.floor.push(floor - Math.min(first, second));
      this.saker.push(saker - Math.min(second, third));
      if (given.peer !== undefined) this.peer.push((await this.withPeer(work, given.peer)) - third);
    } finally {
      await work.end();
    }
  }

  private async withSaker(work: Work): Promise<number> {
    const sensor = await BenchSensor.start(SENSOR_CPU, RULES, [...given.option, ...(this.w.options ?? [])]);
    try {
      if (this.w.flood) {
        await work.ns();
        sensor.steady();
      }
      return await work.ns();
    } finally {
      this.reports.push(await sensor.stop());
    }
  }

  private async withPeer(work: Work, program: string): Promise<number> {
    const peer = await BenchPeer.start(resolve(program), SENSOR_CPU, RULES);
    try {
      return await work.ns();
    } finally {
      this.peerReports.push(await peer.stop());
    }
  }

  row(): Row {
    const { w, reports } = this;
    return {
      name: w.name,
      flood: w.flood === true,
      times: w.times,
      bare: Math.min(...this.bare),
      floor: median(this.floor),
      saker: median(this.saker),
      reports,
      ...(this.peer.length > 0 && { peer: { ns: median(this.peer), reports: this.peerReports } }),
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
      r.floor.toFixed(1),
      r.saker.toFixed(1),
      (r.saker / r.floor).toFixed(2),
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
        r.peer.ns.toFixed(1),
        r.saker.toFixed(1),
        (r.saker / r.peer.ns).toFixed(2),
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

/** CPU of the sensor for an event, us, once its code is made. */
function steadyUs({ cpu, steady, shipped }: SensorReport): number {
  const { user, system, share } = steady ?? { ...cpu, share: 1 };
  return ((user + system) / (shipped * share)) * 1e6;
}

/** The lines whose rows were measured. */
function lines(rows: readonly Row[]): Line[] {
  const ratio = (r: Row): number => r.saker / r.floor;
  const calm = rows.filter((r) => !r.flood).flatMap((r) => r.reports);
  const perEvent = (r: Row): number => median(r.reports.map(steadyUs));
  const of = (name: string, what: string, value: (r: Row) => number, limit: number): Line[] =>
    rows.filter((r) => r.name === name).map((r) => ({ what, value: value(r), limit }));
  return [
    ...of("getppid", "getppid: added cost, times the floor's", ratio, 1.15),
    ...of("openclose", "open+close: added cost, times the floor's", ratio, 4),
    ...of("openclose (unfiltered)", "own CPU a shipped event, us", perEvent, 0.4),
    ...(calm.length === 0 ? [] : overall(calm)),
  ];
}

/** The lines on all that is no flood. */
function overall(calm: readonly SensorReport[]): Line[] {
  return [
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
