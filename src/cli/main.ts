import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { ConfigError, loadConfig } from "../config/config.js";
import { run } from "../daemon/run.js";
import { SensorError } from "../sensor/errors.js";

const DEFAULT_CONFIG = "/etc/saker/saker.yaml";

function packageVersion(): string {
  const url = new URL("../../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(url, "utf8")) as { version: string }).version;
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

function seconds(value: string): number {
  const n = Number(value);
  if (!Number.isFinite(n) || n <= 0) throw new InvalidArgumentError("a positive number of seconds is needed");
  return n;
}

interface Flags {
  c?: string;
  r: string[];
  option: string[];
  M?: number;
}

/** The command line: `saker` runs the sensor. */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const version = packageVersion();
  const program = new Command("saker")
    .description("Runtime-security sensor: watches system calls through eBPF and judges them by Falco rules.")
    .version(version, "--version", "print the version")
    .option("-c <path>", `configuration file (default: ${DEFAULT_CONFIG} if it exists)`)
    .option(
      "-r <path>",
      "rules file or directory; may be given several times, replaces the configured ones",
      collect,
      [],
    )
    .option("-o, --option <key=value>", "override a configuration key; may be given several times", collect, [])
    .option("-M <seconds>", "stop after this time", seconds)
    .action(async (flags: Flags) => {
      const loaded = loadConfig(flags.c, DEFAULT_CONFIG, flags.option);
      code = await run({ loaded, rules: flags.r, version, seconds: flags.M ?? 0 });
    });
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (e) {
    if (!(e instanceof ConfigError) && !(e instanceof SensorError)) throw e;
    process.stderr.write(`Error: ${e.message}\n`);
    return 1;
  }
  return code;
}
