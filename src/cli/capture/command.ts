import { nearest } from "../../rules/nearest.js";
import { didYouMean, type FlagDef } from "../argv.js";
import { UsageError } from "../errors.js";
import { row } from "../help.js";

type Action = (argv: readonly string[]) => Promise<number>;

interface CaptureAction {
  readonly name: string;
  readonly help: string;
  readonly load: () => Promise<Action>;
  readonly flags: () => Promise<readonly FlagDef[]>;
}

/** What it can do. */
export const CAPTURE_ACTIONS: readonly CaptureAction[] = [
  {
    name: "record",
    help: "record what happens on this machine",
    load: async () => (await import("./record.js")).recordCommand,
    flags: async () => (await import("./record.js")).RECORD_FLAGS,
  },
  {
    name: "info",
    help: "times, events by type, processes and machine of a capture",
    load: async () => (await import("./info.js")).infoCommand,
    flags: async () => (await import("./info.js")).INFO_FLAGS,
  },
  {
    name: "print",
    help: "print events, in a format of your own if you like",
    load: async () => (await import("./print.js")).printCommand,
    flags: async () => (await import("./print.js")).PRINT_FLAGS,
  },
  {
    name: "filter",
    help: "write the events for which a condition holds to a new file",
    load: async () => (await import("./filter.js")).filterCommand,
    flags: async () => (await import("./filter.js")).FILTER_FLAGS,
  },
  {
    name: "merge",
    help: "write the events of several captures to one file, in the order of time",
    load: async () => (await import("./merge.js")).mergeCommand,
    flags: async () => (await import("./merge.js")).MERGE_FLAGS,
  },
];

const HEAD = "Usage: saker capture ACTION [OPTION...] [FILE...]\n\nRecords, reads and writes capture files (scap).\n";

/** `saker capture ACTION ...` */
export async function captureCommand(argv: readonly string[]): Promise<number> {
  const [name, ...more] = argv;
  if (name === undefined || name === "-h" || name === "--help") {
    const actions = CAPTURE_ACTIONS.flatMap((a) => row(a.name, a.help)).join("\n");
    process.stdout.write(`${HEAD}\nActions:\n${actions}\n\nsaker capture ACTION --help says more.\n`);
    return name === undefined ? 1 : 0;
  }
  const action = CAPTURE_ACTIONS.find((a) => a.name === name);
  if (action === undefined) {
    const names = CAPTURE_ACTIONS.map((a) => a.name);
    const near = nearest(name, names);
    const hint = near.length > 0 ? didYouMean(near) : `: it is one of ${names.join(", ")}`;
    throw new UsageError(`Unknown command 'capture ${name}'${hint}`);
  }
  return await (await action.load())(more);
}
