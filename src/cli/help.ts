import { dashed, type FlagDef } from "./argv.js";
import { CLASSIC } from "./classic.js";
import { COMMANDS } from "./commands.js";
import { FLAG_GROUPS, FLAGS } from "./options.js";

const COLUMN = 32;
const WIDTH = 110;

/** Lines of a table of flags. */
export function flagLines(flags: readonly FlagDef[]): string[] {
  return flags.flatMap((f) => {
    const names = [f.short, f.long].filter((n) => n !== undefined).map((n) => dashed(n));
    const value = f.value === undefined ? "" : f.implicit === undefined ? ` <${f.value}>` : `[=<${f.value}>]`;
    return row(`${names.join(", ")}${value}`, f.help);
  });
}

/** Two columns, the right one wrapped. */
export function row(left: string, right: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of right.split(" ")) {
    if (line.length + word.length + 1 > WIDTH - COLUMN && line !== "") {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  lines.push(line);
  const head = `  ${left}`;
  const pad = " ".repeat(COLUMN);
  if (head.length >= COLUMN) return [head, ...lines.map((l) => pad + l)];
  return lines.map((l, i) => (i === 0 ? head.padEnd(COLUMN) : pad) + l);
}

/** The text of `--help`. */
export function helpText(): string {
  return [
    "Saker: watches system calls through eBPF and judges them by Falco rules.",
    "",
    "Usage:",
    "  saker [OPTION...]             run the sensor; understands what falco [OPTION...] does",
    "  saker COMMAND [ARGUMENT...]   do something else",
    "",
    "Commands:",
    ...COMMANDS.flatMap((c) => row(c.usage, c.help)),
    "",
    ...FLAG_GROUPS.flatMap(([heading, keys]) => [
      `${heading}:`,
      ...flagLines(keys.flatMap((k) => FLAGS.filter((f) => f.key === k))),
      "",
    ]),
    "Flags that Falco has dropped, which still work:",
    ...flagLines(CLASSIC),
    "",
    "saker COMMAND --help says more of a command. Signals, health, metrics: docs/operations.md",
    "",
  ].join("\n");
}

/** The help of a subcommand. */
export function commandHelp(usage: string, what: string, flags: readonly FlagDef[]): string {
  return [what, "", "Usage:", `  ${usage}`, "", "Options:", ...flagLines(flags), ""].join("\n");
}
