import { spawn } from "node:child_process";
import type { ReceivedAlert, StatusResponse } from "../../../../src/client/index.js";
import { START } from "../support.js";

/** A look at a sensor at which nothing has happened yet. */
export function look(over: Partial<StatusResponse> = {}): StatusResponse {
  return {
    timeMs: 1_700_000_000_000,
    startedMs: 1_699_999_000_000,
    version: "0.1.0",
    hostname: "box",
    pid: 77,
    trouble: "",
    rulesLoaded: 25,
    feedsAlerts: true,
    sequence: 0,
    epoch: 5,
    rssBytes: 128 << 20,
    shipped: 0,
    filtered: 0,
    dropped: 0,
    judged: 0,
    alerts: 0,
    heldBack: 0,
    lostAlerts: 0,
    workers: [],
    rules: [],
    talkers: [],
    outputs: [],
    eventTypes: [],
    ...over,
  };
}

/** An alert as a client receives it. */
export function received(over: Partial<ReceivedAlert> = {}): ReceivedAlert {
  return {
    time: 1_700_000_000_123_456_789n,
    priority: "Warning",
    rule: "Some rule",
    output: "22:13:20.123456789: Warning seen by cat",
    fields: { "proc.name": "cat", "fd.name": "/etc/shadow" },
    hostname: "box",
    tags: ["filesystem", "T1555"],
    source: "syscall",
    sequence: 1,
    epoch: 5,
    missed: 0,
    ...over,
  };
}

/** The command line, running. */
export interface Running {
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<number | null>;
  kill(signal?: NodeJS.Signals): void;
  type(keys: string): void;
}

/** Start the command line and do not wait for its end. */
export function start(command: string, args: readonly string[]): Running {
  const child = spawn(command, args, { env: { ...process.env, TERM: "xterm", NO_COLOR: "" } });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (d: Buffer) => void out.push(d));
  child.stderr.on("data", (d: Buffer) => void err.push(d));
  return {
    stdout: () => Buffer.concat(out).toString("utf8"),
    stderr: () => Buffer.concat(err).toString("utf8"),
    ended: new Promise((resolve) => child.once("close", resolve)),
    kill: (signal) => void child.kill(signal),
    type: (keys) => void child.stdin.write(keys),
  };
}

/** `saker ARGS`, with pipes for its streams. */
export function startSaker(...args: readonly string[]): Running {
  return start(process.execPath, ["--input-type=module", "-e", START, "--", ...args]);
}

/** The same on a terminal of its own, of this size. */
export function onTerminal(columns: number, rows: number, ...args: readonly string[]): Running {
  const words = [process.execPath, "--input-type=module", "-e", START, "--", ...args];
  const line = words.map((w) => `'${w.replaceAll("'", "'\\''")}'`).join(" ");
  return start("script", ["-qec", `stty cols ${columns} rows ${rows}; exec ${line}`, "/dev/null"]);
}

/** Escape characters as letters, so that they can be looked for. */
export function visible(text: string): string {
  return text.replaceAll("\x1b", "ESC");
}

/** Is there anything that a terminal would obey? */
export function commands(text: string): boolean {
  return [...text].some((c) => c < " " || (c >= "\x7f" && c <= "\x9f") || c === "\u202e");
}
