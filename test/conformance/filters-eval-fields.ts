import type { Stage } from "./filters-eval-stage.js";
import { stateValue } from "./filters-eval-state.js";
import { compare, type Step, type StepJudge } from "./filters-eval-step.js";

const field: StepJudge = (stage, s) => {
  stage.at(s.evt);
  const text = String(s.field);
  if (s.error === true) return throws(() => stage.inspector.field(text));
  let want = s.eq;
  if (typeof want === "object" && want !== null) {
    if ("hex" in want) return compare(stage.inspector.fieldBytes(text) ?? null, want);
    want = query(stage, want);
  }
  const got = stage.inspector.field(text);
  if (s.ne !== undefined) return got === s.ne ? `got ${JSON.stringify(got)}, which it must not be` : undefined;
  return compare(got, want);
};

function throws(f: () => unknown): string | undefined {
  try {
    f();
  } catch {
    return undefined;
  }
  return "it should be refused";
}

/** Is the condition, format or field accepted? Says why not. */
function refusal(f: () => unknown): string | undefined {
  try {
    f();
    return undefined;
  } catch (e) {
    return e instanceof Error ? e.message : String(e);
  }
}

const filter: StepJudge = (stage, s) => {
  stage.at(s.evt);
  const text = String(s.filter);
  if (s.error === true) return throws(() => stage.inspector.condition(text));
  if (s.eq === undefined) return refusal(() => stage.inspector.condition(text));
  return compare(stage.inspector.filter(text), s.eq);
};

const compiles: StepJudge = (stage, s) => {
  const why = refusal(() => stage.inspector.condition(String(s.filter)));
  const want = s.eq ?? s.ok ?? true;
  return (why === undefined) === want ? undefined : (why ?? "it should be refused");
};

function query(stage: Stage, q: unknown): unknown {
  if (typeof q !== "object" || q === null) return q;
  const o = q as Record<string, unknown>;
  if (o.query !== undefined) return query(stage, o.query);
  if (o.state !== undefined) return stateValue(stage, o.state as Step);
  switch (o.q) {
    case "field":
      stage.at(o.evt);
      return stage.inspector.field(String(o.field));
    case "filter":
      stage.at(o.evt);
      return stage.inspector.filter(String(o.filter));
    case "param":
      stage.at(o.evt);
      return stage.inspector.param((o.param ?? o.index) as string | number);
    case "state":
      return stateValue(stage, o as Step);
    default:
      throw new Error(`no answer to ${JSON.stringify(q)}`);
  }
}

const expect: StepJudge = (stage, s) => {
  const got = query(stage, s.query);
  if (s.ne !== undefined) return compare(got, query(stage, s.ne)) === undefined ? "they are equal" : undefined;
  return compare(got, query(stage, s.eq));
};

const param: StepJudge = (stage, s) => {
  stage.at(s.evt);
  const got = stage.inspector.param((s.param ?? s.index) as string | number);
  if (s.len !== undefined || s.is_empty !== undefined) {
    const name = s.param ?? s.index;
    const { ev } = stage.inspector.context;
    const i = typeof name === "number" ? name : ev.info.params.findIndex((p) => p.name === name);
    const len = i < ev.nparams ? (ev.len[i] as number) : 0;
    return s.len !== undefined ? compare(len, s.len) : compare(len === 0, s.is_empty);
  }
  const want = s.eq;
  if (got instanceof Uint8Array) return compareBytes(got, want);
  // the corpus has unsigned and signed readings of the same bits
  if (
    typeof got === "bigint" &&
    typeof want === "number" &&
    BigInt.asUintN(64, got) === BigInt.asUintN(64, BigInt(want))
  )
    return undefined;
  return compare(got, want);
};

function compareBytes(got: Uint8Array, want: unknown): string | undefined {
  if (Array.isArray(want)) {
    const texts = Buffer.from(got).toString("utf8").replace(/\0$/, "").split("\0");
    return compare(JSON.stringify(got.length === 0 ? [] : texts), JSON.stringify(want));
  }
  if (typeof want === "string") return compare(Buffer.from(got).toString("utf8"), want);
  return compare(got, want);
}

const format: StepJudge = (stage, s) => {
  if (s.evt !== undefined) stage.at(s.evt);
  const mode = s.mode === "json" ? "json" : "normal";
  const run = () => stage.inspector.format(String(s.format), mode, s.resolve_transformers !== false);
  if (s.error === true) return throws(run);
  const got = run();
  if (s.ok !== undefined && s.ok !== got.complete) return `complete: ${got.complete}, want ${String(s.ok)}`;
  if (s.output !== undefined && got.output !== s.output) return compare(got.output, s.output);
  if (s.output_ne !== undefined && got.output === s.output_ne) return `output is ${got.output}`;
  if (s.output_empty !== undefined && (got.output === "") !== s.output_empty) return `output is '${got.output}'`;
  if (s.fields_count !== undefined && got.fields.size !== s.fields_count)
    return `${got.fields.size} fields: ${[...got.fields.keys()].join(" ")}`;
  for (const [name, want] of Object.entries((s.fields as Record<string, string> | undefined) ?? {})) {
    const why = compare(got.fields.get(name), want);
    if (why !== undefined) return `field ${name}: ${why}`;
  }
  return undefined;
};

/** Steps about fields, conditions, parameters and formats. */
export const FIELD_STEPS: Readonly<Record<string, StepJudge>> = {
  field,
  field_has_value: (stage, s) => {
    stage.at(s.evt);
    return compare(stage.inspector.has(String(s.field)), s.eq ?? true);
  },
  field_exists: (stage, s) => compare(stage.inspector.knows(String(s.field)), s.eq ?? true),
  filter,
  compiles,
  expect,
  param,
  param_str: (stage, s) => {
    stage.at(s.evt);
    return compare(stage.inspector.field(`evt.arg.${String(s.param ?? s.index)}`), s.eq);
  },
  format,
};
