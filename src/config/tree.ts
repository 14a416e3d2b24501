import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, Scalar } from "yaml";
import { ConfigError } from "./errors.js";

/**
 * A configuration as written. Scalars stay text until a key's type is known: `"true"` and `true` mean the same, and so do
 * values that come from the environment or the command line.
 */
export type Tree = null | string | Tree[] | TreeMap;
export type TreeMap = Map<string, Tree>;

const MAX_DEPTH = 100;

/**
 * Read the first document of a YAML text.
 * @param where what to call the text in errors
 * @throws ConfigError
 */
export function parseTree(text: string, where: string): Tree {
  const docs = parseAllDocuments(text, { schema: "failsafe", prettyErrors: true });
  const doc = Array.isArray(docs) ? docs[0] : undefined;
  if (doc === undefined) return null;
  const error = doc.errors[0];
  if (error !== undefined) throw new ConfigError(`${where}: ${error.message}`);
  // what an alias stands for is converted once and shared: aliases of aliases do not grow
  const done = new Map<unknown, Tree>();
  const convert = (node: unknown, depth: number): Tree => {
    if (depth > MAX_DEPTH) throw new ConfigError(`${where}: the configuration is nested too deeply`);
    const target = isAlias(node) ? node.resolve(doc) : node;
    if (isScalar(target)) return scalar(target);
    if (!isMap(target) && !isSeq(target)) return null;
    const have = done.get(target);
    if (have !== undefined) return have;
    if (isSeq(target)) {
      const list: Tree[] = [];
      done.set(target, list);
      for (const item of target.items) list.push(convert(item, depth + 1));
      return list;
    }
    const map: TreeMap = new Map();
    done.set(target, map);
    for (const pair of target.items) {
      const key = convert(pair.key, depth + 1);
      map.set(typeof key === "string" ? key : "", convert(pair.value, depth + 1));
    }
    return map;
  };
  return convert(doc.contents, 0);
}

function scalar(node: Scalar): Tree {
  const text = node.source ?? String(node.value ?? "");
  const plain = node.type === undefined || node.type === Scalar.PLAIN;
  return plain && (text === "" || text === "~" || text === "null") ? null : String(node.value ?? text);
}

/** Change every text of a tree in place; keys stay. */
export function mapTexts(tree: Tree, change: (text: string) => string): Tree {
  const seen = new Set<Tree>();
  const walk = (t: Tree): Tree => {
    if (typeof t === "string") return change(t);
    if (t === null || seen.has(t)) return t;
    seen.add(t);
    if (Array.isArray(t)) for (const [i, v] of t.entries()) t[i] = walk(v);
    else for (const [k, v] of t) t.set(k, walk(v));
    return t;
  };
  return walk(tree);
}
