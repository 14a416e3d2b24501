import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What a program has used. */
export interface Usage {
  readonly userSeconds: number;
  readonly systemSeconds: number;
  readonly wallSeconds: number;
  /** Most memory at any time, MiB. */
  readonly peakMiB: number;
  readonly stdout: string;
}

const POLL_MS = 20;

/** Run a program and see what it uses. Its standard output is kept up to its last 64 KiB. */
export async function measured(program: string, args: readonly string[]): Promise<Usage> {
  const start = performance.now();
  // the shell's own measure: Node tells nothing of a child's time
  const child = spawn("bash", ["-c", 'TIMEFORMAT="@@ %U %S"; time "$@"', "-", program, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (d) => {
    stdout = (stdout + d).slice(-65_536);
  });
  child.stderr.on("data", (d) => {
    stderr = (stderr + d).slice(-65_536);
  });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid ?? 0));
  }, POLL_MS);
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(timer);
  const m = /@@ ([\d.]+) ([\d.]+)/.exec(stderr);
  if (code !== 0 || m === null) throw new Error(`${program} ${args.join(" ")}: exit status ${code}\n${stderr.slice(-2000)}`);
  return {
    userSeconds: Number(m[1]),
    systemSeconds: Number(m[2]),
    wallSeconds: (performance.now() - start) / 1000,
    peakMiB: peak,
    stdout,
  };
}

/** High-water mark of the only child of a shell, MiB. */
function peakOf(shell: number): number {
  try {
    const [child] = readFileSync(`/proc/${shell}/task/${shell}/children`, "latin1").trim().split(" ");
    const m = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child}/status`, "latin1"));
    return Number(m?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
