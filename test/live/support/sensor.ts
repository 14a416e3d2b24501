import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { patient } from "./patience.js";
import { ALL_RULES, ROOT, SAKER } from "./places.js";

/** One alert as the sensor prints it with json_output. */
export interface Alert {
  readonly rule: string;
  readonly output: string;
  readonly priority: string;
  readonly output_fields: Readonly<Record<string, unknown>>;
}

/** Tells the alerts of this test from those of the rest of the machine. */
export type Mine = (alert: Alert) => boolean;

/** How to start the sensor. */
export interface SensorOptions {
  /** Rules files in place of all that ship. */
  readonly rules?: readonly string[];
  /** Rules files after those. */
  readonly moreRules?: readonly string[];
  /** Further command line flags. */
  readonly flags?: readonly string[];
}

/** What the sensor logs of the kernel side when it stops. */
export interface KernelCounts {
  readonly shipped: number;
  readonly droppedFull: number;
  readonly droppedReserved: number;
  readonly droppedShed: number;
  readonly filtered: number;
}

const READY_MS = patient(60_000);
const STOP_MS = patient(20_000);
const STDERR_LINES = 60;

/** A running sensor with Saker's own rules; collects its alerts. */
export class Sensor {
  readonly alerts: Alert[] = [];
  private readonly waiters = new Set<() => void>();
  private readonly stderr: string[] = [];
  private readonly child: ChildProcess;
  private readonly closed: Promise<number | null>;
  private exit: string | undefined;

  private constructor(child: ChildProcess) {
    this.child = child;
    this.closed = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        this.exit = signal === null ? `exit status ${code}` : `signal ${signal}`;
        this.wake();
        resolve(code);
      });
    });
  }

  /** Starts a sensor and waits until it watches. */
  static async start(options: SensorOptions = {}): Promise<Sensor> {
    const rules = [...(options.rules ?? ALL_RULES), ...(options.moreRules ?? [])].flatMap((f) => ["-r", f]);
    const args = [...rules, "-o", "json_output=true", ...(options.flags ?? [])];
    const child = spawn(SAKER, args, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const sensor = new Sensor(child);
    let ready = false;
    createInterface({ input: child.stderr }).on("line", (line) => {
      ready ||= /\bready\b/.test(line);
      sensor.stderr.push(line);
      if (sensor.stderr.length > STDERR_LINES) sensor.stderr.shift();
      sensor.wake();
    });
    createInterface({ input: child.stdout }).on("line", (line) => sensor.collect(line));
    if (await sensor.until(() => ready, READY_MS)) return sensor;
    child.kill("SIGKILL");
    throw new Error(`the sensor did not become ready\n${sensor.trace()}`);
  }

  private collect(line: string): void {
    if (!line.startsWith("{")) return;
    const alert = JSON.parse(line) as Alert;
    if (typeof alert.rule !== "string") return;
    this.alerts.push(alert);
    this.wake();
  }

  private wake(): void {
    for (const w of [...this.waiters]) w();
  }

  /** Waits for a condition that new output may make true; false when time is up or the sensor is gone. */
  private async until(holds: () => boolean, ms: number): Promise<boolean> {
    const limit = Date.now() + ms;
    while (!holds()) {
      const left = limit - Date.now();
      if (left <= 0 || this.exit !== undefined) return false;
      let done: () => void = () => {};
      const woken = new Promise<void>((resolve) => {
        done = resolve;
        this.waiters.add(resolve);
      });
      const timer = setTimeout(done, left);
      await woken;
      clearTimeout(timer);
      this.waiters.delete(done);
    }
    return true;
  }

  /** The first alert of `rule` that is mine; fails the test if none comes in time. */
  async expectAlert(rule: string, mine: Mine, timeoutMs = patient(5000)): Promise<Alert> {
    const find = (): Alert | undefined => this.alerts.find((a) => a.rule === rule && mine(a));
    await this.until(() => find() !== undefined, timeoutMs);
    const found = find();
    if (found !== undefined) return found;
    const others = this.alerts.filter(mine).map((a) => `  ${a.rule}: ${a.output}`);
    const seen = others.length === 0 ? "no other rule fired" : `these fired instead:\n${others.join("\n")}`;
    assert.fail(`"${rule}" did not fire within ${timeoutMs} ms; ${seen}\n${this.trace()}`);
  }

  /** Fails if `rule` has fired for me. Call it once the deeds are known to have been judged. */
  expectQuiet(rule: string, mine: Mine): void {
    const found = this.alerts.find((a) => a.rule === rule && mine(a));
    if (found !== undefined) assert.fail(`"${rule}" should have kept quiet, but: ${found.output}`);
  }

  /** Ends the sensor as an operator would; it must leave with status 0. Gives its counts. */
  async stop(): Promise<KernelCounts> {
    if (this.exit !== undefined) assert.fail(`the sensor ended early: ${this.trace()}`);
    this.child.kill("SIGINT");
    const code = await Promise.race([this.closed, sleep(STOP_MS, "late" as const, { ref: false })]);
    if (code !== 0) this.child.kill("SIGKILL");
    assert.equal(code, 0, `the sensor did not stop cleanly on SIGINT\n${this.trace()}`);
    const line = this.stderr.find((l) => l.startsWith("{") && l.includes('"stopped"'));
    assert.ok(line, `the sensor did not count at its end\n${this.trace()}`);
    return (JSON.parse(line) as { kernel: KernelCounts }).kernel;
  }

  private trace(): string {
    return [`sensor ${this.exit ?? "runs"}; its last words:`, ...this.stderr].join("\n  ");
  }
}
