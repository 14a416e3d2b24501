import { readFileSync } from "node:fs";
import { CaptureSession } from "../capture/session.js";
import { Engine } from "../engine/engine.js";
import type { EngineRule } from "../engine/rule.js";
import { EVENTS } from "../event/table.js";
import { builtinRegistry } from "../fields/registry.js";
import { fieldText } from "../fields/value.js";
import { Interpreter } from "../filter/interpret.js";
import { RE2 } from "../filter/re2.js";
import { didYouMean, RulesError } from "../rules/errors.js";
import { nearest } from "../rules/nearest.js";
import type { EventContext } from "../state/context.js";
import { RuleTestError } from "./error.js";
import { Explainer } from "./explain.js";
import type { TestCase, TestFile } from "./format.js";
import { judge, type TestAlert, type TestProblem } from "./judge.js";
import { readTestFile } from "./read.js";
import { Scene } from "./scene.js";

/** Options of {@link runRuleTests}. */
export interface RuleTestOptions {
  /** Rules files in place of those that the test files name. */
  readonly rules?: readonly string[];
  /** Run only tests with this text in their name. */
  readonly filter?: string;
}

/** How a test went. */
export interface RuleTestResult {
  readonly file: string;
  readonly name: string;
  /** Line of the test in its file, from 1. */
  readonly line: number;
  readonly passed: boolean;
  readonly problems: readonly TestProblem[];
  readonly alerts: readonly TestAlert[];
  readonly ms: number;
}

/** How all tests went. */
export interface RuleTestReport {
  readonly files: readonly string[];
  readonly tests: readonly RuleTestResult[];
  /** Files whose tests could not be run: the file itself or its rules are at fault. */
  readonly errors: readonly { readonly file: string; readonly message: string }[];
  readonly passed: number;
  readonly failed: number;
  /** Every test passed, and every file could be read. */
  readonly ok: boolean;
}

/**
 * Run rule tests. Faults of test files and rules are part of the report.
 * @param files test files
 */
export async function runRuleTests(files: readonly string[], options: RuleTestOptions = {}): Promise<RuleTestReport> {
  const tests: RuleTestResult[] = [];
  const errors: { file: string; message: string }[] = [];
  for (const file of files) {
    try {
      tests.push(...(await runFile(file, options)));
    } catch (e) {
      errors.push({ file, message: describeFault(e) });
    }
  }
  const passed = tests.filter((t) => t.passed).length;
  const failed = tests.length - passed;
  return { files, tests, errors, passed, failed, ok: failed === 0 && errors.length === 0 };
}

function describeFault(e: unknown): string {
  if (e instanceof RuleTestError || e instanceof RulesError) return e.describe();
  return e instanceof Error ? e.message : String(e);
}

async function runFile(path: string, options: RuleTestOptions): Promise<RuleTestResult[]> {
  const file = readTestFile(readFileSync(path, "utf8"), path);
  const runner = new Runner({ ...file, rules: options.rules ?? file.rules });
  const chosen = file.tests.filter((t) => options.filter === undefined || t.name.includes(options.filter));
  for (const t of chosen) runner.check(t);
  const results: RuleTestResult[] = [];
  for (const t of chosen) results.push(await runner.run(t));
  return results;
}

/** Runs the tests of one file. */
class Runner {
  private readonly registry = builtinRegistry();
  private readonly interpreter = new Interpreter(RE2);
  private readonly engine: Engine;
  private readonly rules: ReadonlyMap<string, EngineRule>;

  constructor(private readonly file: TestFile) {
    this.engine = new Engine({ registry: this.registry, ruleMatching: file.matching });
    for (const r of file.rules) this.engine.loadFile(r);
    this.rules = new Map(this.engine.rules.map((r) => [r.name, r]));
  }

  /**
   * Are there the rules and fields that a test names?
   * @throws {RuleTestError}
   */
  check(test: TestCase): void {
    for (const e of test.expect) {
      if (!this.rules.has(e.rule)) {
        const hint = didYouMean(nearest(e.rule, this.rules.keys()));
        throw e.node.fail(`no rule is called '${e.rule}'`, hint);
      }
      for (const [name, { node }] of e.fields) this.field(name, node);
    }
  }

  private field(name: string, node: TestCase["node"]) {
    try {
      const f = this.registry.lookup(name);
      if (f !== undefined) return f;
    } catch (e) {
      throw node.fail(e instanceof Error ? e.message : String(e));
    }
    throw node.fail(`there is no field '${name}'`, didYouMean(this.registry.suggest(name)));
  }

  async run(test: TestCase): Promise<RuleTestResult> {
    const begin = performance.now();
    const alerts: TestAlert[] = [];
    const wanted = [...new Set(test.expect.map((e) => e.rule))].map((name) => this.rules.get(name) as EngineRule);
    const explainers = new Map(wanted.map((r) => [r.name, new Explainer(r, this.interpreter)]));
    let label = "";
    const each = (x: EventContext): void => {
      const event = label === "" ? `event ${x.num} (${EVENTS[x.ev.type]?.name})` : label;
      this.alerts(x, test, event, alerts);
      for (const e of explainers.values()) e.see(x, event);
    };
    const problems: TestProblem[] = [];
    try {
      if (test.capture !== undefined) {
        const capture = await CaptureSession.open(test.capture, { registry: this.registry });
        await capture.run(each);
      } else {
        const scene = new Scene(test, this.registry);
        for (const item of test.events) {
          label = `line ${item.node.line}`;
          scene.run(item, each);
        }
      }
    } catch (e) {
      problems.push({ message: describeFault(e), line: test.node.line, details: [] });
    }
    if (problems.length === 0) problems.push(...judge(test, alerts, (rule) => explainers.get(rule)?.lines() ?? []));
    return {
      file: this.file.path,
      name: test.name,
      line: test.node.line,
      passed: problems.length === 0,
      problems,
      alerts,
      ms: performance.now() - begin,
    };
  }

  private alerts(x: EventContext, test: TestCase, event: string, out: TestAlert[]): void {
    const n = this.engine.process(x);
    for (let i = 0; i < n; i++) {
      const rule = this.engine.rules[this.engine.hits[i] as number] as EngineRule;
      const fields: Record<string, string | null> = {};
      for (const e of test.expect) {
        if (e.rule !== rule.name) continue;
        for (const [name, { node }] of e.fields) fields[name] = fieldText(this.field(name, node), x) ?? null;
      }
      out.push({ rule: rule.name, priority: rule.priorityName, output: rule.template.render(x), event, fields });
    }
  }
}
