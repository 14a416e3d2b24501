import { PRIORITIES } from "../../rules/priority.js";
import type { Alert } from "../line.js";

/** Facilities by name. */
export const FACILITIES = {
  kern: 0,
  user: 1,
  mail: 2,
  daemon: 3,
  auth: 4,
  syslog: 5,
  lpr: 6,
  news: 7,
  uucp: 8,
  cron: 9,
  authpriv: 10,
  ftp: 11,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
} as const;

export type Facility = keyof typeof FACILITIES;

/** Who speaks. */
export interface SyslogSender {
  readonly facility: number;
  readonly ident: string;
  readonly hostname: string;
  readonly pid: number;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LEAST = PRIORITIES.length - 1;

/** PRI of a message: facility and the alert's priority, which are syslog's severities. */
export function pri(facility: number, priority: string): number {
  const severity = (PRIORITIES as readonly string[]).indexOf(priority);
  return facility * 8 + (severity < 0 ? LEAST : severity);
}

function two(n: number, fill = "0"): string {
  return String(n).padStart(2, fill);
}

/** PRI and time of RFC 3164, in local time. */
function bsdHead(s: SyslogSender, alert: Alert, now: Date): string {
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  return `<${pri(s.facility, alert.priority)}>${MONTHS[now.getMonth()]} ${two(now.getDate(), " ")} ${time}`;
}

/** As the C library writes to /dev/log: RFC 3164 without host name. */
export function localFrame(s: SyslogSender, alert: Alert, line: string, now: Date): string {
  return `${bsdHead(s, alert, now)} ${s.ident}: ${line}`;
}

/** RFC 3164 for another host. */
export function bsdFrame(s: SyslogSender, alert: Alert, line: string, now: Date): string {
  return `${bsdHead(s, alert, now)} ${word(s.hostname, 255)} ${s.ident}: ${line}`;
}

const NOT_PRINTABLE = /[^\x21-\x7e]/g;

/** A header field: printable ASCII without blanks; a dash for none. */
function word(text: string, longest: number): string {
  return text.replace(NOT_PRINTABLE, "_").slice(0, longest) || "-";
}

/** RFC 5424; the time is that of the alert, to the microsecond. */
export function modernFrame(s: SyslogSender, alert: Alert, line: string): string {
  const ms = alert.ts / 1_000_000n;
  const micros = String((alert.ts / 1000n) % 1_000_000n).padStart(6, "0");
  const time = `${new Date(Number(ms)).toISOString().slice(0, 19)}.${micros}Z`;
  const header = `<${pri(s.facility, alert.priority)}>1 ${time} ${word(s.hostname, 255)} ${word(s.ident, 48)} ${s.pid}`;
  return `${header} - - ${line}`;
}

/** Cut bytes of UTF-8 to a limit, between characters. */
export function cutUtf8(bytes: Buffer, limit: number): Buffer {
  if (bytes.length <= limit) return bytes;
  let end = limit;
  while (end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
