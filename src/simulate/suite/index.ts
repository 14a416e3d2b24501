// Declarative tests: YAML that says what processes do, and which alert ought to come of it.
export type { ExpectedOutcome, ProcessSpec, ResourceSpec, StepSpec, SuiteCase, SuiteTest } from "./format.js";
export { readSuite, readSuites } from "./read.js";
export { suiteReportJson, suiteReportJunit, suiteReportText } from "./report.js";
export { type SuiteOptions, type SuiteReport, type SuiteResult, testSuites } from "./run.js";
