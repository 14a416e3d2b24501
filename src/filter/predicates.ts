import { inSet } from "./byteset.js";
import type { BytesTest } from "./bytetests.js";
import {
  allOf,
  anyOf,
  compareWith,
  contains,
  containsFolded,
  endsWith,
  equals,
  oneOf,
  startsWith,
} from "./bytetests.js";
import { glob } from "./glob.js";
import { inNet } from "./ip.js";
import type { Literal } from "./literals.js";
import { pathMatch } from "./pathtrie.js";
import { lenient, type RegexEngine } from "./regex.js";
import type { Check } from "./typed.js";

/** The test of a check on a value made of bytes (text, buffers, addresses). */
export function bytesTest(c: Check, regex: RegexEngine | undefined): BytesTest {
  const { op, modifier } = c;
  const lits = c.values.map(litBytes);
  if (op === "in" || op === "intersects") return isNet(c) ? anyOf(c.values.map(netTest)) : inSet(lits);
  if (op === "pmatch") return pathMatch(lits);
  if (modifier === "anyof" && op === "=" && !isNet(c)) return inSet(lits);
  const tests = c.values.map((v, i) => single(op, v, c.texts[i] as string, regex));
  switch (modifier) {
    case undefined:
      return tests[0] as BytesTest;
    case "anyof":
      return tests.length === 0 ? () => false : anyOf(tests);
    case "allof":
      return allOf(tests);
    case "oneof":
      return oneOf(tests);
  }
}

const NOTHING = new Uint8Array(0);

function litBytes(v: Literal): Uint8Array {
  return v.kind === "bytes" || v.kind === "ip" ? v.bytes : NOTHING;
}

function isNet(c: Check): boolean {
  return c.values[0]?.kind === "net";
}

function netTest(v: Literal): BytesTest {
  if (v.kind !== "net") throw new TypeError("not a network");
  const { net } = v;
  return (buf, off, len) => inNet(net, buf, off, len);
}

/** The test of one literal. */
export function single(op: Check["op"], v: Literal, text: string, regex: RegexEngine | undefined): BytesTest {
  if (v.kind === "net") return op === "!=" ? negate(netTest(v)) : netTest(v);
  const lit = litBytes(v);
  switch (op) {
    case "=":
      return equals(lit);
    case "!=":
      return negate(equals(lit));
    case "contains":
    case "bcontains":
      return contains(lit);
    case "icontains":
      return containsFolded(lit);
    case "startswith":
    case "bstartswith":
      return startsWith(lit);
    case "endswith":
      return endsWith(lit);
    case "glob":
      return glob(lit);
    case "iglob":
      return glob(lit, true);
    case "regex": {
      if (regex === undefined) throw new Error("no regular expression engine");
      const r = lenient(regex.compile(text));
      return (buf, off, len) => r.test(buf, off, len);
    }
    default:
      return ordered(op, lit);
  }
}

function negate(t: BytesTest): BytesTest {
  return (buf, off, len) => !t(buf, off, len);
}

function ordered(op: Check["op"], lit: Uint8Array): BytesTest {
  const compare = compareWith(lit);
  switch (op) {
    case "<":
      return (buf, off, len) => compare(buf, off, len) < 0;
    case "<=":
      return (buf, off, len) => compare(buf, off, len) <= 0;
    case ">":
      return (buf, off, len) => compare(buf, off, len) > 0;
    default:
      return (buf, off, len) => compare(buf, off, len) >= 0;
  }
}

/** The test of a check on a number. NaN must not come in. */
export function numberTest(c: Check): (n: number) => boolean {
  const nums = c.values.map((v) => (v.kind === "num" ? v.num : Number.NaN));
  if (c.op === "in" || c.op === "intersects") return members(nums);
  const tests = nums.map((n) => numberSingle(c.op, n));
  switch (c.modifier) {
    case undefined:
      return tests[0] as (n: number) => boolean;
    case "anyof":
      return (n) => tests.some((t) => t(n));
    case "allof":
      return (n) => tests.length > 0 && tests.every((t) => t(n));
    case "oneof":
      return (n) => count(tests, n) === 1;
  }
}

function count(tests: readonly ((n: number) => boolean)[], n: number): number {
  let hits = 0;
  for (const t of tests) if (t(n)) hits++;
  return hits;
}

function members(nums: readonly number[]): (n: number) => boolean {
  const set = new Set(nums);
  return (n) => set.has(n);
}

/** The test of one number against one literal. */
export function numberSingle(op: Check["op"], lit: number): (n: number) => boolean {
  switch (op) {
    case "!=":
      return (n) => n !== lit;
    case "<":
      return (n) => n < lit;
    case "<=":
      return (n) => n <= lit;
    case ">":
      return (n) => n > lit;
    case ">=":
      return (n) => n >= lit;
    default:
      return (n) => n === lit;
  }
}

/** The test of a check on a 64-bit integer. */
export function bigTest(c: Check): (n: bigint) => boolean {
  const lits = c.values.map((v) => (v.kind === "num" ? v.big : 0n));
  if (c.op === "in" || c.op === "intersects") {
    const set = new Set(lits);
    return (n) => set.has(n);
  }
  const holds = (n: bigint, lit: bigint) => bigSingle(c.op, n, lit);
  switch (c.modifier) {
    case undefined: {
      const lit = lits[0] as bigint;
      return (n) => holds(n, lit);
    }
    case "anyof":
      return (n) => lits.some((l) => holds(n, l));
    case "allof":
      return (n) => lits.length > 0 && lits.every((l) => holds(n, l));
    case "oneof":
      return (n) => lits.filter((l) => holds(n, l)).length === 1;
  }
}

function bigSingle(op: Check["op"], n: bigint, lit: bigint): boolean {
  switch (op) {
    case "!=":
      return n !== lit;
    case "<":
      return n < lit;
    case "<=":
      return n <= lit;
    case ">":
      return n > lit;
    case ">=":
      return n >= lit;
    default:
      return n === lit;
  }
}
