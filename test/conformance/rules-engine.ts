import type { Group } from "./group.js";
import { judgeAll } from "./judge.js";
import { judgeLoad, judgeRuleset, judgeSequence } from "./rules-engine-load.js";
import {
  judgeFilterDetails,
  judgeFilterWarning,
  judgeMacroResolver,
  judgePluginRequirements,
  judgeUtil,
} from "./rules-engine-parts.js";

/** Loading of rules files, enabling rules, and what serves them. */
export const rulesEngineGroup: Group = {
  name: "rules-engine",
  run: async ({ cases }) =>
    judgeAll(cases, {
      load: judgeLoad,
      sequence: judgeSequence,
      ruleset: judgeRuleset,
      macro_resolver: judgeMacroResolver,
      filter_details: judgeFilterDetails,
      filter_warning: judgeFilterWarning,
      plugin_requirements: judgePluginRequirements,
      util: judgeUtil,
    }),
};
