/** A subcommand. Its code is loaded when it is called: the sensor must not wait for it. */
export interface CommandDef {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
  readonly load: () => Promise<(argv: readonly string[]) => Promise<number>>;
}

export const COMMANDS: readonly CommandDef[] = [
  {
    name: "top",
    usage: "top",
    help: "watch the running sensor: rules that fire, busy processes, events a second, losses, load",
    load: async () => (await import("./watch/top-command.js")).topCommand,
  },
  {
    name: "tail",
    usage: "tail",
    help: "follow the alerts of the running sensor, with filters",
    load: async () => (await import("./watch/tail-command.js")).tailCommand,
  },
  {
    name: "rules",
    usage: "rules check|print|describe|test",
    help: "check rules files, print what they come to, describe rules, run rule tests",
    load: async () => (await import("./rules/command.js")).rulesCommand,
  },
  {
    name: "fields",
    usage: "fields",
    help: "list the fields of conditions and outputs",
    load: async () => (await import("./fields-command.js")).fieldsCommand,
  },
  {
    name: "capture",
    usage: "capture record|info|print|filter|merge",
    help: "record, read, filter and merge capture files",
    load: async () => (await import("./capture/command.js")).captureCommand,
  },
  {
    name: "events",
    usage: "events",
    help: "list the events",
    load: async () => (await import("./events-command.js")).eventsCommand,
  },
];
