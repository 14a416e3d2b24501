import { nativeAddon } from "../boot/native.js";
import type { RegexEngine } from "./regex.js";

interface Native {
  readonly Regex: new (pattern: string) => ReturnType<RegexEngine["compile"]>;
}

let native: Native | undefined;

/** Regular expressions of the native addon, which is loaded when the first one is compiled. */
export const RE2: RegexEngine = {
  compile(pattern) {
    native ??= nativeAddon() as Native;
    return new native.Regex(pattern);
  },
};
