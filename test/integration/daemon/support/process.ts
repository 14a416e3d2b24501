import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { run } from "../../output/support/tools.js";

/** Resident memory of a process, MB. */
export function residentMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

/** Open descriptors of a process by what they are; numbers that change are left out. */
export function descriptors(pid: number): ReadonlyMap<string, number> {
  const kinds = new Map<string, number>();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    let kind: string;
    try {
      kind = readlinkSync(`/proc/${pid}/fd/${fd}`).replace(/:\[[0-9]+\]$/, "");
    } catch {
      continue;
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return new Map([...kinds].sort());
}

/** The BPF programs and maps of a process, by their ids. */
export interface BpfObjects {
  readonly programs: readonly number[];
  readonly maps: readonly number[];
}

interface Program {
  readonly id: number;
  readonly map_ids?: readonly number[];
}

/**
 * What a process keeps in the kernel: what it has descriptors of, and every program that uses one of its maps, with
 * all maps of that.
 */
export function bpfObjects(pid: number): BpfObjects {
  const programs = new Set<number>();
  const maps = new Set<number>();
  for (const fd of readdirSync(`/proc/${pid}/fdinfo`)) {
    let text: string;
    try {
      text = readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8");
    } catch {
      continue;
    }
    for (const [, kind, id] of text.matchAll(/^(map_id|prog_id):\s*(\d+)/gm)) {
      (kind === "map_id" ? maps : programs).add(Number(id));
    }
  }
  const all = JSON.parse(run("bpftool", ["-j", "prog", "show"])) as Program[];
  const own = new Set(maps);
  for (const p of all) {
    if (!programs.has(p.id) && !p.map_ids?.some((m) => own.has(m))) continue;
    programs.add(p.id);
    for (const m of p.map_ids ?? []) maps.add(m);
  }
  const sorted = (ids: Set<number>): number[] => [...ids].sort((a, b) => a - b);
  return { programs: sorted(programs), maps: sorted(maps) };
}
