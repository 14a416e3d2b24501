import { createRequire } from "node:module";
import type { RegexEngine } from "./regex.js";

interface Native {
  readonly Regex: new (pattern: string) => ReturnType<RegexEngine["compile"]>;
}

let native: Native | undefined;

/** Regular expressions of the native addon, which is loaded when the first one is compiled. */
export const RE2: RegexEngine = {
  compile(pattern) {
    if (native === undefined) {
      const bindings = createRequire(import.meta.url)("bindings") as (name: string) => Native;
      native = bindings("saker");
    }
    return new native.Regex(pattern);
  },
};
