import type { Tree, TreeMap } from "./tree.js";

/** One step of a key: a name, an index, or `append` for `[]`. */
export type Step = { readonly name: string } | { readonly index: number } | "append";

/**
 * Split a key like `a.b[3].c`, `list[].x` or `dotted\.name` into steps.
 * @throws Error with a plain message
 */
export function parseKey(key: string): Step[] {
  const steps: Step[] = [];
  let name = "";
  /** A dot or the beginning has just been passed: a name must follow. */
  let wantsName = true;
  const flush = (at: number): void => {
    if (name === "" && wantsName) throw new Error(`Parsing error: unexpected character at pos ${at}`);
    if (name !== "") steps.push({ name });
    name = "";
    wantsName = false;
  };
  for (let i = 0; i < key.length; i++) {
    const c = key[i] as string;
    if (c === "\\") {
      const next = key[i + 1];
      if (next === undefined) throw new Error(`Parsing error: trailing backslash at pos ${i}`);
      if (!".[]\\".includes(next)) throw new Error(`Parsing error: invalid escape sequence '\\${next}' at pos ${i}`);
      name += next;
      i++;
    } else if (c === ".") {
      flush(i);
      wantsName = true;
    } else if (c === "[") {
      flush(i);
      const close = key.indexOf("]", i);
      const index = key.slice(i + 1, close < 0 ? key.length : close);
      if (index === "") steps.push("append");
      else if (/^\d{1,6}$/.test(index)) steps.push({ index: Number(index) });
      else throw new Error(`Parsing error: expected a numeric index, found '${index}'`);
      if (close < 0) throw new Error(`Parsing error: the '[' at pos ${i} has no ']'`);
      i = close;
    } else {
      if (!wantsName && name === "") throw new Error(`Parsing error: expected '.' character at pos ${i - 1}`);
      name += c;
    }
  }
  flush(key.length - 1);
  return steps;
}

/** What a key points at; undefined if there is nothing. */
export function getKey(root: Tree, steps: readonly Step[]): Tree | undefined {
  let here: Tree | undefined = root;
  for (const step of steps) {
    if (step === "append") return undefined;
    if ("name" in step) here = here instanceof Map ? here.get(step.name) : undefined;
    else if (Array.isArray(here)) here = here[step.index];
    else here = here instanceof Map ? here.get(String(step.index)) : undefined;
    if (here === undefined) return undefined;
  }
  return here;
}

/**
 * Set what a key points at, making maps and lists on the way.
 * @throws Error with a plain message
 */
export function setKey(root: TreeMap, steps: readonly Step[], value: Tree): void {
  let put = (_: Tree): void => {
    throw new Error("an empty key");
  };
  let here: Tree | undefined = root;
  for (const step of steps) {
    if (step !== "append" && "name" in step) {
      const map: TreeMap = here instanceof Map ? here : toMap(here);
      if (map !== here) put(map);
      put = (t) => void map.set(step.name, t);
      here = map.get(step.name);
      continue;
    }
    if (typeof here === "string") throw new Error(`an index into '${here}', which is no list`);
    if (here instanceof Map) {
      if (step === "append") throw new Error("Parsing error: expected a numeric index, found ''");
      const map = here;
      put = (t) => void map.set(String(step.index), t);
      here = map.get(String(step.index));
      continue;
    }
    const list: Tree[] = here ?? [];
    if (list !== here) put(list);
    const index = step === "append" ? list.length : step.index;
    if (index > list.length) throw new Error(`index ${index} is beyond the end of the list (${list.length} elements)`);
    put = (t) => {
      list[index] = t;
    };
    here = list[index];
  }
  put(value);
}

/** A list that is given a named key becomes a map with its indices as keys. */
function toMap(t: Tree | undefined): TreeMap {
  if (Array.isArray(t)) return new Map(t.map((v, i) => [String(i), v]));
  if (typeof t === "string") throw new Error(`a key below '${t}', which is no map`);
  return new Map();
}
