import { destination, type Logger, pino } from "pino";
import type { Config } from "../config/config.js";
import { SystemLog } from "./syslog.js";

type LogConfig = Pick<Config, "log_level" | "log_stderr" | "log_syslog">;

/** Where lines go; what the configuration says of it may change. */
class Target {
  private readonly stderr = destination({ fd: 2, sync: true });
  private readonly system = new SystemLog();
  constructor(public config: LogConfig) {}

  write(line: string): void {
    // synchronously: a line about a crash must not be lost in it
    if (this.config.log_stderr) this.stderr.write(line);
    if (this.config.log_syslog) this.system.write(line);
  }
}

const targets = new WeakMap<Logger, Target>();

/** The daemon's log: lines of JSON on standard error, to the system's log, or both. */
export function makeLog(config: LogConfig): Logger {
  const target = new Target(config);
  const log = pino({ base: null, level: pinoLevel(config.log_level) }, target);
  targets.set(log, target);
  return log;
}

/** Log as another configuration wants from now on. */
export function setLog(log: Logger, config: LogConfig): void {
  const target = targets.get(log);
  if (target !== undefined) target.config = config;
  log.level = pinoLevel(config.log_level);
}

/** falco.yaml's log levels as pino's. */
export function pinoLevel(name: string): string {
  const levels: Record<string, string> = {
    emergency: "fatal",
    alert: "fatal",
    critical: "fatal",
    error: "error",
    warning: "warn",
    notice: "info",
    info: "info",
    debug: "debug",
  };
  return levels[name.toLowerCase()] ?? "info";
}
