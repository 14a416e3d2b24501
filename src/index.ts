// What the package exports.
export { ConversionError } from "./capture/convert/converter.js";
export { type ConversionStep, EventConverter } from "./capture/convert/standalone.js";
export { type EventSpec, encodeEvent, eventCode } from "./capture/encode.js";
export { CaptureError } from "./capture/error.js";
export {
  type FdBlock,
  type FdView,
  type GroupView,
  Inspector,
  type InspectorOptions,
  type KeptEvent,
  type ParamValue,
  type ThreadBlock,
  type ThreadChange,
  type ThreadView,
} from "./capture/inspector.js";
export { type RecordingEnd, recordingEnd, recordingPath } from "./capture/recording.js";
export { replay } from "./capture/replay.js";
export { type CaptureOptions, CaptureSession, type CaptureSummary, openCapture } from "./capture/session.js";
export { parseDuration } from "./config/duration.js";
export * as config from "./config/index.js";
export { isUnixUrl } from "./config/url.js";
export type { PluginFacts } from "./engine/describe.js";
export type {
  ListDescription,
  MacroDescription,
  RuleDescription,
  RulesDescription,
} from "./engine/description.js";
export { type ConditionDetails, conditionDetails } from "./engine/details.js";
export { DEFAULT_RULESET, Engine, type EngineOptions, type EngineRule } from "./engine/engine.js";
export { EngineError } from "./engine/errors.js";
export { metricName } from "./engine/metric-name.js";
export { type RuleSelector, wildcardMatch } from "./engine/select.js";
export type { EngineStats, EventTypeStats, RuleStats } from "./engine/stats.js";
export { decodeText } from "./event/bytes.js";
export * as events from "./event/index.js";
export type { BoundField, FieldDef, FieldRegistry, FieldType, Reader } from "./fields/field.js";
export { compileTemplate } from "./fields/format.js";
export { EventFormatter, type Formatted } from "./fields/formatter.js";
export { builtinRegistry } from "./fields/registry.js";
export * as filter from "./filter/index.js";
export { type Channel, type ChannelHooks, SendFault } from "./output/channels/channel.js";
export type { ChannelQueueOptions, ChannelStats } from "./output/channels/queue.js";
export { type OutputTrouble, troubleText } from "./output/channels/trouble.js";
export { OutputError } from "./output/errors.js";
export { type Alert, AlertFormatter } from "./output/line.js";
export { type OutputSpec, Outputs, type OutputsOptions } from "./output/outputs.js";
export type { OutputStats } from "./output/queue.js";
export type { OutputMessage, Sink } from "./output/sink.js";
export { RulesError, type RulesWarning } from "./rules/errors.js";
export type { ExtraOutput } from "./rules/extra.js";
export * as rules from "./rules/index.js";
export {
  type RuleTestOptions,
  type RuleTestReport,
  type RuleTestResult,
  reportJson,
  reportJunit,
  reportText,
  runRuleTests,
} from "./ruletest/index.js";
export { SensorError } from "./sensor/errors.js";
export { type LiveOptions, LiveSensor } from "./sensor/live.js";
export * as simulate from "./simulate/index.js";
export { concatenatePaths } from "./state/concat.js";
