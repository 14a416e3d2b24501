import type { Plain, TestNode } from "../../ruletest/yaml.js";

type Values = Readonly<Record<string, Plain>>;

/** Every combination of the values of a `matrix`. */
function product(values: readonly (readonly [string, readonly Plain[]])[]): Values[] {
  return values.reduce<Values[]>(
    (done, [key, choices]) => done.flatMap((row) => choices.map((c) => ({ ...row, [key]: c }))),
    [{}],
  );
}

/**
 * The rows of values that a test's `cases` come to.
 *
 * @throws RuleTestError
 */
export function readCases(node: TestNode): Values[] {
  let keys: string | undefined;
  return node.list().flatMap((c) => {
    const map = c.map("a case", ["strategy", "values"]);
    const strategy = map.get("strategy")?.oneOf("strategy", ["vector", "matrix"]);
    const values = map.get("values");
    if (strategy === undefined || values === undefined) throw c.fail("a case needs 'strategy' and 'values'");
    const rows = [...values.map("values")];
    const names = rows
      .map(([k]) => k)
      .sort()
      .join(", ");
    if (keys !== undefined && names !== keys) {
      throw values.fail("test cases specify heterogeneous set of keys", `The case before has ${keys}; this ${names}.`);
    }
    keys = names;
    if (strategy === "vector") return [Object.fromEntries(rows.map(([k, v]) => [k, v.plain()]))];
    return product(
      rows.map(([k, v]) => {
        if (v.kind !== "list") throw v.fail(`'${k}' must be a list: a matrix combines all values of each`);
        return [k, v.list().map((i) => i.plain())] as const;
      }),
    );
  });
}

const TEMPLATE = /^\s*%\{\s*item\.(\S+?)\s*\}\s*$/;

/** A value with the templates in it filled in. Only a whole text can be one. */
export function fill(value: Plain, values: Values, missing: (key: string) => Error): Plain {
  if (typeof value === "string") {
    const key = TEMPLATE.exec(value)?.[1];
    if (key === undefined) return value;
    if (!Object.hasOwn(values, key)) throw missing(key);
    return values[key] as Plain;
  }
  if (Array.isArray(value)) return value.map((v: Plain) => fill(v, values, missing));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v as Plain, values, missing)]));
}
