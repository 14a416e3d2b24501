import { isUtf8 } from "node:buffer";

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

/**
 * A test that reads invalid UTF-8 as U+FFFD, so that `.` stands for such a byte too.
 */
export function lenient(r: Regex): Regex {
  return {
    test(buf, off, len) {
      let i = off;
      const end = off + len;
      while (i < end && (buf[i] as number) < 0x80) i++;
      if (i === end) return r.test(buf, off, len);
      const bytes = buf.subarray(off, end);
      if (isUtf8(bytes)) return r.test(buf, off, len);
      const clean = Buffer.from(Buffer.from(bytes).toString("utf8"), "utf8");
      return r.test(clean, 0, clean.length);
    },
  };
}
