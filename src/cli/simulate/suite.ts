import { readSuites } from "../../simulate/suite/read.js";
import { suiteReportJson, suiteReportJunit, suiteReportText } from "../../simulate/suite/report.js";
import { testSuites } from "../../simulate/suite/run.js";
import type { Parsed } from "../argv.js";
import { UsageError } from "../errors.js";
import { duration, interrupted, rulesOf } from "./actions.js";
import { Progress } from "./progress.js";

/** `saker simulate suite` */
export async function suite(flags: Parsed, paths: readonly string[]): Promise<number> {
  if (paths.length === 0)
    throw new UsageError("saker simulate suite needs files of declarative tests, or folders of them");
  const cases = readSuites(paths);
  const jobs = Number(flags.last("jobs") ?? 4);
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError("--jobs is a number of tests, 1 at least");
  const progress = new Progress();
  const report = await testSuites(cases, {
    ...rulesOf(flags),
    jobs,
    timeoutMs: duration(flags, "timeout", 15_000),
    signal: interrupted(),
    onResult: (r, done) => progress.show(done, cases.length, r.test),
  });
  progress.clear();
  const text = flags.on("junit") ? suiteReportJunit : flags.on("json") ? suiteReportJson : suiteReportText;
  process.stdout.write(text(report));
  return report.failed > 0 || report.results.length < cases.length ? 1 : 0;
}
