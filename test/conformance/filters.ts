import { exactCases } from "./exact-json.js";
import { callJudges } from "./filters-calls.js";
import { COMPILE_JUDGES } from "./filters-compile.js";
import { judgeEvalCase } from "./filters-eval.js";
import { EVENTS_JUDGES } from "./filters-events.js";
import { PARSER_JUDGES } from "./filters-parser.js";
import { VALUES_JUDGES } from "./filters-values.js";
import type { Group, Verdict } from "./group.js";
import { judgeAll } from "./judge.js";

const EVENT_KINDS: readonly unknown[] = ["eval", "format"];

/** The condition language, event sets, and what serves them. */
export const filtersGroup: Group = {
  name: "filters",
  run: async ({ cases, corpus }) => {
    const judges = {
      ...PARSER_JUDGES,
      ...COMPILE_JUDGES,
      ...EVENTS_JUDGES,
      ...VALUES_JUDGES,
      ...callJudges(corpus),
    };
    const onText = cases.filter((c) => !EVENT_KINDS.includes(c.kind));
    const onEvents = cases.filter((c) => EVENT_KINDS.includes(c.kind));
    return [...judgeAll(onText, judges), ...judgeOnEvents(onEvents, corpus)];
  },
};

/** Cases on events hold integers longer than a double, so they are read once more, exactly. */
function judgeOnEvents(cases: readonly Record<string, unknown>[], corpus: string): Verdict[] {
  if (cases.length === 0) return [];
  const exact = exactCases(corpus);
  return cases.map((c) => judgeEvalCase(exact.get(String(c.id)) ?? c));
}
