import type { Verdict } from "./group.js";

/** What one group came to. */
export interface GroupReport {
  readonly name: string;
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  readonly failures: readonly { readonly id: string; readonly why: string }[];
}

/** Count the verdicts of a group. A case without a verdict counts as failed: a runner may not lose any. */
export function summarise(
  name: string,
  cases: readonly { readonly id?: unknown }[],
  verdicts: readonly Verdict[],
): GroupReport {
  const byId = new Map(verdicts.map((v) => [v.id, v]));
  const failures: { id: string; why: string }[] = [];
  let passed = 0;
  let notApplicable = 0;
  for (const c of cases) {
    const id = String(c.id);
    const v = byId.get(id);
    if (v?.outcome === "pass") passed++;
    else if (v?.outcome === "na") notApplicable++;
    else failures.push({ id, why: v === undefined ? "the group's runner gave no verdict" : (v.why ?? "") });
  }
  return { name, cases: cases.length, passed, failed: failures.length, notApplicable, failures };
}

const COLUMNS = ["group", "cases", "passed", "failed", "n/a"] as const;

/** The table of all groups, then the failures. */
export function render(groups: readonly GroupReport[], notes: ReadonlyMap<string, string>): string {
  const rows = groups.map((g) => [g.name, `${g.cases}`, `${g.passed}`, `${g.failed}`, `${g.notApplicable}`]);
  const widths = COLUMNS.map((c, i) => Math.max(c.length, ...rows.map((r) => (r[i] as string).length)));
  const line = (cells: readonly string[], note = "") =>
    cells
      .map((c, i) => (i === 0 ? c.padEnd(widths[i] as number) : c.padStart(widths[i] as number)))
      .join("  ")
      .concat(note === "" ? "" : `  ${note}`);
  const out = [line(COLUMNS), ...rows.map((r) => line(r, notes.get(r[0] as string)))];
  for (const g of groups) {
    for (const f of g.failures) out.push(`FAIL ${g.name} ${f.id}: ${f.why}`);
  }
  return `${out.join("\n")}\n`;
}
