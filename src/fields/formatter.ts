import type { EventContext } from "../state/context.js";
import type { FieldRegistry } from "./field.js";
import { evaluate, shown } from "./format.js";
import { type JsonValue, sortedKeys, toJson } from "./json.js";
import { parseTemplate, type Token } from "./template-parser.js";
import { fieldJson } from "./value.js";

/** An event as an {@link EventFormatter} puts it. */
export interface Formatted {
  /** False if a value was absent, where all were asked for. */
  readonly complete: boolean;
  /** Text, or a JSON object of the values; up to the first absent value if incomplete. */
  readonly output: string;
  /** Values as text, by the text of the expression; those before the first absent one if incomplete. */
  readonly fields: ReadonlyMap<string, string>;
}

type Valued = Extract<Token, { kind: "field" | "call" }>;

const NA = "<NA>";

/**
 * Formats events the way that capture tools do: `*` at the start of the format asks for `<NA>` in place of absent
 * values; without it the output ends before the first of them.
 */
export class EventFormatter {
  private readonly tokens: readonly Token[];
  private readonly lenient: boolean;
  /** What has a value of its own: fields, and transformer calls unless they are the last argument of another. */
  private readonly valued: readonly Valued[];

  /**
   * @param transformed also give the values of transformer calls
   * @throws {TemplateError}
   */
  constructor(
    readonly source: string,
    registry: FieldRegistry,
    transformed = true,
  ) {
    if (source === "") throw new Error("empty formatting token");
    this.lenient = source.startsWith("*");
    this.tokens = parseTemplate(this.lenient ? source.slice(1) : source, registry, this.lenient ? 1 : 0);
    const valued: Valued[] = [];
    let last: Token | undefined;
    const visit = (t: Token): void => {
      if (t.kind === "field") {
        valued.push(t);
        last = t;
      } else if (t.kind === "items") for (const i of t.items) visit(i);
      else if (t.kind === "call") {
        last = undefined;
        for (const a of t.args) visit(a);
        // a call within a call is a step on the way, not a value
        if ((last as Token | undefined)?.kind === "call") valued.pop();
        valued.push(t);
        last = t;
      }
    };
    for (const t of this.tokens) {
      last = undefined;
      visit(t);
    }
    this.valued = transformed ? valued : valued.filter((t) => t.kind === "field");
  }

  format(x: EventContext, mode: "normal" | "json"): Formatted {
    const fields = new Map<string, string>();
    for (const t of this.valued) {
      const v = shown(evaluate(t, x));
      if (v === undefined && !this.lenient) break;
      fields.set(textOf(t), v ?? NA);
    }
    return mode === "json" ? { ...this.json(x), fields } : { ...this.text(x), fields };
  }

  private text(x: EventContext): { complete: boolean; output: string } {
    let output = "";
    for (const t of this.tokens) {
      if (t.kind === "text") {
        output += t.text;
        continue;
      }
      const v = shown(evaluate(t, x));
      if (v === undefined && !this.lenient) return { complete: false, output };
      const s = v ?? NA;
      output += t.width > 0 ? s.slice(0, t.width).padEnd(t.width) : s;
    }
    return { complete: true, output };
  }

  private json(x: EventContext): { complete: boolean; output: string } {
    const values: Record<string, JsonValue> = {};
    let complete = true;
    for (const t of this.valued) {
      const v = t.kind === "field" ? fieldJson(t.field, x) : (evaluate(t, x) ?? null);
      if (v === null && !this.lenient) {
        complete = false;
        break;
      }
      values[textOf(t)] = v;
    }
    return { complete, output: Object.keys(values).length === 0 ? "null" : toJson(sortedKeys(values)) };
  }
}

function textOf(t: Valued): string {
  return t.kind === "field" ? t.field.text : t.text;
}
