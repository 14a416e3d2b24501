import { cannotFire } from "./absent.js";
import { actionKey, type NamedAction, ruleKey } from "./action.js";
import { Inbox } from "./inbox.js";
import { runAction } from "./runner.js";
import { isAbout, type Seen, Watch } from "./watch.js";

/** What became of an action and its rule. */
export interface TestResult {
  readonly action: string;
  /** Rule that should fire; undefined for helpers. */
  readonly rule?: string;
  /** `unmatched`: the action has no rule, or its rule is not loaded. */
  readonly status: "passed" | "failed" | "skipped" | "unmatched";
  /** Why it is not passed. */
  readonly reason?: string;
  readonly priority?: string;
  /** The alert's text. */
  readonly output?: string;
  /** Of the action and the wait for its alert. */
  readonly ms: number;
}

/** What a test run came to. */
export interface TestReport {
  readonly results: readonly TestResult[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly unmatched: number;
}

/** How to test. */
export interface TestOptions {
  /** Rules files in place of those that ship. */
  readonly rules?: readonly string[];
  /** How long an alert may take. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly onStart?: (action: NamedAction, done: number) => void;
  readonly onResult?: (result: TestResult) => void;
}

const TIMEOUT_MS = 15_000;
/** For an alert that there should not be. */
const HOPELESS_MS = 1000;

/**
 * Does actions one after the other, and sees whether the rule of each fires for what it did. Needs root.
 *
 * @throws SensorError if the machine does not allow a sensor, RulesRefused if the rules are bad
 */
export async function testActions(actions: readonly NamedAction[], options: TestOptions = {}): Promise<TestReport> {
  const inbox = new Inbox();
  const site = Object.assign({}, ...actions.map((a) => a.site)) as Record<string, string>;
  const watch = await Watch.start({ ...(options.rules && { rules: options.rules }), site, onAlert: inbox.take });
  const results: TestResult[] = [];
  try {
    const loaded = watch.rules();
    for (const action of actions) {
      if (options.signal?.aborted) break;
      if (watch.failure !== undefined) throw watch.failure;
      options.onStart?.(action, results.length);
      const test = (): Promise<TestResult> => testOne(action, watch, loaded, inbox, options.timeoutMs ?? TIMEOUT_MS);
      const before = watch.read().dropped;
      let result = await test();
      // no fault of the rule
      if (result.status === "failed" && watch.read().dropped > before) result = await test();
      results.push(result);
      options.onResult?.(result);
    }
  } finally {
    await watch.stop();
  }
  const count = (status: TestResult["status"]): number => results.filter((r) => r.status === status).length;
  return {
    results,
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    unmatched: count("unmatched"),
  };
}

async function testOne(
  action: NamedAction,
  watch: Watch,
  loaded: ReadonlySet<string>,
  inbox: Inbox,
  timeoutMs: number,
): Promise<TestResult> {
  const head = { action: action.name, ...(action.rule === undefined ? {} : { rule: action.rule }) };
  if (action.rule === undefined) return { ...head, status: "unmatched", reason: "a helper trips no rule", ms: 0 };
  const key = actionKey(action.name);
  const foreign = action.source !== undefined && action.source !== "syscall";
  if (!loaded.has(key) && !foreign) return { ...head, status: "unmatched", reason: "no such rule is loaded", ms: 0 };
  inbox.clear();
  const begin = performance.now();
  const outcome = await runAction(action);
  const ms = (): number => performance.now() - begin;
  if (outcome.status !== "done") {
    return { ...head, status: outcome.status, reason: outcome.reason ?? "", ms: ms() };
  }
  if (foreign) {
    const reason = `done; its rule is about ${action.source} events, which this sensor does not see`;
    return { ...head, status: "unmatched", reason, ms: ms() };
  }
  const mine = (a: Seen): boolean => isAbout(a, outcome.pids);
  const cannot = cannotFire(watch.conditionOf(key));
  const patience = cannot === undefined ? timeoutMs : HOPELESS_MS;
  const alert = await inbox.wait((a) => ruleKey(a.rule) === key && mine(a), patience);
  if (alert === undefined) {
    if (cannot !== undefined) return { ...head, status: "skipped", reason: cannot, ms: ms() };
    const others = inbox.all(mine).map((a) => a.rule);
    const also = others.length === 0 ? "nor did any other" : `these did: ${[...new Set(others)].join(", ")}`;
    return { ...head, status: "failed", reason: `its rule did not fire; ${also}`, ms: ms() };
  }
  return { ...head, status: "passed", priority: alert.priority, output: alert.output, ms: ms() };
}
