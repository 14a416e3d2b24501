import { type FlagDef, parseArgv } from "./argv.js";
import { eventListing } from "./events.js";
import { commandHelp } from "./help.js";
import { listFormat, refuseRest } from "./options.js";

/** Its flags. */
export const EVENTS_FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  { key: "json", long: "json", help: "as JSON" },
  { key: "markdown", long: "markdown", help: "as Markdown" },
  {
    key: "format",
    long: "format",
    value: "format",
    words: ["text", "markdown", "json"],
    help: "text, markdown or json",
  },
];

/** `saker events` */
export async function eventsCommand(argv: readonly string[]): Promise<number> {
  const flags = parseArgv(argv, EVENTS_FLAGS);
  if (flags.on("help")) {
    process.stdout.write(
      commandHelp("saker events [OPTION...]", "Lists the events with their parameters.", EVENTS_FLAGS),
    );
    return 0;
  }
  refuseRest(flags, []);
  process.stdout.write(eventListing(flags.on("json") ? "json" : listFormat(flags)));
  return 0;
}
