import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { RULES } from "./support/places.js";

/**
 * Rules of the default set whose events the live sensor does not follow yet, or whose deeds no test may do: their rule
 * tests (rules/*.test.yaml) must do.
 */
const NOT_LIVE: ReadonlySet<string> = new Set([
  "io_uring set up by an unexpected program",
  "io_uring given other credentials",
  "Kernel module removed by an unexpected program",
  "Another kernel prepared for start",
  "New mount interface used in a container",
  "File opened by handle in a container",
  "Disk device made in a container",
  "Root directory changed in a container",
  "Kernel keyring searched by an unexpected program",
  "Page faults handled by a container",
  "Descriptor taken out of another process",
  "Disk mounted in a container",
]);

// Needs no privilege: it reads the tests, it does not run them.
it("every rule that is loaded by default has a live test", () => {
  const here = dirname(fileURLToPath(import.meta.url));
  const tests = readdirSync(here).filter((f) => f.endsWith(".test.js") && f !== "coverage.test.js");
  const text = tests.map((f) => readFileSync(join(here, f), "utf8")).join("\n");
  const items = RULES.flatMap((f) => parse(readFileSync(f, "utf8")) as readonly { rule?: string }[]);
  const rules = items.flatMap((i) => i.rule ?? []);
  assert.ok(rules.length >= 100, `${rules.length} rules`);
  const tested = (rule: string): boolean => text.includes(JSON.stringify(rule));
  assert.deepEqual(
    rules.filter((rule) => !tested(rule) && !NOT_LIVE.has(rule)),
    [],
  );
  assert.deepEqual(
    [...NOT_LIVE].filter((rule) => tested(rule) || !rules.includes(rule)),
    [],
    "has a live test, or is no rule",
  );
});
