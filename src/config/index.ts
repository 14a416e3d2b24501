// The configuration, as the package exports it.
export {
  type AppendOutput,
  ConfigError,
  defaultConfig,
  type LoadedConfig,
  loadConfig,
  loadConfigText,
  type NoEffect,
  type PluginConfig,
  priorityNumber,
  type RuleSelection,
} from "./config.js";
export { ConfigDocument } from "./document.js";
export { parseDuration } from "./duration.js";
export { expandEnv } from "./env.js";
export { type RulesFile, readRules } from "./rules-files.js";
export { configSchema } from "./schema/schema.js";
export {
  type SchemaFinding,
  type SchemaReport,
  type SchemaStatus,
  schemaLines,
  validateFiles,
  validateText,
} from "./schema/validate.js";
export type { Config } from "./settings.js";
export { type SourceChoice, selectSources } from "./sources.js";
export { type BaseSyscalls, ignoredSyscalls, type SyscallSelection, selectSyscalls } from "./syscalls.js";
export type { Tree, TreeMap } from "./tree.js";
