import { spawnSync } from "node:child_process";

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
  const r = spawnSync(process.execPath, ["--input-type=module", "-e", START, "--", ...argv], {
    encoding: "utf8",
    timeout: 30_000,
    maxBuffer: 1 << 26,
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { code: r.status, stdout: r.stdout, stderr: r.stderr };
}
