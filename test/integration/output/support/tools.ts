import { type ChildProcess, type StdioOptions, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { after } from "node:test";

/** Debian packages that these tests use. */
export const PACKAGES = [
  "rsyslog",
  "nginx-light",
  "openssl",
  "prometheus",
  "python3-grpcio",
  "protobuf-compiler",
  "protobuf-compiler-grpc",
];

/** Options of a test that needs programs or Python modules: skipped without, unless all tests have to run. */
export function needs(programs: readonly string[], pythonModules: readonly string[] = []): { skip?: string } {
  const missing = programs.filter((p) => !find(p));
  for (const m of pythonModules) {
    if (spawnSync(PYTHON, ["-c", `import ${m}`]).status !== 0) missing.push(`python3 module ${m}`);
  }
  if (missing.length === 0) return {};
  const why = `missing: ${missing.join(", ")} (apt-get install ${PACKAGES.join(" ")})`;
  if (process.env.SAKER_REQUIRE_LIVE === "1") throw new Error(why);
  return { skip: why };
}

/** Debian's own: others lack Debian's modules. */
export const PYTHON = "/usr/bin/python3";

/** Where a program is; daemons may lie outside of PATH. */
export function find(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.map((f) => `${f}/${program}`).find((p) => existsSync(p));
}

const children = new Set<ChildProcess>();
after(() => Promise.all([...children].map((c) => stop(c))));

/** Start a child that ends with the tests of this file at the latest. */
export function start(
  program: string,
  args: readonly string[],
  stdio: StdioOptions = ["ignore", "pipe", "inherit"],
): ChildProcess {
  const child = spawn(find(program) ?? program, args, { stdio });
  children.add(child);
  return child;
}

/** End a child that we started. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((r) => child.once("exit", r));
  child.kill(signal);
  await gone;
}

/** Run something that must work. */
export function run(program: string, args: readonly string[], cwd?: string): string {
  const r = spawnSync(find(program) ?? program, args, { cwd, encoding: "utf8", timeout: 60_000 });
  if (r.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${r.stderr || r.stdout || String(r.error)}`);
  return r.stdout;
}

/** A port of loopback that is free now. */
export async function freePort(): Promise<number> {
  const s = createServer();
  await new Promise<void>((r) => s.listen(0, "127.0.0.1", r));
  const address = s.address();
  await new Promise((r) => s.close(r));
  return typeof address === "object" && address !== null ? address.port : 0;
}
