// Run rule tests from a program; `saker rules test FILE...` does the same.
import { reportText, runRuleTests } from "saker";

const report = await runRuleTests([new URL("rules/example.test.yaml", import.meta.url).pathname]);
process.stdout.write(reportText(report));
process.exitCode = report.ok ? 0 : 1;
