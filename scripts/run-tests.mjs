// Runs the compiled tests with node:test: unit and property tests side by side, live tests one file at a time (each
// starts a sensor), and so integration tests (real servers on loopback). The last line is "N passed, N failed, N skipped".
// Usage: node scripts/run-tests.mjs [--only unit|property|integration|live] [--match live/BEGINNING] [--names DOC] [FILE...]
// --names: fail unless the evasions that a document names are those that were run.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { differencesWith } from "./evasion-names.mjs";

const ROOT = new URL("..", import.meta.url).pathname;
const args = process.argv.slice(2);
const onlyAt = args.indexOf("--only");
const only = onlyAt >= 0 ? args.splice(onlyAt, 2)[1] : undefined;

const matchAt = args.indexOf("--match");
const match = matchAt >= 0 ? args.splice(matchAt, 2)[1] : undefined;

const namesAt = args.indexOf("--names");
const document = namesAt >= 0 ? args.splice(namesAt, 2)[1] : undefined;
const ran = [];

function tests(folder) {
  const dir = join(ROOT, "dist/test", folder);
  if (!existsSync(dir)) return [];
  return (
    readdirSync(dir, { recursive: true })
      .filter((f) => f.endsWith(".test.js"))
      // a compiled test whose source is gone must not run on
      .filter((f) => existsSync(join(ROOT, "test", folder, f.replace(/\.js$/, ".ts"))))
      .map((f) => join(dir, f))
      .sort()
  );
}

const total = { pass: 0, fail: 0, skipped: 0 };

function run(files, concurrency) {
  if (files.length === 0) return;
  const r = spawnSync(
    process.execPath,
    [
      "--test",
      `--test-concurrency=${concurrency}`,
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      "--test-reporter=tap",
      "--test-reporter-destination=stderr",
      ...files,
    ],
    { cwd: ROOT, stdio: ["ignore", "inherit", "pipe"], encoding: "utf8", maxBuffer: 1 << 28 },
  );
  for (const key of Object.keys(total)) {
    const m = new RegExp(`^# ${key} (\\d+)$`, "m").exec(r.stderr);
    total[key] += m ? Number(m[1]) : 0;
  }
  for (const m of r.stderr.matchAll(/^\s*(?:not )?ok \d+ - (.*?)(?: # .*)?$/gm)) ran.push(m[1]);
  if (r.status !== 0 && total.fail === 0) {
    process.stderr.write(r.stderr.slice(-2000));
    total.fail++;
  }
}

if (match !== undefined) {
  const [folder] = match.split("/");
  run(
    tests(folder).filter((f) => f.startsWith(join(ROOT, "dist/test", match))),
    1,
  );
} else if (args.length > 0) {
  run(args, 1);
} else {
  for (const kind of ["unit", "property"]) if (!only || only === kind) run(tests(kind), 2);
  for (const kind of ["integration", "live"]) if (!only || only === kind) run(tests(kind), 1);
}
if (document !== undefined) {
  const found = differencesWith(join(ROOT, document), ran);
  for (const line of found) console.error(line);
  if (found.length > 0) total.fail++;
}
console.log(`${total.pass} passed, ${total.fail} failed, ${total.skipped} skipped`);
process.exit(total.fail > 0 ? 1 : 0);
