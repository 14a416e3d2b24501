import { anyOf, type BytesTest, equals } from "./bytetests.js";
import { glob } from "./glob.js";

const SLASH = 47;

/** One level of a path tree. */
class Level<V> {
  /** Value of the listed path that ends here; everything below matches. */
  value: V | undefined;
  readonly exact: Entry<V>[] = [];
  readonly globs: Entry<V>[] = [];
  /** First bytes of the exact names, to turn most components away at once. */
  readonly first = new Uint8Array(256);
}

interface Entry<V> {
  readonly name: Uint8Array;
  readonly test: BytesTest;
  readonly next: Level<V>;
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
      let child = list.find((c) => Buffer.compare(c.name, name) === 0);
      if (child === undefined) {
        child = { name, test: isGlob ? anyOf([equals(name), glob(name)]) : equals(name), next: new Level() };
        list.push(child);
        if (!isGlob) level.first[name[0] as number] = 1;
      }
      level = child.next;
    }
    level.value = value;
    level.exact.length = 0;
    level.globs.length = 0;
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
  const sorted = (list: readonly Entry<unknown>[]) =>
    list
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
    let next: Level<V> | undefined;
    if (level.first[buf[start] as number] === 1) {
      const exact = level.exact;
      for (let i = 0; i < exact.length; i++) {
        const c = exact[i] as (typeof exact)[number];
        if (c.test(buf, start, len)) {
          next = c.next;
          break;
        }
      }
    }
    const globs = level.globs;
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
