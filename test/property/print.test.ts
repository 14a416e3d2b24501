import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { sameAst } from "../../src/filter/ast.js";
import { FilterError } from "../../src/filter/error.js";
import { literalBytes, quoteText, unescapeText } from "../../src/filter/escape.js";
import { parseCondition } from "../../src/filter/parser.js";
import { printCondition } from "../../src/filter/print.js";
import { anyCondition } from "../unit/support/arbitrary.js";

describe("printing", () => {
  it("gives text that parses to the same tree", () => {
    fc.assert(
      fc.property(anyCondition, (text) => {
        const tree = parseCondition(text);
        assert.ok(sameAst(parseCondition(printCondition(tree)), tree), text);
      }),
      { numRuns: 3000 },
    );
  });

  it("quotes any text so that it reads back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const quoted = quoteText(text);
        assert.equal(quoted.startsWith('"') ? unescapeText(quoted) : quoted, text);
        const tree = parseCondition(`a.b = ${quoted}`);
        assert.ok(tree.kind === "binary" && tree.right.kind === "value");
        assert.equal(tree.right.value, text);
        assert.deepEqual(literalBytes(text), new Uint8Array(Buffer.from(text, "utf8")));
      }),
      { numRuns: 3000 },
    );
  });
});

describe("parsing", () => {
  it("throws nothing but FilterError, with a place inside the text", () => {
    const noise = fc.array(
      fc.constantFrom(
        "a.b",
        "=",
        " ",
        "(",
        ")",
        "in",
        "not",
        "and",
        "or",
        '"',
        "'",
        "[",
        "]",
        ",",
        "\\",
        "x",
        "<",
        "tolower(",
        "val(",
        "oneof ",
        "exists",
        "1",
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          noise.map((p) => p.join("")),
          fc.string(),
          fc
            .tuple(anyCondition, fc.nat(), fc.nat(4))
            .map(([c, i, n]) => c.slice(0, i % c.length) + c.slice((i % c.length) + n)),
        ),
        (text) => {
          try {
            const tree = parseCondition(text);
            assert.ok(sameAst(parseCondition(printCondition(tree)), tree), text);
          } catch (e) {
            assert.ok(e instanceof FilterError, String(e));
            assert.ok(e.span.start >= 0 && e.span.start <= text.length);
          }
        },
      ),
      { numRuns: 10_000 },
    );
  });
});
