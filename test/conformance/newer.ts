// Cases of Falco's current suite of end-to-end tests, run through our command line.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { hasIssue, jsonLines, loadResults, type WantedIssue } from "./cli/output.js";
import { inParallel, type Run, runCli } from "./cli/run.js";
import type { Group, GroupOptions, Verdict } from "./group.js";

interface PathCheck {
  readonly path: readonly (string | number)[];
  readonly eq?: unknown;
  readonly len?: number;
  readonly contains?: unknown;
  readonly empty?: boolean;
}

interface Expect {
  readonly exit_status?: number;
  readonly fails?: boolean;
  readonly detect?: boolean;
  readonly detections_count?: number;
  readonly detect_counts?: Readonly<Record<string, number>>;
  readonly detect_level?: readonly string[] | string;
  readonly no_detect_level?: readonly string[] | string;
  readonly errors?: readonly WantedIssue[];
  readonly warnings?: readonly WantedIssue[];
  readonly errors_count?: number;
  readonly warnings_count?: number;
  readonly successful_at?: Readonly<Record<string, boolean>>;
  readonly stdout_matches?: readonly string[];
  readonly stdout_not_matches?: readonly string[];
  readonly stdout_contains?: readonly string[];
  readonly stdout_not_contains?: readonly string[];
  readonly stderr_matches?: readonly string[];
  readonly stderr_not_matches?: readonly string[];
  readonly stderr_contains?: readonly string[];
  readonly stderr_not_contains?: readonly string[];
  readonly describe?: readonly PathCheck[];
  readonly stdout_json_has_keys?: readonly string[];
  readonly stdout_contains_every_line_of?: string;
  readonly stdout_line_n_json_equals_line_n_of?: string;
  readonly file_equals?: unknown;
}

interface Case {
  readonly id: string;
  readonly args: readonly string[];
  readonly available: boolean;
  readonly plugins?: readonly string[];
  readonly notes?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly while_running?: readonly { readonly after_s: number; readonly http_get: string }[];
  readonly expect: Expect;
  readonly expect_0_44?: Partial<Expect>;
}

/** Plugins whose work is part of the product. */
const BUILTIN = ["container"];

function notApplicable(c: Case): string | undefined {
  if (!c.available) return "its capture is not at hand";
  const loaded = c.args.flatMap((a) => /^load_plugins\[\d*\]=(.*)$/.exec(a)?.[1] ?? []);
  const missing = [...(c.plugins ?? []), ...loaded].filter((p) => !BUILTIN.includes(p));
  if (missing.length > 0) return `needs plugin ${missing[0]}, which is not built yet`;
  const shared = c.notes?.find((n) => n.includes("shared object plugins"));
  if (shared !== undefined) return `${shared}: plugins are not built yet`;
  return undefined;
}

/** Patterns of Go: the same letters of flags in front, otherwise close enough. */
function found(text: string, pattern: string): boolean {
  const m = /^\(\?([ims]+)\)/.exec(pattern);
  return new RegExp(m === null ? pattern : pattern.slice(m[0].length), m?.[1] ?? "").test(text);
}

function list(v: readonly string[] | string | undefined): readonly string[] {
  return typeof v === "string" ? [v] : (v ?? []);
}

function judge(e: Expect, run: Run, folder: string): string | undefined {
  const tail = run.stderr.trim().split("\n").slice(-3).join(" | ").slice(0, 300);
  if (e.fails === true && run.code === 0) return "exit status 0, but it should fail";
  if (e.fails !== true && run.timedOut) return "did not end in time";
  if (e.exit_status !== undefined && !run.timedOut && run.code !== e.exit_status) {
    return `exit status ${run.code}, not ${e.exit_status}: ${tail}`;
  }
  return texts(e, run) ?? validation(e, run) ?? detection(e, run) ?? documents(e, run, folder);
}

function texts(e: Expect, run: Run): string | undefined {
  for (const stream of ["stdout", "stderr"] as const) {
    const text = run[stream];
    for (const p of e[`${stream}_matches`] ?? []) if (!found(text, p)) return `${stream} does not match ${p}`;
    for (const p of e[`${stream}_not_matches`] ?? []) if (found(text, p)) return `${stream} matches ${p}`;
    for (const p of e[`${stream}_contains`] ?? []) if (!text.includes(p)) return `${stream} does not contain ${p}`;
    for (const p of e[`${stream}_not_contains`] ?? []) if (text.includes(p)) return `${stream} contains ${p}`;
  }
  return undefined;
}

function validation(e: Expect, run: Run): string | undefined {
  const { errors, warnings, errors_count, warnings_count, successful_at } = e;
  if ([errors, warnings, errors_count, warnings_count, successful_at].every((v) => v === undefined)) return undefined;
  const results = loadResults(run.stdout);
  if (results === undefined) return "no falco_load_results in stdout";
  for (const [at, ok] of Object.entries(successful_at ?? {})) {
    if (results[Number(at)]?.successful !== ok) return `file ${at} is ${ok ? "not " : ""}valid`;
  }
  const lists = [
    ["error", errors, errors_count, results.flatMap((r) => r.errors)],
    ["warning", warnings, warnings_count, results.flatMap((r) => r.warnings)],
  ] as const;
  for (const [what, wanted, count, issues] of lists) {
    const have = issues.map((i) => `${i.code}: ${i.message}`).join("; ");
    if (count !== undefined && issues.length !== count) return `${issues.length} ${what}s, not ${count}: [${have}]`;
    for (const want of wanted ?? []) {
      if (!hasIssue(issues, want)) return `no ${what} ${JSON.stringify(want)}, but [${have}]`;
    }
  }
  return undefined;
}

/** Alerts are counted from the JSON lines. */
function detection(e: Expect, run: Run): string | undefined {
  const alerts = jsonLines(run.stdout).filter((o) => typeof o.rule === "string" && typeof o.priority === "string");
  if (e.detect !== undefined && alerts.length > 0 !== e.detect) return `${alerts.length} alerts`;
  if (e.detections_count !== undefined && alerts.length !== e.detections_count) {
    return `${alerts.length} alerts, not ${e.detections_count}`;
  }
  for (const [rule, want] of Object.entries(e.detect_counts ?? {})) {
    const have = alerts.filter((a) => a.rule === rule).length;
    if (have !== want) return `rule '${rule}' alerted ${have} times, not ${want}`;
  }
  const has = (level: string): boolean =>
    alerts.some((a) => String(a.priority).toLowerCase().includes(level.toLowerCase()));
  for (const level of list(e.detect_level)) if (!has(level)) return `no alert of level ${level}`;
  for (const level of list(e.no_detect_level)) if (has(level)) return `an alert of level ${level}`;
  return undefined;
}

function documents(e: Expect, run: Run, folder: string): string | undefined {
  const first = jsonLines(run.stdout)[0];
  if (e.stdout_json_has_keys !== undefined) {
    const missing = e.stdout_json_has_keys.find((k) => first === undefined || !Object.hasOwn(first, k));
    if (missing !== undefined) return `no ${missing} in the JSON of stdout`;
  }
  for (const check of e.describe ?? []) {
    const why = pathCheck(first, check);
    if (why !== undefined) return why;
  }
  if (e.stdout_contains_every_line_of !== undefined) {
    const lines = readFileSync(join(folder, e.stdout_contains_every_line_of), "utf8").split("\n");
    const missing = lines.find((l) => l.trim() !== "" && !run.stdout.includes(l.trim()));
    if (missing !== undefined) return `stdout does not contain ${missing}`;
  }
  if (e.stdout_line_n_json_equals_line_n_of !== undefined) {
    const wanted = jsonLines(readFileSync(join(folder, e.stdout_line_n_json_equals_line_n_of), "utf8"));
    const have = jsonLines(run.stdout);
    for (const [i, want] of wanted.entries()) {
      if (!isDeepStrictEqual(have[i], want)) return `line ${i + 1} is ${JSON.stringify(have[i])}`;
    }
  }
  return e.file_equals === undefined ? undefined : fileCheck(e.file_equals, folder);
}

function fileCheck(want: unknown, folder: string): string | undefined {
  for (const [file, text] of Object.entries(want as Record<string, string>)) {
    const path = file.startsWith("/") ? file : join(folder, file);
    if (!existsSync(path)) return `there is no file ${file}`;
    if (readFileSync(path, "utf8") !== text) return `${file} has other contents`;
  }
  return undefined;
}

function at(root: unknown, path: readonly (string | number)[]): unknown {
  let here = root;
  for (const step of path) here = (here as Record<string | number, unknown> | null | undefined)?.[step];
  return here;
}

function pathCheck(root: unknown, c: PathCheck): string | undefined {
  const have = at(root, c.path);
  const shown = `${c.path.join(".")} is ${JSON.stringify(have)}`;
  if (c.eq !== undefined) {
    const other = (c.eq as { path?: readonly (string | number)[] } | null)?.path;
    if (!isDeepStrictEqual(have, Array.isArray(other) ? at(root, other) : c.eq)) return shown;
  }
  if (c.len !== undefined && (have as { length?: number } | undefined)?.length !== c.len) return shown;
  if (c.contains !== undefined && !(Array.isArray(have) && have.includes(c.contains))) return shown;
  if (c.empty !== undefined && (Array.isArray(have) && have.length === 0) !== c.empty) return shown;
  return undefined;
}

const RETRY_MS = 200;

/** Ask the web server of a running command line; tells what is wrong. A slow machine gets its time. */
async function getWhileRunning(
  w: { readonly http_get: string },
  ending: Promise<unknown>,
): Promise<string | undefined> {
  let over = false;
  void ending.finally(() => {
    over = true;
  });
  let why = "";
  while (!over) {
    try {
      const answer = await fetch(w.http_get);
      if (answer.ok) return undefined;
      why = `status ${answer.status}`;
    } catch (e) {
      why = String((e as Error).cause ?? e);
    }
    await sleep(RETRY_MS);
  }
  return `${w.http_get}: ${why}`;
}

/** Where the cases look for Falco's stock configuration; the corpus has a copy of it. */
const STOCK = "/etc/falco/falco.yaml";

/** The group `newer`. */
export const newerGroup: Group = {
  name: "newer",
  run({ corpus, cases }: GroupOptions): Promise<readonly Verdict[]> {
    const folder = join(corpus, "newer");
    const stock = join(corpus, "config", "falco.yaml");
    return inParallel(cases as unknown as readonly Case[], 2, async (c): Promise<Verdict> => {
      const na = notApplicable(c);
      if (na !== undefined) return { id: c.id, outcome: "na", why: na };
      const args = c.args.map((a) => (a === STOCK ? stock : a));
      const ending = runCli(args, folder, c.env);
      const asked = await Promise.all((c.while_running ?? []).map((w) => getWhileRunning(w, ending)));
      const why = judge({ ...c.expect, ...c.expect_0_44 }, await ending, folder) ?? asked.find((a) => a !== undefined);
      return why === undefined ? { id: c.id, outcome: "pass" } : { id: c.id, outcome: "fail", why };
    });
  },
};
