import type { ExtraField } from "../rules/extra.js";
import { PRIORITIES } from "../rules/priority.js";
import type { Rule } from "../rules/ruleset.js";
import type { OutputTemplate } from "../rules/template.js";

/** A loaded rule as seen from outside. Its place in `Engine.rules` is its index in `Engine.hits`. */
export interface EngineRule {
  readonly index: number;
  readonly name: string;
  readonly desc: string;
  readonly condition: string;
  readonly output: string;
  readonly template: OutputTemplate;
  /** Output fields that configuration adds. */
  readonly extraFields: readonly ExtraField[];
  /** 0 (Emergency) to 7 (Debug). */
  readonly priority: number;
  readonly priorityName: string;
  /** Sorted. */
  readonly tags: readonly string[];
  readonly source: string;
  /** In the default ruleset. */
  readonly enabled: boolean;
  readonly capture: boolean;
  /** In ms; 0 = as configured. */
  readonly captureDuration: number;
  readonly rule: Rule;
}

/** A rule in its place. */
export function engineRule(rule: Rule, index: number): EngineRule {
  return {
    index,
    name: rule.name,
    desc: rule.desc,
    condition: rule.condition,
    output: rule.output,
    template: rule.template,
    extraFields: rule.extraFields,
    priority: rule.priority,
    priorityName: PRIORITIES[rule.priority] as string,
    tags: rule.tags,
    source: rule.source,
    enabled: rule.enabled,
    capture: rule.capture,
    captureDuration: rule.captureDuration,
    rule,
  };
}
