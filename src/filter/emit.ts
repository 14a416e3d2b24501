import { Slice } from "../event/bytes.js";
import type { BoundField } from "../fields/field.js";
import type { Attr } from "../state/attr.js";
import type { AttrTests } from "./attrtests.js";
import type { PartJudge } from "./build.js";
import { addressesTest, listTest, portsTest, someAttr, someNumber } from "./grouptests.js";
import type { Interpreter } from "./interpret.js";
import { bigTest, bytesTest, numberTest } from "./predicates.js";
import type { RegexEngine } from "./regex.js";
import { allRules, isEmpty, isSame, type RuleBits } from "./rulebits.js";
import type { Screen, Searches } from "./screen.js";
import { type Check, type Node, type Operand, operandKey } from "./typed.js";

/** What all functions of one compiled set have in common. */
export interface EmitShared {
  readonly regex: RegexEngine | undefined;
  readonly interpreter: Interpreter;
  readonly attrs: AttrTests;
  readonly attrTest: (a: Attr, i: number) => boolean;
  /** Tests by check, so that they are prepared once however many functions use them. */
  readonly tests: Map<Check, unknown>;
  /** By rule: how often its condition has been evaluated. */
  readonly judged: Float64Array | undefined;
}

/** A field whose value the function keeps in a local variable. */
interface Local {
  /** Expression that gives the value, reading it if that has not been done in this call. */
  readonly read: string;
  /** Names of the buffers that the reader fills. */
  readonly buffers: readonly string[];
  readonly name: string;
}

/**
 * Writes the source of one function. Every field is read at most once a call, every shared part of the conditions
 * is judged at most once; both are kept in local variables.
 */
export class Emitter {
  readonly constants: unknown[] = [];
  private readonly constantNames = new Map<unknown, string>();
  private readonly declarations: string[] = [];
  private readonly body: string[] = [];
  private readonly locals = new Map<string, Local>();
  private readonly shared = new Map<Node, string>();

  /**
   * @param uses how often each node occurs in the rules of this function
   */
  constructor(
    private readonly o: EmitShared,
    private readonly uses: ReadonlyMap<Node, number>,
  ) {}

  /**
   * Add a rule; `first` ends the function at its match.
   * @param bit if given: judge it only if this bit of `w0` is set
   */
  rule(index: number, root: Node, first: boolean, bit?: number): void {
    const put = first ? `{out[n]=${index};return n+1}` : `out[n++]=${index};`;
    if (root.kind === "const" && !root.value) return;
    const { judged } = this.o;
    const count = judged === undefined ? "" : `${this.constant(judged)}[${index}]++;`;
    const judge = count + (root.kind === "const" ? put : `if(${this.node(root)})${put}`);
    this.body.push(bit === undefined ? judge : `if((w0&${1 << bit})!==0){${judge}}`);
  }

  /** Add the steps that turn rules away; those left in play are the bits of `w0`, `w1`, ... */
  screen(s: Screen, rules: number): void {
    const all = allRules(rules);
    for (let w = 0; w < s.words; w++) this.declarations.push(`w${w}=${all[w]}`);
    const words = [...all.keys()];
    const anyOf = (bits: RuleBits): string =>
      words
        .filter((w) => bits[w] !== 0)
        .map((w) => (bits[w] === all[w] ? `w${w}` : `(w${w}&${bits[w]})`))
        .join("|");
    const stop = `if((${words.map((w) => `w${w}`).join("|")})===0)return n;`;
    for (const g of s.guards) {
      const out = words.filter((w) => g.need[w] !== 0).map((w) => `w${w}&=${~(g.need[w] as number)};`);
      this.body.push(`if((${anyOf(g.need)})!==0&&!${this.node(g.node)}){${out.join("")}${stop}}`);
    }
    this.searches(s.cheap, words, anyOf, stop);
    for (const a of s.attrs) {
      const value = this.local(a.field, a.field.field);
      const rows = this.constant(a.rows);
      const keep = words.filter((w) => a.need[w] !== 0).map((w) => `w${w}&=r[p+${w}];`);
      this.body.push(
        `if((${anyOf(a.need)})!==0){const p=${rows}.at(${value.read}),r=${rows}.rows;${keep.join("")}${stop}}`,
      );
    }
    this.searches(s.dear, words, anyOf, stop);
  }

  private searches(s: Searches, words: readonly number[], anyOf: (bits: RuleBits) => string, stop: string): void {
    if (isEmpty(s.wanting)) return;
    const found = this.constant(new Int32Array(words.length));
    const start = words.map((w) => `${found}[${w}]=${~(s.wanting[w] as number)};`);
    this.body.push(`if((${anyOf(s.wanting)})!==0){${start.join("")}`);
    for (const f of s.fields) {
      const value = this.local(f.field, f.field.field);
      const b = value.buffers[0];
      const finds = f.searches.map((k) => {
        const find = `${this.constant(k.finder)}.find(${b}.buf,${b}.off,${b}.len,${found});`;
        return isSame(k.rules, f.need) ? find : `if((${anyOf(k.rules)})!==0)${find}`;
      });
      this.body.push(`if((${anyOf(f.need)})!==0&&${value.read}===2){${finds.join("")}}`);
    }
    this.body.push(`${words.map((w) => `w${w}&=${found}[${w}];`).join("")}${stop}}`);
  }

  /** Hand what is left in play to functions that judge some rules of one word each. */
  parts(
    list: readonly { readonly judge: PartJudge; readonly word: number; readonly bits: number }[],
    first: boolean,
  ): void {
    for (const p of list) {
      const call = `${this.constant(p.judge)}(x,out,n,w${p.word}&${p.bits})`;
      const step = first ? `{const m=${call};if(m!==n)return m}` : `n=${call};`;
      this.body.push(`if((w${p.word}&${p.bits})!==0)${step}`);
    }
  }

  source(): string {
    const lets = this.declarations.length === 0 ? "" : `let ${this.declarations.join(",")};`;
    return `${lets}${this.body.join("")}return n`;
  }

  private constant(value: unknown): string {
    let name = this.constantNames.get(value);
    if (name === undefined) {
      name = `k${this.constants.push(value) - 1}`;
      this.constantNames.set(value, name);
    }
    return name;
  }

  private declare(prefix: string, initial: string): string {
    const name = `${prefix}${this.declarations.length}`;
    this.declarations.push(`${name}=${initial}`);
    return name;
  }

  private node(n: Node): string {
    if (n.kind === "const") return n.value ? "true" : "false";
    if (n.kind === "not") return `!${this.node(n.child)}`;
    if ((this.uses.get(n) ?? 0) < 2 || isCheap(n)) return this.plain(n);
    let name = this.shared.get(n);
    if (name !== undefined) return `((${name}===0?${name}=(${this.plain(n)})?2:1:${name})===2)`;
    name = this.declare("t", "0");
    this.shared.set(n, name);
    return `((${name}===0?${name}=(${this.plain(n)})?2:1:${name})===2)`;
  }

  private plain(n: Exclude<Node, { kind: "const" } | { kind: "not" }>): string {
    if (n.kind === "check") return `(${this.check(n)})`;
    return `(${n.children.map((c) => this.node(c)).join(n.kind === "and" ? "&&" : "||")})`;
  }

  private check(c: Check): string {
    if (c.left.kind !== "field" || c.right !== undefined) {
      const { interpreter } = this.o;
      const test = this.test(c, () => (x: Parameters<Interpreter["check"]>[1]) => interpreter.check(c, x));
      return `${test}(x)`;
    }
    const field = c.left.field;
    const v = this.local(c.left, field);
    const exists = c.op === "exists";
    const { regex } = this.o;
    switch (field.reader.kind) {
      case "num":
        return this.number(c, v);
      case "big":
        if (exists) return `${v.read}!==undefined`;
        return `${v.read}!==undefined&&${this.test(c, () => bigTest(c))}(${v.name})`;
      case "bytes":
      case "ip": {
        if (exists) return `${v.read}===2`;
        const s = v.buffers[0];
        return `${v.read}===2&&${this.test(c, () => bytesTest(c, regex))}(${s}.buf,${s}.off,${s}.len)`;
      }
      case "attr":
        if (exists) return `${v.read}!==null`;
        return `${v.read}!==null&&${this.constant(this.o.attrTest)}(${v.name},${this.attrNumber(c)})`;
      case "attrs": {
        if (exists) return `${v.read}>=0`;
        const [some, one] = [this.constant(someAttr), this.constant(this.o.attrTest)];
        return `${v.read}>0&&${some}(${one},${v.buffers[0]},${v.name},${this.attrNumber(c)})`;
      }
      case "nums": {
        if (exists) return `${v.read}>=0`;
        return `${v.read}>0&&${this.constant(someNumber)}(${this.test(c, () => numberTest(c))},${v.buffers[0]},${v.name})`;
      }
      case "ips": {
        if (exists) return `${v.read}>0`;
        return `${v.read}>0&&${this.test(c, () => addressesTest(c, regex))}(${v.name},${v.buffers[0]},${v.buffers[1]})`;
      }
      case "ports": {
        if (exists) return `${v.read}>0`;
        return `${v.read}>0&&${this.test(c, () => portsTest(c))}(${v.name},${v.buffers[0]})`;
      }
      case "list":
        if (exists) return `${v.read}!==undefined`;
        return `${v.read}!==undefined&&${this.test(c, () => listTest(c))}(${v.name})`;
    }
  }

  private number(c: Check, v: Local): string {
    if (c.op === "exists") return `${v.read}===${v.name}`; // NaN, absent, is not itself
    const lits = c.values.map((l) => (l.kind === "num" ? l.num : Number.NaN));
    const literal = (i: number) => this.constant(lits[i]);
    if (c.op === "in" || c.op === "intersects") {
      if (lits.length === 0) return "false";
      if (lits.length <= 4) return lits.map((_, i) => `${i === 0 ? v.read : v.name}===${literal(i)}`).join("||");
    } else if (c.modifier === undefined) {
      switch (c.op) {
        case "=":
          return `${v.read}===${literal(0)}`;
        case "!=":
          return `${v.read}!==${literal(0)}&&${v.name}===${v.name}`;
        case "<":
        case "<=":
        case ">":
        case ">=":
          return `${v.read}${c.op}${literal(0)}`;
        default:
          break;
      }
    }
    return `${v.read}===${v.name}&&${this.test(c, () => numberTest(c))}(${v.name})`;
  }

  private attrNumber(c: Check): number {
    const key = JSON.stringify([c.op, c.modifier ?? "", c.texts]);
    return this.o.attrs.number(key, () => bytesTest(c, this.o.regex));
  }

  private test(c: Check, make: () => unknown): string {
    let t = this.o.tests.get(c);
    if (t === undefined) {
      t = make();
      this.o.tests.set(c, t);
    }
    return this.constant(t);
  }

  private local(o: Operand, f: BoundField): Local {
    const key = operandKey(o);
    let l = this.locals.get(key);
    if (l === undefined) {
      l = this.makeLocal(f);
      this.locals.set(key, l);
    }
    return l;
  }

  private makeLocal(f: BoundField): Local {
    const r = f.reader;
    const read = this.constant(r.read);
    const make = (prefix: string, unread: string, call: string, buffers: readonly string[] = []): Local => {
      const name = this.declare(prefix, unread);
      return { name, buffers, read: `(${name}===${unread}?${name}=${call}:${name})` };
    };
    const buffer = (value: unknown) => this.constant(value);
    switch (r.kind) {
      case "num":
        return make("v", "Infinity", `${read}(x)`);
      case "big":
        return make("g", "null", `${read}(x)`);
      case "attr":
        return make("a", "undefined", `${read}(x)`);
      case "list":
        return make("l", "null", `${read}(x)`);
      case "bytes":
      case "ip": {
        const s = buffer(new Slice());
        return make("b", "0", `(${read}(x,${s})?2:1)`, [s]);
      }
      case "attrs":
      case "nums": {
        const s = buffer([]);
        return make("c", "-2", `${read}(x,${s})`, [s]);
      }
      case "ips": {
        const s = [buffer(new Slice()), buffer(new Slice())] as const;
        return make("c", "-2", `${read}(x,${s[0]},${s[1]})`, s);
      }
      case "ports": {
        const s = buffer(new Int32Array(2));
        return make("c", "-2", `${read}(x,${s})`, [s]);
      }
    }
  }
}

/** Not worth a variable: a comparison of a number that is in one already. */
function isCheap(n: Node): boolean {
  return n.kind === "check" && n.left.kind === "field" && n.left.field.reader.kind === "num" && n.values.length < 2;
}
