// The event generator: actions that trip rules, and the check that they do.
export { type Action, ErrSkipped, isSkipped, type NamedAction, ruleKey } from "./action.js";
export { type ActionBench, type BenchOptions, type BenchReport, type BenchRound, benchActions } from "./bench.js";
export { loadActions } from "./load.js";
export type { Ended, ProgramOptions } from "./program.js";
export { Registry, SimulateError } from "./registry.js";
export { testReportJson, testReportJunit, testReportText } from "./report.js";
export { type Outcome, type RunActionsOptions, runAction, runActions } from "./runner.js";
export { Stage } from "./stage.js";
export * from "./suite/index.js";
export { type TestOptions, type TestReport, type TestResult, testActions } from "./verify.js";
