import { indexIn } from "./byteset.js";
import { anyOf, type BytesTest, equals } from "./bytetests.js";
import { glob } from "./glob.js";

const SLASH = 47;

/** One level of a path tree. */
class Level<V> {
  /** Value of the listed path that ends here; everything below matches. */
  value: V | undefined;
  /** By name. */
  readonly exact = new Map<string, Entry<V>>();
  readonly globs = new Map<string, Entry<V>>();
  /** The same, ready for lookups; undefined after a change. */
  index: Index<V> | undefined;
}

interface Entry<V> {
  readonly name: Uint8Array;
  readonly test: BytesTest;
  readonly next: Level<V>;
}

interface Index<V> {
  /** Which of `next` a component leads to; -1 = none. */
  readonly names: (buf: Uint8Array, off: number, len: number) => number;
  readonly next: readonly Level<V>[];
  readonly globs: readonly Entry<V>[];
}

function indexOf<V>(level: Level<V>): Index<V> {
  const exact = [...level.exact.values()];
  level.index = {
    names: exact.length === 0 ? () => -1 : indexIn(exact.map((e) => e.name)),
    next: exact.map((e) => e.next),
    globs: [...level.globs.values()],
  };
  return level.index;
}

/**
 * Paths with values, looked up by what lies at or below them. Paths are compared by components, empty ones ignored;
 * a component of a listed path with `?`, `*` or `[` is a glob for one component. A listed path hides those below it.
 */
export class PathTree<V> {
  private readonly root = new Level<V>();

  /** List a path; `value` may not be undefined. */
  add(path: Uint8Array, value: V): void {
    let level = this.root;
    for (const name of components(path)) {
      if (level.value !== undefined) return;
      const isGlob = name.some((b) => b === 63 || b === 42 || b === 91);
      const list = isGlob ? level.globs : level.exact;
      const key = Buffer.from(name).toString("latin1");
      let child = list.get(key);
      if (child === undefined) {
        child = { name, test: isGlob ? anyOf([equals(name), glob(name)]) : equals(name), next: new Level() };
        list.set(key, child);
        level.index = undefined;
      }
      level = child.next;
    }
    level.value = value;
    level.exact.clear();
    level.globs.clear();
    level.index = undefined;
  }

  /** Value of the listed path that is this path or lies above it. */
  find(buf: Uint8Array, off: number, len: number): V | undefined {
    return walk(this.root, buf, off, off + len);
  }

  /** The tree, one component a line. */
  toString(): string {
    return `root ->\n${print(this.root, "    ")}`;
  }
}

function print(level: Level<unknown>, indent: string): string {
  const sorted = (list: ReadonlyMap<string, Entry<unknown>>) =>
    [...list.values()]
      .map((e) => [Buffer.from(e.name).toString("utf8"), e.next] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, next]) => `${indent}${name} ->\n${print(next, `${indent}    `)}`);
  return [...sorted(level.exact), ...sorted(level.globs)].join("");
}

/** The value is one of the listed paths or lies below one, see {@link PathTree}. */
export function pathMatch(paths: readonly Uint8Array[]): BytesTest {
  const tree = new PathTree<true>();
  for (const p of paths) tree.add(p, true);
  return (buf, off, len) => tree.find(buf, off, len) === true;
}

function components(path: Uint8Array): Uint8Array[] {
  const out: Uint8Array[] = [];
  let start = 0;
  for (let i = 0; i <= path.length; i++) {
    if (i < path.length && path[i] !== SLASH) continue;
    if (i > start) out.push(path.slice(start, i));
    start = i + 1;
  }
  return out;
}

function walk<V>(root: Level<V>, buf: Uint8Array, from: number, end: number): V | undefined {
  let level = root;
  let p = from;
  for (;;) {
    if (level.value !== undefined) return level.value;
    while (p < end && buf[p] === SLASH) p++;
    if (p >= end) return undefined;
    const start = p;
    while (p < end && buf[p] !== SLASH) p++;
    const len = p - start;
    const index = level.index ?? indexOf(level);
    const at = index.names(buf, start, len);
    let next = at < 0 ? undefined : index.next[at];
    const globs = index.globs;
    for (let i = 0; i < globs.length; i++) {
      const g = globs[i] as (typeof globs)[number];
      if (!g.test(buf, start, len)) continue;
      if (next === undefined) next = g.next;
      else {
        const found = walk(g.next, buf, p, end);
        if (found !== undefined) return found;
      }
    }
    if (next === undefined) return undefined;
    level = next;
  }
}
