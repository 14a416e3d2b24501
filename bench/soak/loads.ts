// The programs that keep the sensor busy while it soaks.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { setPriority } from "node:os";

const LOAD = new URL("load", import.meta.url).pathname;

/** What one load program says at its end. */
export interface LoadReport {
  readonly mode: string;
  readonly done: number;
  readonly failed: number;
}

interface Running {
  readonly child: ChildProcess;
  readonly closed: Promise<LoadReport>;
}

/** All loads at once, for a given time. */
export class Loads {
  private readonly dir = mkdtempSync("/tmp/saker-soak-");
  private readonly working: readonly Running[];
  private readonly keeper: Running;

  constructor(seconds: number) {
    const time = String(seconds);
    this.working = [
      start("storm", time),
      start("opens", time, this.dir, "200000"),
      start("connect", time, "2000"),
      start("threads", time),
      start("ids", time, this.dir),
    ];
    this.keeper = start("keep", time, "150");
  }

  /** Wait until the work is done; the kept processes are still there then. */
  async worked(): Promise<LoadReport[]> {
    return Promise.all(this.working.map((r) => r.closed));
  }

  /** End the kept processes too. */
  async end(): Promise<LoadReport> {
    this.keeper.child.stdin?.end();
    return this.keeper.closed;
  }

  /** End everything now; their children end with them. */
  kill(): void {
    for (const r of [...this.working, this.keeper]) r.child.kill("SIGKILL");
    this.clean();
  }

  clean(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function start(...args: string[]): Running {
  const child = spawn(LOAD, args, { stdio: ["pipe", "pipe", "inherit"] });
  // the sensor in this process may have raised its own: the load is not to have that too
  if (child.pid !== undefined) setPriority(child.pid, 0);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (d: string) => {
    text += d;
  });
  const closed = once(child, "close").then(([code]) => {
    if (code !== 0) throw new Error(`load ${args[0]} ended with ${String(code)}`);
    return JSON.parse(text) as LoadReport;
  });
  // whoever waits later hears of it
  closed.catch(() => {});
  return { child, closed };
}
