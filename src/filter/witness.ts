import { type Check, eachCheck, type Node, NodeSet, type Operand } from "./typed.js";

/** A field of the event, as checks name it. */
export type FieldOperand = Operand & { readonly kind: "field" };

/**
 * One test on the bytes of a field. A rule that wants a witness cannot match unless one of its witnesses holds, so all
 * witnesses of all rules are looked for at once, and only the rules that found one are judged.
 */
export interface Witness {
  /** Where it is looked for. */
  readonly field: FieldOperand;
  readonly how: "is" | "begins" | "below" | "ends" | "has" | "hasFolded" | "test";
  /** A path without a slash at its end for `below`: this path or one below it. Empty for `test`: the check itself. */
  readonly text: Uint8Array;
  readonly check: Check;
}

/** Witnesses of a condition with what looking for them costs. */
export interface Witnesses {
  readonly cost: number;
  readonly any: readonly Witness[];
}

const NONE = new Uint8Array(0);
const SLASH = 47;

/** Cost of one literal, by how it is looked for. */
const COST: Readonly<Record<Witness["how"], number>> = {
  is: 1,
  begins: 1,
  below: 1,
  ends: 1,
  has: 4,
  hasFolded: 6,
  test: 40,
};
/** A substring of this length is a long one. */
const LONG = 5;
/** Cost of getting the value; fields not listed are made up of text for each event. */
const FIELD_COST = 60;
const CHEAP_FIELD_COST = 2;
const CHEAP_FIELDS: ReadonlySet<string> = new Set([
  "fd.name",
  "fd.nameraw",
  "fd.directory",
  "fd.filename",
  "fs.path.name",
  "fs.path.nameraw",
  "fs.path.source",
  "fs.path.target",
]);

/** Where a substring stands is not known: the longer it is, the fewer places have to be looked at. */
function costOf(w: Witness): number {
  const n = w.text.length;
  return (w.how === "has" || w.how === "hasFolded") && n >= LONG ? COST[w.how] / 2 : COST[w.how];
}

/** Is the value of a field at hand, or nearly so? */
export function isAtHand(f: FieldOperand): boolean {
  return CHEAP_FIELDS.has(f.field.def.name);
}

/** Finds the cheapest witnesses of conditions. */
export class WitnessFinder {
  private readonly memo = new Map<Node, Witnesses | undefined>();
  private readonly seen = new NodeSet();
  /** Fields met, by name: what derived fields are looked for in. */
  private readonly fields = new Map<string, FieldOperand>();

  /** Witnesses of a condition; undefined if it needs none to hold. */
  of(root: Node): Witnesses | undefined {
    if (!this.memo.has(root)) {
      eachCheck(
        root,
        (c) => {
          if (c.left.kind === "field" && c.left.field.arg === undefined) {
            this.fields.set(c.left.field.def.name, c.left as FieldOperand);
          }
        },
        this.seen,
      );
    }
    return this.visit(root);
  }

  private visit(n: Node): Witnesses | undefined {
    if (this.memo.has(n)) return this.memo.get(n);
    const w = this.make(n);
    this.memo.set(n, w);
    return w;
  }

  private make(n: Node): Witnesses | undefined {
    switch (n.kind) {
      case "const":
      case "not":
        return undefined;
      case "check":
        return ofCheck(n, (name) => this.fields.get(name));
      case "and":
        return n.children
          .map((c) => this.visit(c))
          .reduce((a, b) => (a === undefined || (b !== undefined && b.cost < a.cost) ? b : a));
      case "or": {
        const any: Witness[] = [];
        for (const c of n.children) {
          const w = this.visit(c);
          if (w === undefined) return undefined;
          for (const one of w.any) any.push(one);
        }
        return witnesses(any);
      }
    }
  }
}

function ofCheck(c: Check, named: (name: string) => FieldOperand | undefined): Witnesses | undefined {
  if (c.left.kind !== "field" || c.left.field.reader.kind !== "bytes") return undefined;
  if (c.right !== undefined || c.op === "exists") return undefined;
  const { left } = c;
  const field = left as FieldOperand;
  const any: Witness[] = [];
  if (c.op === "pmatch") {
    const paths = c.values.map((v) => (v.kind === "bytes" ? plainPath(v.bytes) : undefined));
    if (paths.includes(undefined)) any.push({ field, how: "test", text: NONE, check: c });
    else for (const text of paths) any.push({ field, how: "below", text: text as Uint8Array, check: c });
  } else {
    for (const v of c.values) {
      const w = v.kind === "bytes" ? ofLiteral(c, field, v.bytes) : undefined;
      if (w === undefined) return undefined;
      any.push(w);
    }
  }
  const { partOf } = left.field.def;
  const path = partOf === undefined ? undefined : named(partOf.field);
  const whole = path === undefined ? undefined : any.map((w) => inWholePath(w, partOf?.part, path));
  return witnesses(whole?.every((w) => w !== undefined) ? (whole as Witness[]) : any);
}

/** Each field is read once, and the literals of a kind share one search: a long list costs what a short one does. */
function witnesses(any: readonly Witness[]): Witnesses {
  const fields = new Map<string, Map<string, number>>();
  let cost = 0;
  for (const w of any) {
    const { name } = w.field.field.def;
    let searches = fields.get(name);
    if (searches === undefined) {
      searches = new Map();
      fields.set(name, searches);
      cost += CHEAP_FIELDS.has(name) ? CHEAP_FIELD_COST : FIELD_COST;
    }
    const kind = w.how === "begins" || w.how === "below" ? "is" : w.how;
    const before = searches.get(kind) ?? 0;
    // a test of its own shares nothing
    const now = kind === "test" ? before + COST.test : Math.max(before, costOf(w));
    searches.set(kind, now);
    cost += now - before;
  }
  return { cost, any };
}

/** A witness in the directory or the last part of a path as one in the path itself, which is at hand anyway. */
function inWholePath(w: Witness, part: string | undefined, path: FieldOperand): Witness | undefined {
  const { how, text } = w;
  if (part === "filename" && (how === "is" || how === "ends") && text.length > 0) {
    return { ...w, field: path, how: "ends" };
  }
  // a file is below what its directory is at or below
  if (part === "directory" && how === "below") return { ...w, field: path };
  const directory = part === "directory" && (how === "is" || how === "begins");
  if (!directory || text.length === 0 || (text.length === 1 && text[0] === SLASH)) return undefined;
  return { ...w, field: path, how: "begins" };
}

/** A listed path of `pmatch` without globs and needless slashes; undefined if it is not of that kind. */
function plainPath(path: Uint8Array): Uint8Array | undefined {
  let n = path.length;
  while (n > 0 && path[n - 1] === SLASH) n--;
  if (n === 0 || path[0] !== SLASH) return undefined;
  for (let i = 0; i < n; i++) {
    const b = path[i] as number;
    if (b === 42 || b === 63 || b === 91 || (b === SLASH && path[i + 1] === SLASH)) return undefined;
  }
  return path.slice(0, n);
}

function ofLiteral(c: Check, field: FieldOperand, text: Uint8Array): Witness | undefined {
  const put = (how: Witness["how"], bytes: Uint8Array): Witness | undefined =>
    bytes.length === 0 && how !== "is" ? undefined : { field, how, text: bytes, check: c };
  switch (c.op) {
    case "=":
    case "in":
    case "intersects":
      return put("is", text);
    case "startswith":
    case "bstartswith":
      return put("begins", text);
    case "endswith":
      return put("ends", text);
    case "contains":
    case "bcontains":
      return put("has", text);
    case "icontains":
      return put("hasFolded", text);
    case "glob":
      return ofGlob(text, put);
    default:
      return undefined;
  }
}

/** What any text that matches a glob begins or ends with. */
function ofGlob(
  pattern: Uint8Array,
  put: (how: Witness["how"], text: Uint8Array) => Witness | undefined,
): Witness | undefined {
  const special = (b: number): boolean => b === 42 || b === 63 || b === 91 || b === 92;
  const first = pattern.findIndex(special);
  if (first < 0) return put("is", pattern);
  if (first > 0) return put("begins", pattern.slice(0, first));
  // brackets and backslashes change what follows them
  if (pattern.some((b) => b === 91 || b === 92)) return undefined;
  const last = Math.max(pattern.lastIndexOf(42), pattern.lastIndexOf(63));
  return put("ends", pattern.slice(last + 1));
}
