/** A compiled regular expression over bytes; matches only the whole value. */
export interface Regex {
  test(buf: Uint8Array, off: number, len: number): boolean;
}

/**
 * Linear-time regular expressions, POSIX egrep syntax (RE2 in POSIX mode). Handed in from outside because the
 * matcher lives in the native addon.
 */
export interface RegexEngine {
  /** @throws {Error} for a bad pattern */
  compile(pattern: string): Regex;
}
