import { hostname } from "node:os";
import { type LoadedConfig, priorityNumber } from "../../config/config.js";
import type { RulesFile } from "../../config/rules-files.js";
import type { JudgeOptions } from "../../sensor/live.js";
import { extraOutputs } from "../additions.js";

/** This host's name, in alerts. */
export function hostName(): string {
  return process.env.FALCO_HOSTNAME ?? hostname();
}

/** What the configuration says of judging, for the sensor. */
export function judgeOptions(
  loaded: LoadedConfig,
  rules: readonly RulesFile[],
  print: string | undefined,
): JudgeOptions {
  const { config } = loaded;
  return {
    rules,
    ruleMatching: config.rule_matching,
    minPriority: priorityNumber(config.priority),
    extraOutput: extraOutputs(loaded.appendOutput, print, Object.keys(config.static_fields)),
    staticFields: config.static_fields,
    selections: loaded.ruleSelections,
    calls: config.base_syscalls.custom_set,
    format: {
      json: config.json_output,
      timeIso8601: config.time_format_iso_8601,
      includeOutput: config.json_include_output_property,
      includeMessage: config.json_include_message_property,
      includeOutputFields: config.json_include_output_fields_property,
      includeTags: config.json_include_tags_property,
      hostname: hostName(),
      base64: config.buffer_format_base64,
      details: config.grpc.enabled && config.grpc_output.enabled,
    },
  };
}
