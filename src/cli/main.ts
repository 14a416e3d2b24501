import { ConfigError } from "../config/errors.js";
import { nearest } from "../rules/nearest.js";
import { didYouMean, parseArgv } from "./argv.js";
import { COMMANDS } from "./commands.js";
import { tellClassic } from "./configured.js";
import { UsageError } from "./errors.js";
import { FLAGS, isInformative, refuseRest } from "./options.js";

/** The command line: `saker` runs the sensor, `saker COMMAND` does something else. Gives the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
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
    const flags = parseArgv(argv, FLAGS);
    refuseRest(flags, []);
    tellClassic(flags);
    // modules for what is asked, no others: starting fast is a feature
    if (isInformative(flags)) return await (await import("./inform.js")).inform(flags, argv);
    return await (await import("./sensor.js")).sensor(flags);
  } catch (e) {
    if (!(e instanceof Error) || !isOurs(e)) throw e;
    process.stderr.write(`Error: ${e.message}\n`);
    return 1;
  }
}

/** Faults whose message is all that a user needs. Told by name where the class may come from another bundle. */
function isOurs(e: Error): boolean {
  return e instanceof UsageError || e instanceof ConfigError || OURS.has(e.name) || OURS.has(e.constructor.name);
}

const OURS: ReadonlySet<string> = new Set([
  "RulesError",
  "SensorError",
  "EngineError",
  "CaptureError",
  "RulesRefused",
  "SimulateError",
]);
