import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { cannotFire } from "../absent.js";
import { isSkipped, ruleKey } from "../action.js";
import { Inbox } from "../inbox.js";
import { ACTOR } from "../place.js";
import { SimulateError } from "../registry.js";
import { Stage } from "../stage.js";
import { isAbout, type Seen, Watch } from "../watch.js";
import type { ExpectedOutcome, SuiteCase } from "./format.js";
import { compileScript, knownUsers } from "./script.js";

/** What became of a declarative test. */
export interface SuiteResult {
  readonly file: string;
  readonly line: number;
  readonly test: string;
  readonly rule?: string;
  /** Values of its templates. */
  readonly values: Readonly<Record<string, unknown>>;
  /** `done`: it names no rule, so that nothing had to fire. `unmatched`: the rule that it names is not loaded. */
  readonly status: "passed" | "done" | "failed" | "skipped" | "unmatched";
  readonly reason?: string;
  readonly output?: string;
  readonly ms: number;
}

/** What a run of declarative tests came to. */
export interface SuiteReport {
  readonly results: readonly SuiteResult[];
  readonly passed: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly unmatched: number;
}

/** How to run declarative tests. */
export interface SuiteOptions {
  /** Rules files in place of those that ship. */
  readonly rules?: readonly string[];
  /** How long an alert may take. */
  readonly timeoutMs?: number;
  /** How many are done side by side. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  readonly onResult?: (result: SuiteResult, done: number) => void;
}

const TIMEOUT_MS = 15_000;
/** For an alert that there should not be. */
const HOPELESS_MS = 1000;
const JOBS = 4;
/** Exit status by which the native tool says that this kernel or machine cannot do it. */
const CANNOT = 77;
const SCRIPT_MS = 60_000;

const ARCHES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64", ia32: "386", arm: "arm" };

/**
 * Does declarative tests under a sensor of its own, each in its own view of the file system and a network of its own, and
 * sees whether the rule of each fires for what it did. Needs root.
 *
 * @throws SensorError, RulesRefused
 */
export async function testSuites(cases: readonly SuiteCase[], options: SuiteOptions = {}): Promise<SuiteReport> {
  const inboxes = new Set<Inbox>();
  const fields = cases.flatMap((c) => Object.keys(c.test.expectedOutcome?.outputFields ?? {}));
  const watch = await Watch.start({
    ...(options.rules && { rules: options.rules }),
    fields,
    onAlert: (alert) => {
      for (const inbox of inboxes) inbox.take(alert);
    },
  });
  const results: SuiteResult[] = [];
  const waiting = cases.entries();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [i, c] of waiting) {
      if (options.signal?.aborted) return;
      if (watch.failure !== undefined) throw watch.failure;
      const inbox = new Inbox();
      inboxes.add(inbox);
      const test = (): Promise<SuiteResult> => runCase(c, watch, inbox, options.timeoutMs ?? TIMEOUT_MS);
      const before = watch.read().dropped;
      let result = await test();
      // no fault of the rule
      if (result.status === "failed" && watch.read().dropped > before) result = await test();
      inboxes.delete(inbox);
      results[i] = result;
      options.onResult?.(result, ++done);
    }
  };
  try {
    await Promise.all(Array.from({ length: options.jobs ?? JOBS }, work));
  } finally {
    await watch.stop();
  }
  const finished = results.filter((r) => r !== undefined);
  const count = (status: SuiteResult["status"]): number => finished.filter((r) => r.status === status).length;
  return {
    results: finished,
    passed: count("passed"),
    done: count("done"),
    failed: count("failed"),
    skipped: count("skipped"),
    unmatched: count("unmatched"),
  };
}

async function runCase(c: SuiteCase, watch: Watch, inbox: Inbox, timeoutMs: number): Promise<SuiteResult> {
  const { test } = c;
  const begin = performance.now();
  const result = (status: SuiteResult["status"], more: Pick<SuiteResult, "reason" | "output">): SuiteResult => ({
    file: c.file,
    line: c.line,
    test: c.number === 0 ? test.name : `${test.name}_testCase#${c.number}`,
    ...(test.rule === undefined ? {} : { rule: test.rule }),
    values: c.values,
    status,
    ...more,
    ms: performance.now() - begin,
  });
  const { arch } = test.runIf ?? {};
  const here = ARCHES[process.arch] ?? process.arch;
  if (arch && (arch.op === "eq") !== (arch.val === here)) {
    return result("skipped", { reason: `it is not for ${here}` });
  }
  if (test.rule !== undefined && !watch.hasRule(test.rule)) {
    return result("unmatched", { reason: "no such rule is loaded" });
  }
  const pids = new Set<number>();
  const stage = new Stage((pid) => pids.add(pid));
  try {
    await play(c, stage);
    if (test.rule === undefined) return result("done", {});
    const ours = (a: Seen): boolean => a.rule === test.rule && isAbout(a, pids);
    const expected = test.expectedOutcome ?? {};
    const cannot = cannotFire(watch.conditionOf(ruleKey(test.rule))) ?? unknownUser(c);
    const patience = cannot === undefined ? timeoutMs : HOPELESS_MS;
    const alert = await inbox.wait((a) => ours(a) && departures(a, expected).length === 0, patience);
    if (alert !== undefined) return result("passed", { output: alert.output });
    if (cannot !== undefined) return result("skipped", { reason: cannot });
    return result("failed", { reason: whyNot(inbox, ours, pids, expected) });
  } catch (e) {
    if (isSkipped(e)) return result("skipped", { reason: e.reason });
    return result("failed", { reason: (e as Error).message });
  } finally {
    await stage.close();
  }
}

/** Has the native tool do it. */
async function play({ test }: SuiteCase, stage: Stage): Promise<void> {
  const container = test.context?.container ?? undefined;
  const script = stage.path("script");
  const procs = container === undefined ? undefined : stage.asContainer()[1];
  writeFileSync(script, compileScript(test, { root: stage.directory("root"), ...(procs && { procs }) }));
  const ended = await stage.program(ACTOR, ["script", script], { timeoutMs: SCRIPT_MS });
  const said = ended.stderr.trim();
  if (ended.code === CANNOT) stage.skip(said);
  if (ended.code !== 0)
    throw new SimulateError(`it could not be done: ${said || `exit status ${ended.code ?? "none"}`}`);
}

/** A user that only the test's own view of the machine has is one that a sensor cannot name. */
function unknownUser({ test }: SuiteCase): string | undefined {
  const known = knownUsers();
  const name = test.context?.processes?.map((p) => p.user).find((u) => u !== undefined && !known.has(u));
  return name === undefined
    ? undefined
    : `there is no user ${name} on this machine, and tests add none that a sensor sees`;
}

/** Priorities have short names, too. */
const SHORT: Readonly<Record<string, string>> = { info: "informational" };
const priorityOf = (text: string): string => SHORT[text.toLowerCase()] ?? text.toLowerCase();

/** Where an alert is not what was expected. */
function departures(alert: Seen, expected: ExpectedOutcome): string[] {
  const out: string[] = [];
  const compare = (what: string, wanted: string | undefined, got: string): void => {
    if (wanted !== undefined && wanted !== got) out.push(`${what} is '${got}', not '${wanted}'`);
  };
  compare("its source", expected.source, alert.source);
  compare("its host", expected.hostname, hostname());
  compare("its priority", expected.priority && priorityOf(expected.priority), priorityOf(alert.priority));
  for (const [field, wanted] of Object.entries(expected.outputFields ?? {})) {
    compare(field, String(wanted), String(alert.fields[field] ?? "<NA>"));
  }
  return out;
}

function whyNot(
  inbox: Inbox,
  ours: (a: Seen) => boolean,
  pids: ReadonlySet<number>,
  expected: ExpectedOutcome,
): string {
  const near = inbox
    .all(ours)
    .map((a) => departures(a, expected))
    .sort((a, b) => a.length - b.length)[0];
  if (near !== undefined) return `its rule fired, but ${near.join(", and ")}`;
  const others = [...new Set(inbox.all((a) => isAbout(a, pids)).map((a) => a.rule))];
  return `its rule did not fire; ${others.length === 0 ? "nor did any other" : `these did: ${others.join(", ")}`}`;
}
