import { type FlagDef, parseArgv } from "./argv.js";
import { UsageError } from "./errors.js";
import { fieldListing } from "./fields.js";
import { commandHelp } from "./help.js";
import { listFormat, refuseRest } from "./options.js";
import { SOURCES } from "./sources.js";

/** Its flags. */
export const FIELDS_FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  { key: "source", long: "source", value: "source", help: "only fields of this source's events, e.g. syscall" },
  { key: "unimplemented", long: "unimplemented", help: "only fields that rules may use but that have no value yet" },
  { key: "names", short: "N", long: "names", help: "only names" },
  { key: "verbose", short: "v", long: "verbose", help: "with types" },
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

/** `saker fields` */
export async function fieldsCommand(argv: readonly string[]): Promise<number> {
  const flags = parseArgv(argv, FIELDS_FLAGS);
  if (flags.on("help")) {
    process.stdout.write(
      commandHelp("saker fields [OPTION...]", "Lists the fields of conditions and outputs.", FIELDS_FLAGS),
    );
    return 0;
  }
  refuseRest(flags, []);
  const source = flags.last("source");
  if (source !== undefined && !SOURCES.includes(source)) {
    throw new UsageError(`there is no event source '${source}': there is ${SOURCES.join(", ")}`);
  }
  const listing = fieldListing({
    format: flags.on("json") ? "json" : listFormat(flags),
    namesOnly: flags.on("names"),
    verbose: flags.on("verbose"),
    sources: SOURCES,
    ...(source !== undefined && { source }),
    unimplemented: flags.on("unimplemented"),
  });
  process.stdout.write(listing);
  return 0;
}
