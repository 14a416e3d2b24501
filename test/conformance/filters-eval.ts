import { CheckBench } from "./filters-eval-checks.js";
import { FIELD_STEPS } from "./filters-eval-fields.js";
import { Stage } from "./filters-eval-stage.js";
import { STATE_STEPS } from "./filters-eval-state.js";
import type { Step, StepJudge } from "./filters-eval-step.js";
import type { Verdict } from "./group.js";

const STEPS: Readonly<Record<string, StepJudge>> = { ...FIELD_STEPS, ...STATE_STEPS };

/** Judge a case of the kinds `eval` and `format`: events go through an Inspector, and it is asked about them. */
export function judgeEvalCase(c: unknown): Verdict {
  const { id, steps } = c as { id: string; steps: readonly Step[] };
  let stage: Stage | undefined;
  for (const [i, step] of steps.entries()) {
    if (computed(step))
      return { id, outcome: "na", why: `step ${i} wants what C++ computes: ${JSON.stringify(step).slice(0, 200)}` };
    let why: string | undefined;
    try {
      stage ??= new Stage(steps);
      why = trouble(stage, step);
    } catch (e) {
      why = e instanceof Error ? `${e.name}: ${e.message}` : String(e);
    }
    if (why !== undefined) return { id, outcome: "fail", why: `step ${i}, ${JSON.stringify(step)}: ${why}` };
  }
  return { id, outcome: "pass" };
}

/** Does the step want a value that only the C++ program can work out? */
function computed(step: Step): boolean {
  if (step.op === "internal" || step.op === "native") return false;
  return Object.values(step).some((v) => typeof v === "object" && v !== null && Object.hasOwn(v, "cpp"));
}

const benches = new WeakMap<Stage, CheckBench>();

function trouble(stage: Stage, step: Step): string | undefined {
  if (step.op === "internal") return undefined; // of upstream's own classes
  if (step.op.startsWith("check_")) {
    let bench = benches.get(stage);
    if (bench === undefined) {
      bench = new CheckBench(stage);
      benches.set(stage, bench);
    }
    return bench.judge(step);
  }
  if (stage.act(step)) return undefined;
  const judge = Object.hasOwn(STEPS, step.op) ? STEPS[step.op] : undefined;
  return judge === undefined ? `no judge for steps '${step.op}'` : judge(stage, step);
}
