import assert from "node:assert/strict";
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT, SAKER } from "./places.js";

const WAIT_MS = 15_000;
const READY_MS = 180_000;

/** How to start a daemon. */
export interface DaemonOptions {
  /** Further arguments. */
  readonly args?: readonly string[];
  /** Shell command that runs first, in a mount namespace of the daemon's own. */
  readonly mounts?: string;
  readonly stdio?: StdioOptions;
}

/** A daemon, and what it has said. */
export class RunningDaemon {
  out = "";
  err = "";
  /** It has ended, and all that it said is here. */
  readonly closed: Promise<number | null>;
  private readonly ended: Promise<unknown>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding("utf8").on("data", (d: string) => {
      this.out += d;
    });
    child.stderr?.setEncoding("utf8").on("data", (d: string) => {
      this.err += d;
    });
    this.closed = once(child, "close").then(([code]) => code as number | null);
    this.ended = once(child, "exit");
  }

  /** Start one with a configuration, and wait until it watches. */
  static async start(config: string, options: DaemonOptions = {}): Promise<RunningDaemon> {
    const { args = [], mounts, stdio = ["ignore", "pipe", "pipe"] } = options;
    const command = [SAKER, "-c", config, ...args];
    // both exec what follows: the process is the daemon's in the end
    if (mounts !== undefined) command.unshift("unshare", "-m", "sh", "-ec", `${mounts}\nexec "$0" "$@"`);
    const [program, ...rest] = command;
    const d = new RunningDaemon(spawn(program as string, rest, { cwd: ROOT, stdio }));
    await d.until("it did not become ready", () => d.err.includes('"ready"'), READY_MS);
    return d;
  }

  get pid(): number {
    return this.child.pid as number;
  }

  /** Port of its web server. */
  get port(): number {
    return Number(/"port":(\d+)/.exec(this.err)?.[1]);
  }

  /** Wait until something holds; the daemon must live. */
  async until(what: string, holds: () => boolean | Promise<boolean>, ms = WAIT_MS): Promise<void> {
    for (const limit = Date.now() + ms; !(await holds()); await sleep(20)) {
      const { exitCode, signalCode } = this.child;
      const why = exitCode === null && signalCode === null ? "" : `\nit has ended: ${exitCode ?? signalCode}`;
      assert.ok(Date.now() < limit && why === "", `${what}${why}\n${this.err}${this.out.slice(-2000)}`);
    }
  }

  /** How often it has said something on standard error. */
  times(text: string): number {
    return this.err.split(text).length - 1;
  }

  /** Lines of its log that hold a text. */
  said(text: string): string[] {
    return this.err.split("\n").filter((l) => l.includes(text));
  }

  async metrics(): Promise<MetricsPage> {
    const { status, body } = await fetchText(this.port, "/metrics");
    assert.equal(status, 200, body);
    return new MetricsPage(body);
  }

  /** End it as an operator would; it must leave with status 0. */
  async stop(): Promise<void> {
    this.child.kill("SIGTERM");
    assert.equal(await this.closed, 0, this.err);
  }

  /** End it at once. */
  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    // programs that it has started may hold its standard error open
    await this.ended;
  }
}

/** An answer to /metrics. */
export class MetricsPage {
  constructor(readonly text: string) {}

  /** Sum of the samples of a metric that have these labels. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const wanted = Object.entries(labels).map(([k, v]) => `${k}="${v}"`);
    let sum = 0;
    for (const line of this.text.split("\n")) {
      if (!line.startsWith(name) || !/^[ {]/.test(line.slice(name.length))) continue;
      if (wanted.every((w) => line.includes(w))) sum += Number(line.slice(line.lastIndexOf(" ")));
    }
    return sum;
  }
}

/** Ask a web server of this host. */
export function fetchText(port: number, path: string): Promise<{ status: number; type: string; body: string }> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, agent: false }, (res) => {
      let body = "";
      res.setEncoding("utf8").on("data", (d: string) => {
        body += d;
      });
      res.on("end", () => resolve({ status: res.statusCode ?? 0, type: res.headers["content-type"] ?? "", body }));
    }).on("error", reject);
  });
}
