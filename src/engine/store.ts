import { Interpreter } from "../filter/interpret.js";
import type { NodeTable } from "../filter/typed.js";
import type { RuleSet } from "../rules/ruleset.js";
import type { Settings } from "./options.js";
import { type EngineRule, engineRule } from "./rule.js";
import type { Ruleset } from "./ruleset.js";
import { Tally } from "./stats.js";

/** The loaded rules of an engine and what its rulesets share. */
export class RuleStore {
  readonly interpreter: Interpreter;
  readonly tally = new Tally();
  private list: EngineRule[] = [];
  /** Holds the nodes of all rules; undefined as long as there are none. */
  table: NodeTable | undefined;

  constructor(readonly settings: Settings) {
    this.interpreter = new Interpreter(settings.regex);
  }

  /** In order of definition. */
  get rules(): readonly EngineRule[] {
    return this.list;
  }

  /** Take other rules, leaving out those that are not grave enough. */
  replace(set: RuleSet | undefined): void {
    this.list = (set?.rules ?? []).filter((r) => r.priority <= this.settings.minPriority).map(engineRule);
    this.table = set?.table;
    this.tally.reset(this.list.length);
  }

  /** Let the rules show whether they are enabled in this ruleset. */
  markEnabled(ruleset: Ruleset): void {
    const on = new Set(ruleset.enabled().map((r) => r.index));
    this.list = this.list.map((r) => {
      const enabled = on.has(r.index);
      return r.enabled === enabled ? r : { ...r, enabled };
    });
  }
}
