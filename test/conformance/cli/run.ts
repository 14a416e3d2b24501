import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a run of the command line left behind. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** The CLI of the same build as this file; SAKER_CLI names another executable. */
const CLI = ["main.bundle.js", "main.js"]
  .map((f) => fileURLToPath(new URL(`../../../src/cli/${f}`, import.meta.url)))
  .find((f) => existsSync(f));

const START = `import { main } from ${JSON.stringify(`file://${CLI}`)}; process.exitCode = await main(process.argv.slice(1));`;

const TIMEOUT_MS = 30_000;

/** Run the command line and wait for its end. */
export function runCli(argv: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const own = process.env.SAKER_CLI;
  const [command, args] =
    own === undefined ? [process.execPath, ["--input-type=module", "-e", START, "--", ...argv]] : [own, [...argv]];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: TIMEOUT_MS,
      killSignal: "SIGKILL",
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (d: Buffer) => out.push(d));
    child.stderr.on("data", (d: Buffer) => err.push(d));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const stdout = Buffer.concat(out).toString("utf8");
      resolve({ code, stdout, stderr: Buffer.concat(err).toString("utf8"), timedOut: signal === "SIGKILL" });
    });
  });
}

/** Do something for each item, so many at a time; results in the order of the items. */
export async function inParallel<T, R>(items: readonly T[], n: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i] as T);
    }
  };
  await Promise.all(Array.from({ length: n }, worker));
  return results;
}
