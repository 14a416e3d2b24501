import fc from "fast-check";
import type { Expr, Left, ListLit, Right, TransformerArg, TransformerCall, ValueLit } from "../../../src/filter/ast.js";
import { parseLeft } from "../../../src/filter/parser.js";
import { printCondition } from "../../../src/filter/print.js";
import { Attr } from "../../../src/state/attr.js";
import { type FakeField, FIELDS } from "./fakeregistry.js";

/** Arbitrary conditions and events over the invented fields. Values come from small pools, so that they meet. */

const span = { start: 0, end: 0 };

const WORDS = [
  "",
  "a",
  "b",
  "ab",
  "bash",
  "BASH",
  "Bash",
  "sh",
  "/",
  "/etc",
  "/etc/",
  "/etc/passwd",
  "//etc//passwd",
  "/usr/bin/bash",
  "etc/passwd",
  "/etc/pass",
  "passwd",
  "a*b",
  "a?b",
  "[ab]",
  "[!a]*",
  "*",
  "?",
  "*a*",
  "/etc/*",
  "/*/passwd",
  "/e?c",
  "\\*",
  "a\\",
  "[a-c]b",
  "[[:alpha:]]*",
  "ü",
  "Ü",
  "aXb",
  "ab ab",
  "YWI=",
  "YWJjZA",
  "\udcff",
  "a\udc80",
  "-n",
  "-x",
  "--",
  "-nx",
  "bash,sh",
  "1",
  "12",
  "open",
  'a"b',
  "it's",
  "(x)",
];

export const word: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom("a", "b", "A", "/", "*", "?", "[", "]", ".", "!", "-", "\\", "c"), { maxLength: 8 })
      .map((c) => c.join("")),
  },
);

const NUMBERS = [-3, -1, 0, 1, 2, 3, 5, 80, 255, 256, 443, 65535, 65536, 4294967295, 4294967296, 9007199254740991];
const number = fc.constantFrom(...NUMBERS);
const bigNumber = fc.constantFrom(
  0n,
  1n,
  2n,
  80n,
  (1n << 64n) - 1n,
  (1n << 63n) + 1n,
  9007199254740993n,
  9007199254740992n,
);
const numberText = fc.oneof(
  number.map(String),
  bigNumber.map(String),
  fc.constantFrom("+1", "-0", "18446744073709551615", "99999999999999999999"),
);
const IPS = ["10.0.0.1", "10.1.2.3", "127.0.0.1", "0.0.0.0", "::1", "fe80::1", "2001:db8::5"];
const NETS = [
  "10.0.0.0/8",
  "10.1.0.0/16",
  "127.0.0.1/32",
  "0.0.0.0/0",
  "fe80::/10",
  "::1/128",
  "10.1.2.0/23",
  "2001:db8::/33",
];
const ip = fc.constantFrom(...IPS);

function ipBytes(text: string): Uint8Array {
  if (!text.includes(":")) return Uint8Array.from(text.split(".").map(Number));
  const out = new Uint8Array(16);
  const [head, tail] = text.split("::").map((h) => (h === "" ? [] : h.split(":").map((g) => Number.parseInt(g, 16))));
  const put = (i: number, g: number) => {
    out[2 * i] = g >> 8;
    out[2 * i + 1] = g & 255;
  };
  head?.forEach((g, i) => {
    put(i, g);
  });
  tail?.forEach((g, i) => {
    put(8 - tail.length + i, g);
  });
  return out;
}

const lit = (value: string): ValueLit => ({ kind: "value", value, span });
const listOf = (a: fc.Arbitrary<string>): fc.Arbitrary<ListLit> =>
  fc.array(a, { maxLength: 6 }).map((v) => ({ kind: "list", values: v.map(lit), span }));

type Family = "text" | "bytes" | "num" | "bool" | "ip" | "net";

function family(f: { type: string }): Family {
  switch (f.type) {
    case "CHARBUF":
    case "FSPATH":
      return "text";
    case "BYTEBUF":
      return "bytes";
    case "BOOL":
      return "bool";
    case "IPADDR":
      return "ip";
    case "IPNET":
      return "net";
    default:
      return "num";
  }
}

function literalOf(f: FakeField): fc.Arbitrary<string> {
  if (f.name === "evt.type") return fc.constantFrom("open", "openat", "execve", "close", "alarm", "sync", "syscall");
  switch (family(f)) {
    case "num":
      return f.type === "PORT" ? number.map((n) => String(Math.abs(n))) : numberText;
    case "bool":
      return fc.constantFrom("true", "false");
    case "ip":
      return ip;
    case "net":
      return fc.constantFrom(...NETS);
    default:
      return word;
  }
}

const PATTERNS = ["a", "a*", ".*sh", "[a-z]+", "/etc/.*", "(ba|z)?sh", "A.b"];
const MODS = ["oneof", "anyof", "allof"] as const;

function fieldRef(f: FakeField): Left {
  return parseLeft(f.arg === "required" ? `${f.name}[x]` : f.name);
}

function check(f: FakeField): fc.Arbitrary<Expr> {
  const left = fieldRef(f);
  const value = literalOf(f);
  const binary = (op: string, right: fc.Arbitrary<Right>, modifier?: string): fc.Arbitrary<Expr> =>
    right.map((r) => ({ kind: "binary", left, op, modifier, right: r, span }) as Expr);
  const out: fc.Arbitrary<Expr>[] = [fc.constant({ kind: "exists", left, span } as Expr)];
  for (const op of ["in", "intersects"]) out.push(binary(op, listOf(value)), binary(op, listOf(value)));
  if (f.list === true) return fc.oneof(...out);
  const fam = family(f);
  const ops = ["=", "!=", "=="];
  if (fam === "text") ops.push("contains", "icontains", "startswith", "endswith", "glob", "iglob");
  if (fam === "bytes") ops.push("contains", "startswith", "endswith");
  for (const op of ops) {
    out.push(binary(op, value.map(lit)));
    out.push(binary(op, listOf(value), MODS[out.length % 3]));
  }
  if (fam === "num" || fam === "text") {
    const than = f.type === "PORT" ? value : numberText;
    for (const op of ["<", "<=", ">", ">="]) out.push(binary(op, than.map(lit)));
  }
  if (fam === "text") {
    out.push(binary("pmatch", listOf(word)));
    out.push(binary("regex", fc.constantFrom(...PATTERNS).map(lit)));
    out.push(
      binary(
        "regex",
        fc.subarray(PATTERNS).map((p) => ({ kind: "list", values: p.map(lit), span })),
        "anyof",
      ),
    );
  }
  if (fam === "bytes") {
    const hex = fc.constantFrom("", "61", "6162", "ff").map(lit);
    out.push(binary("bcontains", hex), binary("bstartswith", hex));
  }
  return fc.oneof(...out);
}

const byName = (name: string): FakeField => FIELDS.find((f) => f.name === name) as FakeField;
const TEXT_FIELDS = ["proc.name", "proc.pname", "user.name", "fd.name", "proc.exepath"];
const PATH_FIELDS = ["fd.path", "fd.pathdir", "fd.pathfile", "fd.name", "fd.directory"];
const textField = fc.constantFrom(...TEXT_FIELDS).map((n) => fieldRef(byName(n)));

const transformed: fc.Arbitrary<TransformerCall> = fc.letrec<{ call: TransformerCall; arg: TransformerArg }>((tie) => ({
  arg: fc.oneof({ maxDepth: 2 }, textField, tie("call")),
  call: fc.oneof(
    fc.tuple(fc.constantFrom("tolower", "toupper", "basename", "b64"), tie("arg")).map(([name, a]) => call(name, [a])),
    fc.tuple(tie("arg"), tie("arg")).map((a) => call("concat", a)),
    fc
      .tuple(word, tie("arg"))
      .map(([sep, a]) => call("join", [lit(sep), { kind: "arglist", items: [a as Left, lit("x")], span }])),
  ),
})).call;

function call(name: string, args: readonly TransformerArg[]): TransformerCall {
  return { kind: "transformer", name, args, arg: undefined, span } as TransformerCall;
}

const rare: fc.Arbitrary<Expr> = fc.oneof(
  fc
    .tuple(transformed, fc.constantFrom("=", "!=", "contains", "startswith"), word)
    .map(([left, op, w]) => ({ kind: "binary", left, op, modifier: undefined, right: lit(w), span }) as Expr),
  fc
    .tuple(transformed, listOf(word))
    .map(([left, right]) => ({ kind: "binary", left, op: "in", modifier: undefined, right, span }) as Expr),
  fc
    .tuple(textField, fc.constantFrom("=", "!=", "contains", "startswith", "endswith", "<"), transformed)
    .map(([left, op, right]) => ({ kind: "binary", left, op, modifier: undefined, right, span }) as Expr),
  fc
    .tuple(
      fc.constantFrom("proc.pid", "fd.num"),
      fc.constantFrom("=", "!=", "<", ">="),
      fc.constantFrom("proc.pid", "evt.rawres"),
    )
    .map(
      ([a, op, b]) =>
        ({
          kind: "binary",
          left: fieldRef(byName(a)),
          op,
          modifier: undefined,
          right: call("val", [fieldRef(byName(b))]),
          span,
        }) as Expr,
    ),
  // a macro's name is printed as it is, so this is a way to put text into a condition
  fc
    .constantFrom(
      "len(proc.name) > 2",
      "len(proc.args) = 2",
      'getopt(proc.args, "nx:") intersects (n, x)',
      'getopt(proc.args, "n:")[n] exists',
    )
    .map((text) => ({ kind: "macro", name: text, span }) as Expr),
  fc.constantFrom("in", "intersects").map(
    (op) =>
      ({
        kind: "binary",
        left: fieldRef(byName("proc.args")),
        op,
        modifier: undefined,
        right: call("val", [fieldRef(byName("fd.types"))]),
        span,
      }) as Expr,
  ),
);

/** A check of any kind. */
export const anyCheck: fc.Arbitrary<Expr> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...FIELDS).chain(check) },
  { weight: 2, arbitrary: fc.constantFrom("evt.type", "proc.name", "fd.name").chain((n) => check(byName(n))) },
  { weight: 2, arbitrary: fc.constantFrom(...PATH_FIELDS).chain((n) => check(byName(n))) },
  { weight: 1, arbitrary: rare },
);

/** A condition as a tree. */
export const anyTree: fc.Arbitrary<Expr> = fc.letrec<{ e: Expr }>((tie) => ({
  e: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    anyCheck,
    tie("e").map((child) => ({ kind: "not", child, span }) as Expr),
    fc
      .tuple(fc.constantFrom("and", "or"), fc.array(tie("e"), { minLength: 2, maxLength: 4 }))
      .map(([kind, children]) => ({ kind, children, span }) as Expr),
  ),
})).e;

/** A condition as text. */
export const anyCondition: fc.Arbitrary<string> = anyTree.map((e) => printCondition(e));

const attrs = new Map<string, Attr>();

/** Let go of the attributes made so far. */
export function forgetAttrs(): void {
  attrs.clear();
}

/** Attributes live longer than events, so equal ones are one object here. */
function attr(text: string): Attr {
  let a = attrs.get(text);
  if (a === undefined) {
    a = new Attr(bytes(text));
    attrs.set(text, a);
  }
  return a;
}

function bytes(text: string): Uint8Array {
  const out: Buffer[] = [];
  for (const c of text) {
    const code = c.charCodeAt(0);
    out.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(c, "utf8"));
  }
  return new Uint8Array(Buffer.concat(out));
}

function present(f: FakeField): fc.Arbitrary<unknown> {
  const fam = family(f);
  switch (f.kind) {
    case "num":
      return fam === "bool"
        ? fc.constantFrom(0, 1)
        : f.type === "UINT64" || f.type === "UINT32" || f.type === "PORT"
          ? number.map(Math.abs)
          : number;
    case "big":
      return bigNumber;
    case "bytes":
      return word.map(bytes);
    case "attr":
      return word.map(attr);
    case "attrs":
      return fc.array(word.map(attr), { maxLength: 4 });
    case "nums":
      return fc.array(number, { maxLength: 4 });
    case "ip":
      return ip.map(ipBytes);
    case "ips":
      return fc.array(ip.map(ipBytes), { minLength: 1, maxLength: 2 });
    case "ports":
      return fc.array(fc.constantFrom(0, 80, 443, 1, 65535), { minLength: 1, maxLength: 2 });
    case "list":
      return fc.array(
        fam === "num"
          ? number.map((n) => String(Math.abs(n)))
          : fam === "bool"
            ? fc.constantFrom("true", "false")
            : fam === "text"
              ? word.map((w) => w.replace(/[\ud800-\udfff]/g, ""))
              : ip,
        { minLength: 1, maxLength: 3 },
      );
  }
}

/** Texts under which an event has values: one a field, and a second one for what path resolution changes. */
const KEYS = FIELDS.filter((f) => f.name !== "evt.type" && f.partOf === undefined).flatMap((f) => {
  const key = f.arg === "required" ? `${f.name}[x]` : f.name;
  return f.pathDependent === true
    ? [
        { f, key },
        { f, key: `${key}!` },
      ]
    : [{ f, key }];
});

/** Values of an event; about a third are absent. */
export const anyValues: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(...KEYS.map(({ f }) => fc.option(present(f), { nil: undefined, freq: 3 })))
  .map((values) => {
    const out: Record<string, unknown> = {};
    KEYS.forEach(({ key }, i) => {
      if (values[i] !== undefined) out[key] = values[i];
    });
    return out;
  });
