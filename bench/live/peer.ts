// Falco beside us, where the one who measures has one: the same workloads, rules and CPU. What a slow machine does to our
// times it does to Falco's, so that the ratio of both tells something.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cpu, cpuOf, peakRss, since } from "./process.js";

/** What one run of the peer cost. */
export interface PeerReport {
  /** CPU seconds from start until it has opened its source. */
  readonly startCpu: number;
  readonly cpu: Cpu;
  /** Peak resident memory, MB. */
  readonly peakRss: number;
}

const OPENED = "ring buffer every";

/** A running Falco on one CPU. */
export class BenchPeer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly dir: string,
    private readonly atReady: Cpu,
  ) {}

  /** @param falco - the program, built with the modern eBPF probe */
  static async start(falco: string, cpu: number, rules: readonly string[]): Promise<BenchPeer> {
    const dir = mkdtempSync(join(tmpdir(), "saker-bench-peer-"));
    writeFileSync(
      join(dir, "falco.yaml"),
      `engine: {kind: modern_ebpf}\nrules_files: [${rules.join(", ")}]\nstdout_output: {enabled: true}\nlog_level: info\nwatch_config_files: false\n`,
    );
    const child = spawn("taskset", ["-c", String(cpu), falco, "-c", join(dir, "falco.yaml")], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let text = "";
    child.stderr?.setEncoding("utf8");
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on("data", (d: string) => {
        text += d;
        if (text.includes(OPENED)) resolve();
      });
      child.once("exit", () => reject(new Error(`the peer did not start:\n${text}`)));
    });
    // it says so before it has loaded its programs
    let now = cpuOf(child.pid as number);
    for (let last = -1; now.user + now.system !== last; now = cpuOf(child.pid as number)) {
      last = now.user + now.system;
      await new Promise((r) => setTimeout(r, 500));
    }
    return new BenchPeer(child, dir, now);
  }

  async stop(): Promise<PeerReport> {
    const pid = this.child.pid as number;
    await new Promise((r) => setTimeout(r, 300));
    const report = {
      startCpu: this.atReady.user + this.atReady.system,
      cpu: since(cpuOf(pid), this.atReady),
      peakRss: peakRss(pid),
    };
    const closed = once(this.child, "close");
    this.child.kill("SIGINT");
    await closed;
    rmSync(this.dir, { recursive: true });
    return report;
  }
}
