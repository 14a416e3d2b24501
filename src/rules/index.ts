// Rules files, as the package exports them.
export {
  CODE_TEXT,
  type ErrorCode,
  type Location,
  type Place,
  type Position,
  RulesError,
  type RulesWarning,
  WARNING_MEANING,
  type WarningCode,
} from "./errors.js";
export { nearest } from "./nearest.js";
export { checkPlugins, type PluginRequirement, type PluginVersion } from "./plugins.js";
export { PRIORITIES, parsePriority } from "./priority.js";
export {
  type IssueJson,
  type LoadReport,
  type LoadReportJson,
  reportJson,
  reportSummary,
  reportText,
} from "./result.js";
export { RULES_SCHEMA, type Schema } from "./schema.js";
export {
  compareVersions,
  ENGINE_VERSION,
  formatVersion,
  parseEngineVersion,
  parseVersion,
  satisfies,
  type Version,
} from "./versions.js";
