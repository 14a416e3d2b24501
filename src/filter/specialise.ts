import { EVENTS } from "../event/table.js";
import { isEventTypeField } from "./check.js";
import { NAMED_AT_RUN_TIME } from "./eventnames.js";
import type { Interpreter } from "./interpret.js";
import type { Check, Node, NodeTable } from "./typed.js";

/**
 * Rewrites conditions for one event type: what depends on nothing but the type becomes a constant, and what the
 * constants decide falls away.
 */
export class Specialiser {
  private readonly done = new Map<Node, Node>();
  private readonly name: string;
  private readonly fixedName: boolean;

  constructor(
    code: number,
    private readonly table: NodeTable,
    private readonly interpreter: Interpreter,
  ) {
    this.name = EVENTS[code]?.name ?? "";
    this.fixedName = !NAMED_AT_RUN_TIME.has(code);
  }

  node(n: Node): Node {
    if (n.kind === "const") return n;
    let r = this.done.get(n);
    if (r === undefined) {
      r =
        n.kind === "check"
          ? this.check(n)
          : n.kind === "not"
            ? this.table.not(this.node(n.child))
            : this.table.logic(
                n.kind,
                n.children.map((c) => this.node(c)),
              );
      this.done.set(n, r);
    }
    return r;
  }

  private check(c: Check): Node {
    if (c.right !== undefined || c.left.kind !== "field") return c;
    const field = c.left.field.def.name;
    if (field === "evt.dir") return this.constant(c, "<");
    if (!this.fixedName || !isEventTypeField(c.left)) return c;
    if (field === "evt.type") return this.constant(c, this.name);
    // syscall.type is absent when the event is no system call, so only "false" is certain
    const plain = c.modifier === undefined && (c.op === "=" || c.op === "in" || c.op === "intersects");
    return plain && !c.texts.includes(this.name) ? this.table.false : c;
  }

  private constant(c: Check, value: string): Node {
    const yes = c.op === "exists" || this.interpreter.holds(c, { mode: "one", items: [value] });
    return yes ? this.table.true : this.table.false;
  }
}
