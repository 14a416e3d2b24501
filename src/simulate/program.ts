import { spawn } from "node:child_process";
import { ErrSkipped } from "./action.js";

/** A program that has ended. */
export interface Ended {
  readonly pid: number;
  /** Exit status; null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What surrounds a program. */
export interface ProgramOptions {
  readonly cwd?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly timeoutMs?: number;
  /** Told the process number as soon as there is one. */
  readonly onStart?: (pid: number) => void;
}

const MAX_OUTPUT = 64 << 10;
const LEFT_BEHIND_MS = 3000;

/** Ends what is left of a process group that we made. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // nothing is left of it
  }
}

/**
 * Runs a program in a session of its own, without terminal and input, and waits for its end.
 *
 * @throws ErrSkipped if it is not installed
 */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
  const asOther = options.uid !== undefined && options.uid !== process.geteuid?.();
  if (asOther && process.geteuid?.() !== 0) return Promise.reject(new ErrSkipped("it takes root"));
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? "/",
      env: { ...process.env, ...options.env },
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.timeoutMs ?? 20_000,
      killSignal: "SIGKILL",
    });
    if (child.pid !== undefined) options.onStart?.(child.pid);
    const out = ["", ""];
    [child.stdout, child.stderr].forEach((stream, i) => {
      stream.on("data", (d) => {
        if ((out[i] as string).length < MAX_OUTPUT) out[i] += d;
      });
    });
    child.once("error", (e: NodeJS.ErrnoException) => {
      reject(e.code === "ENOENT" ? new ErrSkipped(`there is no ${program} on this machine`) : e);
    });
    // what it started and left behind would hold its output open for ever
    let rest: NodeJS.Timeout | undefined;
    child.once("exit", () => {
      rest = setTimeout(() => endGroup(child.pid), LEFT_BEHIND_MS);
    });
    child.once("close", (code) => {
      clearTimeout(rest);
      resolve({ pid: child.pid ?? -1, code, stdout: out[0] as string, stderr: out[1] as string });
    });
  });
}
