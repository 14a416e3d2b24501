// Transformers of output formats. A transformer of an absent value gives an absent value.
import { baseName, decodeBase64, getOptions, lowerAscii, textLength, upperAscii } from "./textops.js";

/** Value of an argument: one text, or a list. */
export type TextValue = string | readonly string[] | undefined;

type One = (text: string) => string | undefined;

const ONE: Readonly<Record<string, One>> = {
  tolower: lowerAscii,
  toupper: upperAscii,
  b64: (s) => {
    const bytes = decodeBase64(s);
    return bytes === undefined ? undefined : Buffer.from(bytes, "latin1").toString("utf8");
  },
  basename: baseName,
};

/** Names of all transformers with the least and the greatest number of arguments. */
export const TRANSFORMERS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  tolower: [1, 1],
  toupper: [1, 1],
  b64: [1, 1],
  basename: [1, 1],
  len: [1, 1],
  join: [2, 2],
  concat: [2, Number.POSITIVE_INFINITY],
  getopt: [2, 2],
};

const isList = (v: TextValue): v is readonly string[] => Array.isArray(v);

/**
 * Apply a transformer to its arguments.
 * @param option the one letter that `getopt` is asked for
 */
export function transform(name: string, args: readonly TextValue[], option?: string): TextValue {
  if (args.some((a) => a === undefined)) return undefined;
  const [first, second] = args;
  const one = ONE[name];
  if (one !== undefined) {
    if (!isList(first)) return one(first as string);
    const out = first.map(one);
    return out.some((v) => v === undefined) ? undefined : (out as string[]);
  }
  switch (name) {
    case "len":
      if (isList(first)) return String(first.length);
      return String(textLength(Buffer.from(first as string, "utf8").toString("latin1")));
    case "join":
      return (isList(second) ? second : [second as string]).join(first as string);
    case "concat":
      return args.map((a) => (isList(a) ? a.join("") : a)).join("");
    case "getopt": {
      const found = getOptions(isList(first) ? first : [first as string], second as string, option);
      return option === undefined ? found : found?.[0];
    }
    default:
      return undefined;
  }
}
