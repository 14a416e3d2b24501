import { reportJson, reportJunit, reportText, runRuleTests } from "../../ruletest/index.js";
import { type FlagDef, parseArgv } from "../argv.js";
import { UsageError } from "../errors.js";
import { commandHelp } from "../help.js";

/** Its flags. */
export const TEST_FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  {
    key: "rules",
    short: "r",
    long: "rules",
    value: "path",
    many: true,
    help: "rules file in place of those that the tests name",
  },
  { key: "filter", long: "filter", value: "text", help: "only tests with this text in their name" },
  { key: "json", long: "json", help: "print the report as JSON" },
  { key: "junit", long: "junit", help: "print the report in JUnit's format" },
];

const HELP = commandHelp(
  "saker rules test [OPTION...] FILE...",
  "Runs rule tests (files NAME.test.yaml, see docs/rule-tests.md): events in, expected alerts out. Exit code 1 if one fails.",
  TEST_FLAGS,
);

/** `saker rules test FILE...` */
export async function testCommand(argv: readonly string[]): Promise<number> {
  const flags = parseArgv(argv, TEST_FLAGS);
  if (flags.on("help")) {
    process.stdout.write(HELP);
    return 0;
  }
  if (flags.rest.length === 0) throw new UsageError("saker rules test needs files of tests: saker rules test FILE...");
  const filter = flags.last("filter");
  const rules = flags.all("rules");
  const report = await runRuleTests(flags.rest, {
    ...(filter !== undefined && { filter }),
    ...(rules.length > 0 && { rules }),
  });
  const color = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  const text = flags.on("junit")
    ? reportJunit(report)
    : flags.on("json")
      ? reportJson(report)
      : reportText(report, { color });
  process.stdout.write(text);
  return report.ok ? 0 : 1;
}
