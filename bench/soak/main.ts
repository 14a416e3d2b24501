// `npm run bench:soak -- [--minutes 10]`: the sensor under mixed load for a long time. Does it lose lifecycle events, do
// its process tables drift from the truth, does it grow? Prints a table, writes bench/results/soak.json, and fails if
// one of the lines at the end does not hold.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { LIVE_SYSCALLS } from "../../src/event/data/live.js";
import type { KernelStats } from "../../src/sensor/drops.js";
import { LiveSensor } from "../../src/sensor/live.js";
import { Counter } from "../../src/sensor/protocol.js";
import { compareTable, readProcView, type TableDifference } from "./compare.js";
import { type LoadReport, Loads } from "./loads.js";

const ROOT = new URL("../../../", import.meta.url).pathname;
const RULES = `${ROOT}rules/saker_rules.yaml`;
const WORKERS = 2;
const SAMPLE_S = 10;
const SHOWN = 5;
/** Share of the run in which memory may still grow. */
const WARM_UP = 0.2;
const MAX_GROWTH = 0.05;

/** Events that make and change the process table. */
const LIFECYCLE = new Set([
  ...["clone", "clone3", "fork", "vfork", "execve", "execveat", "procexit"],
  ...Object.entries(LIVE_SYSCALLS).flatMap(([name, row]) => (row.state ? [name] : [])),
]);

interface Sample {
  readonly seconds: number;
  readonly rssMb: number;
  readonly tables: readonly number[];
  readonly alerts: number;
  readonly events: number;
  readonly shipped: number;
  readonly filtered: number;
  readonly dropped: number;
  readonly lifecycleDropped: number;
}

function rssMb(): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync("/proc/self/status", "latin1"))?.[1]) / 1024;
}

function lifecycleDrops(k: KernelStats): number {
  let n = 0;
  for (const [name, s] of k.byEvent) if (LIFECYCLE.has(name)) n += s.dropped;
  return n;
}

function sample(sensor: LiveSensor, seconds: number): Sample {
  const k = sensor.kernelStats();
  return {
    seconds: Math.round(seconds),
    rssMb: rssMb(),
    tables: sensor.counterOf(Counter.PROCESSES),
    alerts: sensor.counter(Counter.ALERTS),
    events: sensor.counter(Counter.EVENTS),
    shipped: k.shipped,
    filtered: k.filtered,
    dropped: k.droppedFull + k.droppedReserved + k.droppedShed,
    lifecycleDropped: lifecycleDrops(k),
  };
}

const HEAD = [
  "seconds",
  "RSS MB",
  "tables",
  "judged M",
  "filtered M",
  "shipped M",
  "dropped",
  "lifecycle dropped",
  "alerts",
];

function cells(s: Sample): string[] {
  const millions = (n: number): string => (n / 1e6).toFixed(2);
  return [
    String(s.seconds),
    s.rssMb.toFixed(1),
    s.tables.join(" "),
    millions(s.events),
    millions(s.filtered),
    millions(s.shipped),
    String(s.dropped),
    String(s.lifecycleDropped),
    String(s.alerts),
  ];
}

function printRow(row: readonly string[]): void {
  console.log(row.map((c, i) => c.padStart(Math.max((HEAD[i] as string).length, 9))).join("  "));
}

/** Straight line through the samples' memory: MB at both ends. */
function memoryTrend(samples: readonly Sample[]): { from: number; to: number; perMinute: number } {
  const n = samples.length;
  const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b, 0) / n;
  const x = samples.map((s) => s.seconds);
  const y = samples.map((s) => s.rssMb);
  const [mx, my] = [mean(x), mean(y)];
  const spread = x.reduce((a, v) => a + (v - mx) ** 2, 0);
  const slope = spread === 0 ? 0 : x.reduce((a, v, i) => a + (v - mx) * ((y[i] as number) - my), 0) / spread;
  const at = (t: number): number => my + slope * (t - mx);
  return { from: at(x[0] as number), to: at(x[n - 1] as number), perMinute: slope * 60 };
}

/** Wait until the workers have judged all that is in their rings. */
async function drained(sensor: LiveSensor): Promise<void> {
  let last = -1;
  for (let i = 0; i < 100; i++) {
    await sleep(300);
    const events = sensor.counter(Counter.EVENTS);
    // the rest of the machine is never quite still
    if (last >= 0 && events - last < 500) return;
    last = events;
  }
}

async function compareTables(sensor: LiveSensor): Promise<TableDifference[]> {
  const before = readProcView();
  const tables = await sensor.processes();
  // what the tables know of came before now
  const after = readProcView();
  return tables.map((rows) => compareTable(before, rows, after));
}

interface Line {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
}

function lines(samples: readonly Sample[], last: Sample, tables: readonly TableDifference[], seconds: number): Line[] {
  const warm = samples.filter((s) => s.seconds >= seconds * WARM_UP);
  const trend = memoryTrend(warm);
  console.log(
    `memory: ${trend.from.toFixed(1)} MB -> ${trend.to.toFixed(1)} MB, ${trend.perMinute.toFixed(3)} MB a minute`,
  );
  console.log(`events: ${last.filtered} ended in the kernel, ${last.shipped} shipped, ${last.dropped} dropped in all`);
  return [
    { what: "lifecycle events dropped", value: last.lifecycleDropped, limit: 0 },
    ...tables.map((t, i) => ({
      what: `table of worker ${i} and /proc differ in (of ${t.judged} processes)`,
      value: t.missing.length + t.extra.length,
      limit: 0,
    })),
    {
      what: `RSS growth after the first ${WARM_UP * 100} % of the time, %`,
      value: ((trend.to - trend.from) / trend.from) * 100,
      limit: MAX_GROWTH * 100,
    },
  ];
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: "string", default: "10" } } });
  const seconds = Number(values.minutes) * 60;
  if (!(seconds >= 6)) throw new Error("--minutes needs a number of at least 0.1");

  let failure: Error | undefined;
  const sensor = await LiveSensor.start({
    rules: [{ name: RULES, text: readFileSync(RULES, "utf8") }],
    workers: WORKERS,
    ringBytes: 8 << 20,
    snaplen: 80,
    ruleMatching: "first",
    minPriority: 7,
    kernelFilter: true,
    kernelPaths: true,
    nice: -10,
    maxProcesses: 262_144,
    format: {
      json: true,
      timeIso8601: false,
      includeOutput: true,
      includeMessage: false,
      includeOutputFields: true,
      includeTags: true,
      hostname: hostname(),
    },
    onAlert: () => {},
    onFailure: (e) => {
      failure = e;
    },
  });
  const loads = new Loads(seconds);
  const interrupted = (): void => {
    loads.kill();
    process.exit(130);
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    await soak(sensor, loads, seconds, () => failure);
  } finally {
    loads.kill();
    await sensor.stop();
  }
}

async function soak(
  sensor: LiveSensor,
  loads: Loads,
  seconds: number,
  failure: () => Error | undefined,
): Promise<void> {
  const samples: Sample[] = [];
  const take = (at: number): void => {
    const s = sample(sensor, at);
    samples.push(s);
    printRow(cells(s));
  };
  const check = (): void => {
    const e = failure();
    if (e !== undefined) throw e;
  };
  console.log(`${seconds} s of load, ${WORKERS} workers`);
  printRow(HEAD);
  const began = performance.now();
  // short runs still need points for a line
  const every = Math.min(SAMPLE_S, seconds / 10);
  for (let i = 1; i <= Math.round(seconds / every); i++) {
    const at = i * every;
    await sleep(Math.max(0, began + at * 1000 - performance.now()));
    check();
    take(at);
  }
  const reports: LoadReport[] = await loads.worked();
  await drained(sensor);
  check();
  const tables = await compareTables(sensor);
  reports.push(await loads.end());
  loads.clean();

  console.log("");
  for (const r of reports) console.log(`load ${r.mode}: ${r.done} done, ${r.failed} failed`);
  for (const [i, t] of tables.entries()) {
    for (const key of t.missing.slice(0, SHOWN)) console.log(`worker ${i} does not know ${key}`);
    for (const key of t.extra.slice(0, SHOWN)) console.log(`worker ${i} knows ${key}, which is gone`);
  }
  const verdicts = lines(samples, sample(sensor, seconds), tables, seconds);
  console.log("");
  for (const v of verdicts) {
    console.log(`${v.value <= v.limit ? "holds" : "FAILS"}  ${v.what}: ${v.value.toFixed(2)} (limit ${v.limit})`);
  }
  const { byEvent, ...kernel } = sensor.kernelStats();
  mkdirSync(`${ROOT}bench/results`, { recursive: true });
  const result = {
    seconds,
    samples,
    loads: reports,
    kernel,
    byEvent: Object.fromEntries(byEvent),
    tables,
    lines: verdicts,
  };
  writeFileSync(`${ROOT}bench/results/soak.json`, `${JSON.stringify(result, null, 2)}\n`);
  process.exitCode = verdicts.every((v) => v.value <= v.limit) ? 0 : 1;
}

await main();
