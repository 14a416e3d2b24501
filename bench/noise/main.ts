// How many alerts ordinary work raises, by rule, with all four files of rules loaded. Stable rules must stay silent at
// Notice and above. Needs root and `make build`.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { WORK } from "./work.js";

const ROOT = new URL("../../../", import.meta.url).pathname;
const MATURITIES = ["stable", "extra", "incubating", "sandbox"] as const;
const FILES = MATURITIES.map((m) => join(ROOT, "rules", m === "stable" ? "saker_rules.yaml" : `saker-${m}_rules.yaml`));
/** Work and all that it starts carry this variable: alerts about others do not count. */
const MARK = "SAKER_NOISE";
const CONTROL = "control";
const LOUD: ReadonlySet<string> = new Set(["Emergency", "Alert", "Critical", "Error", "Warning", "Notice"]);
const LIMIT_MS = 120_000;
const SETTLE_MS = 1_000;

interface Alert {
  readonly rule: string;
  readonly priority: string;
  readonly output: string;
  readonly output_fields: Readonly<Record<string, unknown>>;
}

interface Sensor {
  readonly child: ChildProcess;
  readonly alerts: Alert[];
}

async function startSensor(): Promise<Sensor> {
  const args = FILES.flatMap((f) => ["-r", f]);
  const mark = `append_output[0].extra_fields[0]=proc.env[${MARK}]`;
  const child = spawn(
    join(ROOT, "bin/saker"),
    [...args, "-o", "json_output=true", "-o", "rule_matching=all", "-o", mark],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const alerts: Alert[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith('{"')) alerts.push(JSON.parse(line) as Alert);
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (d: string) => {
      said += d;
      if (said.includes('"ready"')) resolve();
    });
    child.once("exit", () => reject(new Error(`the sensor did not start:\n${said}`)));
  });
  return { child, alerts };
}

function has(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

/** The file that each rule is from. */
function maturities(): Map<string, string> {
  const out = new Map<string, string>();
  FILES.forEach((file, i) => {
    for (const item of parse(readFileSync(file, "utf8")) as { rule?: string }[]) {
      if (item.rule !== undefined) out.set(item.rule, MATURITIES[i] as string);
    }
  });
  return out;
}

const isMine = (a: Alert): boolean => a.output_fields[`proc.env[${MARK}]`] === "1";

const scratch = mkdtempSync("/tmp/noise-");
const sensor = await startSensor();
let failed = 0;
console.log("work");
for (const [i, w] of WORK.entries()) {
  const missing = w.needs.filter((p) => !has(p));
  if (missing.length > 0) {
    console.log(`  skip  ${w.title}: no ${missing.join(", ")}`);
    continue;
  }
  const dir = join(scratch, String(i));
  mkdirSync(dir);
  const before = sensor.alerts.length;
  const began = Date.now();
  const done = spawnSync("setsid", ["-w", "sh", "-c", `umask 022; chmod 755 ${scratch}; ${w.script}`], {
    cwd: dir,
    env: { [MARK]: "1", PATH: process.env.PATH ?? "", HOME: dir, LANG: "C", DEBIAN_FRONTEND: "noninteractive" },
    encoding: "utf8",
    timeout: LIMIT_MS,
  });
  const ms = Date.now() - began;
  await sleep(SETTLE_MS);
  const mine = sensor.alerts.slice(before).filter(isMine).length;
  if (done.status !== 0) failed++;
  console.log(`  ${done.status === 0 ? "done" : "FAIL"}  ${w.title}: ${ms} ms, ${mine} alerts`);
  if (done.status !== 0) console.log(done.stderr.split("\n").slice(-6).join("\n"));
}
// a bench of silence must know that the sensor would have spoken
spawnSync("cat", ["/etc/shadow"], { env: { ...process.env, [MARK]: CONTROL } });
await sleep(SETTLE_MS);
const heard = sensor.alerts.some((a) => a.output_fields[`proc.env[${MARK}]`] === CONTROL);
const ended = new Promise((resolve) => sensor.child.once("close", resolve));
sensor.child.kill("SIGINT");
await ended;
rmSync(scratch, { recursive: true, force: true });

const files = maturities();
const byRule = new Map<string, Alert[]>();
for (const a of sensor.alerts.filter(isMine)) byRule.set(a.rule, [...(byRule.get(a.rule) ?? []), a]);
console.log("\nalerts");
for (const maturity of MATURITIES) {
  for (const [rule, alerts] of byRule) {
    if (files.get(rule) !== maturity) continue;
    console.log(`  ${String(alerts.length).padStart(4)}  ${maturity}  ${alerts[0]?.priority}  ${rule}`);
    const samples = new Set(alerts.map((a) => a.output.replace(/^\S+ /, "").slice(0, 260)));
    if (process.argv.includes("-v")) for (const s of [...samples].slice(0, 4)) console.log(`        ${s}`);
  }
}
if (byRule.size === 0) console.log("  none");

const loud = [...byRule.values()].flat().filter((a) => files.get(a.rule) === "stable" && LOUD.has(a.priority)).length;
const defaults = [...byRule.values()]
  .flat()
  .filter((a) => ["stable", "extra"].includes(files.get(a.rule) ?? "")).length;
console.log(`\n${loud === 0 ? "holds" : "FAILS"}  alerts of stable rules at Notice or above: ${loud} (must be 0)`);
console.log(`alerts of the rules that are loaded by default: ${defaults}`);
console.log(`${heard ? "holds" : "FAILS"}  the sensor heard what it must hear`);
if (failed > 0) console.log(`FAILS  ${failed} pieces of work did not run`);
process.exitCode = loud === 0 && failed === 0 && heard ? 0 : 1;
