import { basename } from "node:path";
import { xml } from "../../ruletest/xml.js";
import { columns } from "../report.js";
import type { SuiteReport, SuiteResult } from "./run.js";

const WORDS: Readonly<Record<SuiteResult["status"], string>> = {
  passed: "fired",
  done: "done",
  failed: "FAILED",
  skipped: "skipped",
  unmatched: "no rule",
};

/** For people: a line for each test, one for each case that did not go well, then the counts. */
export function suiteReportText(report: SuiteReport): string {
  const groups = grouped(report.results, (r) => `${r.file}\0${r.line}`);
  const rows = [...groups.values()].map((own) => {
    const [first] = own as [SuiteResult];
    const good = own.filter(isGood).length;
    return [
      first.test.replace(/_testCase#\d+$/, ""),
      `${good} of ${own.length} ${first.rule === undefined ? "done" : "fired"}`,
      first.rule ?? "",
    ];
  });
  const wrong = report.results
    .filter((r) => !isGood(r))
    .map((r) => `  ${WORDS[r.status]}  ${basename(r.file)}:${r.line} ${r.test} ${valuesText(r)}: ${r.reason ?? ""}`);
  return [
    columns([["TEST", "RESULT", "RULE"], ...rows]),
    "",
    ...wrong,
    ...(wrong.length > 0 ? [""] : []),
    suiteSummary(report),
    "",
  ].join("\n");
}

/** The counts in one line. */
export function suiteSummary(r: SuiteReport): string {
  return `${r.results.length} tests: ${r.passed} fired, ${r.done} done, ${r.failed} failed, ${r.skipped} skipped, ${r.unmatched} without a rule`;
}

/** For programs: the report as it is. */
export function suiteReportJson(report: SuiteReport): string {
  return `${JSON.stringify(report)}\n`;
}

/** For CI systems: JUnit's XML, a suite a file. */
export function suiteReportJunit(report: SuiteReport): string {
  const suites = [...grouped(report.results, (r) => r.file)].map(([file, own]) => {
    const of = (...s: SuiteResult["status"][]): number => own.filter((r) => s.includes(r.status)).length;
    const seconds = own.reduce((sum, r) => sum + r.ms, 0) / 1000;
    const head = `  <testsuite name="${xml(file)}" tests="${own.length}" failures="${of("failed")}" skipped="${of("skipped", "unmatched")}" time="${seconds.toFixed(3)}">`;
    return [head, ...own.map(junitCase), "  </testsuite>"].join("\n");
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}

function junitCase(r: SuiteResult): string {
  const name = xml(`${r.test} ${valuesText(r)}`.trim());
  const head = `    <testcase name="${name}" classname="${xml(r.rule ?? "")}" time="${(r.ms / 1000).toFixed(3)}"`;
  if (isGood(r)) return `${head}/>`;
  const what = r.status === "failed" ? "failure" : "skipped";
  return `${head}><${what} message="${xml(r.reason ?? "")}"/></testcase>`;
}

function isGood(r: SuiteResult): boolean {
  return r.status === "passed" || r.status === "done";
}

function valuesText(r: SuiteResult): string {
  const pairs = Object.entries(r.values).map(([k, v]) => `${k}=${JSON.stringify(v)}`);
  return pairs.length === 0 ? "" : `(${pairs.join(", ")})`;
}

function grouped(results: readonly SuiteResult[], key: (r: SuiteResult) => string): Map<string, SuiteResult[]> {
  const out = new Map<string, SuiteResult[]>();
  for (const r of results) {
    const k = key(r);
    const own = out.get(k);
    if (own === undefined) out.set(k, [r]);
    else own.push(r);
  }
  return out;
}
