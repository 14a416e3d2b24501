import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type Cpu, cpuOf, peakRss, since } from "./process.js";

const ROOT = new URL("../../../", import.meta.url).pathname;

/** What one run of the sensor cost and did. */
export interface SensorReport {
  /** CPU seconds from start to `ready`. */
  readonly startCpu: number;
  /** CPU seconds from `ready` to the signal that ended it. */
  readonly cpu: { readonly user: number; readonly system: number };
  /** Of these, those since {@link BenchSensor.steady}, and the share of the events that came since. */
  readonly steady?: { readonly user: number; readonly system: number; readonly share: number };
  readonly workers: readonly { readonly user: number; readonly system: number }[];
  readonly shipped: number;
  readonly filtered: number;
  readonly dropped: number;
  /** Peak resident memory, MB. */
  readonly peakRss: number;
}

/** A running `bin/saker` on one CPU. */
export class BenchSensor {
  private stderr = "";
  private settled: Cpu | undefined;
  private constructor(
    private readonly child: ChildProcess,
    private readonly startCpu: number,
    private readonly atReady: Cpu,
  ) {}

  /** @param rules - files of rules, in order */
  static async start(cpu: number, rules: readonly string[], options: readonly string[] = []): Promise<BenchSensor> {
    const args = [
      "-c",
      String(cpu),
      `${ROOT}bin/saker`,
      ...rules.flatMap((f) => ["-r", f]),
      ...["saker.workers=2", ...options].flatMap((o) => ["-o", o]),
    ];
    const child = spawn("taskset", args, { stdio: ["ignore", "ignore", "pipe"] });
    let text = "";
    child.stderr?.setEncoding("utf8");
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on("data", (d: string) => {
        text += d;
        if (text.includes('"ready"')) resolve();
      });
      child.once("exit", () => reject(new Error(`the sensor did not start:\n${text}`)));
    });
    const now = cpuOf(child.pid as number);
    const sensor = new BenchSensor(child, now.user + now.system, now);
    child.stderr?.on("data", (d: string) => {
      sensor.stderr += d;
    });
    return sensor;
  }

  /** The workload has run once, and V8 has made its code: from here on the sensor costs what it always will. */
  steady(): void {
    this.settled = cpuOf(this.child.pid as number);
  }

  /** Let what is in the rings be judged, end the sensor, and read what it says. */
  async stop(): Promise<SensorReport> {
    const pid = this.child.pid as number;
    await new Promise((r) => setTimeout(r, 300));
    const now = cpuOf(pid);
    const peak = peakRss(pid);
    const closed = once(this.child, "close");
    this.child.kill("SIGINT");
    await closed;
    const line = this.stderr.split("\n").find((l) => l.includes('"stopped"'));
    if (line === undefined) throw new Error(`the sensor said nothing at its end:\n${this.stderr}`);
    const said = JSON.parse(line) as {
      kernel: { shipped: number; filtered: number; droppedFull: number; droppedReserved: number; droppedShed: number };
      workers: Cpu[];
    };
    return {
      startCpu: this.startCpu,
      cpu: since(now, this.atReady),
      ...(this.settled !== undefined && { steady: { ...since(now, this.settled), share: 0.5 } }),
      workers: said.workers,
      shipped: said.kernel.shipped,
      filtered: said.kernel.filtered,
      dropped: said.kernel.droppedFull + said.kernel.droppedReserved + said.kernel.droppedShed,
      peakRss: peak,
    };
  }
}
