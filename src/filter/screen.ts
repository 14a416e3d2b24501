import type { ClassFields } from "./attrclasses.js";
import { ClassRows } from "./attrclasses.js";
import type { BytesTest } from "./bytetests.js";
import { Consequence } from "./consequence.js";
import { type PatternSearch, PatternSet } from "./patternset.js";
import { addRule, type RuleBits, wordsFor } from "./rulebits.js";
import { type Check, eachCheck, type Node, NodeSet, type NodeTable, operandKey } from "./typed.js";
import { type FieldOperand, isAtHand, WitnessFinder } from "./witness.js";

/** A rule as it is judged on one event type. */
export interface Specialised {
  readonly index: number;
  readonly root: Node;
}

/**
 * What turns rules away before their conditions are judged. Every step may only say "cannot match"; what it leaves in
 * play is judged in full.
 */
export interface Screen {
  readonly words: number;
  /** Conditions on numbers; where one fails, the rules of `need` are out. */
  readonly guards: readonly { readonly node: Node; readonly need: RuleBits }[];
  /** What rules demand of one attribute field. */
  readonly attrs: readonly { readonly field: FieldOperand; readonly rows: ClassRows; readonly need: RuleBits }[];
  /** Searches in values that are at hand; they come before `attrs`. */
  readonly cheap: Searches;
  /** Searches in values that are made up for the event. */
  readonly dear: Searches;
}

/** Looks for the witnesses of rules. */
export interface Searches {
  /** Where the witnesses of the rules of `need` are looked for. */
  readonly fields: readonly {
    readonly field: FieldOperand;
    readonly searches: readonly PatternSearch[];
    readonly need: RuleBits;
  }[];
  /** Rules that are out unless a search finds them. */
  readonly wanting: RuleBits;
}

/** Guards are worth their while if few of them turn away many rules. */
const MAX_GUARDS = 12;
/** Fields with a new value in almost every process: remembering what was found out about one does not pay. */
const FICKLE = /^proc\.(a|p)?(cmdline|args|exeline|env|cwd|cmdnargs)|^evt\.|^fd\.(?!type)/;

function isNumeric(c: Check): boolean {
  return c.left.kind === "field" && c.right === undefined && c.left.field.reader.kind === "num";
}

function isAttr(c: Check): boolean {
  if (c.left.kind !== "field" || c.right !== undefined) return false;
  const { def, reader } = c.left.field;
  return reader.kind === "attr" && !FICKLE.test(def.name);
}

/** The field that rules except most. */
const MOST_NAMED = "proc.name";

/** What one rule demands of one field. */
interface Demand {
  readonly key: string;
  readonly field: FieldOperand;
  readonly node: Node;
}

interface FieldDemands {
  readonly field: FieldOperand;
  readonly need: RuleBits;
  readonly demands: { readonly rule: number; readonly demand: number }[];
  /** Some rule asks for certain values, rather than for any but certain ones. */
  positive: boolean;
}

/** Does a demand only except some values? Such demands hold for most events. */
function isNegative(n: Node): boolean {
  switch (n.kind) {
    case "not":
      return true;
    case "and":
      return n.children.every(isNegative);
    case "or":
      return n.children.some(isNegative);
    default:
      return false;
  }
}

/** Makes the screens of one compiled set. */
export class Screener {
  private readonly numeric: Consequence;
  private readonly witnesses: WitnessFinder;
  private readonly perField = new Map<string, Consequence>();
  private readonly demands = new Map<Node, readonly Demand[]>();
  /** Empty: none. */
  private readonly keys = new Map<Check, string>();
  private readonly seen = new NodeSet();

  constructor(
    private readonly table: NodeTable,
    private readonly fields: ClassFields,
    private readonly testOf: (c: Check) => BytesTest,
  ) {
    this.witnesses = new WitnessFinder();
    this.numeric = new Consequence(table, isNumeric);
  }

  screen(rules: readonly Specialised[]): Screen {
    const words = wordsFor(rules.length);
    return {
      words,
      guards: this.guards(rules, words),
      attrs: this.attrs(rules, words),
      cheap: this.searches(rules, words, true),
      dear: this.searches(rules, words, false),
    };
  }

  private guards(rules: readonly Specialised[], words: number): Screen["guards"] {
    const byNode = new Map<Node, { need: RuleBits; rules: number }>();
    rules.forEach((r, i) => {
      const node = this.numeric.of(r.root);
      if (node === this.table.true) return;
      const g = byNode.get(node) ?? { need: new Int32Array(words), rules: 0 };
      byNode.set(node, g);
      addRule(g.need, i);
      g.rules++;
    });
    return [...byNode]
      .sort(([, a], [, b]) => b.rules - a.rules)
      .slice(0, MAX_GUARDS)
      .map(([node, { need }]) => ({ node, need }));
  }

  private attrs(rules: readonly Specialised[], words: number): Screen["attrs"] {
    const found = new Map<string, FieldDemands>();
    rules.forEach((r, rule) => {
      for (const { key, field, node } of this.demandsOf(r.root)) {
        const f = found.get(key) ?? { field, need: new Int32Array(words), demands: [], positive: false };
        found.set(key, f);
        f.positive ||= !isNegative(node);
        f.demands.push({ rule, demand: this.fields.field(key).demand(node) });
        addRule(f.need, rule);
      }
    });
    return [...found]
      .filter(([, f]) => f.positive || f.field.field.def.name === MOST_NAMED)
      .sort(([, a], [, b]) => b.demands.length - a.demands.length)
      .map(([key, { field, need, demands }]) => ({
        field,
        need,
        rows: new ClassRows(this.fields.field(key), demands, words),
      }));
  }

  /** What a condition demands of each attribute field on its own. */
  private demandsOf(root: Node): readonly Demand[] {
    let list = this.demands.get(root);
    if (list === undefined) {
      const own = new Map<string, FieldOperand>();
      const visit = (c: Check): void => {
        const key = this.attrKey(c);
        if (key !== undefined) own.set(key, c.left as FieldOperand);
      };
      this.seen.clear();
      eachCheck(root, visit, this.seen);
      list = [...own]
        .map(([key, field]) => ({ key, field, node: this.consequence(key).of(root) }))
        .filter((d) => d.node !== this.table.true);
      this.demands.set(root, list);
    }
    return list;
  }

  /** Text that tells the attribute fields apart; undefined for a check on anything else. */
  private attrKey(c: Check): string | undefined {
    let key = this.keys.get(c);
    if (key === undefined) {
      key = isAttr(c) ? operandKey(c.left) : "";
      this.keys.set(c, key);
    }
    return key === "" ? undefined : key;
  }

  private consequence(key: string): Consequence {
    let c = this.perField.get(key);
    if (c === undefined) {
      c = new Consequence(this.table, (k) => this.attrKey(k) === key);
      this.perField.set(key, c);
    }
    return c;
  }

  private searches(rules: readonly Specialised[], words: number, cheap: boolean): Searches {
    const wanting = new Int32Array(words);
    const found = new Map<string, { field: FieldOperand; need: RuleBits; set: PatternSet }>();
    rules.forEach((r, rule) => {
      const w = this.witnesses.of(r.root);
      if (w === undefined || w.any.every((one) => isAtHand(one.field)) !== cheap) return;
      addRule(wanting, rule);
      for (const one of w.any) {
        const { field } = one;
        const key = operandKey(field);
        const f = found.get(key) ?? { field, need: new Int32Array(words), set: new PatternSet(words) };
        found.set(key, f);
        addRule(f.need, rule);
        f.set.add(one, rule, () => this.testOf(one.check));
      }
    });
    const fields = [...found.values()].map(({ field, need, set }) => ({ field, need, searches: set.build() }));
    return { wanting, fields };
  }
}
