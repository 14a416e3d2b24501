import { nearest } from "../rules/nearest.js";
import { didYouMean } from "./argv.js";
import { COMMANDS } from "./commands.js";
import { UsageError } from "./errors.js";
import { told } from "./faults.js";

/** The command line: `saker` runs the sensor, `saker COMMAND` does something else. Gives the exit code. */
export function main(argv: readonly string[]): Promise<number> {
  return told(async () => {
    const [first] = argv;
    const command = COMMANDS.find((c) => c.name === first);
    if (command !== undefined) return await (await command.load())(argv.slice(1));
    if (first !== undefined && !first.startsWith("-")) {
      const near = nearest(
        first,
        COMMANDS.map((c) => c.name),
      );
      throw new UsageError(`Unknown command '${first}'${didYouMean(near)}`);
    }
    // modules for what is asked, no others: starting fast is a feature
    const code = await (await import("./start.js")).start(argv);
    return code ?? (await (await import("./inform.js")).inform(argv));
  });
}
