// Runs the property tests with a chosen amount of work.
// Usage: node scripts/run-property.mjs [--pairs N] [--files N] [--seed N] [--whole] [FILE...]
// `--whole` is what acceptance asks for: 1,000,000 pairs of condition and event, 100,000 mutated rules files.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const ROOT = new URL("..", import.meta.url).pathname;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: "string" },
    files: { type: "string" },
    seed: { type: "string" },
    whole: { type: "boolean", default: false },
  },
});

const env = { ...process.env };
if (values.whole) Object.assign(env, { SAKER_PAIRS: "1000000", SAKER_FILES: "100000" });
if (values.pairs !== undefined) env.SAKER_PAIRS = values.pairs;
if (values.files !== undefined) env.SAKER_FILES = values.files;
if (values.seed !== undefined) env.SAKER_SEED = values.seed;

const args = positionals.length > 0 ? positionals : ["--only", "property"];
const r = spawnSync(process.execPath, [`${ROOT}scripts/run-tests.mjs`, ...args], { cwd: ROOT, env, stdio: "inherit" });
process.exit(r.status ?? 1);
