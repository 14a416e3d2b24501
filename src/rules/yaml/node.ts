// YAML as rules files use it: every scalar is text, every node knows where it stands.

/** A piece of text. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly text: string;
  /** Written without quotes or a block mark: only then it can mean "nothing". */
  readonly plain: boolean;
  readonly start: number;
  /** Offset after it, marks included. */
  readonly end: number;
}

export interface SeqNode {
  readonly kind: "seq";
  readonly items: (YamlNode | null)[];
  readonly start: number;
}

export interface Pair {
  readonly key: YamlNode | null;
  readonly value: YamlNode | null;
}

/** A mapping; a key may be there twice. */
export interface MapNode {
  readonly kind: "map";
  readonly pairs: Pair[];
  readonly start: number;
}

export interface AliasNode {
  readonly kind: "alias";
  readonly name: string;
  /** What it stands for; undefined if no such anchor comes before it. */
  readonly target: YamlNode | undefined;
  readonly start: number;
}

export type YamlNode = ScalarNode | SeqNode | MapNode | AliasNode;

/** Is this an empty value (`key:`, `~`, `null`)? */
export function isNull(n: YamlNode | null): boolean {
  if (n === null) return true;
  return n.kind === "scalar" && n.plain && n.text.length <= 4 && /^(|~|null|Null|NULL)$/.test(n.text);
}
