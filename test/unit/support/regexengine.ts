import type { RegexEngine } from "../../../src/filter/regex.js";

/** Good enough for tests: JavaScript's own expressions, anchored at both ends, over bytes. */
export const JS_REGEX: RegexEngine = {
  compile(pattern) {
    const re = new RegExp(`^(?:${pattern})$`, "s");
    return {
      test: (buf, off, len) => re.test(Buffer.from(buf.buffer, buf.byteOffset + off, len).toString("latin1")),
    };
  },
};
