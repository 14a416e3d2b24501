import type { FlagDef } from "./argv.js";

/** A subcommand. Its code is loaded when it is called: the sensor must not wait for it. */
export interface CommandDef {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
  readonly load: () => Promise<(argv: readonly string[]) => Promise<number>>;
  /** What may follow its name, for completion. */
  readonly shape: () => Promise<CommandShape>;
}

/** What may follow the name of a command or of one of its actions. */
export interface CommandShape {
  readonly flags: readonly FlagDef[];
  /** Of which one has to follow first. */
  readonly actions?: readonly (CommandShape & { readonly name: string; readonly help: string })[];
  /** Arguments besides flags. */
  readonly rest?: "file" | readonly string[];
}

export const COMMANDS: readonly CommandDef[] = [
  {
    name: "top",
    usage: "top",
    help: "watch the running sensor: rules that fire, busy processes, events a second, losses, load",
    load: async () => (await import("./watch/top-command.js")).topCommand,
    shape: async () => ({ flags: (await import("./watch/top-command.js")).TOP_FLAGS }),
  },
  {
    name: "tail",
    usage: "tail",
    help: "follow the alerts of the running sensor, with filters",
    load: async () => (await import("./watch/tail-command.js")).tailCommand,
    shape: async () => ({ flags: (await import("./watch/tail-command.js")).TAIL_FLAGS }),
  },
  {
    name: "rules",
    usage: "rules check|print|describe|test",
    help: "check rules files, print what they come to, describe rules, run rule tests",
    load: async () => (await import("./rules/command.js")).rulesCommand,
    shape: async () => {
      const { RULES_ACTIONS, RULES_FLAGS, TEST_HELP } = await import("./rules/command.js");
      const { TEST_FLAGS } = await import("./rules/test.js");
      const own = RULES_ACTIONS.map((a) => ({ name: a.name, help: a.help, flags: RULES_FLAGS, rest: "file" as const }));
      return { flags: [], actions: [...own, { name: "test", help: TEST_HELP, flags: TEST_FLAGS, rest: "file" }] };
    },
  },
  {
    name: "fields",
    usage: "fields",
    help: "list the fields of conditions and outputs",
    load: async () => (await import("./fields-command.js")).fieldsCommand,
    shape: async () => ({ flags: (await import("./fields-command.js")).FIELDS_FLAGS }),
  },
  {
    name: "capture",
    usage: "capture record|info|print|filter|merge",
    help: "record, read, filter and merge capture files",
    load: async () => (await import("./capture/command.js")).captureCommand,
    shape: async () => {
      const { CAPTURE_ACTIONS } = await import("./capture/command.js");
      const actions = CAPTURE_ACTIONS.map(async ({ name, help, flags }) => {
        return { name, help, flags: await flags(), rest: "file" as const };
      });
      return { flags: [], actions: await Promise.all(actions) };
    },
  },
  {
    name: "simulate",
    usage: "simulate list|run|test|suite|bench",
    help: "do what rules watch for, and see that they fire",
    load: async () => (await import("./simulate/command.js")).simulateCommand,
    shape: async () => {
      const { SIMULATE_ACTIONS, SIMULATE_FLAGS } = await import("./simulate/command.js");
      const actions = SIMULATE_ACTIONS.map(({ name, help, flags }) => ({
        name,
        help,
        flags: SIMULATE_FLAGS.filter((f) => f.key === "help" || flags.includes(f.key)),
        ...(name === "suite" && { rest: "file" as const }),
      }));
      return { flags: [], actions };
    },
  },
  {
    name: "events",
    usage: "events",
    help: "list the events",
    load: async () => (await import("./events-command.js")).eventsCommand,
    shape: async () => ({ flags: (await import("./events-command.js")).EVENTS_FLAGS }),
  },
  {
    name: "completion",
    usage: "completion bash|zsh|fish",
    help: "print a script that completes command lines of saker",
    load: async () => (await import("./completion/command.js")).completionCommand,
    shape: async () => ({ flags: [], rest: (await import("./completion/command.js")).SHELLS }),
  },
];
