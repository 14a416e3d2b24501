import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import type { Alert } from "../../../../src/output/line.js";
import type { OutputMessage } from "../../../../src/output/sink.js";

/** An alert as it would come from the engine. */
export function alert(n = 0, over: Partial<Alert> = {}): Alert {
  return {
    rule: "Some rule",
    priority: "Warning",
    source: "syscall",
    hostname: "box",
    tags: ["a", "b"],
    ts: 1_700_000_000_000_000_042n + BigInt(n) * 1_000_000_000n,
    message: `seen ${n}`,
    fields: { "proc.name": "cat", "proc.pid": n, "user.name": null, list: ["x", "y"] },
    ...over,
  };
}

/** A message whose line tells its number. */
export function message(n: number, line = `line ${n}`): OutputMessage {
  return { line, alert: alert(n) };
}

export function messages(from: number, to: number): OutputMessage[] {
  return Array.from({ length: to - from }, (_, i) => message(from + i));
}

/** A folder that is removed after the tests. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), "saker-channels-"));
  after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Wait until something holds. */
export async function until(what: string, holds: () => boolean, ms = 10_000): Promise<void> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`in vain: ${what}`);
    await new Promise((r) => setTimeout(r, 5));
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((r) => setTimeout(r, ms));
