import type { RuleTestReport, RuleTestResult } from "./run.js";
import { xml } from "./xml.js";

/** How to print a report. */
export interface ReportTextOptions {
  /** With terminal colours. */
  readonly color?: boolean;
}

const GREEN = 32;
const RED = 31;

/** For people: one line a test, and for each that failed what is wrong. */
export function reportText(r: RuleTestReport, options: ReportTextOptions = {}): string {
  const paint = (text: string, code: number) => (options.color === true ? `\x1b[${code}m${text}\x1b[0m` : text);
  const out: string[] = [];
  for (const file of r.files) {
    out.push(file);
    for (const e of r.errors) if (e.file === file) out.push(indent(`${paint("ERROR", RED)} ${e.message.trimEnd()}`, 2));
    for (const t of r.tests) {
      if (t.file !== file) continue;
      out.push(`  ${t.passed ? paint("ok   ", GREEN) : paint("FAIL ", RED)} ${t.name}`);
      for (const p of t.problems) {
        out.push(`        line ${p.line}: ${indent(p.message, 8).trimStart()}`);
        for (const d of p.details) out.push(indent(d, 10));
      }
    }
  }
  const faults = r.errors.length > 0 ? `, ${r.errors.length} files could not be run` : "";
  out.push(`${r.passed} passed, ${r.failed} failed${faults}`);
  return `${out.join("\n")}\n`;
}

function indent(text: string, by: number): string {
  return text.replace(/^/gm, " ".repeat(by));
}

/** For programs: the report as it is. */
export function reportJson(r: RuleTestReport): string {
  return `${JSON.stringify(r)}\n`;
}

/** For CI systems: JUnit's XML, a suite a file. */
export function reportJunit(r: RuleTestReport): string {
  const suites = r.files.map((file) => {
    const tests = r.tests.filter((t) => t.file === file);
    const errors = r.errors.filter((e) => e.file === file);
    const seconds = tests.reduce((sum, t) => sum + t.ms, 0) / 1000;
    const failures = tests.filter((t) => !t.passed).length;
    return [
      `  <testsuite name="${xml(file)}" tests="${tests.length + errors.length}" failures="${failures}" errors="${errors.length}" time="${seconds.toFixed(3)}">`,
      ...errors.map(
        (e) => `    <testcase name="(file)" classname="${xml(file)}"><error>${xml(e.message)}</error></testcase>`,
      ),
      ...tests.map(junitCase),
      "  </testsuite>",
    ].join("\n");
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}

function junitCase(t: RuleTestResult): string {
  const head = `    <testcase name="${xml(t.name)}" classname="${xml(t.file)}" time="${(t.ms / 1000).toFixed(3)}"`;
  if (t.passed) return `${head}/>`;
  const failures = t.problems.map((p) => {
    const text = [`${t.file}:${p.line}`, ...p.details].join("\n");
    return `      <failure message="${xml(p.message)}">${xml(text)}</failure>`;
  });
  return `${head}>\n${failures.join("\n")}\n    </testcase>`;
}
