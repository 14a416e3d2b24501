import { filter } from "../../src/index.js";
import { toJson } from "./ast-json.js";
import { sameBytes, type TextJson, toBytes } from "./bytes.js";
import { attempt, type Case, type Judge, same } from "./judge.js";

interface ParserCase extends Case {
  readonly expr: string;
  readonly max_depth?: number;
}

/** Depth that upstream's tests use where they name none. */
const DEPTH = 100;

function parse(c: ParserCase, text = c.expr) {
  return attempt(() => filter.parseCondition(text, c.max_depth ?? DEPTH));
}

function accept(c: ParserCase & { readonly whitespace_variants?: boolean }): string | undefined {
  const texts = [c.expr];
  if (c.whitespace_variants) texts.push(` ${c.expr}`, `${c.expr} `, `\t${c.expr}`, `${c.expr}\n`, `\r\n ${c.expr} \t`);
  for (const t of texts) {
    const r = parse(c, t);
    if ("error" in r) return `${JSON.stringify(t)} is refused: ${r.error.message}`;
  }
  return undefined;
}

function reject(
  c: ParserCase & { readonly error?: string | boolean; readonly end_pos?: Position },
): string | undefined {
  const r = parse(c);
  if ("value" in r) return `is accepted: ${filter.printCondition(r.value)}`;
  if (!(r.error instanceof filter.FilterError)) return `throws ${r.error.name}: ${r.error.message}`;
  if (typeof c.error === "string" && r.error.message !== c.error) return `got ${r.error.message}, want ${c.error}`;
  return c.end_pos === undefined ? undefined : endsAt(c.expr, r.error.span.start, c.end_pos);
}

type Position = readonly [offset: number, line: number, column: number];

function endsAt(text: string, offset: number, want: Position): string | undefined {
  const before = text.slice(0, offset).split("\n");
  return same([offset, before.length, (before[before.length - 1] as string).length + 1], want);
}

function tree(c: ParserCase & { readonly ast: unknown }): string | undefined {
  return same(toJson(filter.parseCondition(c.expr, DEPTH)), c.ast);
}

type Side = string | { readonly q: string; readonly expr: string };

function treesEqual(c: Case & { readonly a: Side; readonly b: Side; readonly equal: boolean }): string | undefined {
  const [a, b] = [c.a, c.b].map((s) => {
    if (typeof s === "string") return filter.parseCondition(s, DEPTH);
    return filter.parseCondition(filter.printCondition(filter.parseCondition(s.expr, DEPTH)), DEPTH);
  });
  return same(filter.sameAst(a as filter.Expr, b as filter.Expr), c.equal);
}

function asString(c: ParserCase & { readonly as_string: string }): string | undefined {
  return same(filter.printCondition(filter.parseCondition(c.expr, DEPTH), { plainArgs: true }), c.as_string);
}

function roundTrip(c: ParserCase): string | undefined {
  const first = filter.parseCondition(c.expr, DEPTH);
  const again = filter.parseCondition(filter.printCondition(first), DEPTH);
  return filter.sameAst(first, again) ? undefined : `becomes ${filter.printCondition(again)}`;
}

/** Upstream's names of the kinds of nodes, where they differ from ours. */
const KINDS: Readonly<Record<string, string>> = { exists: "unary", macro: "identifier", arglist: "transformer_list" };

interface PositionsCase extends ParserCase {
  readonly positions?: string;
  readonly positions_contain?: string;
}

function positions(c: PositionsCase): string | undefined {
  const got = filter
    .nodePositions(filter.parseCondition(c.expr, DEPTH), c.expr)
    .map(({ node, offset, line, column }) => `${KINDS[node.kind] ?? node.kind}${offset} ${line} ${column}`)
    .join("");
  if (c.positions !== undefined) return same(got, c.positions);
  return got.includes(c.positions_contain ?? "") ? undefined : `${got} lacks ${c.positions_contain}`;
}

interface ListCase extends Case {
  readonly list_only?: boolean;
  readonly include_val?: boolean;
  readonly contains?: string;
  readonly not_contains?: string;
  readonly count?: number;
}

function listed(names: readonly string[], c: ListCase): string | undefined {
  if (c.count !== undefined && names.length !== c.count) return `there are ${names.length}, want ${c.count}`;
  if (c.contains !== undefined && !names.includes(c.contains)) return `${c.contains} is not among ${names.join(", ")}`;
  if (c.not_contains !== undefined && names.includes(c.not_contains)) return `${c.not_contains} is there`;
  return undefined;
}

function operators(c: ListCase): string | undefined {
  const all = ["exists", ...filter.ORDER_OPS, ...filter.TEXT_OPS, ...filter.LIST_OPS];
  return listed(c.list_only ? filter.LIST_OPS : all, c);
}

function transformers(c: ListCase): string | undefined {
  return listed(c.include_val ? [...filter.TRANSFORMERS, "val"] : filter.TRANSFORMERS, c);
}

function escaped(c: Case & { readonly input: TextJson; readonly output: TextJson }): string | undefined {
  const got = filter.plainText(filter.literalOf(toBytes(c.input)));
  return sameBytes(filter.literalBytes(got), c.output);
}

function escapeRoundTrip(c: Case & { readonly input: TextJson }): string | undefined {
  const text = filter.literalOf(toBytes(c.input));
  return sameBytes(filter.literalBytes(filter.unescapeText(filter.quoteAlways(text))), c.input);
}

interface UnescapeCase extends Case {
  readonly input: TextJson;
  readonly output: TextJson;
  readonly error?: boolean;
}

function unescaped(c: UnescapeCase): string | undefined {
  const r = attempt(() => filter.unescapeText(filter.literalOf(toBytes(c.input))));
  if ("error" in r) return c.error ? undefined : `throws ${r.error.message}`;
  return c.error ? `gives ${JSON.stringify(r.value)}` : sameBytes(filter.literalBytes(r.value), c.output);
}

/** Kinds of cases about the text of conditions. */
export const PARSER_JUDGES: Readonly<Record<string, Judge<never>>> = {
  accept,
  reject,
  ast: tree,
  ast_equal: treesEqual,
  as_string: asString,
  as_string_roundtrip: roundTrip,
  positions,
  supported_operators: operators,
  supported_field_transformers: transformers,
  escape: escaped,
  escape_str: escaped,
  escape_roundtrip: escapeRoundTrip,
  unescape_str: unescaped,
};
