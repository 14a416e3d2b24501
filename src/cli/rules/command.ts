import { nearest } from "../../rules/nearest.js";
import { didYouMean, type FlagDef, type Parsed, parseArgv } from "../argv.js";
import { UsageError } from "../errors.js";
import { commandHelp, row } from "../help.js";

type Action = (flags: Parsed, files: readonly string[]) => Promise<number>;

/** `saker rules` is several commands of which each takes rules files. */
interface RulesAction {
  readonly name: string;
  readonly help: string;
  readonly load: () => Promise<Action>;
}

/** What it can do, besides `test`, which has flags of its own. */
export const RULES_ACTIONS: readonly RulesAction[] = [
  {
    name: "check",
    help: "check rules files, together and in order; errors and warnings with the place they are about",
    load: async () => (await import("./actions.js")).check,
  },
  {
    name: "print",
    help: "print the rules as they come to after all additions, with lists, macros and exceptions in place, as YAML",
    load: async () => (await import("./actions.js")).print,
  },
  {
    name: "describe",
    help: "name and description of each rule; with --json everything that is known of rules, macros and lists",
    load: async () => (await import("./actions.js")).describe,
  },
];

/** Its flags. */
export const RULES_FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  { key: "config", short: "c", value: "path", help: "configuration file" },
  {
    key: "option",
    short: "o",
    long: "option",
    value: "opt>=<val",
    words: "key",
    many: true,
    help: "set a configuration key",
  },
  { key: "json", long: "json", help: "print JSON" },
  { key: "rule", short: "l", long: "rule", value: "rule", help: "describe, print: only this rule" },
];

const HELP = commandHelp("saker rules ACTION [OPTION...] FILE...", "Works on rules files.", RULES_FLAGS);

/** The help of `test`. */
export const TEST_HELP = "run unit tests of rules; saker rules test --help says more";

/** `saker rules ACTION FILE...` */
export async function rulesCommand(argv: readonly string[]): Promise<number> {
  const [name, ...more] = argv;
  if (name === undefined || name === "-h" || name === "--help") {
    const actions = [...RULES_ACTIONS.flatMap((a) => row(a.name, a.help)), ...row("test", TEST_HELP)].join("\n");
    process.stdout.write(`${HELP}\nActions:\n${actions}\n`);
    return name === undefined ? 1 : 0;
  }
  if (name === "test") return await (await import("./test.js")).testCommand(more);
  const action = RULES_ACTIONS.find((a) => a.name === name);
  if (action === undefined) {
    const names = [...RULES_ACTIONS.map((a) => a.name), "test"];
    const near = nearest(name, names);
    const hint = near.length > 0 ? didYouMean(near) : `: it is one of ${names.join(", ")}`;
    throw new UsageError(`Unknown command 'rules ${name}'${hint}`);
  }
  const flags = parseArgv(more, RULES_FLAGS);
  if (flags.on("help")) {
    process.stdout.write(HELP);
    return 0;
  }
  if (flags.rest.length === 0)
    throw new UsageError(`saker rules ${name} needs rules files: saker rules ${name} FILE...`);
  return await (await action.load())(flags, flags.rest);
}
