import { CaptureSession } from "../../capture/session.js";
import { FileSink } from "../../capture/write/sink.js";
import { HeadKeeper, writeHidden, writeShown } from "../../capture/write/transfer.js";
import { CaptureWriter } from "../../capture/write/writer.js";
import { builtinRegistry } from "../../fields/registry.js";
import type { LiveContext } from "../../state/live.js";
import { type FlagDef, parseArgv } from "../argv.js";
import { UsageError } from "../errors.js";
import { commandHelp } from "../help.js";
import { ANY_PLUGIN, filterOf, oneFile, openOutput, outputFile } from "./options.js";

/** Its flags. */
export const FILTER_FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  { key: "filter", short: "f", long: "filter", value: "condition", help: "which events to keep" },
  { key: "output", short: "o", long: "output", value: "file", help: "file to write, - for stdout" },
  { key: "gzip", short: "z", long: "gzip", help: "compress" },
  {
    key: "drop-state",
    long: "drop-state",
    help: "leave out what only changes the state, too: smaller, but processes and fds are those of the beginning",
  },
];

const HELP = commandHelp(
  "saker capture filter --filter CONDITION -o NEW FILE",
  "Writes the events for which a condition holds to a new capture. Others are left out, but for those that change processes or fds: these are kept unseen, so that the new file tells the same of its events. Events of old captures are written in today's form.",
  FILTER_FLAGS,
);

/** `saker capture filter` */
export async function filterCommand(argv: readonly string[]): Promise<number> {
  const flags = parseArgv(argv, FILTER_FLAGS);
  if (flags.on("help")) {
    process.stdout.write(HELP);
    return 0;
  }
  const file = oneFile(flags, "filter");
  const registry = builtinRegistry();
  const filter = filterOf(flags, registry);
  if (filter === undefined)
    throw new UsageError("saker capture filter needs --filter CONDITION, as in --filter 'proc.name = cat'");
  const name = outputFile(flags, "filter", [file]);
  const keepState = !flags.on("drop-state");

  const head = new HeadKeeper();
  let kept = 0;
  let unseen = 0;
  let out: CaptureWriter | undefined;
  const hide = (x: LiveContext): void => {
    begin();
    if (keepState && out !== undefined && writeHidden(out, x)) unseen++;
  };
  const begin = (): void => {
    if (head.fresh) out?.head(head.take());
  };
  const session = await CaptureSession.open(file, { registry, ...ANY_PLUGIN, metadata: head, onHidden: hide });
  out = new CaptureWriter(await openOutput(name, () => FileSink.open(name, flags.on("gzip"))));
  try {
    for await (const x of session.events()) {
      begin();
      if (filter.holds(x)) {
        writeShown(out, x);
        kept++;
      } else hide(x);
      if (out.full) await out.flush();
    }
  } finally {
    await out.close();
  }
  process.stderr.write(`${kept} of ${session.summary.shown} events kept, and ${unseen} for the state\n`);
  return 0;
}
