import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { OutputError } from "../../errors.js";
import { codeOf } from "../errno.js";

/** Tells processes apart that had the same number: the time of their start, in clock ticks. */
function startOf(pid: string): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // the name in brackets may hold blanks
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function alive(owner: string): boolean {
  const [pid = "", start] = owner.trim().split(" ");
  try {
    return /^\d+$/.test(pid) && startOf(pid) === start;
  } catch {
    return false;
  }
}

/**
 * Make a folder ours. A lock whose owner has died does not count.
 * @throws {OutputError} if another process has it
 */
export function takeLock(path: string): void {
  const me = `${process.pid} ${startOf("self")}\n`;
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(path, me, { flag: "wx", mode: 0o600 });
      return;
    } catch (e) {
      if (codeOf(e) !== "EEXIST" || tries > 0) throw e;
      const owner = readFileSync(path, "latin1");
      if (alive(owner)) throw new OutputError(`the spool is in use by process ${owner.split(" ")[0]} (${path})`);
      rmSync(path, { force: true });
    }
  }
}

/** Give the folder back. */
export function dropLock(path: string): void {
  rmSync(path, { force: true });
}
