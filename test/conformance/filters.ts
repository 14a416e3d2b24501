import { existsSync } from "node:fs";
import { callJudges } from "./filters-calls.js";
import { COMPILE_JUDGES } from "./filters-compile.js";
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
    const onText = cases.filter((c) => !EVENT_KINDS.includes(c["kind"]));
    const onEvents = cases.filter((c) => EVENT_KINDS.includes(c["kind"]));
    return [...judgeAll(onText, judges), ...(await judgeOnEvents(onEvents))];
  },
};

async function judgeOnEvents(cases: readonly Record<string, unknown>[]): Promise<Verdict[]> {
  const file = new URL("./filters-eval.js", import.meta.url);
  if (!existsSync(file)) return cases.map((c) => ({ id: String(c["id"]), outcome: "na", why: "no runner yet" }));
  const { judgeEvalCase } = (await import(file.href)) as { judgeEvalCase: (c: unknown) => Verdict | Promise<Verdict> };
  const out: Verdict[] = [];
  for (const c of cases) out.push(await judgeEvalCase(c));
  return out;
}
