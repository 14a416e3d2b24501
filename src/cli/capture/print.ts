import { CaptureSession } from "../../capture/session.js";
import { builtinRegistry } from "../../fields/registry.js";
import { type FlagDef, parseArgv } from "../argv.js";
import { commandHelp } from "../help.js";
import { ANY_PLUGIN, filterOf, formatOf, oneFile, whole } from "./options.js";

const DEFAULT = "*%evt.num %evt.time %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info";

/** Its flags. */
export const PRINT_FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  {
    key: "print",
    short: "p",
    long: "print",
    value: "format",
    help: `text with %fields; events that lack one are left out, unless it begins with *. Default: ${DEFAULT}`,
  },
  { key: "filter", short: "f", long: "filter", value: "condition", help: "print only events for which this holds" },
  { key: "events", short: "n", long: "events", value: "count", help: "stop after so many lines" },
  { key: "json", short: "j", long: "json", help: "print the fields of the format as JSON" },
];

const HELP = commandHelp("saker capture print [OPTION...] FILE", "Prints the events of a capture.", PRINT_FLAGS);
const FLUSH = 1 << 16;

/** `saker capture print` */
export async function printCommand(argv: readonly string[]): Promise<number> {
  const flags = parseArgv(argv, PRINT_FLAGS);
  if (flags.on("help")) {
    process.stdout.write(HELP);
    return 0;
  }
  const file = oneFile(flags, "print");
  const registry = builtinRegistry();
  const format = formatOf(flags.last("print") ?? DEFAULT, registry);
  const filter = filterOf(flags, registry);
  const most = whole(flags, "events", "a count of lines") ?? Number.POSITIVE_INFINITY;
  const mode = flags.on("json") ? "json" : "normal";
  const out = new Output();
  process.stdout.on("error", (e: NodeJS.ErrnoException) => {
    // the reader has had enough
    if (e.code === "EPIPE") process.exit(0);
    throw e;
  });
  const session = await CaptureSession.open(file, { registry, ...ANY_PLUGIN });
  let lines = 0;
  try {
    for await (const x of session.events()) {
      if (filter !== undefined && !filter.holds(x)) continue;
      const { complete, output } = format.format(x, mode);
      if (!complete && mode === "normal") continue;
      if (out.line(output)) await out.flush();
      if (++lines >= most) session.stop();
    }
  } finally {
    await out.flush();
  }
  return 0;
}

/** Lines come together before they are written. */
class Output {
  private text = "";

  /** @returns whether it is time to flush */
  line(s: string): boolean {
    this.text += `${s}\n`;
    return this.text.length >= FLUSH;
  }

  async flush(): Promise<void> {
    const { text } = this;
    this.text = "";
    if (text !== "" && !process.stdout.write(text)) await new Promise<void>((r) => process.stdout.once("drain", r));
  }
}
