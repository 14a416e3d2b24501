import { type CheckOptions, checkCondition } from "../filter/check.js";
import { compileRules } from "../filter/compile.js";
import { EventSet, eventTypesOf } from "../filter/eventtypes.js";
import { Interpreter } from "../filter/interpret.js";
import { FILTER_DEPTH, parseCondition } from "../filter/parser.js";
import { type Node, NodeTable } from "../filter/typed.js";
import type { EventContext } from "../state/context.js";

/** A condition that can be judged on its own, without a rule around it. */
export class Condition {
  private readonly root: Node;
  private readonly interpreter: Interpreter;
  private readonly judges: ReturnType<typeof compileRules>["judges"];
  private readonly out = new Int32Array(2);
  private readonly events: EventSet;

  /** @throws {FilterError} */
  constructor(
    readonly text: string,
    options: Omit<CheckOptions, "table" | "macros">,
  ) {
    const table = new NodeTable();
    this.root = checkCondition(parseCondition(text, FILTER_DEPTH), { ...options, table, byEventType: false }).root;
    this.events = eventTypesOf(this.root);
    this.interpreter = new Interpreter(options.regex);
    const rule = { index: 0, root: this.root, events: EventSet.all() };
    this.judges = compileRules([rule], { table, matching: "first", regex: options.regex }).judges;
  }

  /** Can it hold for events of this code? */
  mayHold(code: number): boolean {
    return this.events.has(code);
  }

  /** Does it hold? Asks the compiled form alone. */
  holds(x: EventContext): boolean {
    x.resolved = false;
    return (this.judges[x.ev.type]?.(x, this.out, 0) ?? 0) > 0;
  }

  /** Does it hold? The compiled form and the tree must agree. */
  judge(x: EventContext): boolean {
    x.resolved = false;
    const plain = this.interpreter.judge(this.root, x);
    const compiled = (this.judges[x.ev.type]?.(x, this.out, 0) ?? 0) > 0;
    if (plain !== compiled)
      throw new Error(`'${this.text}' is ${plain} by its tree, but ${compiled} when compiled: this is a fault of ours`);
    return plain;
  }
}
