import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Expr, sameAst } from "../../../src/filter/ast.js";
import { FilterError } from "../../../src/filter/error.js";
import { unescapeText } from "../../../src/filter/escape.js";
import { parseCondition } from "../../../src/filter/parser.js";
import { printCondition } from "../../../src/filter/print.js";

/** Conditions and how they print. */
const GOOD: readonly (readonly [string, string])[] = [
  ["shell_started", "shell_started"],
  [" \n a.b=c\t", "a.b = c"],
  ["a.b exists", "a.b exists"],
  ["a.b existsand x", "(a.b exists and x)"],
  ["x and(y)or(z)", "((x and y) or z)"],
  ["x or y and not z", "(x or (y and not z))"],
  ["not not not x", "not x"],
  ["not(not x)", "not (not x)"],
  ["notable and oracle or android", "((notable and oracle) or android)"],
  ["a.b = not", "a.b = not"],
  ["a.b=>", "a.b = >"],
  ["a.b = <NA>", "a.b = <NA>"],
  ["a.b = 'two words'", 'a.b = "two words"'],
  ["a.b = ''", 'a.b = ""'],
  ['a.b = "it\'s"', 'a.b = "it\'s"'],
  ["a.b = c.d", "a.b = c.d"],
  ["a.b[3] = x", "a.b[3] = x"],
  ["a.b['x y'] != z", 'a.b["x y"] != z'],
  ['a.b[""] exists', 'a.b[""] exists'],
  ["a.b <-5", "a.b < -5"],
  ["a.b >= 0x1F and a.c<=1.5e+3", "(a.b >= 0x1F and a.c <= 1.5e+3)"],
  ["a.b in()", "a.b in ()"],
  ["a.b in ( x , 'y' )", "a.b in (x, y)"],
  ["a.b in some_list", "a.b in some_list"],
  ["a.b intersects (x) and a.c pmatch (/etc, /usr)", "(a.b intersects (x) and a.c pmatch (/etc, /usr))"],
  ["a.b startswith oneof (x, y)", "a.b startswith oneof (x, y)"],
  ["a.b = anyof and x", "(a.b = anyof and x)"],
  ["a.b = anyof names", "a.b = anyof names"],
  ["a.b = anyof", "a.b = anyof"],
  ["tolower(a.b) = x", "tolower(a.b) = x"],
  ["toupper( b64( a.b ) ) exists", "toupper(b64(a.b)) exists"],
  ["a.b = val(c.d)", "a.b = val(c.d)"],
  ["a.b in val(c.d[1])", "a.b in val(c.d[1])"],
  ["a.b > len(c.d)", "a.b > len(c.d)"],
  ["a.b = val", "a.b = val"],
  ["join('-', (a.b, 'x', tolower(c.d))) = y", 'join("-", (a.b, "x", tolower(c.d))) = y'],
  ["getopt(a.b, 'n:x')[n] = 1", 'getopt(a.b, "n:x")[n] = 1'],
];

/** Conditions that are wrong, the offset of the fault, and a part of the message. */
const BAD: readonly (readonly [string, number, string])[] = [
  ["", 0, "filter input string is empty"],
  ["   ", 3, "expected"],
  ["x y", 2, "unexpected token after 'x', expecting 'or', 'and'"],
  ["a.b=1 c", 6, "unexpected token after '1'"],
  ["x and", 5, "expected"],
  ["x andy", 5, "expected blank or '(' after 'and'"],
  ["x AND y", 2, "unexpected token after 'x'"],
  ["(x", 2, "expected a ')' token"],
  ["a.b", 3, "expected a valid check operator: one of 'exists', '<='"],
  ["a.b = ", 6, "expected a string value or a field"],
  ["a.b !== c", 6, "expected a string value or a field"],
  ["a.b containsx", 4, "expected a valid check operator"],
  ["a.b < x", 6, "expected a number value"],
  ["a.b < 0xAG", 9, "unexpected token"],
  ["a.b in (x,)", 10, "expected a string value"],
  ["a.b in (x", 9, "expected a ')' token"],
  ["a.b in (val(c.d))", 11, "expected a ')' token"],
  ["a.b = oneof(x)", 11, "unexpected token after 'oneof'"],
  ["a.b =anyof (x)", 11, "unexpected token after 'anyof'"],
  ["a.b < anyof (1)", 6, "expected a number"],
  ["a.b[] = c", 4, "expected a valid field argument"],
  ['a.b["x" = c', 7, "expected a ']' token"],
  ["val(a.b) = c", 3, "unexpected token after 'val'"],
  ["frob(a.b) = c", 4, "unexpected token after 'frob'"],
  ["tolower (a.b) = c", 8, "unexpected token after 'tolower'"],
  ["tolower(ab) = c", 8, "expected field transformer argument"],
  ["a.b = 'open", 6, "never closed"],
  ['a.b = "x\\\\"', 6, "never closed"],
  ['a.b = "x\\\'"', 8, `invalid \\' escape in "-quoted string`],
  ["a.b = 'x\\z'", 8, "unsupported string escape sequence: \\z"],
  ["a.b = '\\xg0'", 7, "hexadecimal"],
];

describe("parser", () => {
  for (const [text, printed] of GOOD) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const tree = parseCondition(text);
      assert.equal(printCondition(tree), printed);
      assert.ok(sameAst(parseCondition(printed), tree));
    });
  }

  for (const [text, offset, message] of BAD) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parseCondition(text),
        (e) => {
          assert.ok(e instanceof FilterError);
          assert.ok(e.message.includes(message), e.message);
          assert.equal(e.span.start, offset);
          assert.equal(e.kind, "syntax");
          return true;
        },
      );
    });
  }

  const HINTS: readonly (readonly [string, readonly string[]])[] = [
    ["a.b = c AND d", ["and"]],
    ["a.b = c && d", ["and"]],
    ["a.b IN (c)", ["in"]],
    ["a.b contains(c)", ["contains VALUE"]],
    ["a.b like c", ["glob"]],
    ["a.b constructor c", []],
    ["a.b = c d", []],
  ];
  for (const [text, near] of HINTS) {
    it(`hints at what ${text} may mean`, () => {
      assert.throws(
        () => parseCondition(text),
        (e) => e instanceof FilterError && e.suggestions.join() === near.join(),
      );
    });
  }

  it("notes where everything stands", () => {
    const e = parseCondition("x and a.b[1] in (y, z)") as Expr & { kind: "and" };
    assert.deepEqual(e.span, { start: 0, end: 22 });
    const check = e.children[1] as Expr & { kind: "binary" };
    assert.deepEqual(check.span, { start: 6, end: 22 });
    assert.deepEqual(check.left.span, { start: 6, end: 12 });
    assert.deepEqual(check.right.span, { start: 16, end: 22 });
  });

  it("limits nesting", () => {
    const nested = (n: number) => `${"(".repeat(n)}x${")".repeat(n)}`;
    assert.ok(parseCondition(nested(19), 100));
    assert.throws(() => parseCondition(nested(20), 100), /exceeded max depth limit of 100/);
    assert.ok(parseCondition(nested(199)));
    assert.throws(() => parseCondition(nested(100_000)), /exceeded max depth limit of 1000/);
    assert.throws(() => parseCondition(`${"tolower(".repeat(5000)}a.b`), /exceeded max depth limit/);
  });

  it("reads the escapes of quoted text", () => {
    assert.equal(unescapeText('"\\b\\f\\n\\r\\t\\\\\\/\\""'), '\b\f\n\r\t\\/"');
    assert.equal(unescapeText("'a\\ b'"), "a\\b");
    assert.equal(unescapeText("'\\x41\\xff'"), "A\udcff");
  });
});
