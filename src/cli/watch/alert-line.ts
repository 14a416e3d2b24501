import type { ReceivedAlert } from "../../client/index.js";
import type { Painter } from "../colour.js";
import { printable } from "./printable.js";

const PRIORITY_WIDTH = "Informational".length;

/** One line for an alert: with colours on a terminal, and with the whole time elsewhere. */
export function alertLine(a: ReceivedAlert, paint: Painter, terminal: boolean): string {
  const message = printable(messageOf(a));
  const rule = printable(a.rule);
  if (!terminal) return `${isoTime(a.time)} ${a.priority} ${rule}: ${message}`;
  const priority = priorityPaint(a.priority, paint)(a.priority.padEnd(PRIORITY_WIDTH));
  return `${paint.dim(clock(a.time))} ${priority} ${paint.bold(rule)}: ${message}`;
}

/** The colour of a priority. */
export function priorityPaint(priority: string, paint: Painter): (text: string) => string {
  switch (priority) {
    case "Emergency":
    case "Alert":
    case "Critical":
    case "Error":
      return paint.red;
    case "Warning":
      return paint.yellow;
    case "Notice":
    case "Informational":
      return paint.green;
    default:
      return paint.dim;
  }
}

/** All that is known of an alert, as one JSON object. */
export function alertJsonLine(a: ReceivedAlert): string {
  const { time, fields, sequence, epoch, missed, ...rest } = a;
  return JSON.stringify({ time: isoTime(time), ...rest, output_fields: fields, sequence, epoch, missed });
}

/** The alert's text without time and priority, whatever form the sensor's lines have. */
export function messageOf({ output, priority }: ReceivedAlert): string {
  if (output.startsWith("{")) return fromJson(output);
  const at = output.indexOf(`: ${priority} `);
  return at < 0 ? output : output.slice(at + priority.length + 3);
}

function fromJson(line: string): string {
  try {
    const o = JSON.parse(line) as { output?: unknown; message?: unknown; priority?: unknown };
    if (typeof o.message === "string") return o.message;
    if (typeof o.output !== "string") return line;
    const prefix = `: ${String(o.priority)} `;
    const at = o.output.indexOf(prefix);
    return at < 0 ? o.output : o.output.slice(at + prefix.length);
  } catch {
    // a rule may begin its text with a brace
    return line;
  }
}

function clock(ns: bigint): string {
  const t = new Date(Number(ns / 1_000_000n));
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}.${String(t.getMilliseconds()).padStart(3, "0")}`;
}

function isoTime(ns: bigint): string {
  const s = new Date(Number(ns / 1_000_000n)).toISOString();
  return `${s.slice(0, 19)}.${String(ns % 1_000_000_000n).padStart(9, "0")}Z`;
}
