import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { didYouMean } from "../../rules/errors.js";
import { nearest } from "../../rules/nearest.js";
import { RuleTestError } from "../../ruletest/error.js";
import { type Plain, TestNode } from "../../ruletest/yaml.js";
import { SimulateError } from "../registry.js";
import { fill, readCases } from "./expand.js";
import type { SuiteCase, SuiteTest } from "./format.js";
import { TEST_SCHEMA } from "./schema.js";

/** A template without quotes, which is no YAML, and is in use all the same. */
const BARE = /^(\s*(?:-\s+)?\w+:\s+|\s*-\s+)(%\{[^}\n]*\})[ \t]*$/gm;

let compiled: ValidateFunction | undefined;

/**
 * The tests of files and folders of declarative tests, one for each case.
 *
 * @throws SimulateError if a file makes no sense, or there is nothing to read
 */
export function readSuites(paths: readonly string[]): SuiteCase[] {
  const seen = new Map<string, string>();
  const cases = paths.flatMap(files).flatMap((file) => readSuite(readFileSync(file, "utf8"), file, seen));
  if (cases.length === 0) throw new SimulateError(`there are no tests in ${paths.join(", ")}`);
  return cases;
}

function files(path: string): string[] {
  let folder: boolean;
  try {
    folder = statSync(path).isDirectory();
  } catch (e) {
    throw new SimulateError((e as Error).message);
  }
  if (!folder) return [path];
  return readdirSync(path)
    .filter((f) => /\.ya?ml$/.test(f))
    .sort()
    .map((f) => join(path, f));
}

/**
 * The tests of one file.
 *
 * @param seen names that are taken, by rule and name
 * @throws SimulateError
 */
export function readSuite(text: string, file: string, seen = new Map<string, string>()): SuiteCase[] {
  try {
    return readTests(TestNode.parse(text.replace(BARE, '$1"$2"'), file), file, seen);
  } catch (e) {
    throw e instanceof RuleTestError ? new SimulateError(e.describe().trimEnd()) : e;
  }
}

function readTests(root: TestNode, file: string, seen: Map<string, string>): SuiteCase[] {
  const tests = root.map("a file of declarative tests", ["tests"]).get("tests");
  if (tests?.kind !== "list") throw root.fail("'tests' must be a list of tests");
  return tests.list().flatMap((node) => readTest(node, file, seen));
}

function readTest(node: TestNode, file: string, seen: Map<string, string>): SuiteCase[] {
  const map = node.map("a test");
  const cases = map.get("cases");
  const { cases: _, ...plain } = node.plain() as { readonly [key: string]: Plain };
  const name = map.get("name");
  if (name !== undefined) {
    const key = `${map.get("rule")?.text("rule") ?? ""}\0${name.text("name")}`;
    const other = seen.get(key);
    if (other !== undefined) throw name.fail(`there is a test of this name for this rule already: ${other}`);
    seen.set(key, `${file}:${name.line}`);
  }
  const rows = cases === undefined ? [{}] : readCases(cases);
  return rows.map((values, i) => {
    const missing = (key: string): Error =>
      node.fail(
        `the template %{item.${key}} has no value`,
        cases === undefined ? "The test has no 'cases'." : `The cases have ${Object.keys(values).join(", ")}.`,
      );
    const test = fill(plain, values, missing);
    check(test, node);
    const { test: ready, number } = { test: test as unknown as SuiteTest, number: cases === undefined ? 0 : i + 1 };
    return { file, line: node.line, test: ready, values, number };
  });
}

/** Only say that none of several branches fits, or repeat what a branch has said. */
const BRANCHES: ReadonlySet<string> = new Set(["if", "anyOf"]);

function check(test: Plain, node: TestNode): void {
  compiled ??= new Ajv({ allErrors: true, strict: false, verbose: true }).compile(TEST_SCHEMA);
  if (!compiled(test)) {
    const errors = compiled.errors ?? [];
    throw complaint(errors.find((e) => !BRANCHES.has(e.keyword)) ?? (errors[0] as ErrorObject), node);
  }
  const { context, steps = [], resources = [] } = test as unknown as SuiteTest;
  const names = new Set<string>();
  for (const [i, { name }] of [...resources, ...steps].entries()) {
    const path = i < resources.length ? ["resources", i] : ["steps", i - resources.length];
    if (names.has(name)) throw at(node, path).fail(`two resources or steps are called '${name}'`);
    names.add(name);
  }
  for (const [i, p] of (context?.processes ?? []).entries()) {
    if (p.capabilities === undefined || i === (context?.processes?.length ?? 0) - 1) continue;
    throw at(node, ["context", "processes", i]).fail("only the last process of a chain can have capabilities");
  }
}

/** The node at a path, or the last above it that there is. */
function at(node: TestNode, path: readonly (string | number)[]): TestNode {
  let here = node;
  for (const step of path) {
    const next =
      here.kind === "map"
        ? here.map("").get(String(step))
        : here.kind === "list"
          ? here.list()[Number(step)]
          : undefined;
    if (next === undefined) break;
    here = next;
  }
  return here;
}

function complaint(e: ErrorObject, node: TestNode): Error {
  const path = e.instancePath.split("/").slice(1);
  const place = at(node, path);
  const key = path.join(".") || "the test";
  const { additionalProperty, missingProperty, allowedValues } = e.params as {
    additionalProperty?: string;
    missingProperty?: string;
    allowedValues?: readonly string[];
  };
  if (additionalProperty !== undefined) {
    const known = Object.keys((e.parentSchema as { properties?: object }).properties ?? {});
    const near = nearest(additionalProperty, known);
    const hint = near.length > 0 ? didYouMean(near) : `Known here: ${known.join(", ")}.`;
    return at(node, [...path, additionalProperty]).fail(`${key} has no key '${additionalProperty}'`, hint);
  }
  if (missingProperty !== undefined) return place.fail(`${key} needs '${missingProperty}'`);
  const value = typeof e.data === "string" ? `'${e.data}'` : JSON.stringify(e.data);
  if (allowedValues !== undefined) {
    const near = nearest(String(e.data), allowedValues);
    return place.fail(
      `${key} must be one of ${allowedValues.join(", ")}, not ${value}`,
      near.length > 0 ? didYouMean(near) : "",
    );
  }
  if (e.keyword === "not") return place.fail(`${key} names an environment variable that is reserved`);
  return place.fail(`${key} ${e.message ?? "is wrong"}; it is ${value}`);
}
