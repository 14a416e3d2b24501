import { type Config, priorityNumber } from "../config/config.js";

/** Severities of the log, as `log_level` names them. */
export type LogLevel = "emergency" | "alert" | "critical" | "error" | "warning" | "notice" | "info" | "debug";

/** The log of commands that do not run the sensor: lines on standard error that look as Falco's do. */
export class TextLog {
  private readonly limit: number;
  private readonly iso: boolean;

  constructor(
    config: Pick<Config, "log_stderr" | "log_level" | "time_format_iso_8601">,
    private readonly write: (text: string) => void = (text) => void process.stderr.write(text),
    private readonly now: () => Date = () => new Date(),
  ) {
    const level = priorityNumber(config.log_level);
    this.limit = config.log_stderr ? (level < 0 ? priorityNumber("info") : level) : -1;
    this.iso = config.time_format_iso_8601;
  }

  log(level: LogLevel, message: string): void {
    if (priorityNumber(level) > this.limit) return;
    const time = this.iso ? isoLocal(this.now()) : ctime(this.now());
    this.write(`${time}: ${message}${message.endsWith("\n") ? "" : "\n"}`);
  }
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function two(n: number): string {
  return String(n).padStart(2, "0");
}

function clock(d: Date): string {
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** ctime(3): `Thu Nov 21 02:53:40 2024`, local time. */
function ctime(d: Date): string {
  const day = String(d.getDate()).padStart(2, " ");
  return `${DAYS[d.getDay()]} ${MONTHS[d.getMonth()]} ${day} ${clock(d)} ${d.getFullYear()}`;
}

/** `2024-11-21T02:53:40+0100`, local time. */
function isoLocal(d: Date): string {
  const east = -d.getTimezoneOffset();
  const zone = `${east < 0 ? "-" : "+"}${two(Math.floor(Math.abs(east) / 60))}${two(Math.abs(east) % 60)}`;
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${clock(d)}${zone}`;
}
