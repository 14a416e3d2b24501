/**
 * Tests on bytes in place: what compiled conditions call. Each factory prepares its literal once; the test itself
 * allocates nothing.
 */
export type BytesTest = (buf: Uint8Array, off: number, len: number) => boolean;

/** The value is exactly `lit`. */
export function equals(lit: Uint8Array): BytesTest {
  const n = lit.length;
  return (buf, off, len) => {
    if (len !== n) return false;
    for (let i = 0; i < n; i++) if (buf[off + i] !== lit[i]) return false;
    return true;
  };
}

/** The value begins with `lit`. */
export function startsWith(lit: Uint8Array): BytesTest {
  const n = lit.length;
  return (buf, off, len) => {
    if (len < n) return false;
    for (let i = 0; i < n; i++) if (buf[off + i] !== lit[i]) return false;
    return true;
  };
}

/** The value ends with `lit`. */
export function endsWith(lit: Uint8Array): BytesTest {
  const n = lit.length;
  return (buf, off, len) => {
    if (len < n) return false;
    const from = off + len - n;
    for (let i = n - 1; i >= 0; i--) if (buf[from + i] !== lit[i]) return false;
    return true;
  };
}

/** `lit` occurs in the value. */
export function contains(lit: Uint8Array): BytesTest {
  const n = lit.length;
  if (n === 0) return () => true;
  const first = lit[0] as number;
  return (buf, off, len) => {
    const last = off + len - n;
    for (let p = off; p <= last; p++) {
      if (buf[p] !== first) continue;
      let i = 1;
      while (i < n && buf[p + i] === lit[i]) i++;
      if (i === n) return true;
    }
    return false;
  };
}

/** Byte values with ASCII capitals made small. */
export const FOLD: Uint8Array = new Uint8Array(256).map((_, b) => (b >= 65 && b <= 90 ? b + 32 : b));

/** `lit` occurs in the value, ASCII case aside. */
export function containsFolded(lit: Uint8Array): BytesTest {
  const n = lit.length;
  if (n === 0) return () => true;
  const low = lit.map((b) => FOLD[b] as number);
  const first = low[0] as number;
  const fold = FOLD;
  return (buf, off, len) => {
    const last = off + len - n;
    for (let p = off; p <= last; p++) {
      if (fold[buf[p] as number] !== first) continue;
      let i = 1;
      while (i < n && fold[buf[p + i] as number] === low[i]) i++;
      if (i === n) return true;
    }
    return false;
  };
}

/** The value compared with `lit` byte by byte: negative, zero or positive. */
export function compareWith(lit: Uint8Array): (buf: Uint8Array, off: number, len: number) => number {
  return (buf, off, len) => {
    const n = Math.min(len, lit.length);
    for (let i = 0; i < n; i++) {
      const d = (buf[off + i] as number) - (lit[i] as number);
      if (d !== 0) return d;
    }
    return len - lit.length;
  };
}

/** At least one of the tests holds. */
export function anyOf(tests: readonly BytesTest[]): BytesTest {
  if (tests.length === 1) return tests[0] as BytesTest;
  return (buf, off, len) => {
    for (let i = 0; i < tests.length; i++) if ((tests[i] as BytesTest)(buf, off, len)) return true;
    return false;
  };
}

/** All tests hold, and there is at least one. */
export function allOf(tests: readonly BytesTest[]): BytesTest {
  if (tests.length === 0) return () => false;
  return (buf, off, len) => {
    for (let i = 0; i < tests.length; i++) if (!(tests[i] as BytesTest)(buf, off, len)) return false;
    return true;
  };
}

/** Exactly one of the tests holds. */
export function oneOf(tests: readonly BytesTest[]): BytesTest {
  return (buf, off, len) => {
    let n = 0;
    for (let i = 0; i < tests.length && n < 2; i++) if ((tests[i] as BytesTest)(buf, off, len)) n++;
    return n === 1;
  };
}
