import { nearest } from "../../rules/nearest.js";
import { didYouMean, type FlagDef, type Parsed, parseArgv } from "../argv.js";
import { UsageError } from "../errors.js";
import { commandHelp, row } from "../help.js";

type Run = (flags: Parsed, words: readonly string[]) => Promise<number>;

interface SimulateAction {
  readonly name: string;
  readonly help: string;
  /** Keys of the flags that it knows. */
  readonly flags: readonly string[];
  readonly load: () => Promise<Run>;
}

/** Its actions, in the order of the help. */
export const SIMULATE_ACTIONS: readonly SimulateAction[] = [
  {
    name: "list",
    help: "name the actions",
    flags: ["all", "json", "objects"],
    load: async () => (await import("./actions.js")).list,
  },
  {
    name: "run",
    help: "do them",
    flags: ["all", "loop", "sleep", "objects"],
    load: async () => (await import("./actions.js")).run,
  },
  {
    name: "test",
    help: "do each under a sensor of its own, and see that its rule fires (root)",
    flags: ["all", "json", "junit", "rules", "timeout", "objects"],
    load: async () => (await import("./actions.js")).test,
  },
  {
    name: "suite",
    help: "do declarative tests, YAML files or folders of them, and see that they alert as they say (root)",
    flags: ["json", "junit", "rules", "timeout", "jobs"],
    load: async () => (await import("./suite.js")).suite,
  },
  {
    name: "bench",
    help: "repeat those that can be at rising rates, until events or alerts are lost (root)",
    flags: ["json", "rules", "duration"],
    load: async () => (await import("./actions.js")).bench,
  },
];

/** Flags of all actions; each knows those that it names. */
export const SIMULATE_FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  { key: "all", long: "all", help: "list, run, test: take actions for rules that are not stable, too" },
  { key: "loop", long: "loop", help: "run: over and over, until Ctrl-C" },
  { key: "sleep", long: "sleep", value: "time", help: "run: rest before each, e.g. 100ms" },
  { key: "json", long: "json", help: "list, test, suite, bench: print JSON" },
  { key: "junit", long: "junit", help: "test, suite: print the report in JUnit's format" },
  {
    key: "rules",
    short: "r",
    long: "rules",
    value: "path",
    many: true,
    help: "test, suite, bench: rules file or directory in place of all that ship; may be given several times",
  },
  {
    key: "objects",
    long: "objects",
    value: "folder",
    many: true,
    help: "list, run, test: make actions of the YAML files of Kubernetes objects in it, too; may be given several times",
  },
  { key: "timeout", long: "timeout", value: "time", help: "test, suite: how long an alert may take (15s)" },
  { key: "jobs", long: "jobs", value: "count", help: "suite: how many tests are done side by side (4)" },
  { key: "duration", long: "duration", value: "time", help: "bench: how long all of it may take (90s)" },
];

const HELP = [
  commandHelp(
    "saker simulate ACTION [OPTION...] [REGEXP | FILE...]",
    "Does what rules watch for, in namespaces and scratch directories of its own, and undoes it.",
    SIMULATE_FLAGS,
  ),
  "Actions:",
  ...SIMULATE_ACTIONS.flatMap((a) => row(a.name, a.help)),
  "",
].join("\n");

/** `saker simulate ACTION` */
export async function simulateCommand(argv: readonly string[]): Promise<number> {
  const [name, ...more] = argv;
  if (name === undefined || name === "-h" || name === "--help") {
    process.stdout.write(HELP);
    return name === undefined ? 1 : 0;
  }
  const action = SIMULATE_ACTIONS.find((a) => a.name === name);
  if (action === undefined) {
    const names = SIMULATE_ACTIONS.map((a) => a.name);
    const near = nearest(name, names);
    const hint = near.length > 0 ? didYouMean(near) : `: it is one of ${names.join(", ")}`;
    throw new UsageError(`Unknown command 'simulate ${name}'${hint}`);
  }
  const known = SIMULATE_FLAGS.filter((f) => f.key === "help" || action.flags.includes(f.key));
  const flags = parseArgv(more, known);
  if (flags.on("help")) {
    process.stdout.write(HELP);
    return 0;
  }
  return await (await action.load())(flags, flags.rest);
}
