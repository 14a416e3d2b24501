import type { EngineRule } from "../engine/rule.js";
import { fieldText } from "../fields/value.js";
import type { Interpreter } from "../filter/interpret.js";
import { type Check, eachCheck, type Node, type Operand } from "../filter/typed.js";
import type { EventContext } from "../state/context.js";

const MAX_SHOWN = 3;
const MAX_VALUES = 6;
const MAX_FIELDS = 3;

/** A part of a condition that should have been otherwise. */
interface Fault {
  readonly text: string;
  /** What the event has instead. */
  readonly values: string;
}

/** Finds out how near a rule came to a match over the events of a test. */
export class Explainer {
  private best: { readonly event: string; readonly faults: readonly Fault[] } | undefined;
  private judged = 0;

  constructor(
    private readonly rule: EngineRule,
    private readonly interpreter: Interpreter,
  ) {}

  /** Look at an event while it stands. */
  see(x: EventContext, event: string): void {
    if (!this.rule.rule.events.has(x.ev.type)) return;
    this.judged++;
    const faults = this.faults(this.rule.rule.root, true, x);
    if (this.best === undefined || faults.length < this.best.faults.length) this.best = { event, faults };
  }

  /** What keeps a condition from being `wanted`; nothing if it is. */
  private faults(n: Node, wanted: boolean, x: EventContext): Fault[] {
    if (this.interpreter.judge(n, x) === wanted) return [];
    if (n.kind === "not") return this.faults(n.child, !wanted, x);
    // where one child is enough, none can be blamed more than the others
    if (n.kind === "and" && wanted) return n.children.flatMap((c) => this.faults(c, true, x));
    if (n.kind === "or" && !wanted) return n.children.flatMap((c) => this.faults(c, false, x));
    const text = wanted ? printNode(n) : `not ${printNode(n)}`;
    return [{ text, values: values(n, x) }];
  }

  /** Why there was no match, in a line or a few. */
  lines(): string[] {
    if (!this.rule.enabled) return ["the rule is disabled"];
    if (this.judged === 0 || this.best === undefined) return ["none of the events is of a type that the rule looks at"];
    const { event, faults } = this.best;
    if (faults.length === 0) return [`its condition held for ${event}, but an earlier rule came first`];
    const shown = faults
      .slice(0, MAX_SHOWN)
      .map((f) => (f.values === "" ? `  ${f.text}` : `  ${f.text}  <- ${f.values}`));
    const more = faults.length - shown.length;
    return [
      `came closest with ${event}, for which this did not hold:`,
      ...shown,
      ...(more > 0 ? [`  and ${more} more`] : []),
    ];
  }
}

/** Values of the fields that a part of a condition reads. */
function values(n: Node, x: EventContext): string {
  const out = new Map<string, string>();
  eachCheck(n, (c) => {
    if (c.left.kind !== "field" || out.size >= MAX_FIELDS) return;
    const text = fieldText(c.left.field, x);
    out.set(c.left.field.text, text === undefined ? "is absent" : `is '${text}'`);
  });
  return [...out].map(([name, is]) => `${name} ${is}`).join(", ");
}

/** A condition as text, long lists cut short. */
export function printNode(n: Node): string {
  switch (n.kind) {
    case "const":
      return n.value ? "true" : "false";
    case "not":
      return `not ${printNode(n.child)}`;
    case "check":
      return printCheck(n);
    default:
      return `(${n.children.map(printNode).join(` ${n.kind} `)})`;
  }
}

const LIST_OPERATORS: ReadonlySet<string> = new Set(["in", "intersects", "pmatch"]);

function printCheck(c: Check): string {
  const left = printOperand(c.left);
  if (c.op === "exists") return `${left} exists`;
  const op = c.modifier === undefined ? c.op : `${c.op} ${c.modifier}`;
  if (c.right !== undefined) return `${left} ${op} ${printOperand(c.right)}`;
  const texts = c.texts.map((t) => (/[\s(),"']/.test(t) || t === "" ? JSON.stringify(t) : t));
  if (!LIST_OPERATORS.has(c.op) && c.modifier === undefined) return `${left} ${op} ${texts[0]}`;
  const rest = texts.length - MAX_VALUES;
  const list = rest > 0 ? `${texts.slice(0, MAX_VALUES).join(", ")}, and ${rest} more` : texts.join(", ");
  return `${left} ${op} (${list})`;
}

function printOperand(o: Operand): string {
  switch (o.kind) {
    case "field":
      return o.field.text;
    case "call":
      return `${o.name}(${o.args.map(printOperand).join(", ")})`;
    case "items":
      return `(${o.items.map(printOperand).join(", ")})`;
    default:
      return JSON.stringify(Buffer.from(o.bytes).toString());
  }
}
