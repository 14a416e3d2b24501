import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type YAMLParseError,
  type Node as YamlLibNode,
} from "yaml";
import type { Pair, SeqNode, YamlNode } from "./node.js";

/** What the YAML library makes of a text: the content of each document, or the first fault. */
export type FullResult =
  | { readonly roots: (YamlNode | null)[]; readonly error?: undefined }
  | { readonly error: YAMLParseError };

/** Read any YAML text: slow, and exact about what is wrong. */
export function readFull(text: string): FullResult {
  const docs = parseAllDocuments(text, {
    schema: "failsafe",
    version: "1.2",
    uniqueKeys: false,
    logLevel: "silent",
    prettyErrors: false,
  });
  if (!Array.isArray(docs)) return { roots: [] };
  for (const d of docs) {
    const error = d.errors[0];
    if (error !== undefined) return { error };
  }
  return { roots: docs.map((d) => new Conversion().node(d.contents)) };
}

/** Turns the nodes of one document into ours. An alias stands for the last node with its anchor before it. */
class Conversion {
  private readonly anchors = new Map<string, YamlNode>();

  node(n: unknown): YamlNode | null {
    if (n === null || n === undefined) return null;
    const [start, end] = (n as YamlLibNode).range ?? [0, 0];
    if (isAlias(n)) return { kind: "alias", name: n.source, target: this.anchors.get(n.source), start };
    if (isScalar(n)) {
      const text = typeof n.value === "string" ? n.value : (n.source ?? "");
      return this.named(n.anchor, { kind: "scalar", text, plain: n.type === "PLAIN", start, end });
    }
    if (isSeq(n)) {
      const items: SeqNode["items"] = [];
      const seq = this.named(n.anchor, { kind: "seq", items, start });
      for (const i of n.items) items.push(this.node(i));
      return seq;
    }
    if (!isMap(n)) return null;
    const pairs: Pair[] = [];
    const map = this.named(n.anchor, { kind: "map", pairs, start });
    for (const p of n.items) {
      const key = this.node(p.key);
      pairs.push({ key, value: this.node(p.value) });
    }
    return map;
  }

  /** Known before its children are read: one of them may be an alias of it. */
  private named(anchor: string | undefined, n: YamlNode): YamlNode {
    if (anchor !== undefined) this.anchors.set(anchor, n);
    return n;
  }
}
