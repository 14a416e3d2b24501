// Decides whether a conformance run passes: every failure must be a fault of the corpus that was looked into and written
// down in corpus-faults.json. The runner itself knows no cases.
// Usage: node .ci/gate.mjs RESULT.json
import { readFileSync } from "node:fs";

const faults = JSON.parse(readFileSync(new URL("corpus-faults.json", import.meta.url), "utf8"));
const known = new Map(faults.map((f) => [f.id, f.evidence]));
const { groups } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const failures = groups.flatMap((g) => g.failures);
const bad = failures.filter((f) => !known.has(f.id));
const failing = new Set(failures.map((f) => f.id));
for (const f of failures) if (known.has(f.id)) console.log(`corpus fault: ${f.id}: ${known.get(f.id)}`);
for (const id of known.keys()) if (!failing.has(id)) console.log(`no longer failing, take it off the list: ${id}`);
if (bad.length > 0) {
  console.error(`${bad.length} conformance cases fail: ${bad.map((f) => f.id).join(", ")}`);
  process.exit(1);
}
