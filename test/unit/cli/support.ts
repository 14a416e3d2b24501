import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import type { Readable } from "node:stream";

/** What a run of the command line came to. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = new URL("../../../src/cli/main.js", import.meta.url).href;
/** Runs the command line with the arguments of the process. */
export const START = `import { main } from ${JSON.stringify(MAIN)}; process.exitCode = await main(process.argv.slice(1));`;

/** Run the command line as a process of its own. */
export function saker(...argv: readonly string[]): Ran {
  return sakerFed(undefined, ...argv);
}

/** The same, while it runs. */
export function sakerChild(...argv: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, ["--input-type=module", "-e", START, "--", ...argv], {
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/** The same, as a shell would be told. */
export function shellLine(...argv: readonly string[]): string {
  return [process.execPath, "--input-type=module", "-e", START, "--", ...argv].map((a) => `'${a}'`).join(" ");
}

/** As {@link saker}, with this on standard input. */
export function sakerFed(input: Uint8Array | undefined, ...argv: readonly string[]): Ran {
  const r = spawnSync(process.execPath, ["--input-type=module", "-e", START, "--", ...argv], {
    encoding: "utf8",
    ...(input !== undefined && { input }),
    timeout: 30_000,
    maxBuffer: 1 << 26,
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { code: r.status, stdout: r.stdout, stderr: r.stderr };
}
