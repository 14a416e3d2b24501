import type { Expectation, TestCase } from "./format.js";

/** An alert that a test brought about. */
export interface TestAlert {
  readonly rule: string;
  readonly priority: string;
  readonly output: string;
  /** The event, in short. */
  readonly event: string;
  /** Print forms of the fields that the test asks for; null = absent. */
  readonly fields: Readonly<Record<string, string | null>>;
}

/** What is wrong with the outcome of a test. */
export interface TestProblem {
  readonly message: string;
  /** Line in the test file, from 1. */
  readonly line: number;
  /** More about it. */
  readonly details: readonly string[];
}

/**
 * Hold the alerts of a test against what was expected.
 * @param why explains the absence of a rule's alert
 */
export function judge(
  test: TestCase,
  alerts: readonly TestAlert[],
  why: (rule: string) => readonly string[],
): TestProblem[] {
  const problems = test.expect.flatMap((e) => judgeOne(e, alerts, why));
  const expected = new Set(test.expect.map((e) => e.rule));
  const strangers = alerts.filter((a) => !expected.has(a.rule));
  if (test.strict) {
    for (const [rule, n] of countByRule(strangers)) {
      const sample = strangers.find((a) => a.rule === rule) as TestAlert;
      problems.push({
        message: `unexpected alert of '${rule}'${times(n)}`,
        line: test.node.line,
        details: [`by ${sample.event}: ${sample.output}`],
      });
    }
  }
  return problems;
}

function judgeOne(
  e: Expectation,
  alerts: readonly TestAlert[],
  why: (rule: string) => readonly string[],
): TestProblem[] {
  const own = alerts.filter((a) => a.rule === e.rule);
  const { line } = e.node;
  if (own.length === 0) {
    return e.count === 0 ? [] : [{ message: `no alert of '${e.rule}'`, line, details: why(e.rule) }];
  }
  const out: TestProblem[] = [];
  if (e.count !== undefined && own.length !== e.count) {
    const details = own.map((a) => `by ${a.event}`);
    out.push({ message: `'${e.rule}' alerted ${own.length} times, not ${e.count}`, line, details });
  }
  for (const text of e.outputContains) {
    if (own.some((a) => a.output.includes(text))) continue;
    const details = own.map((a) => a.output);
    out.push({ message: `no output of '${e.rule}' contains '${text}'`, line, details });
  }
  for (const [field, { node, value }] of e.fields) {
    if (own.some((a) => (a.fields[field] ?? null) === value)) continue;
    const got = [...new Set(own.map((a) => show(a.fields[field] ?? null)))].join(", ");
    out.push({ message: `'${e.rule}': ${field} is ${got}, not ${show(value)}`, line: node.line, details: [] });
  }
  return out;
}

function show(value: string | null): string {
  return value === null ? "absent" : `'${value}'`;
}

function times(n: number): string {
  return n > 1 ? ` (${n} times)` : "";
}

function countByRule(alerts: readonly TestAlert[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const a of alerts) out.set(a.rule, (out.get(a.rule) ?? 0) + 1);
  return out;
}
