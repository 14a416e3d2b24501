// Trip rules and see that they fire; `saker simulate test REGEXP` does the same.
// `node examples/simulate.mjs` names what it would do; `node examples/simulate.mjs test` does it, and needs root.
import { simulate } from "saker";

const registry = await simulate.loadActions();
const actions = registry.select("^syscall\\.(ReadSensitiveFileUntrusted|WriteBelowEtc)$", true);
for (const { name, rule, does } of actions) console.log(`${name} trips "${rule}": it ${does}`);

if (process.argv[2] === "test") {
  const report = await simulate.testActions(actions);
  for (const r of report.results) console.log(r.action, r.status, r.reason ?? r.output);
  process.exitCode = report.failed === 0 ? 0 : 1;
}
