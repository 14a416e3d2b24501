import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { RULES } from "./support/places.js";

// Needs no privilege: it reads the tests, it does not run them.
it("every rule has a live test", () => {
  const here = dirname(fileURLToPath(import.meta.url));
  const tests = readdirSync(here).filter((f) => f.endsWith(".test.js") && f !== "coverage.test.js");
  const text = tests.map((f) => readFileSync(join(here, f), "utf8")).join("\n");
  const items = parse(readFileSync(RULES, "utf8")) as readonly {
    rule?: string;
  }[];
  const rules = items.flatMap((i) => i.rule ?? []);
  assert.ok(rules.length >= 27, `${rules.length} rules`);
  const tested = (rule: string): boolean =>
    text.includes(`rule: ${JSON.stringify(rule)}`) || text.includes(`RULE = ${JSON.stringify(rule)}`);
  assert.deepEqual(
    rules.filter((rule) => !tested(rule)),
    [],
  );
});
