// What the package exports.
export { Engine, type EngineOptions, type EngineRule } from "./engine/engine.js";
export { compileTemplate } from "./fields/format.js";
export { builtinRegistry } from "./fields/registry.js";
export { RulesError, type RulesWarning } from "./rules/errors.js";
export { SensorError } from "./sensor/errors.js";
export { type LiveOptions, LiveSensor } from "./sensor/live.js";
