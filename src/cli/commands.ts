/** A subcommand. Its code is loaded when it is called: the sensor must not wait for it. */
export interface CommandDef {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
  readonly load: () => Promise<(argv: readonly string[]) => Promise<number>>;
}

export const COMMANDS: readonly CommandDef[] = [
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
    name: "simulate",
    usage: "simulate list|run|test|bench",
    help: "do what rules watch for, and see that they fire",
    load: async () => (await import("./simulate/command.js")).simulateCommand,
  },
  {
    name: "events",
    usage: "events",
    help: "list the events",
    load: async () => (await import("./events-command.js")).eventsCommand,
  },
];
