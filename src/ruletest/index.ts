export { RuleTestError } from "./error.js";
export type { TestAlert, TestProblem } from "./judge.js";
export { reportJson, reportJunit, reportText } from "./report.js";
export { type RuleTestOptions, type RuleTestReport, type RuleTestResult, runRuleTests } from "./run.js";
