import { EVENTS } from "../event/table.js";
import { isEventTypeField } from "./check.js";
import { NAMED_AT_RUN_TIME } from "./eventnames.js";
import type { Interpreter } from "./interpret.js";
import type { Check, Node, NodeTable } from "./typed.js";

const TYPE_FIELDS: ReadonlySet<string> = new Set(["evt.type", "syscall.type", "evt.dir"]);

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
    /** Shared between the specialisers of all event types. */
    private readonly dependent: Map<Node, boolean>,
  ) {
    this.name = EVENTS[code]?.name ?? "";
    this.fixedName = !NAMED_AT_RUN_TIME.has(code);
  }

  node(n: Node): Node {
    if (n.kind === "const" || !this.depends(n)) return n;
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

  /** Is there anything in this tree that the event type decides? */
  private depends(n: Node): boolean {
    let yes = this.dependent.get(n);
    if (yes === undefined) {
      yes =
        n.kind === "check"
          ? n.left.kind === "field" && TYPE_FIELDS.has(n.left.field.def.name)
          : n.kind === "not"
            ? this.depends(n.child)
            : n.kind !== "const" && n.children.some((k) => this.depends(k));
      this.dependent.set(n, yes);
    }
    return yes;
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
