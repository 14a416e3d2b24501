import { builtinRegistry, filter } from "../../src/index.js";
import { attempt, type Case, type Judge, same } from "./judge.js";
import { MOCK_TYPES, mockRegistry } from "./mock-fields.js";

const builtin = builtinRegistry();
const mocks = MOCK_TYPES.map(mockRegistry);

interface CompileCase extends Case {
  readonly filter: string;
  readonly ok: boolean;
  readonly error?: string | boolean;
  readonly warnings?: number;
  readonly mock_fields?: boolean;
}

function check(text: string, registry: filter.CheckOptions["registry"]) {
  return attempt(() => {
    const tree = filter.parseCondition(text, filter.FILTER_DEPTH);
    return filter.checkCondition(tree, { registry, regex: filter.RE2 });
  });
}

/** Upstream's mock fields take any operator: a condition is fine if it is for one of the types tried. */
function compile(c: CompileCase): string | undefined {
  const tries = (c.mock_fields ? mocks : [builtin]).map((r) => check(c.filter, r));
  const fine = tries.find((t) => "value" in t);
  if (fine === undefined || !("value" in fine)) {
    const errors = tries.flatMap((t) => ("error" in t ? [t.error] : []));
    const odd = errors.find((e) => !(e instanceof filter.FilterError));
    if (odd !== undefined) return `throws ${odd.name}: ${odd.message}`;
    if (c.ok) return `is refused: ${errors.map((e) => e.message).join(" | ")}`;
    if (typeof c.error !== "string" || errors.some((e) => e.message === c.error)) return undefined;
    return `got ${errors.map((e) => e.message).join(" | ")}, want ${c.error}`;
  }
  if (!c.ok) return "is accepted";
  const warnings = fine.value.advice.filter((a) => a.code === "LOAD_COMPILE_CONDITION");
  if (c.warnings === undefined || warnings.length === c.warnings) return undefined;
  return `${warnings.length} warnings: ${warnings.map((w) => w.message).join(" | ")}`;
}

function mockRun(c: Case & { readonly filter: string; readonly result: boolean }): string | undefined {
  const registry = mockRegistry("UINT64");
  const tree = filter.parseCondition(c.filter, filter.FILTER_DEPTH);
  const { root } = filter.checkCondition(tree, { registry, regex: filter.RE2 });
  // the mock fields do not look at the event
  const event = {} as Parameters<filter.Interpreter["judge"]>[1];
  return same(new filter.Interpreter(filter.RE2).judge(root, event), c.result);
}

/** Kinds of cases about conditions with their types. */
export const COMPILE_JUDGES: Readonly<Record<string, Judge<never>>> = { compile, mock_run: mockRun };
