import { parseArgv } from "./argv.js";
import { tellClassic } from "./configured.js";
import { told } from "./faults.js";
import { FLAGS, isInformative, refuseRest } from "./options.js";
import { sensor } from "./sensor.js";

/**
 * The command line without a subcommand: the sensor or a replay. Gives the exit code; undefined if the flags ask for
 * something else, which main.ts has. bin/saker runs a bundle of this with V8's code (begin.ts).
 */
export async function start(argv: readonly string[]): Promise<number | undefined> {
  return await told(async () => {
    const flags = parseArgv(argv, FLAGS);
    refuseRest(flags, []);
    if (isInformative(flags)) return undefined;
    tellClassic(flags);
    return await sensor(flags);
  });
}
