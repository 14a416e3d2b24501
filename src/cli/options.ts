import { didYouMean, type FlagDef, type Parsed } from "./argv.js";
import { CLASSIC, classicOptions } from "./classic.js";
import { UsageError } from "./errors.js";

/** How listings print. */
export type ListFormat = "text" | "markdown" | "json";

/** Where the configuration is when `-c` does not say. */
export const DEFAULT_CONFIG = "/etc/saker/saker.yaml";

/** The flags of the sensor: Falco's. */
export const FLAGS: readonly FlagDef[] = [
  { key: "help", short: "h", long: "help", help: "print this help" },
  { key: "config", short: "c", value: "path", help: `configuration file (without it ${DEFAULT_CONFIG}, if it exists)` },
  { key: "config-schema", long: "config-schema", help: "print the JSON schema of the configuration" },
  { key: "rule-schema", long: "rule-schema", help: "print the JSON schema of rules files" },
  {
    key: "disable-source",
    long: "disable-source",
    value: "event_source",
    many: true,
    help: "do not use an event source; all are used otherwise. Not together with --enable-source",
  },
  { key: "dry-run", long: "dry-run", help: "check configuration and rules, and end before any event is looked at" },
  {
    key: "enable-source",
    long: "enable-source",
    value: "event_source",
    many: true,
    help: "use only the event sources given. Not together with --disable-source",
  },
  { key: "ignored", short: "i", help: "print the system calls that are left out unless base_syscalls.all is set" },
  {
    key: "describe-all",
    short: "L",
    help: "print name and description of all rules, or every detail if json_output is on",
  },
  { key: "describe", short: "l", value: "rule", help: "the same for one rule" },
  {
    key: "list",
    long: "list",
    value: "source",
    implicit: "",
    help: "list the fields of all event sources, or of one: --list=syscall",
  },
  { key: "list-events", long: "list-events", help: "list the events" },
  { key: "list-syscall-events", long: "list-syscall-events", help: "the same (its name before Falco 0.37)" },
  { key: "list-plugins", long: "list-plugins", help: "list the loaded plugins" },
  { key: "seconds", short: "M", value: "num_seconds", help: "stop after this time" },
  { key: "markdown", long: "markdown", help: "deprecated: use --format markdown" },
  {
    key: "format",
    long: "format",
    value: "format",
    words: ["text", "markdown", "json"],
    help: "format of --list and --list-events: text, markdown or json",
  },
  { key: "names", short: "N", help: "with --list: only names" },
  {
    key: "option",
    short: "o",
    long: "option",
    value: "opt>=<val",
    words: "key",
    many: true,
    help: "set a configuration key, e.g. -o json_output=true, -o base.list[1]=x, -o list[].key=x, -o dotted\\.key=x",
  },
  { key: "plugin-info", long: "plugin-info", value: "plugin_name", help: "print what a plugin tells of itself" },
  {
    key: "print",
    short: "p",
    long: "print",
    value: "output_format",
    help: "deprecated: use -o append_output...; text to append to every output",
  },
  { key: "pidfile", short: "P", long: "pidfile", value: "pid_file", help: "write the process id to this file" },
  { key: "realtime", long: "realtime", help: "judge a capture at the pace of its recording, not at full speed" },
  {
    key: "rules",
    short: "r",
    value: "rules_file",
    many: true,
    help: "rules file or directory; may be repeated; replaces rules_files of the configuration",
  },
  { key: "support", long: "support", help: "print versions, configuration and rules as JSON, for a bug report" },
  { key: "unbuffered", short: "U", long: "unbuffered", help: "write every alert at once" },
  {
    key: "validate",
    short: "V",
    long: "validate",
    value: "rules_file",
    many: true,
    help: "check a rules file; may be repeated",
  },
  { key: "verbose", short: "v", help: "say more: types of fields, statistics" },
  { key: "version", long: "version", help: "print versions" },
  { key: "page-size", long: "page-size", help: "print the size of a memory page" },
  ...CLASSIC,
];

/** How help sorts them: by key. */
export const FLAG_GROUPS: readonly (readonly [heading: string, keys: readonly string[]])[] = [
  [
    "Running the sensor",
    [
      "config",
      "option",
      "rules",
      "enable-source",
      "disable-source",
      "dry-run",
      "seconds",
      "realtime",
      "pidfile",
      "unbuffered",
      "verbose",
    ],
  ],
  ["Rules", ["validate", "describe-all", "describe", "rule-schema"]],
  ["What rules can speak of", ["list", "names", "list-events", "ignored", "format"]],
  ["This program", ["help", "version", "support", "config-schema", "list-plugins", "plugin-info", "page-size"]],
  ["Older spellings", ["print", "markdown", "list-syscall-events"]],
];

/** Flags that print something and end; without any of them the sensor starts. */
const INFORMATIVE = [
  "help",
  "config-schema",
  "rule-schema",
  "ignored",
  "describe-all",
  "describe",
  "list",
  "list-events",
  "list-syscall-events",
  "list-plugins",
  "plugin-info",
  "support",
  "validate",
  "version",
  "page-size",
] as const;

/** Is there anything else to do than to run the sensor? */
export function isInformative(flags: Parsed): boolean {
  return INFORMATIVE.some((k) => flags.has(k));
}

/** The `-o` options, with what older flags stand for. */
export function configOptions(flags: Parsed): string[] {
  return [...classicOptions(flags), ...flags.all("option")];
}

/** Format of listings. @throws UsageError */
export function listFormat(flags: Parsed): ListFormat {
  const format = flags.last("format");
  if (format === undefined) return flags.on("markdown") ? "markdown" : "text";
  if (flags.has("markdown")) throw new UsageError("Cannot specify both --markdown and --format options together");
  const f = format.toLowerCase();
  if (f === "text" || f === "markdown" || f === "json") return f;
  throw new UsageError(`Invalid format '${format}'. Valid values are: text, markdown, json`);
}

/** Value of -M; 0 = for ever. @throws UsageError */
export function seconds(flags: Parsed): number {
  const text = flags.last("seconds");
  if (text === undefined) return 0;
  const n = Number(text);
  if (text.trim() !== "" && Number.isFinite(n) && n >= 0) return n;
  throw new UsageError(`Argument ‘${text}’ failed to parse: -M needs a positive number of seconds`);
}

/** No arguments but flags make sense to the sensor. @throws UsageError */
export function refuseRest(flags: Parsed, near: readonly string[]): void {
  const [first] = flags.rest;
  if (first !== undefined) throw new UsageError(`Unknown command or surplus argument '${first}'${didYouMean(near)}`);
}
