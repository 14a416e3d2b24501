/** Text transformers of output formats. A transformer of an absent value gives an absent value. */

/** Value of an argument: one text, or a list. */
export type TextValue = string | readonly string[] | undefined;

type One = (text: string) => string | undefined;

/** ASCII letters only, as Falco does it. */
const ONE: Readonly<Record<string, One>> = {
  tolower: (s) => s.replace(/[A-Z]/g, (c) => c.toLowerCase()),
  toupper: (s) => s.replace(/[a-z]/g, (c) => c.toUpperCase()),
  b64: (s) => (/^[A-Za-z0-9+/]*={0,2}$/.test(s) ? Buffer.from(s, "base64").toString("utf8") : undefined),
  basename: (s) => s.slice(s.lastIndexOf("/") + 1),
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

/** Apply a transformer to its arguments. */
export function transform(name: string, args: readonly TextValue[]): TextValue {
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
      return String(isList(first) ? first.length : Buffer.byteLength(first as string, "utf8"));
    case "join":
      return (isList(second) ? second : [second as string]).join(first as string);
    case "concat":
      return args.map((a) => (isList(a) ? a.join("") : a)).join("");
    case "getopt":
      return getopt(isList(first) ? first : [first as string], second as string);
    default:
      return undefined;
  }
}

/** Options of an argument list as letter, value, letter, value ...; see getopt(3). */
export function getopt(argv: readonly string[], spec: string): readonly string[] {
  const out: string[] = [];
  const letters = spec.replace(/^:/, "");
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] as string;
    if (arg === "--" || !arg.startsWith("-") || arg === "-") break;
    if (arg.startsWith("--")) continue;
    for (let k = 1; k < arg.length; k++) {
      const letter = arg[k] as string;
      const at = letter === ":" ? -1 : letters.indexOf(letter);
      if (at < 0) {
        out.push("?");
        continue;
      }
      out.push(letter);
      if (letters[at + 1] !== ":") continue;
      const rest = arg.slice(k + 1);
      out.push(rest !== "" ? rest : (argv[++i] ?? ""));
      break;
    }
  }
  return out;
}
