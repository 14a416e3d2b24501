import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { LoadedConfig } from "../config/config.js";
import { RulesRefused } from "../sensor/live.js";
import { selectionLines } from "./additions.js";
import { chooseRules } from "./choose.js";
import { Daemon, type Inputs, sourcesOf } from "./live/daemon.js";
import { ServiceManager } from "./live/notify.js";
import { FileWatch } from "./live/watch.js";
import { makeLog } from "./log.js";

export interface RunOptions {
  /** Read the configuration, as often as it is asked for. @throws ConfigError */
  readonly read: () => LoadedConfig;
  /** Rules given with -r: they replace the configured ones and must exist. */
  readonly rules: readonly string[];
  /** What `--version` prints as JSON. */
  readonly versions: Readonly<Record<string, string>>;
  /** Stop after this many seconds; 0 = never. */
  readonly seconds: number;
  /** Format given with -p: added to the output of every rule. */
  readonly print?: string | undefined;
  readonly pidfile?: string | undefined;
}

/** The pid file could not be written. */
const NO_PIDFILE = 255;

/** Run the sensor in the foreground until it is told to stop. Gives the exit code. */
export async function run(options: RunOptions): Promise<number> {
  const first = options.read();
  const { config, file } = first;
  const log = makeLog(config);
  let stop: (code: number) => void = () => {};
  const stopped = new Promise<number>((resolve) => {
    stop = resolve;
  });
  let ending = false;
  const onEnd = (signal: NodeJS.Signals): void => {
    // somebody cannot wait
    if (ending) process.exit(1);
    ending = true;
    log.info(`${signal} received, exiting...`);
    stop(0);
  };
  process.on("SIGINT", onEnd).on("SIGTERM", onEnd);
  // before the first of them could come: it would end the program, or make Node.js open its debugger
  let daemon: Daemon | undefined;
  const reload = async (why: string): Promise<void> => {
    if (daemon === undefined) return;
    await daemon.reload(why);
    // there may be other files now, or the wish not to watch them
    watch.set(watched(daemon));
  };
  const watch = new FileWatch(
    () => void reload("configuration or rules have changed"),
    (reason) => log.warn(reason),
  );
  process.on("SIGHUP", () => void reload("SIGHUP received"));
  process.on("SIGUSR1", () => daemon?.reopen());
  // alerts and log lines that nobody reads any more are counted where they are written
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});

  tellConfig(first, log);
  if (file !== undefined) log.info({ file }, "configuration");
  let given: LoadedConfig | undefined = first;
  const read = (): Inputs => {
    watch.beforeRead();
    const loaded = given ?? options.read();
    given = undefined;
    const inputs = { loaded, files: chooseRules(options.rules, loaded, (text) => log.warn(text)) };
    watch.wasRead(sourcesOf(inputs));
    return inputs;
  };
  try {
    daemon = await Daemon.start({
      log,
      manager: new ServiceManager(),
      read,
      print: options.print,
      versions: options.versions,
      stop,
    });
  } catch (e) {
    if (!(e instanceof RulesRefused)) throw e;
    process.stderr.write(`Error: ${e.message}\n`);
    return 1;
  }
  for (const line of daemon.banner()) process.stderr.write(`${line}\n`);
  const { sensor } = daemon;
  if (options.pidfile !== undefined) {
    try {
      writeFileSync(options.pidfile, `${process.pid}\n`);
    } catch (e) {
      log.error(`could not write the pid file ${options.pidfile}: ${(e as Error).message}`);
      await daemon.stop();
      return NO_PIDFILE;
    }
  }
  watch.set(watched(daemon));
  log.info({ pid: process.pid, rules: sensor.rules.length, workers: sensor.threadIds().length }, "ready");
  if (options.seconds > 0) setTimeout(() => stop(0), options.seconds * 1000).unref();
  tellSchema(first, log).catch((e: unknown) => log.warn(`schema of the configuration: ${(e as Error).message}`));

  const code = await stopped;
  ending = true;
  watch.close();
  await daemon.stop();
  if (options.pidfile !== undefined) removePidfile(options.pidfile);
  return code;
}

/** Keys that do nothing, once, and what is done to rules. */
function tellConfig(loaded: LoadedConfig, log: ReturnType<typeof makeLog>): void {
  if (loaded.unknown.length > 0) {
    log.warn({ keys: loaded.unknown }, "configuration keys that have no effect in this version");
  }
  if (loaded.noEffect.length > 0) {
    const keys = Object.fromEntries(loaded.noEffect.map(({ key, why }) => [key, why]));
    log.info({ keys }, "configuration keys that are accepted and change nothing here");
  }
  const { kind } = loaded.config.engine;
  if (kind !== "modern_ebpf") log.warn({ kind }, "engine.kind is not available here: modern_ebpf is used in its place");
  for (const line of selectionLines(loaded.ruleSelections)) log.info(line);
}

/** How the configuration files stand to the schema. Looked at when the sensor watches already. */
async function tellSchema(loaded: LoadedConfig, log: ReturnType<typeof makeLog>): Promise<void> {
  if (loaded.files.length === 0) return;
  const { schemaLines, validateFiles } = await import("../config/schema/validate.js");
  for (const r of validateFiles(loaded.files)) {
    for (const line of schemaLines([r])) log[r.status === "failed" ? "warn" : "info"](line.trim());
  }
}

/** What is watched for changes: nothing, if the configuration says so. */
function watched(daemon: Daemon): readonly string[] {
  return daemon.config.watch_config_files ? sourcesOf(daemon.inputs) : [];
}

function removePidfile(path: string): void {
  try {
    if (Number(readFileSync(path, "utf8")) === process.pid) rmSync(path);
  } catch {
    // it is gone, or we may not: nobody is the worse for it
  }
}
