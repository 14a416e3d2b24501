// Is a worker's process table what /proc says?
import { readdirSync, readFileSync } from "node:fs";
import type { ProcessRow } from "../../src/sensor/protocol.js";
import { TICK_NS } from "../../src/state/process.js";

/** Processes of one moment: `pid@start tick` to state letter and name. */
export type ProcView = ReadonlyMap<string, { readonly state: string; readonly comm: string }>;

/** Read pid, start tick and state of every process. */
export function readProcView(): ProcView {
  const out = new Map<string, { state: string; comm: string }>();
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    let stat: string;
    try {
      stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    } catch {
      continue;
    }
    const close = stat.lastIndexOf(")");
    const f = stat.slice(close + 2).split(" ");
    out.set(`${pid}@${f[19]}`, { state: f[0] as string, comm: stat.slice(stat.indexOf("(") + 1, close) });
  }
  return out;
}

/** How a table differs from /proc. */
export interface TableDifference {
  /** Processes that both looks at /proc saw alive. */
  readonly judged: number;
  /** In /proc, not in the table. */
  readonly missing: readonly string[];
  /** In the table, in neither look at /proc. */
  readonly extra: readonly string[];
}

type Named = Pick<ProcessRow, "pid" | "startNs" | "comm">;

/**
 * Compare a table with two looks at /proc, one before and one after it was asked for. Who came or went between them
 * may be in the table or not; a zombie too, for its record lives on in /proc alone.
 */
export function compareTable(before: ProcView, rows: readonly Named[], after: ProcView): TableDifference {
  const table = new Map(rows.map((r) => [`${r.pid}@${Math.floor(r.startNs / TICK_NS)}`, r.comm]));
  const missing: string[] = [];
  let judged = 0;
  for (const [key, p] of before) {
    const later = after.get(key);
    if (later === undefined || p.state === "Z" || later.state === "Z") continue;
    judged++;
    if (!table.has(key)) missing.push(`${key} ${p.comm}`);
  }
  const extra = [...table]
    .filter(([key]) => !before.has(key) && !after.has(key))
    .map(([key, comm]) => `${key} ${comm}`);
  return { judged, missing, extra };
}
