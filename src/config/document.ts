import { expandEnv } from "./env.js";
import { ConfigError } from "./errors.js";
import { parseBool } from "./overlay.js";
import { getKey, parseKey, type Step, setKey } from "./path.js";
import { parseInteger } from "./plugin-config.js";
import { mapTexts, parseTree, type Tree } from "./tree.js";

/**
 * A configuration file as written, with environment variables put in, read and changed by keys like `a.b[3].c`; dots and
 * brackets that belong to a name are escaped with a backslash.
 */
export class ConfigDocument {
  constructor(private root: Tree = new Map()) {}

  /** @throws ConfigError */
  static parse(text: string, name = "default"): ConfigDocument {
    return new ConfigDocument(mapTexts(parseTree(text, name), (t) => expandEnv(t)));
  }

  has(key: string): boolean {
    return this.find(key) !== undefined;
  }

  /** A value as text; undefined if the key has none, or is a list or a map. */
  text(key: string): string | undefined {
    const v = this.find(key);
    return v === null ? "null" : typeof v === "string" ? v : undefined;
  }

  /** A value as a truth value, in YAML's spellings; undefined if it is none. */
  bool(key: string): boolean | undefined {
    return parseBool(this.text(key) ?? "");
  }

  /** A value as a whole number; undefined if it is none. */
  integer(key: string): number | undefined {
    return parseInteger(this.text(key) ?? "");
  }

  /** Elements of a list; one value stands for a list of it alone. */
  list(key: string): readonly Tree[] {
    const v = this.find(key) ?? null;
    return Array.isArray(v) ? v : typeof v === "string" ? [v] : [];
  }

  /** Put a text in the place of what is there. @throws ConfigError */
  set(key: string, value: string): void {
    if (!(this.root instanceof Map)) this.root = new Map();
    const { root } = this;
    guarded(key, (steps) => setKey(root, steps, value));
  }

  private find(key: string): Tree | undefined {
    return guarded(key, (steps) => getKey(this.root, steps));
  }
}

function guarded<T>(key: string, work: (steps: readonly Step[]) => T): T {
  try {
    return work(parseKey(key));
  } catch (e) {
    throw new ConfigError(`Config error at key "${key}": ${(e as Error).message}`);
  }
}
