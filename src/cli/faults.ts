import { ConfigError } from "../config/errors.js";
import { UsageError } from "./errors.js";

/** Run a part of the command line; what is wrong with what a user has given becomes one message, and exit code 1. */
export async function told<T>(run: () => Promise<T>): Promise<T | number> {
  try {
    return await run();
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
