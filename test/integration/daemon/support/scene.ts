import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { type DaemonOptions, RunningDaemon } from "../../../live/support/daemon.js";
import { DEED, makeScratch } from "../../../live/support/places.js";

/** A load whose every call trips the scene's rule; the calls are numbered from 0. */
export class Load {
  private out = "";
  private readonly closed: Promise<unknown>;

  constructor(private readonly child: ChildProcess) {
    this.closed = once(child, "close");
    child.stdout?.setEncoding("utf8").on("data", (d: string) => {
      this.out += d;
    });
  }

  /** End it. Gives how many calls it has made. */
  async stop(): Promise<number> {
    this.child.stdin?.end();
    return await this.done();
  }

  /** Wait until it has made all its calls. Gives how many. */
  async done(): Promise<number> {
    await this.closed;
    return Number(this.out);
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.closed;
  }
}

/**
 * A folder, a configuration and rules of tests, and what was started for them. To be made where the tests are defined,
 * or in a test: all of it is gone after them.
 */
export class Scene {
  private readonly scratch = makeScratch();
  private readonly config = join(this.scratch.dir, "saker.yaml");
  private readonly rulesFile = join(this.scratch.dir, "rules.yaml");
  private readonly started: { kill(): Promise<void> }[] = [];
  private loads = 0;

  constructor() {
    after(async () => {
      await Promise.all(this.started.map((s) => s.kill()));
      this.scratch.remove();
    });
    this.rules(this.rule("load"));
  }

  get dir(): string {
    return this.scratch.dir;
  }

  /** A rule that every call of a load trips. */
  rule(name: string, more = ""): string {
    return `
- rule: ${name}
  desc: A call of the load.
  condition: evt.type in (open, openat) and fd.name startswith ${this.dir}/load
  output: "%fd.name${more}"
  priority: WARNING
  tags: [test]
`;
  }

  /** Change the rules file, while a daemon may look. */
  rules(text: string): void {
    replaceFile(this.rulesFile, text);
  }

  /** Change the configuration: these lines, besides what every test wants. */
  configure(lines: string): void {
    replaceFile(
      this.config,
      `rules_files: [${this.rulesFile}]
json_output: true
webserver: {enabled: true, listen_port: 0, listen_address: 127.0.0.1, prometheus_metrics_enabled: true}
${lines.includes("metrics:") ? "" : "metrics: {enabled: true, interval: 1h, output_rule: false}"}
${lines.includes("stdout_output:") ? "" : "stdout_output: {enabled: false}"}
${lines}
`,
    );
  }

  /** Start a daemon with this configuration. */
  async daemon(lines: string, options?: DaemonOptions): Promise<RunningDaemon> {
    this.configure(lines);
    const d = await RunningDaemon.start(this.config, options);
    this.started.push(d);
    return d;
  }

  /** Begin a load of so many calls a second, until it is stopped or `count` are done; its paths tell it from others. */
  load(rate: number, count?: number): Load {
    const prefix = join(this.dir, `load${this.loads++}-`);
    const args = [prefix, String(rate), ...(count === undefined ? [] : [String(count)])];
    const child = spawn(DEED, ["count", ...args], { stdio: ["pipe", "pipe", "inherit"] });
    const load = new Load(child);
    this.started.push(load);
    return load;
  }
}

/** Nobody sees half of it. */
function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Number of the call that an alert tells of; undefined for alerts of the sensor itself. */
export function callOf(line: string, load = 0): number | undefined {
  const m = /\/load(\d+)-(\d+)/.exec(line);
  return m !== null && Number(m[1]) === load ? Number(m[2]) : undefined;
}

/** Calls of 0 to n - 1 that are missing. */
export function missing(got: Iterable<number>, n: number): number[] {
  const there = new Set(got);
  return Array.from({ length: n }, (_, i) => i).filter((i) => !there.has(i));
}
