const SLASH = 47;
const DOT = 46;

/** Longest result; what would be longer is replaced, as Falco does. */
const MAX_PATH = 1024;
const TOO_LONG = "/DIR_TOO_LONG/FILENAME_TOO_LONG";

/**
 * Put a path behind a base as Falco does: the base stays as it is (it should end with a slash, nothing is put
 * between the two), only what is added is normalised, and `..` takes back what is there. An absolute path stands
 * for itself. For paths of live events see joinPath.
 */
export function concatenatePaths(base: Uint8Array, path: Uint8Array): Uint8Array {
  if (base.length + path.length + 1 > MAX_PATH) return new TextEncoder().encode(TOO_LONG);
  const out = new Uint8Array(base.length + path.length);
  let n = 0;
  if (path.length > 0 && path[0] !== SLASH) {
    out.set(base);
    n = base.length;
  }
  const emptyBase = n === 0;
  let p = 0;
  while (p < path.length) {
    const c = path[p] as number;
    const fresh = n === 0 || out[n - 1] === SLASH;
    const next = path[p + 1] ?? SLASH;
    if (c === DOT && fresh && next === SLASH) p += 2;
    else if (c === DOT && fresh && next === DOT && (path[p + 2] ?? SLASH) === SLASH) {
      n = parent(out, n);
      p += 3;
    } else if (c === SLASH && ((n > 0 && fresh) || (n === 0 && !emptyBase))) p++;
    else {
      out[n++] = c;
      p++;
    }
  }
  if (n > 1 && out[n - 1] === SLASH) n--;
  return out.subarray(0, n);
}

/** Length without the last component. */
function parent(out: Uint8Array, n: number): number {
  if (n <= 1) return n;
  let k = n - 1;
  while (k > 0 && out[k - 1] !== SLASH) k--;
  return k;
}
