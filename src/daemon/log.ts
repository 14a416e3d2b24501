import { destination, type Logger, pino } from "pino";
import type { Config } from "../config/config.js";

/** Log to standard error, synchronously: a line about a crash must not be lost in it. */
export function makeLog(level: string, enabled: boolean): Logger {
  return pino({ base: null, level: enabled ? level : "silent" }, destination({ fd: 2, sync: true }));
}

/** Log as much as another configuration wants from now on. */
export function setLevel(log: Logger, config: Pick<Config, "log_level" | "log_stderr">): void {
  log.level = config.log_stderr ? pinoLevel(config.log_level) : "silent";
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
