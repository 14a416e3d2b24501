import { spawn } from "node:child_process";
import { DEED } from "./places.js";
import type { Alert, Mine } from "./sensor.js";

/** A deed that was done. */
export interface Done {
  /** The process that was started; it or a child of it did the deed. */
  readonly pid: number;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Exit status of a deed that this kernel or machine cannot do. */
export const CANNOT = 77;

/** Why a deed that ended with CANNOT could not be done, in its own words if it has some. */
export function cannotBecause(done: Done): string {
  const why = done.stderr.trim();
  return why === "" ? "not possible on this machine" : `not possible on this machine: ${why}`;
}

/** What surrounds a program that is run. */
export interface RunOptions {
  readonly cwd?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Give it a session of its own. */
  readonly session?: boolean;
  /** For work that takes longer than a deed. */
  readonly timeoutMs?: number;
}

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Done> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      detached: options.session ?? false,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.timeoutMs ?? 30_000,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (d) => {
      stdout += d;
    });
    child.stderr.on("data", (d) => {
      stderr += d;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ pid: child.pid ?? -1, code, stdout, stderr }));
  });
}

/** Runs the deed tool, in a session without a terminal wherever the tests themselves run. */
export function deed(...args: string[]): Promise<Done> {
  return run(DEED, args, { session: true });
}

/** A directory of system programs which the tests may cover with an empty one of their own. */
export const SYSTEM_DIR = "/usr/local/sbin";

/** Does a deed as a program that looks installed: its name known, its file where packages put files. */
export function deedAsInstalled(name: string, ...args: string[]): Promise<Done> {
  return deed("private", SYSTEM_DIR, "as", `${SYSTEM_DIR}/${name}`, ...args);
}

/** Did the process of this deed, or a child of it, cause the alert? */
export function by(done: Done): Mine {
  return (alert: Alert) => {
    const f = alert.output_fields;
    return Number(f["proc.pid"]) === done.pid || Number(f["proc.ppid"]) === done.pid;
  };
}
