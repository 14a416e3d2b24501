// `npm run bench:latency`: how long after the system call is the alert in the hands of who reads the sensor's output?
// Prints the distribution, writes bench/results/latency.json, and fails if one of the lines at the end does not hold.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { RealClock } from "./clock.js";

const ROOT = new URL("../../../", import.meta.url).pathname;
const TIMES = 60;
const PAUSE_S = 0.1;
const DEADLINE_MS = 30_000;

/** What a spy on passwords would do, from one shell, so that this process has nothing to do but read. */
const DEEDS = `i=0; while [ $i -lt ${TIMES} ]; do sleep ${PAUSE_S}; cat /etc/shadow > /dev/null; i=$((i+1)); done`;

interface Line {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
}

const clock = new RealClock();
const delays: number[] = [];

/** ms from the event to now, if the line is an alert about one of our deeds. */
function delay(line: string, now: bigint): number | undefined {
  if (!line.includes('"proc.name":"cat"') || !line.includes("/etc/shadow")) return undefined;
  // as text: it is more than a double holds
  const at = /"evt\.time":(\d+)/.exec(line)?.[1];
  return at === undefined ? undefined : Number(now - BigInt(at)) / 1e6;
}

async function measure(): Promise<void> {
  const sensor = spawn(`${ROOT}bin/saker`, ["-r", `${ROOT}rules/saker_rules.yaml`, "-o", "json_output=true"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(sensor, "close");
  let log = "";
  let rest = "";
  sensor.stderr.setEncoding("utf8");
  await new Promise<void>((resolve, reject) => {
    sensor.stderr.on("data", (d: string) => {
      log += d;
      if (log.includes('"ready"')) resolve();
    });
    sensor.once("exit", () => reject(new Error(`the sensor did not start:\n${log}`)));
  });
  clock.calibrate();
  sensor.stdout.on("data", (d: Buffer) => {
    const now = clock.now();
    const lines = (rest + d.toString("utf8")).split("\n");
    rest = lines.pop() as string;
    for (const line of lines) {
      const ms = delay(line, now);
      if (ms !== undefined) delays.push(ms);
    }
  });
  const limit = setTimeout(() => sensor.kill("SIGKILL"), DEADLINE_MS);
  const deeds = spawn("sh", ["-c", DEEDS], { stdio: "ignore" });
  await Promise.race([once(deeds, "exit"), closed]);
  sensor.kill("SIGINT");
  await closed;
  clearTimeout(limit);
}

await measure();
if (delays.length < TIMES) throw new Error(`only ${delays.length} of ${TIMES} deeds gave an alert`);
delays.sort((a, b) => a - b);
const at = (share: number): number => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] as number;
console.log(`${delays.length} alerts, from the end of the system call to the line in the reader's hands`);
for (const [name, ms] of [
  ["best", at(0)],
  ["median", at(0.5)],
  ["p90", at(0.9)],
  ["worst", at(1)],
] as const) {
  console.log(`${name.padStart(8)}  ${ms.toFixed(3)} ms`);
}
const lines: Line[] = [
  { what: "median, ms", value: at(0.5), limit: 1 },
  { what: "worst, ms", value: at(1), limit: 10 },
];
console.log("");
for (const v of lines) {
  console.log(`${v.value <= v.limit ? "holds" : "FAILS"}  ${v.what}: ${v.value.toFixed(3)} (limit ${v.limit})`);
}
mkdirSync(`${ROOT}bench/results`, { recursive: true });
writeFileSync(`${ROOT}bench/results/latency.json`, `${JSON.stringify({ delays, lines }, null, 2)}\n`);
process.exitCode = lines.every((v) => v.value <= v.limit) ? 0 : 1;
