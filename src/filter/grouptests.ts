import type { Slice } from "../event/bytes.js";
import type { Attr } from "../state/attr.js";
import type { Literal } from "./literals.js";
import { domainOf } from "./optable.js";
import { numberSingle, single } from "./predicates.js";
import type { RegexEngine } from "./regex.js";
import type { Check } from "./typed.js";
import { listItem } from "./values.js";

/** Tests of checks on fields that give several values at once. */

/** How the outcomes of the literals combine into the outcome of the check. */
function combine(c: Check, hits: number, of: number): boolean {
  switch (c.modifier) {
    case "allof":
      return of > 0 && hits === of;
    case "oneof":
      return hits === 1;
    default:
      return hits > 0;
  }
}

/** Operator of one literal inside the check. */
function eachOp(c: Check): Check["op"] {
  return c.op === "in" || c.op === "intersects" ? "=" : c.op;
}

/** On both ends of a connection: `!=` must hold for both addresses, any other operator for one. */
export function addressesTest(c: Check, regex: RegexEngine | undefined): (n: number, a: Slice, b: Slice) => boolean {
  const op = eachOp(c);
  const tests = c.values.map((v, i) => single(op, v, c.texts[i] as string, regex));
  const both = op === "!=";
  return (n, a, b) => {
    let hits = 0;
    for (let i = 0; i < tests.length; i++) {
      const t = tests[i] as (typeof tests)[number];
      const first = t(a.buf, a.off, a.len);
      if (n < 2 || first !== both) {
        if (first) hits++;
      } else if (t(b.buf, b.off, b.len)) hits++;
    }
    return combine(c, hits, tests.length);
  };
}

/** On both ports of a connection. */
export function portsTest(c: Check): (n: number, ports: Int32Array) => boolean {
  const op = eachOp(c);
  const tests = c.values.map((v) => numberSingle(op, v.kind === "num" ? v.num : Number.NaN));
  const both = op === "!=";
  return (n, ports) => {
    let hits = 0;
    for (let i = 0; i < tests.length; i++) {
      const t = tests[i] as (typeof tests)[number];
      const first = t(ports[0] as number);
      if (n < 2 || first !== both) {
        if (first) hits++;
      } else if (t(ports[1] as number)) hits++;
    }
    return combine(c, hits, tests.length);
  };
}

/** On a multi-valued field: `in` wants every element listed, `intersects` one. */
export function listTest(c: Check): (items: readonly string[]) => boolean {
  const domain = domainOf(c.left.type);
  const known = memberTest(c.values, domain);
  if (c.op === "in") return (items) => items.every(known);
  return (items) => items.some(known);
}

function memberTest(values: readonly Literal[], domain: ReturnType<typeof domainOf>): (text: string) => boolean {
  if (domain === "net") {
    const tests = values.map((v) => single("=", v, "", undefined));
    return (text) => {
      const bytes = Buffer.from(listItem(text, domain) as string, "latin1");
      return tests.some((t) => t(bytes, 0, bytes.length));
    };
  }
  const set = new Set<unknown>();
  for (const v of values) {
    if (v.kind === "num") set.add(v.big);
    else if (v.kind !== "net") set.add(Buffer.from(v.bytes).toString("latin1"));
  }
  return (text) => set.has(listItem(text, domain));
}

/** Some of the first `n` attributes passes the test. */
export function someAttr(test: (a: Attr, i: number) => boolean, list: readonly Attr[], n: number, i: number): boolean {
  for (let k = 0; k < n; k++) if (test(list[k] as Attr, i)) return true;
  return false;
}

/** Some of the first `n` numbers passes the test. */
export function someNumber(test: (v: number) => boolean, list: readonly number[], n: number): boolean {
  for (let k = 0; k < n; k++) if (test(list[k] as number)) return true;
  return false;
}
