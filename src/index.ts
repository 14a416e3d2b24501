// What the package exports.
export { Engine, type EngineOptions, type EngineRule } from "./engine/engine.js";
export { builtinRegistry } from "./fields/registry.js";
export { compileTemplate } from "./fields/format.js";
export { RulesError, type RulesWarning } from "./rules/errors.js";
export { LiveSensor, type LiveOptions } from "./sensor/live.js";
export { SensorError } from "./sensor/errors.js";
