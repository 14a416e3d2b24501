import { anyOf, type BytesTest, equals } from "./bytetests.js";
import { glob } from "./glob.js";

const SLASH = 47;

/** One level of a path tree. */
class Level {
  /** A listed path ends here: everything below matches. */
  end = false;
  readonly exact: { name: Uint8Array; test: BytesTest; next: Level }[] = [];
  readonly globs: { name: Uint8Array; test: BytesTest; next: Level }[] = [];
  /** First bytes of the exact names, to turn most components away at once. */
  readonly first = new Uint8Array(256);
}

/**
 * The value is one of the listed paths or lies below one. Paths are compared by components, empty ones ignored;
 * a component of a listed path with `?`, `*` or `[` is a glob for one component.
 */
export function pathMatch(paths: readonly Uint8Array[]): BytesTest {
  const root = new Level();
  for (const p of paths) add(root, p);
  return (buf, off, len) => walk(root, buf, off, off + len);
}

function add(root: Level, path: Uint8Array): void {
  let level = root;
  for (const name of components(path)) {
    if (level.end) return;
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
  level.end = true;
  level.exact.length = 0;
  level.globs.length = 0;
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

function walk(root: Level, buf: Uint8Array, from: number, end: number): boolean {
  let level = root;
  let p = from;
  for (;;) {
    if (level.end) return true;
    while (p < end && buf[p] === SLASH) p++;
    if (p >= end) return false;
    const start = p;
    while (p < end && buf[p] !== SLASH) p++;
    const len = p - start;
    let next: Level | undefined;
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
      else if (walk(g.next, buf, p, end)) return true;
    }
    if (next === undefined) return false;
    level = next;
  }
}
