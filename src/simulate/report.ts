import { xml } from "../ruletest/xml.js";
import type { TestReport, TestResult } from "./verify.js";

const WORDS: Readonly<Record<TestResult["status"], string>> = {
  passed: "fired",
  failed: "FAILED",
  skipped: "skipped",
  unmatched: "no rule",
};

/** For people: a table, then the counts in one line. */
export function testReportText(report: TestReport): string {
  const rows = report.results.map((r) => [
    r.action,
    WORDS[r.status],
    r.priority ?? "",
    `${Math.round(r.ms)} ms`,
    r.reason ?? r.rule ?? "",
  ]);
  const table = columns([["ACTION", "RESULT", "PRIORITY", "TIME", "RULE, OR WHY NOT"], ...rows]);
  return `${table}\n\n${testSummary(report)}\n`;
}

/** The counts in one line. */
export function testSummary(r: TestReport): string {
  return `${r.results.length} actions: ${r.passed} fired, ${r.failed} failed, ${r.skipped} skipped, ${r.unmatched} without a rule`;
}

/** A table of left-justified columns. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((r) => (r[i] ?? "").length)));
  return rows
    .map((r) =>
      r
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** For programs: the report as it is. */
export function testReportJson(report: TestReport): string {
  return `${JSON.stringify(report)}\n`;
}

/** For CI systems: JUnit's XML, a suite a package. */
export function testReportJunit(report: TestReport): string {
  const packages = [...new Set(report.results.map(packageOf))];
  const suites = packages.map((pkg) => {
    const own = report.results.filter((r) => packageOf(r) === pkg);
    const failures = own.filter((r) => r.status === "failed").length;
    const skipped = own.filter((r) => r.status === "skipped" || r.status === "unmatched").length;
    const seconds = own.reduce((sum, r) => sum + r.ms, 0) / 1000;
    return [
      `  <testsuite name="${xml(pkg)}" tests="${own.length}" failures="${failures}" skipped="${skipped}" time="${seconds.toFixed(3)}">`,
      ...own.map(junitCase),
      "  </testsuite>",
    ].join("\n");
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}

function packageOf(r: TestResult): string {
  return r.action.slice(0, r.action.indexOf("."));
}

function junitCase(r: TestResult): string {
  const name = r.action.slice(r.action.indexOf(".") + 1);
  const head = `    <testcase name="${xml(name)}" classname="${xml(packageOf(r))}" time="${(r.ms / 1000).toFixed(3)}"`;
  if (r.status === "passed") return `${head}/>`;
  const what = r.status === "failed" ? "failure" : "skipped";
  return `${head}><${what} message="${xml(r.reason ?? "")}"/></testcase>`;
}
