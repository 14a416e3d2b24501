// Cases of Falco's old test suite, run through our command line with the flags of today.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { askGrpc, type GrpcExpect } from "./cli/grpc.js";
import {
  eventsDetected,
  hasIssue,
  jsonLines,
  levelCount,
  linesInOrder,
  loadResults,
  ruleCount,
  type WantedIssue,
} from "./cli/output.js";
import { inParallel, type Run, runCli } from "./cli/run.js";
import type { Group, GroupOptions, Verdict } from "./group.js";

interface Expect {
  readonly exit_status: number;
  readonly detect?: boolean;
  readonly detect_level?: readonly string[];
  readonly detect_counts?: Readonly<Record<string, number>>;
  readonly stdout_contains?: readonly string[];
  readonly stdout_not_contains?: readonly string[];
  readonly stderr_contains?: readonly string[];
  readonly stderr_not_contains?: readonly string[];
  readonly validate_ok?: readonly string[];
  readonly validate_errors?: readonly WantedIssue[];
  readonly validate_warnings?: readonly WantedIssue[];
  readonly json_lines_have?: readonly string[];
  readonly output_strictly_contains?: readonly {
    readonly actual: string;
    readonly expected: string;
    readonly and_no_other_alert?: boolean;
  }[];
  readonly output_files_match?: readonly { readonly file: string; readonly pattern: string }[];
  readonly grpc?: GrpcExpect;
}

interface Case {
  readonly id: string;
  readonly argv_modern: readonly string[];
  readonly args?: { readonly disabled_rules?: readonly string[] };
  readonly env?: Readonly<Record<string, string>>;
  readonly trace: string | null;
  readonly trace_available: boolean;
  readonly needs?: readonly string[];
  readonly input?: unknown;
  readonly modern_status: "same" | "changed" | "gone" | "not_ported";
  readonly modern_note?: string;
  readonly expect: Expect;
  readonly expect_0_44?: Partial<Expect>;
}

/**
 * The command line with today's flags. Rules to disable are given by a part of their names, for which there is no other
 * flag than the classic one.
 */
function commandLine(c: Case): string[] {
  const parts = c.args?.disabled_rules ?? [];
  const out: string[] = [];
  for (let i = 0; i < c.argv_modern.length; i++) {
    const [flag, value] = [c.argv_modern[i] as string, c.argv_modern[i + 1]];
    if (flag === "-o" && parts.some((p) => value === `rules[].disable.rule=${p}`)) i++;
    else out.push(flag);
  }
  return [...out, ...parts.flatMap((p) => ["-D", p])];
}

/** Why a case cannot be judged; undefined if it can. */
function notApplicable(c: Case): string | undefined {
  // gone from Falco, not from us
  if (c.modern_status === "gone" && c.expect.grpc === undefined) return `gone upstream: ${c.modern_note ?? ""}`;
  if (c.modern_status === "changed" && c.expect_0_44 === undefined) return `changed upstream: ${c.modern_note ?? ""}`;
  if (c.trace !== null && !c.trace_available) return "its capture is not at hand";
  if (c.needs !== undefined && c.needs.length > 0) return `needs ${c.needs.join(", ")}, which is not built yet`;
  return undefined;
}

/** Is a Python pattern, with dots that match line ends, found? */
function found(text: string, pattern: string, dotAll: boolean): boolean {
  return new RegExp(pattern, dotAll ? "s" : "").test(text);
}

/** What is wrong; undefined if all is well. */
function judge(e: Expect, run: Run, folder: string): string | undefined {
  if (run.timedOut) return "did not end in time";
  const tail = run.stderr.trim().split("\n").slice(-3).join(" | ").slice(0, 300);
  if (run.code !== e.exit_status) return `exit status ${run.code}, not ${e.exit_status}: ${tail}`;
  return contains(e, run) ?? validation(e, run) ?? (e.exit_status === 0 ? detection(e, run, folder) : undefined);
}

function contains(e: Expect, run: Run): string | undefined {
  for (const p of e.stdout_contains ?? []) if (!found(run.stdout, p, true)) return `no ${p} in stdout`;
  for (const p of e.stderr_contains ?? []) if (!found(run.stderr, p, true)) return `no ${p} in stderr`;
  for (const p of e.stdout_not_contains ?? []) if (found(run.stdout, p, false)) return `${p} in stdout`;
  for (const p of e.stderr_not_contains ?? []) if (found(run.stderr, p, false)) return `${p} in stderr`;
  return undefined;
}

function validation(e: Expect, run: Run): string | undefined {
  if (e.validate_ok === undefined && e.validate_errors === undefined && e.validate_warnings === undefined)
    return undefined;
  const results = loadResults(run.stdout);
  if (results === undefined) return "no falco_load_results in stdout";
  for (const name of e.validate_ok ?? []) {
    if (!results.some((r) => basename(r.name) === basename(name) && r.successful)) return `${name} is not valid`;
  }
  const lists = [
    ["error", e.validate_errors, results.flatMap((r) => r.errors)],
    ["warning", e.validate_warnings, results.flatMap((r) => r.warnings)],
  ] as const;
  for (const [what, wanted, issues] of lists) {
    for (const want of wanted ?? []) {
      if (hasIssue(issues, want)) continue;
      const have = issues.map((i) => `${i.code}: ${i.message}`).join("; ");
      return `no ${what} ${JSON.stringify(want)}, but [${have}]`;
    }
  }
  return undefined;
}

function detection(e: Expect, run: Run, folder: string): string | undefined {
  if (e.detect !== undefined) {
    const n = eventsDetected(run.stdout);
    if (n === undefined) return "no 'Events detected' in stdout";
    if (n > 0 !== e.detect) return `${n} events detected`;
    for (const level of e.detect ? (e.detect_level ?? []) : []) {
      if ((levelCount(run.stdout, level) ?? 0) === 0) return `no alert of level ${level}`;
    }
  }
  for (const [rule, want] of Object.entries(e.detect_counts ?? {})) {
    const have = ruleCount(run.stdout, rule);
    if (have !== want) return `rule '${rule}' alerted ${have} times, not ${want}`;
  }
  for (const line of jsonLines(run.stdout)) {
    const missing = (e.json_lines_have ?? []).find((k) => !Object.hasOwn(line, k));
    if (missing !== undefined) return `a JSON line without ${missing}`;
  }
  for (const s of e.output_strictly_contains ?? []) {
    const actual = s.actual === "stdout" ? run.stdout : readIfThere(s.actual, folder);
    if (actual === undefined) return `there is no file ${s.actual}`;
    const expected = readFileSync(join(folder, s.expected), "utf8");
    const missing = linesInOrder(actual, expected);
    if (missing !== undefined) return `not in ${s.actual}: ${missing}`;
    if (s.and_no_other_alert === true) {
      const want = expected.split("\n").filter((l) => l.trim() !== "").length;
      const have = eventsDetected(run.stdout);
      if (have !== want) return `${have} alerts, not ${want}`;
    }
  }
  for (const m of e.output_files_match ?? []) {
    const text = readIfThere(m.file, folder);
    if (text === undefined) return `there is no file ${m.file}`;
    if (!text.split("\n").some((l) => found(l, m.pattern, false))) return `no line of ${m.file} matches ${m.pattern}`;
  }
  return undefined;
}

function readIfThere(path: string, folder: string): string | undefined {
  const full = path.startsWith("/") ? path : join(folder, path);
  return existsSync(full) ? readFileSync(full, "utf8") : undefined;
}

/** Files outside the corpus that a case writes to must not hold lines of an earlier run. */
function freshOutputs(c: Case): void {
  const { output_strictly_contains = [], output_files_match = [] } = { ...c.expect, ...c.expect_0_44 };
  for (const path of [...output_strictly_contains.map((s) => s.actual), ...output_files_match.map((m) => m.file)]) {
    if (!path.startsWith("/tmp/")) continue;
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
  }
}

/** The group `legacy`. */
export const legacyGroup: Group = {
  name: "legacy",
  run({ corpus, cases }: GroupOptions): Promise<readonly Verdict[]> {
    const folder = join(corpus, "legacy");
    return inParallel(cases as unknown as readonly Case[], 2, async (c): Promise<Verdict> => {
      const na = notApplicable(c);
      if (na !== undefined) return { id: c.id, outcome: "na", why: na };
      freshOutputs(c);
      const ending = runCli(commandLine(c), folder, c.env);
      const grpc = c.expect.grpc && (await askGrpc(c.expect.grpc, ending));
      const why = judge({ ...c.expect, ...c.expect_0_44 } as Expect, await ending, folder) ?? grpc;
      return why === undefined ? { id: c.id, outcome: "pass" } : { id: c.id, outcome: "fail", why };
    });
  },
};
