import { filter, rules } from "../../src/index.js";
import { type TextJson, toBytes } from "./bytes.js";
import { type Case, type Judge, same } from "./judge.js";

/** Upstream's names of the transformers. */
const TRANSFORMER: Readonly<Record<string, filter.TransformerName>> = {
  FTR_TOUPPER: "toupper",
  FTR_TOLOWER: "tolower",
  FTR_BASE64: "b64",
  FTR_BASENAME: "basename",
  FTR_LEN: "len",
  FTR_JOIN: "join",
  FTR_CONCAT: "concat",
  FTR_GETOPT: "getopt",
};

function transformerOf(name: string): filter.TransformerName {
  return TRANSFORMER[name] ?? (name as filter.TransformerName);
}

type FieldType = filter.ValueType["type"];
const typeOf = (name: string) => name.replace(/^PT_/, "") as FieldType;

const TYPES: readonly FieldType[] = [
  "CHARBUF",
  "FSPATH",
  "FSRELPATH",
  "BYTEBUF",
  "BOOL",
  "INT8",
  "INT16",
  "INT32",
  "INT64",
  "UINT8",
  "UINT16",
  "UINT32",
  "UINT64",
  "RELTIME",
  "ABSTIME",
  "PORT",
  "IPADDR",
  "IPNET",
  "DOUBLE",
  "ERRNO",
  "FD",
  "PID",
];

interface TypesCase extends Case {
  readonly transformer: string;
  readonly supported_types: "all" | readonly string[];
  readonly supported_list_types: "all" | readonly string[];
}

function types(c: TypesCase): string | undefined {
  const name = transformerOf(c.transformer);
  for (const list of [false, true]) {
    const wanted = list ? c.supported_list_types : c.supported_types;
    const got = TYPES.filter((t) => filter.transformerAccepts(name, t, list));
    const want = wanted === "all" ? TYPES : TYPES.filter((t) => wanted.includes(`PT_${t}`));
    const why = same(got, want);
    if (why !== undefined) return `${list ? "lists" : "single values"}: ${why}`;
  }
  return undefined;
}

interface TypeJson {
  readonly type: string;
  readonly list: boolean;
}

interface SignatureCase extends Case {
  readonly transformer: string;
  readonly argument_types?: readonly TypeJson[];
  readonly result_type?: TypeJson;
}

function signature(c: SignatureCase): string | undefined {
  const got = filter.transformerSignature(transformerOf(c.transformer), c.argument_types?.length);
  const plain = (t: { readonly type: string; readonly list: boolean }) => `${typeOf(t.type)}${t.list ? " list" : ""}`;
  if (c.argument_types !== undefined) return same(got?.args.map(plain), c.argument_types.map(plain));
  return same(got && plain(got.result), c.result_type && plain(c.result_type));
}

type ItemJson = TextJson | number;

interface TransformCase extends Case {
  readonly transformer: string;
  readonly list: boolean;
  readonly input: readonly ItemJson[];
  readonly output?: readonly ItemJson[];
}

/** Values are text of one character a byte, or numbers. */
function item(j: ItemJson): string | number {
  return typeof j === "number" ? j : Buffer.from(toBytes(j)).toString("latin1");
}

function transform(c: TransformCase): string | undefined {
  const mode = c.list || c.input.length !== 1 ? "list" : "one";
  const got = filter.applyTransformer(transformerOf(c.transformer), [{ mode, items: c.input.map(item) }], undefined);
  return same(got?.items, c.output?.map(item));
}

type PathRow = readonly [path: string, value?: number];

function tree(rows: readonly PathRow[]): filter.PathTree<number | true> {
  const t = new filter.PathTree<number | true>();
  for (const [path, value] of rows) t.add(toBytes(path), value ?? true);
  return t;
}

interface MatchCase extends Case {
  readonly paths: readonly PathRow[];
  readonly path: string;
  readonly eq: boolean | number | null;
}

function prefixMatch(c: MatchCase): string | undefined {
  const bytes = toBytes(c.path);
  const got = tree(c.paths).find(bytes, 0, bytes.length);
  const test = filter.pathMatch(c.paths.map(([p]) => toBytes(p)))(bytes, 0, bytes.length);
  if (test !== (got !== undefined)) return `the test says ${test}, the tree ${String(got)}`;
  return typeof c.eq === "boolean" ? same(test, c.eq) : same(got ?? null, c.eq);
}

interface TreeCase extends Case {
  readonly paths: readonly PathRow[];
  readonly eq?: string;
  readonly contains?: string;
  readonly not_contains?: string;
}

function prefixTree(c: TreeCase): string | undefined {
  const text = tree(c.paths).toString();
  if (c.eq !== undefined && text !== c.eq) return `got ${text}`;
  if (c.contains !== undefined && !text.includes(c.contains)) return `${text} lacks ${c.contains}`;
  if (c.not_contains !== undefined && text.includes(c.not_contains)) return `${text} has ${c.not_contains}`;
  return undefined;
}

const COMPARE: Readonly<Record<string, (n: number) => boolean>> = {
  "==": (n) => n === 0,
  "!=": (n) => n !== 0,
  "<": (n) => n < 0,
  "<=": (n) => n <= 0,
  ">": (n) => n > 0,
  ">=": (n) => n >= 0,
};
const PARTS = ["major", "minor", "patch"];

function version(c: Case & { fn: string; args: readonly string[]; eq: unknown }): string | undefined {
  const [a, b] = c.args.map((v) => rules.parseVersion(v));
  if (c.fn === "is_valid") return same(a !== undefined, c.eq);
  if (a === undefined) return `${c.args[0]} is no version`;
  if (PARTS.includes(c.fn)) return same(a[PARTS.indexOf(c.fn)], c.eq);
  if (c.fn === "as_string") return same(rules.formatVersion(a), c.eq);
  if (b === undefined) return `${c.args[1]} is no version`;
  if (c.fn === "compatible_with") return same(rules.satisfies(a, b), c.eq);
  const compare = COMPARE[c.fn];
  return compare === undefined ? `unknown comparison ${c.fn}` : same(compare(rules.compareVersions(a, b)), c.eq);
}

/** Kinds of cases about transformers, trees of paths and versions. */
export const VALUES_JUDGES: Readonly<Record<string, Judge<never>>> = {
  transform,
  transformer_types: types,
  transformer_signature: signature,
  prefix_match: prefixMatch,
  prefix_tree: prefixTree,
  version,
};
